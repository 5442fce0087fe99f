"""Tables of text for workbooks."""

from typing import NamedTuple


class Column(NamedTuple):
    """A column: its heading, its width in characters, and whether it contains figures, or dates as YYYY-MM-DD."""

    heading: str
    width: int
    figures: bool = False
    dates: bool = False


class Table(NamedTuple):
    """A table with a name, a description, and rows of one text for each column."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
