"""Tables in Word documents, with column widths fitted to their texts and a repeated heading row."""

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assess.report.content.text import MINUS
from assess.report.docx.styles import Spans, Strong, element, write

STYLE = "Table Grid"
WIDTH = 170
"""Width of the text area in millimetres."""

LETTER, EDGES = 2.3, 5.0
"""Width of a character and horizontal padding of a cell, in millimetres."""

NARROW = 14
"""Maximum length in characters of a column that gets the full width of its longest text."""

LEAST, MOST = 16, 80
"""Bounds in characters on the weight of a column when the remaining width is shared out."""

WHOLE = 1500
"""Length in characters below which a row is kept on one page."""

FIGURE = re.compile(rf"(?:[+{MINUS}]?[0-9][0-9.,]*%?|–)?")
LINES = {"top": "8", "bottom": "4", "insideH": "4", "left": "0", "right": "0", "insideV": "0"}
"""Border widths of a table in eighths of a point; there are none between columns."""


def dress_tables(paper: Document) -> None:
    """Style all tables with hairlines between rows and slightly smaller text."""
    style: Any = paper.styles[STYLE]
    style.font.size = Pt(10)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    borders = style.element.find(f".//{qn('w:tblBorders')}")
    for name, size in LINES.items():
        line = borders.find(qn(f"w:{name}"))
        line.set(qn("w:val"), "single" if size != "0" else "nil")
        line.set(qn("w:sz"), size)
        line.set(qn("w:color"), "8A9196")


def table(paper: Document, shows: str, heads: Sequence[str], rows: Sequence[Sequence[Spans]]) -> None:
    """Add a table with a caption and description as alternative text."""
    made = paper.add_table(len(rows) + 1, len(heads), STYLE)
    texts = [[plain(said) for said in row] for row in (heads, *rows)]
    every: list[Spans] = [[Strong(head)] for head in heads]
    for row in rows:
        every += row
    right = figures(texts)
    for place, (cell, said) in enumerate(zip(list(made._cells), every, strict=True)):
        paragraph = cell.paragraphs[0]
        write(paragraph, said)
        if right[place % len(heads)]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row_made, text in zip(made.rows, texts, strict=True):
        if sum(map(len, text)) < WHOLE:
            row_made._tr.get_or_add_trPr().append(element("cantSplit"))
    made.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    lay_out(made, widths(texts))
    properties: Any = made._tbl.tblPr
    properties.append(element("tblCaption", val=shows))
    properties.append(element("tblDescription", val=f"{shows}: {', '.join(heads)}"))
    part_from_next(paper)


def plain(said: Spans) -> str:
    """Return the plain text of a cell."""
    return said if isinstance(said, str) else "".join(f"[{span}]" if isinstance(span, int) else span for span in said)


def figures(texts: Sequence[Sequence[str]]) -> list[bool]:
    """Return for each column whether it contains figures only."""
    return [bool(column[1:]) and all(map(FIGURE.fullmatch, column[1:])) for column in zip(*texts, strict=True)]


def widths(texts: Sequence[Sequence[str]]) -> list[float]:
    """Return the width of each column in millimetres: narrow columns get what they need, others share the rest."""
    columns = list(zip(*texts, strict=True))
    needs = [max(longest_word(column[0]), *map(len, column[1:]), 1) for column in columns]
    fixed = sum(LETTER * need + EDGES for need in needs if need <= NARROW)
    shares = [min(max(mean(column[1:]), LEAST), MOST) for column in columns]
    shared = sum(share for need, share in zip(needs, shares, strict=True) if need > NARROW)
    if not shared or fixed > 2 * WIDTH / 3:
        return [WIDTH * need / sum(needs) for need in needs]
    return [
        LETTER * need + EDGES if need <= NARROW else (WIDTH - fixed) * share / shared
        for need, share in zip(needs, shares, strict=True)
    ]


def longest_word(text: str) -> int:
    """Return the length of the longest word."""
    return max(map(len, text.split()), default=0)


def mean(texts: Sequence[str]) -> float:
    """Return the mean length of the texts."""
    return sum(map(len, texts)) / max(len(texts), 1)


def lay_out(made: Any, sizes: Sequence[float]) -> None:
    """Set the column widths on the grid and on every cell, so that all programs follow them."""
    made.autofit = False
    for column, size in zip(made._tbl.tblGrid.gridCol_lst, sizes, strict=True):
        column.w = Mm(size)
    for row in made._tbl.tr_lst:
        for cell, size in zip(row.tc_lst, sizes, strict=True):
            cell.width = Mm(size)


def part_from_next(paper: Document) -> None:
    """Add a small gap after a table."""
    line = paper.add_paragraph().paragraph_format
    line.space_before = line.space_after = Pt(0)
    line.line_spacing = Pt(8)
