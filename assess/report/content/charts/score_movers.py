"""What moves the score most: the answers that could add most, with what they bring now."""

from fractions import Fraction
from typing import NamedTuple

from assess.core.model.result import QuestionTrace
from assess.report.content.chart_models import Drawing, ScoreMoverRow, ScoreMovers, Shape
from assess.report.content.charts.heat_map import find_kind
from assess.report.content.context import UNKNOWN_STATES, ReportContext
from assess.report.content.sections import calculate_gain
from assess.report.content.text import capitalise_first, format_count, format_points, pluralise

_MAX_ROWS = 10
_WIDTH, _HEIGHT, _BAR_HEIGHT = 232.0, 24.0, 12.0
_AXIS_WIDTH = 2.0
_STATES = {"blocker": "blocker", "missing": "missing", "unknown": "not known"}


def build_score_movers(context: ReportContext) -> ScoreMovers | None:
    """Build the chart of the answers that could add most; None if none could add anything."""
    rows = [row for row in context.result.trace if calculate_gain(row)]
    if context.result.now.overall is None or not rows:
        return None
    rows.sort(key=calculate_gain, reverse=True)
    shown = rows[:_MAX_ROWS]
    scale = _build_scale(max(row.contribution.evidenced for row in shown), max(map(calculate_gain, shown)))
    return ScoreMovers(_describe_movers(rows), tuple(_build_row(context, row, scale) for row in shown))


class _Scale(NamedTuple):
    """The scale that all rows have in common: to the left of an axis what they bring, to the right what they add."""

    unit: float
    """The length of a point."""
    axis: float
    """The position of the axis."""


def _build_scale(now: Fraction, adds: Fraction) -> _Scale:
    """Build the scale on which the largest figures on either side fit."""
    unit = (_WIDTH - _AXIS_WIDTH) / float(now + adds)
    return _Scale(unit, float(now) * unit)


def _draw_row(scale: _Scale, now: Fraction, adds: Fraction) -> Drawing:
    """Draw what an answer brings now and what it could add."""
    top, left = (_HEIGHT - _BAR_HEIGHT) / 2, float(now) * scale.unit
    solid = (Shape("solid", scale.axis - left, top, left, _BAR_HEIGHT),) if now else ()
    shapes = (
        Shape("track", 0, top, _WIDTH, _BAR_HEIGHT),
        *solid,
        Shape("outline", scale.axis + _AXIS_WIDTH, top, float(adds) * scale.unit, _BAR_HEIGHT),
        Shape("ink", scale.axis, 0, _AXIS_WIDTH, _HEIGHT),
    )
    title = f"Brings {format_points(now)} now and could add {format_points(adds)}."
    return Drawing(title, _WIDTH, _HEIGHT, shapes)


def _build_row(context: ReportContext, row: QuestionTrace, scale: _Scale) -> ScoreMoverRow:
    """Return the row of one answer."""
    now, gain = row.contribution.evidenced, calculate_gain(row)
    kind = find_kind(context, row)
    state = "not known" if row.state in UNKNOWN_STATES else _STATES.get(kind, "")
    return ScoreMoverRow(
        number=context.question_numbers[row.question],
        text=context.get_question_text(row.question),
        kind=kind,
        state=state,
        now=format_points(now),
        adds=format_points(gain),
        drawing=_draw_row(scale, now, gain),
    )


def _describe_movers(rows: list[QuestionTrace]) -> str:
    """Return how much of what is still to win the answers shown hold."""
    gains = list(map(calculate_gain, rows))
    shown, total = gains[:_MAX_ROWS], format_points(sum(gains, Fraction(0)))
    share = f"{format_points(sum(shown, Fraction(0)))} of the" if len(gains) > len(shown) else "all"
    subject = capitalise_first(format_count(len(shown), "answer"))
    return f"{subject} {pluralise(len(shown), 'holds', 'hold')} {share} {total} points that are still to win."
