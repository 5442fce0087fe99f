"""Pagination of lists."""

import re
from typing import NamedTuple

_PAGE_NUMBER = re.compile("[1-9][0-9]{0,8}", re.ASCII)


class Pagination(NamedTuple):
    """The current page of a list."""

    page: int
    per_page: int
    """Maximum number of items on a page."""
    total: int
    """Number of items on all pages."""

    @property
    def last(self) -> int:
        """The last page; an empty list has one page."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first_line(self) -> int:
        """The number of the first item on the page, counted from 1."""
        return (self.page - 1) * self.per_page + 1

    @property
    def last_line(self) -> int:
        """The number of the last item on the page."""
        return min(self.page * self.per_page, self.total)


def parse_page_number(text: str) -> int:
    """Parse a page number; 1 if the text is none."""
    return int(text) if _PAGE_NUMBER.fullmatch(text) else 1
