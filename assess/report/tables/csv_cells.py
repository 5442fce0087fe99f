"""CSV for spreadsheets, protected against formula injection."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

from assess.core.model.fields import FORBIDDEN
from assess.report.html.render import sign

STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
"""The start of a possible formula. Leading apostrophes are included, so that escaping can be undone exactly."""

CODING = "utf-8-sig"
"""UTF-8 with a byte order mark, without which Excel assumes another encoding."""


def csv_rows(rows: Iterable[Iterable[str]]) -> str:
    """Format rows as CSV with the line endings of RFC 4180."""
    text = StringIO(newline="")
    csv.writer(text).writerows([guarded(FORBIDDEN.sub(sign, cell)) for cell in row] for row in rows)
    return text.getvalue()


def guarded(text: str) -> str:
    """Prefix a text with an apostrophe if a spreadsheet might treat it as a formula."""
    return f"'{text}" if STARTS_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Remove the apostrophe added by `escape_formula`."""
    return cell[1:] if cell.startswith("'") and STARTS_FORMULA.match(cell) else cell
