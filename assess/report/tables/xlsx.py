"""The report as an Excel workbook with a sheet for each table."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assess.core.syntax.dates import parse_written_date
from assess.report.content.models import ReportContent
from assess.report.content.text import MINUS
from assess.report.html.render import replace_unprintable
from assess.report.options import ReportOptions
from assess.report.tables.models import Column, Table
from assess.report.tables.report import build_tables

MAX_CELL_UNITS = 32_767
"""Maximum length of a cell in UTF-16 code units (Excel specifications and limits)."""

_CUT_NOTICE = (
    f"\n[Cut here: an Excel cell can hold no more than {MAX_CELL_UNITS:,} characters. "
    "The whole text is in the PDF, the web page and the file of answers.]"
)
_FIGURE_PATTERN = re.compile(rf"([+{MINUS}]?[0-9]+(?:\.[0-9]+)?)(%?)\Z", re.ASCII)

_LITERAL_STRINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of XlsxWriter that keep all strings as text."""

PAPER_A4, PAPER_A3 = 9, 8
A4_WIDTH = 190
"""Maximum width in characters of a table on A4: fitted to the page, its letters have 7 points. Wider ones are on A3."""

_MAX_HEADER_LENGTH = 100
"""Maximum length of the name in the header of a printed sheet; Excel allows 255 characters for a whole header."""

_NUMBER_PATTERN = re.compile(r"[QR]?[1-9][0-9]*")
"""The number of a question, a recommendation or a source."""

_Targets = Mapping[tuple[str, str], int]
"""The row of each number in the first column of each table."""

LINE_HEIGHT, MAX_ROW_HEIGHT = 15, 409
"""Height of a line of text and maximum height of a row, in points."""
_CELL_FORMAT = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#C5CACF"}
_FIGURE_FORMAT = {**_CELL_FORMAT, "align": "right", "indent": 1}
_FILTER_BUTTON = 3
"""Width in characters of the button that filters a column, in its heading."""


class _CellFormats(NamedTuple):
    """The formats of cells."""

    cell: Format
    heading: Format
    date: Format
    figure: Format
    tenths: Format
    percentage: Format
    percentage_tenths: Format
    link: Format
    figure_heading: Format


class WorkbookInfo(NamedTuple):
    """The document properties and the protective marking of a workbook."""

    title: str
    subject: str
    author: str
    day: date
    marking: str = ""


def render_xlsx(content: ReportContent, options: ReportOptions) -> bytes:
    """Render the report as a workbook, reproducibly for the same content and day."""
    about = WorkbookInfo(content.title, content.running_header, content.council, options.day, options.marking)
    return build_workbook(build_tables(content, options), about)


def build_workbook(sheets: Iterable[Table], info: WorkbookInfo) -> bytes:
    """Build a workbook with a sheet for each table, reproducibly for the same day."""
    output = BytesIO()
    with Workbook(output, {"in_memory": True, **_LITERAL_STRINGS}) as book:
        book.set_properties(
            {
                "title": replace_unprintable(info.title),
                "subject": replace_unprintable(info.subject),
                "author": replace_unprintable(info.author),
                "created": datetime(info.day.year, info.day.month, info.day.day, 9),
            }
        )
        cell, head = (book.add_format({**_CELL_FORMAT, "bold": bold}) for bold in (False, True))
        dated = book.add_format({**_CELL_FORMAT, "num_format": "d mmm yyyy", "align": "left"})
        figure, figure_head = (book.add_format({**_FIGURE_FORMAT, "bold": bold}) for bold in (False, True))
        tenths, percentage, percentage_tenths = (
            book.add_format({**_FIGURE_FORMAT, "num_format": shape}) for shape in ("0.0", "0%", "0.0%")
        )
        link = book.add_format({**_CELL_FORMAT, "underline": True})
        formats = _CellFormats(cell, head, dated, figure, tenths, percentage, percentage_tenths, link, figure_head)
        tables = tuple(sheets)
        targets = _find_targets(tables)
        for table in tables:
            sheet = book.add_worksheet(table.name)
            _add_sheet(sheet, table, formats, targets)
            _set_header_footer(sheet, info)
    return output.getvalue()


def _find_targets(tables: Iterable[Table]) -> _Targets:
    """Return the row of each number in each table whose first column has numbers, the first if it is repeated."""
    rows = [
        ((table.name, row[0]), line)
        for table in tables
        if table.columns[0].heading == "No." and not table.columns[0].numbers_of
        for line, row in enumerate(table.rows, 1)
    ]
    return dict(reversed(rows))


def _add_sheet(sheet: Worksheet, table: Table, formats: _CellFormats, targets: _Targets) -> None:
    """Write a table to its sheet, with its heading row frozen on screen and repeated in print."""
    for column_index, column in enumerate(table.columns):
        sheet.set_column(column_index, column_index, column.width)
    narrower = [column._replace(width=max(column.width - _FILTER_BUTTON, 1)) for column in table.columns]
    sheet.set_row(0, compute_row_height([column.heading for column in table.columns], narrower))
    for line, row in enumerate(table.rows, 1):
        sheet.set_row(line, compute_row_height(row, table.columns))
        for column_index, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, (line, column_index), column, text, formats)
    columns = [
        {"header": column.heading, "header_format": formats.figure_heading if column.figures else formats.heading}
        for column in table.columns
    ]
    if not table.rows:  # Excel has no tables without a row
        for column_index, heading in enumerate(columns):
            sheet.write_string(0, column_index, heading["header"], heading["header_format"])
        return
    options = {"name": f"{table.name}_table", "style": "Table Style Light 1", "columns": columns}
    sheet.add_table(
        0,
        0,
        len(table.rows),
        len(table.columns) - 1,
        {**options, "title": table.name, "description": table.description},
    )
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _add_links(sheet, table, formats.link, targets)
    _add_choices(sheet, table)
    sheet.freeze_panes(1, 1 if table.columns[0].heading == "No." else 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A3 if sum(column.width for column in table.columns) > A4_WIDTH else PAPER_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)


def _add_links(sheet: Worksheet, table: Table, link_format: Format, targets: _Targets) -> None:
    """Let each cell with numbers of another table lead to the row of the first of them."""
    for line, row in enumerate(table.rows, 1):
        for column_index, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            numbers = _NUMBER_PATTERN.findall(text) if column.numbers_of else ()
            found = (targets.get((column.numbers_of, number)) for number in numbers)
            if target := next(filter(None, found), None):
                sheet.write_url(line, column_index, f"internal:'{column.numbers_of}'!A{target + 1}", link_format, text)


def _add_choices(sheet: Worksheet, table: Table) -> None:
    """Let the cells of columns with choices be filled in from a list."""
    for column_index, column in enumerate(table.columns):
        if column.choices:
            sheet.data_validation(
                1,
                column_index,
                len(table.rows),
                column_index,
                {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": column.heading,
                    "error_message": "Choose one from the list.",
                },
            )


def compute_row_height(row: Iterable[str], columns: Iterable[Column]) -> int:
    """Return the height in points that a row needs: not every program computes it when it opens a file."""
    lines = max(_count_lines(text, column.width) for text, column in zip(row, columns, strict=True))
    return min(LINE_HEIGHT * lines, MAX_ROW_HEIGHT)


def _count_lines(text: str, width: int) -> int:
    """Return the number of lines a text takes in a column, with some allowance for word wrap."""
    return sum(1 + int(len(part) / (width * 0.95)) for part in text.split("\n"))


def _set_header_footer(sheet: Worksheet, info: WorkbookInfo) -> None:
    """Set the name and the protective marking as header and footer of the printed sheet, and add page numbers."""
    marking = f'&C&"-,Bold"{_escape_header(info.marking)}' if info.marking else ""
    sheet.set_header(f"&L{_escape_header(info.subject[:_MAX_HEADER_LENGTH])}{marking}")
    sheet.set_footer(f"&L&A{marking}&RPage &P of &N")


def _escape_header(text: str) -> str:
    """Return a text for a header or footer, where an ampersand begins a code."""
    return replace_unprintable(text).replace("&", "&&")


def _write_cell(sheet: Worksheet, position: tuple[int, int], column: Column, text: str, formats: _CellFormats) -> None:
    """Write a cell: a figure as a number, a date as a date, everything else as text."""
    figure = _FIGURE_PATTERN.match(text) if column.figures else None
    day = parse_written_date(text) if column.dates else None
    if figure:
        whole, tenths = (
            (formats.percentage, formats.percentage_tenths) if figure[2] else (formats.figure, formats.tenths)
        )
        value = Decimal(figure[1].replace(MINUS, "-")) / (100 if figure[2] else 1)
        sheet.write_number(*position, float(value), tenths if "." in text else whole)
    elif day:
        sheet.write_datetime(*position, datetime(day.year, day.month, day.day), formats.date)
    elif text:
        shape = formats.figure if column.figures else formats.cell
        sheet.write_string(*position, truncate_cell(replace_unprintable(text)), shape)
    else:
        sheet.write_blank(*position, None, formats.cell)


def truncate_cell(text: str) -> str:
    """Truncate a text that is too long for a cell, and append a notice saying where the whole text is."""
    units = text.encode("utf-16-le")
    if len(units) <= MAX_CELL_UNITS * 2:
        return text
    return units[: (MAX_CELL_UNITS - len(_CUT_NOTICE)) * 2].decode("utf-16-le", "ignore") + _CUT_NOTICE
