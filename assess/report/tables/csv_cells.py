"""CSV for spreadsheets, protected against formula injection."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.report.html.render import codepoint_label

_FORMULA_START = re.compile(r"'*[=+\-@\t\r\n]")
"""The start of a possible formula. Leading apostrophes are included, so that escaping can be undone exactly."""

CSV_ENCODING = "utf-8-sig"
"""UTF-8 with a byte order mark, without which Excel assumes another encoding."""


def format_csv(rows: Iterable[Iterable[str]]) -> str:
    """Format rows as CSV with the line endings of RFC 4180."""
    text = StringIO(newline="")
    csv.writer(text).writerows(
        [escape_formula(FORBIDDEN_CHARACTERS.sub(codepoint_label, cell)) for cell in row] for row in rows
    )
    return text.getvalue()


def escape_formula(text: str) -> str:
    """Prefix a text with an apostrophe if a spreadsheet might treat it as a formula."""
    return f"'{text}" if _FORMULA_START.match(text) else text


def unescape_formula(cell: str) -> str:
    """Remove the apostrophe added by `escape_formula`."""
    return cell[1:] if cell.startswith("'") and _FORMULA_START.match(cell) else cell
