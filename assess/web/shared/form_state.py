"""What pages that save user input have in common: no input is lost, and errors are listed above the form."""

from collections.abc import Mapping
from typing import NamedTuple

from werkzeug.wrappers import Response
from wtforms import Form

NOT_OURS = "Your session has ended. Nothing was saved yet: check what you typed below and save again"
NOT_WRITTEN = (
    "Nothing was saved: the answers could not be written. Keep this page open, tell whoever looks after this tool, "
    "and save again"
)

Answered = Response | tuple[str, int]
Said = tuple[tuple[str, str], ...]
"""Labels and texts."""


class State(NamedTuple):
    """The state of a page that saves user input."""

    seen: str
    """The fingerprint of the stored value when the page was first shown."""
    above: str = ""
    """An error of the page as a whole."""
    theirs: Said = ()
    """What someone else saved in the meantime."""
    unfinished: bool = False
    """Whether the form holds an unfinished draft."""


def errors_of(form: Form, state: State, first: str) -> list[tuple[str, str]]:
    """Return the errors in page order, each with the anchor of its field; `page_anchor` is for the page as a whole."""
    above = [(state.above, "#theirs" if state.theirs else first)] if state.above else []
    return above + [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]


def typed_in(form: Form, seen: str) -> Mapping[str, str]:
    """Return the input of each field, to be saved as a draft."""
    return {field.name: str(field.data or "") for field in form} | {"seen": seen}
