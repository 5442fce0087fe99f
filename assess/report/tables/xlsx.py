"""The report as an Excel workbook with a sheet for each table."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assess.report.content.models import Content
from assess.report.content.text import MINUS
from assess.report.html.render import printable
from assess.report.options import Edition
from assess.report.tables.models import Column, Table
from assess.report.tables.report import tables

LIMIT = 32_767
"""Maximum length of a cell in UTF-16 code units (Excel specifications and limits)."""

CUT = (
    f"\n[Cut here: a cell of Excel holds no more than {LIMIT:,} characters. "
    "The whole text is in the PDF, the web page and the file of answers.]"
)
FIGURE = re.compile(rf"[+{MINUS}]?[0-9]+(?:\.[0-9]+)?\Z", re.ASCII)

AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of XlsxWriter that keep all strings as text."""

PAPER_A4, PAPER_A3 = 9, 8
WIDEST = 180
"""Maximum width in characters that is readable on A4; wider tables are set up for A3."""

LINE, TALLEST = 15, 409
"""Height of a line of text and maximum height of a row, in points."""
PLACED = {"text_wrap": True, "valign": "top"}


class Formats(NamedTuple):
    """The formats of cells."""

    cell: Format
    head: Format
    dated: Format
    figure: Format
    tenths: Format
    figure_head: Format


class About(NamedTuple):
    """The document properties and the protective marking of a workbook."""

    title: str
    subject: str
    author: str
    day: date
    marking: str = ""


def to_workbook(content: Content, edition: Edition) -> bytes:
    """Render the report as a workbook, reproducibly for the same content and day."""
    about = About(content.title, content.running, content.council, edition.day, edition.marking)
    return workbook(tables(content, edition), about)


def workbook(sheets: Iterable[Table], about: About) -> bytes:
    """Build a workbook with a sheet for each table, reproducibly for the same day."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True, **AS_TYPED}) as book:
        book.set_properties(
            {
                "title": printable(about.title),
                "subject": printable(about.subject),
                "author": printable(about.author),
                "created": datetime(about.day.year, about.day.month, about.day.day, 9),
            }
        )
        cell, head = (book.add_format({**PLACED, "bold": bold}) for bold in (False, True))
        dated = book.add_format({**PLACED, "num_format": "d mmm yyyy", "align": "left"})
        figure, figure_head = (book.add_format({**PLACED, "align": "right", "bold": bold}) for bold in (False, True))
        tenths = book.add_format({**PLACED, "align": "right", "num_format": "0.0"})
        for table in sheets:
            sheet = book.add_worksheet(table.name)
            add_sheet(sheet, table, Formats(cell, head, dated, figure, tenths, figure_head))
            mark(sheet, about.marking)
    return made.getvalue()


def add_sheet(sheet: Worksheet, table: Table, formats: Formats) -> None:
    """Write a table to its sheet, with its heading row frozen on screen and repeated in print."""
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width, formats.figure if column.figures else formats.cell)
    sheet.set_row(0, height([column.heading for column in table.columns], table.columns))
    for line, row in enumerate(table.rows, 1):
        sheet.set_row(line, height(row, table.columns))
        for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            write(sheet, (line, place), column, text, formats)
    columns = [
        {"header": column.heading, "header_format": formats.figure_head if column.figures else formats.head}
        for column in table.columns
    ]
    options = {"name": f"{table.name}_table", "style": "Table Style Light 1", "columns": columns}
    sheet.add_table(
        0, 0, len(table.rows), len(table.columns) - 1, {**options, "title": table.name, "description": table.shows}
    )
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A3 if sum(column.width for column in table.columns) > WIDEST else PAPER_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)


def height(row: Iterable[str], columns: Iterable[Column]) -> int:
    """Return the height in points that a row needs: not every program computes it when it opens a file."""
    lines = max(lines_in(text, column.width) for text, column in zip(row, columns, strict=True))
    return min(LINE * lines, TALLEST)


def lines_in(text: str, width: int) -> int:
    """Return the number of lines a text takes in a column, with some allowance for word wrap."""
    return sum(1 + int(len(part) / (width * 0.95)) for part in text.split("\n"))


def mark(sheet: Worksheet, marking: str) -> None:
    """Set the protective marking as header and footer of the printed sheet, and add page numbers."""
    bold = f'&C&"-,Bold"{printable(marking).replace("&", "&&")}' if marking else ""
    sheet.set_header(bold)
    sheet.set_footer(f"&L&A{bold}&RPage &P of &N")


def write(sheet: Worksheet, at: tuple[int, int], column: Column, text: str, formats: Formats) -> None:
    """Write a cell: a figure as a number, a date as a date, everything else as text."""
    if column.figures and FIGURE.match(text):
        shape = formats.tenths if "." in text else formats.figure
        sheet.write_number(*at, float(text.replace(MINUS, "-")), shape)
    elif column.dates and text:
        sheet.write_datetime(*at, datetime.fromisoformat(text), formats.dated)
    elif text:
        sheet.write_string(*at, fitting(printable(text)), formats.figure if column.figures else formats.cell)


def fitting(text: str) -> str:
    """Truncate a text that is too long for a cell, and append a notice saying where the whole text is."""
    units = text.encode("utf-16-le")
    if len(units) <= LIMIT * 2:
        return text
    return units[: (LIMIT - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT
