"""What was measured, and the table and the JSON that show it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

HEADS = ("what", "target", "measured", "")


class Figure(NamedTuple):
    """One measured figure beside its target."""

    name: str
    """What `--only` calls it."""
    what: str
    target: str
    measured: str
    met: bool | None
    """None for a figure without a target."""
    values: Mapping[str, float]
    """The numbers behind it, by name with their unit."""
    notes: tuple[str, ...] = ()
    """Sentences on how it came about."""


def verdict(figure: Figure) -> str:
    """Say whether the target is met; nothing where there is none."""
    return "" if figure.met is None else "met" if figure.met else "not met"


def table(figures: Sequence[Figure]) -> str:
    """Give the figures as a plain table, with the notes below it."""
    rows = [HEADS, *((each.what, each.target, each.measured, verdict(each)) for each in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    rule = "  ".join("-" * width for width in widths)
    notes = [f"{each.what}: {note}" for each in figures for note in each.notes]
    return "\n".join([lines[0], rule, *lines[1:], *(["", *notes] if notes else [])]) + "\n"


def as_json(figures: Sequence[Figure]) -> dict[str, object]:
    """Give the figures for other programs, by name."""
    return {
        each.name: {"target": each.target, "measured": each.measured, "met": each.met, **each.values}
        for each in figures
    }
