"""Responses that the browser downloads."""

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
"""Maximum length of the name of a council, a service or an assessment in a file name."""


def attachment(content: bytes | str | Iterable[bytes], name: str, form: str) -> Response:
    """Return a response that downloads as a file with this name and suffix, such as `.pdf`."""
    response = Response(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{form}"'
    return response


def named_after(*names: str) -> str:
    """Return the part of a file name that is made of these names, each of which may be long."""
    return file_name(*(name[:LONGEST] for name in names))
