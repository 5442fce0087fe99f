"""Measured figures, and their output as a table and as JSON."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

HEADINGS = ("what", "target", "measured", "")


class Figure(NamedTuple):
    """A measured figure with its target."""

    name: str
    """The name used by `--only`."""
    what: str
    target: str
    measured: str
    met: bool | None
    """Whether the target is met; None for a figure without a target."""
    values: Mapping[str, float]
    """The underlying numbers by name, which includes the unit."""
    notes: tuple[str, ...] = ()
    """Sentences that explain the figure."""


def format_verdict(figure: Figure) -> str:
    """Format whether the target is met; empty if there is none."""
    return "" if figure.met is None else "met" if figure.met else "not met"


def format_figures(figures: Sequence[Figure]) -> str:
    """Format the figures as a plain-text table with the notes below it."""
    rows = [HEADINGS, *((each.what, each.target, each.measured, format_verdict(each)) for each in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    rule = "  ".join("-" * width for width in widths)
    notes = [f"{each.what}: {note}" for each in figures for note in each.notes]
    return "\n".join([lines[0], rule, *lines[1:], *(["", *notes] if notes else [])]) + "\n"


def figures_to_json(figures: Sequence[Figure]) -> dict[str, object]:
    """Return the figures by name as JSON-compatible values."""
    return {
        each.name: {"target": each.target, "measured": each.measured, "met": each.met, **each.values}
        for each in figures
    }
