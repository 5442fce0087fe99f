"""What a table of the workbook is: a name, columns and rows of texts."""

from typing import NamedTuple


class Column(NamedTuple):
    """A column: its heading, its width in letters, and whether it holds figures, or dates as YYYY-MM-DD."""

    heading: str
    width: int
    figures: bool = False
    dates: bool = False


class Table(NamedTuple):
    """A table with a name, what it shows, and rows of texts as long as its columns."""

    name: str
    shows: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
