"""What pages that save user input have in common: no input is lost, and errors are listed above the form."""

from collections.abc import Mapping
from typing import NamedTuple

from werkzeug.wrappers import Response
from wtforms import Form

SESSION_ENDED = "Your session has ended. Nothing was saved yet: check what you typed below and save again"
SAVE_FAILED = (
    "Nothing was saved: the answers could not be written. Keep this page open, tell whoever runs this tool, "
    "and save again"
)

FormResponse = Response | tuple[str, int]
LabelledTexts = tuple[tuple[str, str], ...]
"""Labels and texts."""


class FormState(NamedTuple):
    """The state of a page that saves user input."""

    etag: str
    """The fingerprint of the stored value when the page was first shown."""
    page_error: str = ""
    """An error of the page as a whole."""
    other_version: LabelledTexts = ()
    """What someone else saved in the meantime."""
    unfinished: bool = False
    """Whether the form holds an unfinished draft."""


def collect_errors(form: Form, state: FormState, page_anchor: str) -> list[tuple[str, str]]:
    """Return the errors in page order, each with the anchor of its field; `page_anchor` is for the page as a whole."""
    page_errors = [(state.page_error, "#theirs" if state.other_version else page_anchor)] if state.page_error else []
    return page_errors + [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]


def collect_draft(form: Form, etag: str) -> Mapping[str, str]:
    """Return the input of each field, to be saved as a draft."""
    return {field.name: str(field.data or "") for field in form} | {"seen": etag}
