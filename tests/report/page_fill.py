"""How full the pages of a PDF are, and what stands alone at their ends, from the boxes of its texts."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree

import pypdfium2

_TOP, _BOTTOM, _MIDDLE = 841.89 - 65.2, 59.5, 297.6
"""Upper and lower edge of the text on a page, and the line between two columns, in points from the bottom and left."""

_HEADING = re.compile(r"h[234]")


class Line(NamedTuple):
    """A line of text, or a part of one, with its left and lower edge in points."""

    left: float
    bottom: float
    text: str


def read_pages(pdf: bytes) -> list[list[Line]]:
    """Return the lines of each page, without those in its margins."""
    return [list(_read_lines(page)) for page in pypdfium2.PdfDocument(pdf)]


def _read_lines(page: pypdfium2.PdfPage) -> Iterable[Line]:
    """Yield the lines of a page."""
    text = page.get_textpage()
    for place in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(place)
        words = " ".join(text.get_text_bounded(left, bottom, right, top).split())
        if words and bottom > _BOTTOM - 2:
            yield Line(left, bottom, words)


def measure_fill(lines: Iterable[Line]) -> float:
    """Return how much of the height of a page its text takes, in per cent."""
    lowest = min((line.bottom for line in lines), default=_TOP)
    return min(100 * (_TOP - lowest) / (_TOP - _BOTTOM), 100)


def list_headings(page: str) -> set[str]:
    """Return the headings of an HTML page, and the first column heads of its tables."""
    root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    headings = [each for each in root.iter() if _HEADING.fullmatch(each.tag)]
    heads = [row[0] for row in root.iterfind(".//thead/tr")]
    return {" ".join("".join(each.itertext()).split()) for each in (*headings, *heads)}


def find_lonely_headings(lines: Iterable[Line], headings: set[str]) -> list[str]:
    """Return the headings that are the last line of a page, or of one of its two columns."""
    columns: dict[bool, list[Line]] = {}
    for line in lines:
        columns.setdefault(line.left > _MIDDLE, []).append(line)
    last = [min(column, key=lambda line: (line.bottom, line.left)).text for column in columns.values()]
    return [text for text in last if text in headings]
