"""Where the range comes from: how much of it the unknown answers of each section account for."""

from collections.abc import Iterator
from fractions import Fraction

from assess.core.model.result import Row
from assess.report.content import charts
from assess.report.content.context import Case
from assess.report.content.models import Gap, GapRow
from assess.report.content.text import apostrophes, counted, joined, points

MOST = Fraction(2, 3)
"""The least share of the range that the sections named as its main source account for together."""

FEW = 3
"""Largest number of sections that are named; if it takes more, the range is described as spread."""


def gap(case: Case) -> Gap | None:
    """Return the sections whose unknown answers make up the range, largest first, or None if fewer than two do."""
    overall = case.result.now.overall
    if overall is None:
        return None
    held: dict[str, list[Row]] = {}
    for row in case.unknown:
        if width(row):
            held.setdefault(row.section, []).append(row)
    if len(held) < 2:
        return None
    order = sorted(held, key=lambda section: -whole_width(held[section]))
    rows = tuple(gap_rows(case, [(section, held[section]) for section in order], overall.evidenced))
    return Gap(says(case, [(section, whole_width(held[section])) for section in order]), rows)


def width(row: Row) -> Fraction:
    """Return how much of the range a question accounts for."""
    return row.brings.possible - row.brings.evidenced


def whole_width(rows: list[Row]) -> Fraction:
    """Return how much of the range the questions account for together."""
    return sum(map(width, rows), Fraction(0))


def gap_rows(case: Case, held: list[tuple[str, list[Row]]], start: Fraction) -> Iterator[GapRow]:
    """Yield a row for each section, its bar beginning where the previous one ends."""
    for section, rows in held:
        title, holds = apostrophes(case.rulebook.sections[section].title), whole_width(rows)
        step = charts.step(title, points(holds), (start, start + holds))
        yield GapRow(title, str(len(rows)), points(holds), step)
        start += holds


def says(case: Case, held: list[tuple[str, Fraction]]) -> str:
    """Return which sections account for most of the range."""
    every, so_far, names = sum((holds for _, holds in held), Fraction(0)), Fraction(0), []
    for section, holds in held:
        names.append(f"“{apostrophes(case.rulebook.sections[section].title)}”")
        so_far += holds
        if so_far >= MOST * every:
            break
    spread = f"The range is {points(every)} points wide, because {counted(len(case.unknown), 'answer')} are not known."
    if len(names) > FEW or len(names) == len(held):
        return f"{spread} It is spread over {counted(len(held), 'barrier')}."
    return f"{spread} Most of it comes from {joined(names)}."
