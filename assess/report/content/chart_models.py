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


class Drawing(NamedTuple):
    """The drawing in one row of a chart, with its text alternative."""

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


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
