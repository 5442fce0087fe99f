"""Rows of text as CSV for spreadsheets, in which nothing that somebody typed is run."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

from assess.core.model.fields import FORBIDDEN
from assess.report.html.render import sign

STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
"""What a spreadsheet might run instead of showing it; apostrophes before it count, so that one more can be told."""

CODING = "utf-8-sig"
"""UTF-8 with a mark of byte order, without which Excel takes it for something else."""


def csv_rows(rows: Iterable[Iterable[str]]) -> str:
    """Give rows as lines of CSV, which end as in RFC 4180."""
    text = StringIO(newline="")
    csv.writer(text).writerows([guarded(FORBIDDEN.sub(sign, cell)) for cell in row] for row in rows)
    return text.getvalue()


def guarded(text: str) -> str:
    """Give the text with an apostrophe before it where a spreadsheet might take it for a formula."""
    return f"'{text}" if STARTS_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Give the text of a cell without the apostrophe that `guarded` put there."""
    return cell[1:] if cell.startswith("'") and STARTS_FORMULA.match(cell) else cell
