"""The timeline of the plan: which action is due when, seen from the date of the report."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from assess.core.syntax.dates import MONTH_NAMES
from assess.report.content.chart_models import Drawing, DrawingLabel, Shape, Timeline, TimelineRow
from assess.report.content.plan_models import NOT_ACTED_ON, PlanLine
from assess.report.content.text import capitalise_first, format_count, format_date, join_words, pluralise, shorten

_WIDTH, _HEIGHT, _BAR_HEIGHT = 332.0, 24.0, 12.0
_END_WIDTH, _TODAY_WIDTH = 5.0, 1.6
_AXIS_HEIGHT, _TODAY_LINE, _LABEL_LINE = 32.0, 11.0, 27.0
_CHARACTER_WIDTH = 6.4
_MAX_MONTHS, _MAX_QUARTERS = 12, 16
"""Up to how many months, and quarters, the axis has a mark for each; above them its marks are years."""

_MAX_NAMED = 3
"""Largest number of overdue actions that the sentence names."""


class _Axis(NamedTuple):
    """The months from that of the first date to that of the last, with the day of the report in them."""

    start: date
    end: date
    """The day after the last month."""
    today: date

    def locate(self, day: date) -> float:
        """Return the position of a day."""
        return _WIDTH * (day - self.start).days / (self.end - self.start).days


def build_timeline(lines: Sequence[PlanLine], today: date) -> Timeline | None:
    """Build the timeline of the actions that will be done; None if nothing about them was entered."""
    begun = [line for line in lines if line.is_started and line.kind != NOT_ACTED_ON]
    dates = [line.due for line in begun if line.due]
    if not begun:
        return None
    if not dates:
        return Timeline("No action has a date yet.", None, ())
    axis = _Axis(_find_month(min(*dates, today), 0), _find_month(max(*dates, today), 1), today)
    begun.sort(key=lambda line: (line.due is None, not line.is_done, line.due or today))
    rows = tuple(_build_row(axis, line) for line in begun)
    return Timeline(_describe_dates(begun, today), _draw_axis(axis), rows)


def _find_month(day: date, later: int) -> date:
    """Return the first day of the month of this day, or of a later month."""
    months = 12 * day.year + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _find_step(axis: _Axis) -> int:
    """Return how many months a mark of the axis stands for: one, a quarter or a year, whichever are not too many."""
    months = _count_months(axis)
    return 1 if months <= _MAX_MONTHS else 3 if months <= 3 * _MAX_QUARTERS else 12


def _count_months(axis: _Axis) -> int:
    """Return how many months the axis has."""
    return 12 * (axis.end.year - axis.start.year) + axis.end.month - axis.start.month


def _list_ticks(axis: _Axis) -> list[date]:
    """Return the first days of the months, quarters or years inside the axis."""
    firsts = (_find_month(axis.start, later) for later in range(1, _count_months(axis)))
    return [first for first in firsts if (first.month - 1) % _find_step(axis) == 0]


def _draw_track(axis: _Axis, top: float) -> Iterator[Shape]:
    """Yield the track of a row, divided by months, quarters or years."""
    yield Shape("track", 0, top, _WIDTH, _BAR_HEIGHT)
    for tick in _list_ticks(axis):
        yield Shape("gap", axis.locate(tick) - 0.5, top, 1, _BAR_HEIGHT)


def _draw_action(axis: _Axis, line: PlanLine, top: float) -> Iterator[Shape]:
    """Yield what shows an action: a block if it is done, the time past its date or the time left until it."""
    if line.due is None:
        return
    due, today = axis.locate(line.due), axis.locate(axis.today)
    block = Shape("solid", min(max(due - _END_WIDTH, 0), _WIDTH - _END_WIDTH), top, _END_WIDTH, _BAR_HEIGHT)
    if line.is_done:
        yield block
    elif line.overdue:
        yield Shape("late", due, top, today - due, _BAR_HEIGHT)
    else:
        yield Shape("outline", today, top, max(due - today, _END_WIDTH), _BAR_HEIGHT)
        yield block._replace(x=max(due, today + _END_WIDTH) - _END_WIDTH)


def _build_row(axis: _Axis, line: PlanLine) -> TimelineRow:
    """Return the row of one action."""
    top, today = (_HEIGHT - _BAR_HEIGHT) / 2, axis.locate(axis.today)
    line_today = Shape("ink", min(today, _WIDTH - _TODAY_WIDTH), 0, _TODAY_WIDTH, _HEIGHT)
    shapes = (*_draw_track(axis, top), *_draw_action(axis, line, top), line_today)
    return TimelineRow(
        number=line.number,
        owner=shorten(line.owner) or "Nobody yet",
        due=line.due_text or "no date",
        state="Overdue" if line.overdue else line.label,
        is_overdue=line.overdue,
        drawing=Drawing(_describe_row(line, axis.today), _WIDTH, _HEIGHT, shapes),
    )


def _describe_row(line: PlanLine, today: date) -> str:
    """Return in words what the drawing of an action shows."""
    if line.due is None:
        return "No date."
    if line.is_done:
        return f"Done, {line.due_text}."
    days = abs((line.due - today).days)
    when = "past its date" if line.overdue else "left"
    return f"{capitalise_first(format_count(days, 'day'))} {when}."


def _draw_axis(axis: _Axis) -> Drawing:
    """Draw the names of the months or years above the rows, and where today is."""
    today = axis.locate(axis.today)
    line = Shape("ink", min(today, _WIDTH - _TODAY_WIDTH), _TODAY_LINE + 3, _TODAY_WIDTH, _AXIS_HEIGHT)
    anchor = "start" if today < 20 else "end" if today > _WIDTH - 20 else "middle"
    label = DrawingLabel("today", min(max(today, 0), _WIDTH), _TODAY_LINE, anchor)
    ticks = _list_ticks(axis)
    marks = tuple(Shape("track", axis.locate(tick) - 0.5, _LABEL_LINE - 10, 1, _AXIS_HEIGHT) for tick in ticks)
    title = f"The axis: {_describe_span(axis)}, today {format_date(axis.today)}."
    return Drawing(title, _WIDTH, _AXIS_HEIGHT, (*marks, line), (label, *_label_ticks(axis, ticks, today)))


def _label_ticks(axis: _Axis, ticks: Sequence[date], today: float) -> Iterator[DrawingLabel]:
    """Yield the names of the months or years that have room."""
    free = 0.0
    for tick in (axis.start, *ticks):
        text = _name_tick(tick, _find_step(axis))
        x, width = axis.locate(tick) + 3, len(text) * _CHARACTER_WIDTH
        if x >= free and x + width <= _WIDTH and not x - 3 < today < x + width:
            yield DrawingLabel(text, x, _LABEL_LINE, "start")
            free = x + width + 3


def _name_tick(tick: date, step: int) -> str:
    """Return the name of a month; of the year where the marks are years, and for January where they are quarters."""
    return str(tick.year) if step == 12 or (step == 3 and tick.month == 1) else MONTH_NAMES[tick.month - 1][:3]


def _describe_span(axis: _Axis) -> str:
    """Return the first and the last month of the axis."""
    first, last = axis.start, axis.end - timedelta(days=1)
    names = [f"{MONTH_NAMES[day.month - 1]} {day.year}" for day in (first, last)]
    return names[0] if names[0] == names[1] else f"{names[0]} to {names[1]}"


def _describe_dates(lines: Sequence[PlanLine], today: date) -> str:
    """Return which actions are overdue, or which date comes next."""
    overdue = [line for line in lines if line.overdue]
    open_dates = sorted(line.due for line in lines if line.due and line.due >= today and not line.is_done)
    last = f" The last date is {format_date(open_dates[-1])}." if open_dates else ""
    if overdue:
        named = f": {join_words([line.number for line in overdue])}" if len(overdue) <= _MAX_NAMED else ""
        subject = capitalise_first(format_count(len(overdue), "action"))
        return f"{subject} {pluralise(len(overdue), 'is', 'are')} overdue{named}{_describe_lifting(overdue)}.{last}"
    if not open_dates:
        return "Every action with a date is done."
    if len(open_dates) == 1:
        return f"No action is overdue. The only date is {format_date(open_dates[0])}."
    return f"No action is overdue. The next date is {format_date(open_dates[0])}.{last}"


def _describe_lifting(overdue: Sequence[PlanLine]) -> str:
    """Return how many of the overdue actions would lift a blocker, empty if none."""
    count = sum(line.lifts == "Lifts a blocker" for line in overdue)
    if not count:
        return ""
    who = "it" if len(overdue) == 1 else format_count(count, "of them", "of them")
    return f"; {who} would lift a blocker"
