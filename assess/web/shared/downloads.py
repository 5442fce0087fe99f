"""Responses that the browser downloads."""

from collections.abc import Iterable

from flask import Response

from assess.web.shared.text import slugify

_CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".yaml": "application/yaml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8; method=PUBLISH",
}
MAX_NAME_LENGTH = 40
"""Maximum length of the name of a council, a service or an assessment in a file name."""


def make_attachment(content: bytes | str | Iterable[bytes], name: str, suffix: str) -> Response:
    """Return a response that downloads as a file with this name and suffix, such as `.pdf`."""
    response = Response(content, content_type=_CONTENT_TYPES[suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{suffix}"'
    return response


def make_file_stem(*names: str) -> str:
    """Return the part of a file name that is made of these names, each of which may be long."""
    return slugify(*(name[:MAX_NAME_LENGTH] for name in names))
