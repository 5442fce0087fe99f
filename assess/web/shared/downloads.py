"""Files that the browser keeps instead of showing them."""

from collections.abc import Iterable

from flask import Response

from assess.web.shared.text import file_name

TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".yaml": "application/yaml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8; method=PUBLISH",
}
LONGEST = 40
"""Letters of a council's, a service's or an assessment's name in the name of a file."""


def attachment(content: bytes | str | Iterable[bytes], name: str, form: str) -> Response:
    """Give a file to be kept, by its name and the form in which that ends, such as `.pdf`."""
    response = Response(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{form}"'
    return response


def named_after(*names: str) -> str:
    """Give the part of a file's name that says what it is about, of names that may be long."""
    return file_name(*(name[:LONGEST] for name in names))
