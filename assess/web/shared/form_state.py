"""What pages that save typed text have in common: nothing typed is lost, and what is wrong stands above it."""

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
"""Labels and texts, as a list shows them."""


class State(NamedTuple):
    """How a page that saves stands before the user."""

    seen: str
    """The fingerprint of what was kept when the page was first shown."""
    above: str = ""
    """What is wrong with the page as a whole."""
    theirs: Said = ()
    """What someone else saved in the meantime."""
    unfinished: bool = False
    """Whether it holds what was typed when the page was left with mistakes on it."""


def errors_of(form: Form, state: State, first: str) -> list[tuple[str, str]]:
    """Give what is wrong, in the order of the page, with the anchor of its field; `first` is that of the page."""
    above = [(state.above, "#theirs" if state.theirs else first)] if state.above else []
    return above + [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]


def typed_in(form: Form, seen: str) -> Mapping[str, str]:
    """Give what was typed in each field, to be kept as a draft."""
    return {field.name: str(field.data or "") for field in form} | {"seen": seen}
