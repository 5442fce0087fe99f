"""Tables of text for workbooks."""

from typing import NamedTuple


class Column(NamedTuple):
    """A column: its heading, its width in characters, and what its cells contain."""

    heading: str
    width: int
    figures: bool = False
    """Whether it contains figures, which are written as numbers, or percentages."""
    dates: bool = False
    """Whether it contains dates, as YYYY-MM-DD or 29 January 2027."""
    numbers_of: str = ""
    """The name of the table whose rows have the numbers in its cells; each cell leads to the first of them."""
    choices: tuple[str, ...] = ()
    """What can be chosen for its cells from a list."""


class Table(NamedTuple):
    """A table with a name, a description, and rows of one text for each column."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
