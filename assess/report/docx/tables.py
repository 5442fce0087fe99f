"""Tables in Word documents, with column widths fitted to their texts and a repeated heading row."""

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assess.report.content.text import MINUS
from assess.report.docx.styles import RichText, Strong, create_element, write_text

_TABLE_STYLE = "Table Grid"
TEXT_WIDTH = 170
"""Width of the text area in millimetres."""

CHARACTER_WIDTH, CELL_PADDING = 2.3, 5.0
"""Width of a character and horizontal padding of a cell, in millimetres."""

_MAX_NARROW = 14
"""Maximum length in characters of a column that gets the full width of its longest text."""

MIN_WEIGHT, MAX_WEIGHT = 16, 80
"""Bounds in characters on the weight of a column when the remaining width is shared out."""

_MAX_UNSPLIT = 1500
"""Length in characters below which a row is kept on one page."""

_FIGURE_PATTERN = re.compile(rf"(?:[+{MINUS}]?[0-9][0-9.,]*%?|–)?")
_BORDERS = {"top": "8", "bottom": "4", "insideH": "4", "left": "0", "right": "0", "insideV": "0"}
"""Border widths of a table in eighths of a point; there are none between columns."""


def style_tables(document: Document) -> None:
    """Style all tables with hairlines between rows and slightly smaller text."""
    style: Any = document.styles[_TABLE_STYLE]
    style.font.size = Pt(10)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    borders = style.element.find(f".//{qn('w:tblBorders')}")
    for name, size in _BORDERS.items():
        line = borders.find(qn(f"w:{name}"))
        line.set(qn("w:val"), "single" if size != "0" else "nil")
        line.set(qn("w:sz"), size)
        line.set(qn("w:color"), "8A9196")


def add_table(document: Document, caption: str, headings: Sequence[str], rows: Sequence[Sequence[RichText]]) -> None:
    """Add a table with a caption and description as alternative text."""
    added = document.add_table(len(rows) + 1, len(headings), _TABLE_STYLE)
    texts = [[_to_plain_text(said) for said in row] for row in (headings, *rows)]
    cells: list[RichText] = [[Strong(head)] for head in headings]
    for row in rows:
        cells += row
    right = find_figure_columns(texts)
    for index, (cell, content) in enumerate(zip(list(added._cells), cells, strict=True)):
        paragraph = cell.paragraphs[0]
        write_text(paragraph, content)
        if right[index % len(headings)]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row_made, text in zip(added.rows, texts, strict=True):
        if sum(map(len, text)) < _MAX_UNSPLIT:
            row_made._tr.get_or_add_trPr().append(create_element("cantSplit"))
    added.rows[0]._tr.get_or_add_trPr().append(create_element("tblHeader"))
    _set_column_widths(added, compute_column_widths(texts))
    properties: Any = added._tbl.tblPr
    properties.append(create_element("tblCaption", val=caption))
    properties.append(create_element("tblDescription", val=f"{caption}: {', '.join(headings)}"))
    _add_gap(document)


def _to_plain_text(text: RichText) -> str:
    """Return the plain text of a cell."""
    return text if isinstance(text, str) else "".join(span if isinstance(span, str) else span.label for span in text)


def find_figure_columns(texts: Sequence[Sequence[str]]) -> list[bool]:
    """Return for each column whether it contains figures only."""
    return [bool(column[1:]) and all(map(_FIGURE_PATTERN.fullmatch, column[1:])) for column in zip(*texts, strict=True)]


def compute_column_widths(texts: Sequence[Sequence[str]]) -> list[float]:
    """Return the width of each column in millimetres: narrow columns get what they need, others share the rest."""
    columns = list(zip(*texts, strict=True))
    needs = [max(_longest_word_length(column[0]), *map(len, column[1:]), 1) for column in columns]
    fixed = sum(CHARACTER_WIDTH * need + CELL_PADDING for need in needs if need <= _MAX_NARROW)
    shares = [min(max(_mean_length(column[1:]), MIN_WEIGHT), MAX_WEIGHT) for column in columns]
    shared = sum(share for need, share in zip(needs, shares, strict=True) if need > _MAX_NARROW)
    if not shared or fixed > 2 * TEXT_WIDTH / 3:
        return [TEXT_WIDTH * need / sum(needs) for need in needs]
    return [
        CHARACTER_WIDTH * need + CELL_PADDING if need <= _MAX_NARROW else (TEXT_WIDTH - fixed) * share / shared
        for need, share in zip(needs, shares, strict=True)
    ]


def _longest_word_length(text: str) -> int:
    """Return the length of the longest word."""
    return max(map(len, text.split()), default=0)


def _mean_length(texts: Sequence[str]) -> float:
    """Return the mean length of the texts."""
    return sum(map(len, texts)) / max(len(texts), 1)


def _set_column_widths(table: Any, widths: Sequence[float]) -> None:
    """Set the column widths on the grid and on every cell, so that all programs follow them."""
    table.autofit = False
    for column, size in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(size)
    for row in table._tbl.tr_lst:
        for cell, size in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(size)


def _add_gap(document: Document) -> None:
    """Add a small gap after a table."""
    line = document.add_paragraph().paragraph_format
    line.space_before = line.space_after = Pt(0)
    line.line_spacing = Pt(8)
