"""The barriers before and now: a ring for the earlier score, a dot for the present one, and a line between them."""

from collections.abc import Sequence

from assess.report.content.change_models import SectionChangeRow
from assess.report.content.chart_models import Drawing, Shape
from assess.report.content.text import capitalise_first, format_count, format_number, join_words

_WIDTH, _HEIGHT, _BAR_HEIGHT = 300.0, 24.0, 12.0
_RING_WIDTH, _DOT_WIDTH, _LINE_HEIGHT = 12.0, 9.0, 1.6
_MAX_NAMED = 3
"""Largest number of barriers that fell and that the sentence names."""


def draw_dumbbell(before: int | None, now: int | None) -> Drawing | None:
    """Draw what could be shown before and what can be shown now, from 0 to 100; None without either score."""
    if before is None and now is None:
        return None
    middle, ends = _HEIGHT / 2, [_locate(score) for score in (before, now) if score is not None]
    line = Shape("ink", min(ends), middle - _LINE_HEIGHT / 2, max(ends) - min(ends), _LINE_HEIGHT)
    ring = () if before is None else (_draw_circle("ring", before, _RING_WIDTH),)
    dot = () if now is None else (_draw_circle("dot", now, _DOT_WIDTH),)
    track = Shape("track", 0, middle - _BAR_HEIGHT / 2, _WIDTH, _BAR_HEIGHT)
    return Drawing(_describe_scores(before, now), _WIDTH, _HEIGHT, (track, line, *ring, *dot))


def _locate(score: int) -> float:
    """Return the position of a score; rings at 0 and 100 are still whole."""
    return _RING_WIDTH / 2 + score * (_WIDTH - _RING_WIDTH) / 100


def _draw_circle(kind: str, score: int, width: float) -> Shape:
    """Return a circle at a score."""
    return Shape(kind, _locate(score) - width / 2, (_HEIGHT - width) / 2, width, width)


def _describe_scores(before: int | None, now: int | None) -> str:
    """Return both scores in words."""
    was, is_now = ("no score" if score is None else f"{score} of 100" for score in (before, now))
    return f"{capitalise_first(was)} before, {is_now} now."


def describe_section_changes(rows: Sequence[SectionChangeRow]) -> str:
    """Return how many barriers rose and fell, with the names of those that fell."""
    rose, fell = (sum(row.gain is not None and sign * row.gain > 0 for row in rows) for sign in (1, -1))
    if not any(row.gain is not None for row in rows):
        return "No barrier has a score both before and now."
    if not rose and not fell:
        return "No barrier rose or fell."
    names = [f"“{row.title}”" for row in rows if row.gain is not None and row.gain < 0]
    named = f": {join_words(names)}" if names and len(names) <= _MAX_NAMED else ""
    return f"{capitalise_first(_count_changes(rose, fell))}{named}."


def _count_changes(rose: int, fell: int) -> str:
    """Return how many barriers rose and fell."""
    if not rose:
        return f"{format_count(fell, 'barrier')} fell and none rose"
    return f"{format_count(rose, 'barrier')} rose and {format_number(fell) if fell else 'none'} fell"


def sort_section_changes(rows: Sequence[SectionChangeRow]) -> tuple[SectionChangeRow, ...]:
    """Return the barriers that rose most first, and those without both scores last."""
    return tuple(sorted(rows, key=lambda row: (row.gain is None, -(row.gain or 0))))
