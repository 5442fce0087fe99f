"""What a person sent with a form that could not be saved, so that a page can give it back."""

from typing import NamedTuple

from flask import request
from werkzeug.exceptions import HTTPException

from assess.web.components.widgets import sanitise

_HIDDEN_FIELDS = ("revision", "then", "report")
_HIDDEN_PREFIX = "seen"
_HIDDEN_SUFFIXES = ("-join", "-kept", "-of", "-was")
"""What tells the fields that people do not fill in."""
_TOKEN = "csrf_token"  # noqa: S105 - the name of a field


class TypedField(NamedTuple):
    """A field that is not empty."""

    name: str
    label: str
    text: str


class SubmittedForm(NamedTuple):
    """The fields of the form of the current request."""

    typed: tuple[TypedField, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    """Names and values of the fields that are empty or hidden, without the CSRF token."""
    url: str = ""
    """Where to send the form again; empty if it came from another site, or had a file, which a page cannot send."""


def read_submitted_form() -> SubmittedForm:
    """Return what was sent with the current request; nothing if it is no form or cannot be read."""
    if request.method != "POST":
        return SubmittedForm()
    try:
        sent, has_file = request.form, any(file.filename for file in request.files.values())
    except (HTTPException, OSError):
        return SubmittedForm()
    fields = [(sanitise(name), sanitise(text)) for name, text in sent.items(multi=True) if name != _TOKEN]
    return SubmittedForm(
        tuple(TypedField(name, _make_label(name), text) for name, text in fields if _is_typed(name, text)),
        tuple(field for field in fields if not _is_typed(*field)),
        "" if has_file or not _is_from_this_site() else request.full_path.removesuffix("?"),
    )


def _is_typed(name: str, text: str) -> bool:
    """Return whether a field is one that people fill in, and has a text."""
    is_hidden = name in _HIDDEN_FIELDS or name.startswith(_HIDDEN_PREFIX) or name.endswith(_HIDDEN_SUFFIXES)
    return bool(text.strip()) and not is_hidden


def _make_label(name: str) -> str:
    """Make a label from the name of a field, whose own label is not known here."""
    words = name.replace("_", " ").replace("-", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


def _is_from_this_site() -> bool:
    """Return whether a page of this site sent the request; browsers say so with every form."""
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")
