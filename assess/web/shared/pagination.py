"""Pagination of lists."""

import re
from typing import NamedTuple

NUMBER = re.compile("[1-9][0-9]{0,8}", re.ASCII)


class Pages(NamedTuple):
    """The current page of a list."""

    page: int
    most: int
    """Maximum number of items on a page."""
    total: int
    """Number of items on all pages."""

    @property
    def last(self) -> int:
        """The last page; an empty list has one page."""
        return max(1, -(-self.total // self.most))

    @property
    def first_line(self) -> int:
        """The number of the first item on the page, counted from 1."""
        return (self.page - 1) * self.most + 1

    @property
    def last_line(self) -> int:
        """The number of the last item on the page."""
        return min(self.page * self.most, self.total)


def page_number(typed: str) -> int:
    """Parse a page number; 1 if the text is none."""
    return int(typed) if NUMBER.fullmatch(typed) else 1
