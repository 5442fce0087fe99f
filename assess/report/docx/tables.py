"""Tables in Word documents, with column widths fitted to their texts and a repeated heading row."""

import re
from collections.abc import Sequence
from math import sqrt
from typing import Any

from docx.document import Document
from docx.shared import Mm

from assess.report.content.citations import Citation
from assess.report.content.text import MINUS
from assess.report.docx.named_styles import (
    CAPTION,
    TABLE,
    TABLE_FIGURE,
    TABLE_FIGURE_HEADING,
    TABLE_HEADING,
    TABLE_TEXT,
)
from assess.report.docx.styles import (
    Reference,
    RichText,
    TextSpan,
    add_bookmark,
    add_paragraph,
    create_element,
    link_numbers,
    write_text,
)

TEXT_WIDTH = 170
"""Width of the text area in millimetres, if a document does not say."""

_MIN_TEXT_WIDTH = 60
"""Width in millimetres that a table is given at least, whatever the margins of a template."""

CHARACTER_WIDTH, CELL_PADDING = 2.3, 5.0
"""Width of a character and horizontal padding of a cell, in millimetres."""

_MAX_NARROW = 14
"""Maximum length in characters of a column that gets the full width of its longest text."""

MIN_WEIGHT, MAX_WEIGHT = 16, 80
"""Bounds in characters on the weight of a column when the remaining width is shared out."""

_MAX_UNSPLIT = 1500
"""Length in characters below which a row is kept on one page."""

_FIGURE_PATTERN = re.compile(rf"(?:[+{MINUS}]?[0-9][0-9.,]*%?|–)?")
_STYLE_NAMES = {
    (False, False): TABLE_TEXT,
    (False, True): TABLE_FIGURE,
    (True, False): TABLE_HEADING,
    (True, True): TABLE_FIGURE_HEADING,
}
"""The style of a cell by whether it is a heading, and whether its column contains figures only."""


def add_table(
    document: Document,
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[RichText]],
    *,
    is_target: bool = False,
) -> None:
    """Add a table below its numbered caption, which is its title for a screen reader too.

    The numbers in its first column lead to the questions and recommendations, or are where such links lead to.
    """
    _add_caption(document, caption)
    added = document.add_table(len(rows) + 1, len(headings), TABLE)
    texts = [[_to_plain_text(said) for said in row] for row in (headings, *rows)]
    cells: list[RichText] = [cell for row in (headings, *rows) for cell in row]
    figures = find_figure_columns(texts)
    for index, (cell, content) in enumerate(zip(list(added._cells), cells, strict=True)):
        line, column = divmod(index, len(headings))
        paragraph = cell.paragraphs[0]
        paragraph.style = _STYLE_NAMES[line == 0, figures[column]]
        if is_target and line and not column:
            add_bookmark(paragraph, str(content))
        is_number = isinstance(content, str) and not column and not is_target
        write_text(paragraph, link_numbers(str(content)) if is_number else content)
    for row_made, text in zip(added.rows, texts, strict=True):
        if sum(map(len, text)) < _MAX_UNSPLIT:
            row_made._tr.get_or_add_trPr().append(create_element("cantSplit"))
    added.rows[0]._tr.get_or_add_trPr().append(create_element("tblHeader"))
    _set_column_widths(added, compute_column_widths(texts, measure_text_width(document)))
    properties: Any = added._tbl.tblPr
    properties.append(create_element("tblCaption", val=caption))
    properties.append(create_element("tblDescription", val=f"{caption}: {', '.join(headings)}"))


def _add_caption(document: Document, caption: str) -> None:
    """Add a caption; its number is filled in when the document is complete."""
    paragraph = add_paragraph(document, "Table ", CAPTION)
    field = create_element("fldSimple", instr="SEQ Table \\* ARABIC")
    field.append(paragraph.add_run("0")._r)
    paragraph._p.append(field)
    write_text(paragraph, f". {caption}")


def measure_text_width(document: Document) -> float:
    """Return the width of the text area in millimetres."""
    page = document.sections[-1]
    sides = (page.page_width, page.left_margin, page.right_margin)
    if None in sides:
        return TEXT_WIDTH
    width, left, right = (float(side or 0) / Mm(1) for side in sides)
    return max(width - left - right, _MIN_TEXT_WIDTH)


def _to_plain_text(text: RichText) -> str:
    """Return the plain text of a cell."""
    return text if isinstance(text, str) else "".join(map(_to_plain_span, text))


def _to_plain_span(span: TextSpan) -> str:
    """Return the plain text of a piece of a cell."""
    return span.label if isinstance(span, Citation) else span.text if isinstance(span, Reference) else span


def find_figure_columns(texts: Sequence[Sequence[str]]) -> list[bool]:
    """Return for each column whether it contains figures only."""
    return [bool(column[1:]) and all(map(_FIGURE_PATTERN.fullmatch, column[1:])) for column in zip(*texts, strict=True)]


def compute_column_widths(texts: Sequence[Sequence[str]], text_width: float = TEXT_WIDTH) -> list[float]:
    """Return the width of each column in millimetres: narrow columns get what they need, others share the rest."""
    columns = list(zip(*texts, strict=True))
    needs = [max(_longest_word_length(column[0]), *map(len, column[1:]), 1) for column in columns]
    fixed = sum(CHARACTER_WIDTH * need + CELL_PADDING for need in needs if need <= _MAX_NARROW)
    shares = [min(max(_typical_length(column[1:]), MIN_WEIGHT), MAX_WEIGHT) for column in columns]
    shared = sum(share for need, share in zip(needs, shares, strict=True) if need > _MAX_NARROW)
    if not shared or fixed > 2 * text_width / 3:
        return [text_width * need / sum(needs) for need in needs]
    return [
        CHARACTER_WIDTH * need + CELL_PADDING if need <= _MAX_NARROW else (text_width - fixed) * share / shared
        for need, share in zip(needs, shares, strict=True)
    ]


def _longest_word_length(text: str) -> int:
    """Return the length of the longest word."""
    return max(map(len, text.split()), default=0)


def _typical_length(texts: Sequence[str]) -> float:
    """Return the geometric mean of the mean and the greatest length: one long text among short ones needs room too."""
    lengths = [len(text) for text in texts] or [0]
    return sqrt(sum(lengths) / len(lengths) * max(lengths))


def _set_column_widths(table: Any, widths: Sequence[float]) -> None:
    """Set the column widths on the grid and on every cell, so that all programs follow them."""
    table.autofit = False
    for column, size in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(size)
    for row in table._tbl.tr_lst:
        for cell, size in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(size)
