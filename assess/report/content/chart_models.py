"""Frozen values of the charts: the sentence above each, its rows as text, and the shapes to draw beside them."""

from typing import NamedTuple


class Shape(NamedTuple):
    """A shape of a drawing, in quarters of a millimetre from the upper left corner."""

    kind: str
    """`track`, `gap`, `solid`, `outline`, `late` or `ink` for rectangles, `ring` or `dot` for circles."""
    x: float
    y: float
    width: float
    height: float


class DrawingLabel(NamedTuple):
    """A text in a drawing, on its base line, that starts, ends or is centred at a position."""

    text: str
    x: float
    y: float
    anchor: str
    """`start`, `middle` or `end`."""


class Drawing(NamedTuple):
    """The drawing in one row of a chart, with its text alternative."""

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[DrawingLabel, ...] = ()


class HeatCell(NamedTuple):
    """One question in the heat map."""

    number: str
    question: str
    points: str
    """Its points of the most possible: `2/3`; a question mark if they are not known, empty if it does not count."""
    twelfths: int
    """The solid part of its bar, in twelfths."""
    kind: str
    """`blocker`, `missing`, `unknown`, `met`, `plain` or `off`."""
    word: str
    """What the stage needs of it in a word: `blocker`, `missing`, `unknown`, `in place`; why it does not count."""


class HeatRow(NamedTuple):
    """One section in the heat map."""

    section: str
    title: str
    needs: str
    """How many of its needs are in place: `3 of 4`, `All 2`; empty if none is named."""
    cells: tuple[HeatCell, ...]


class HeatMap(NamedTuple):
    """Every question with its points and what the stage needs of it, section by section."""

    says: str
    rows: tuple[HeatRow, ...]


class ScoreMoverRow(NamedTuple):
    """One answer that could add to the score."""

    number: str
    text: str
    kind: str
    """`blocker`, `missing`, `unknown`, `met` or `plain`."""
    state: str
    """Its state in a word or two: `blocker`, `missing`, `not known`; empty for any other answer."""
    now: str
    adds: str
    drawing: Drawing


class ScoreMovers(NamedTuple):
    """The answers that could add most to the score."""

    says: str
    rows: tuple[ScoreMoverRow, ...]


class RangeCauseRow(NamedTuple):
    """How much of the range one unknown answer, or those of one section, account for."""

    number: str
    """The number of the question; empty for a section."""
    text: str
    holds: str
    drawing: Drawing


class RangeCauses(NamedTuple):
    """What makes the range as wide as it is; without rows if there is one cause, which the sentence names."""

    says: str
    scale: str
    """The ends of the drawings in words."""
    rows: tuple[RangeCauseRow, ...]


class TimelineRow(NamedTuple):
    """One action of the plan."""

    number: str
    owner: str
    due: str
    state: str
    is_overdue: bool
    drawing: Drawing


class Timeline(NamedTuple):
    """The dates of the plan; without rows if there is none."""

    says: str
    axis: Drawing | None
    """The names of the months above the rows."""
    rows: tuple[TimelineRow, ...]


class EffortMark(NamedTuple):
    """One recommendation in the table of effort against effect."""

    number: str
    is_decided: bool


class EffortCell(NamedTuple):
    """The recommendations of one effort and one effect."""

    marks: tuple[EffortMark, ...]
    more: int
    """How many more there are than are shown."""


class EffortRow(NamedTuple):
    """The recommendations that take days, weeks or months, by what they could add."""

    effort: str
    cells: tuple[EffortCell, ...]


class EffortGrid(NamedTuple):
    """What each recommendation takes against what it could add; without rows if nothing is recommended."""

    says: str
    rows: tuple[EffortRow, ...]
