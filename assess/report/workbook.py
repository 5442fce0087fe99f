"""The report as an Excel workbook: a sheet for each table, to sort, filter and work on."""

import re
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assess.report.columns import Column, Table
from assess.report.edition import Edition
from assess.report.html import printable
from assess.report.tables import tables
from assess.report.values import Content
from assess.report.wording import MINUS

LIMIT = 32_767
"""The most that a cell holds, in units of UTF-16 (Excel's specifications and limits)."""

CUT = (
    f"\n[Cut here: a cell of Excel holds no more than {LIMIT:,} characters. "
    "The whole text is in the PDF, the web page and the file of answers.]"
)
FIGURE = re.compile(rf"[+{MINUS}]?[0-9]+(?:\.[0-9]+)?\Z", re.ASCII)

AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What somebody typed stays text, whatever it looks like."""

PAPER_A4 = 9


def to_workbook(content: Content, edition: Edition) -> bytes:
    """Give the workbook's bytes, the same for the same content and day."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True, **AS_TYPED}) as book:
        book.set_properties(
            {
                "title": printable(content.title),
                "subject": printable(content.running),
                "author": printable(content.council),
                "created": datetime(edition.day.year, edition.day.month, edition.day.day, 9),
            }
        )
        cell, head = (book.add_format({"text_wrap": True, "valign": "top", "bold": bold}) for bold in (False, True))
        for table in tables(content, edition):
            sheet = book.add_worksheet(table.name)
            add_sheet(sheet, table, cell, head)
            mark(sheet, edition.marking)
    return made.getvalue()


def add_sheet(sheet: Worksheet, table: Table, cell: Format, head: Format) -> None:
    """Write one table on its sheet, its head kept in sight on screen and repeated on paper."""
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width, cell)
    for line, row in enumerate(table.rows, 1):
        for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            write(sheet, (line, place), column, text, cell)
    columns = [{"header": column.heading, "header_format": head} for column in table.columns]
    options = {"name": f"{table.name}_table", "style": "Table Style Light 1", "columns": columns}
    sheet.add_table(
        0, 0, len(table.rows), len(table.columns) - 1, {**options, "title": table.name, "description": table.shows}
    )
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)


def mark(sheet: Worksheet, marking: str) -> None:
    """Put the protective marking at the head and the foot of the printed sheet, and its page numbers."""
    bold = f'&C&"-,Bold"{marking.replace("&", "&&")}' if marking else ""
    sheet.set_header(bold)
    sheet.set_footer(f"&L&A{bold}&RPage &P of &N")


def write(sheet: Worksheet, at: tuple[int, int], column: Column, text: str, cell: Format) -> None:
    """Write one cell: a figure as a number, everything else as text."""
    if column.figures and FIGURE.match(text):
        sheet.write_number(*at, float(text.replace(MINUS, "-")), cell)
    elif text:
        sheet.write_string(*at, fitting(printable(text)), cell)


def fitting(text: str) -> str:
    """Give the text, cut with a sentence that says where the whole is if it is longer than a cell may be."""
    units = text.encode("utf-16-le")
    if len(units) <= LIMIT * 2:
        return text
    return units[: (LIMIT - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT
