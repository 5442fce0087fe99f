"""Lists on several pages: which page is asked for, and how many there are."""

import re
from typing import NamedTuple

NUMBER = re.compile("[1-9][0-9]{0,8}", re.ASCII)


class Pages(NamedTuple):
    """The page of a list that is shown."""

    page: int
    most: int
    """How many lines a page holds."""
    total: int
    """How many lines there are on all pages."""

    @property
    def last(self) -> int:
        """The last page; a list without lines has one page."""
        return max(1, -(-self.total // self.most))

    @property
    def first_line(self) -> int:
        """The number of the first line on the page, counted from 1."""
        return (self.page - 1) * self.most + 1

    @property
    def last_line(self) -> int:
        """The number of the last line on the page."""
        return min(self.page * self.most, self.total)


def page_number(typed: str) -> int:
    """Give the page that is asked for; the first where what was typed is no page."""
    return int(typed) if NUMBER.fullmatch(typed) else 1
