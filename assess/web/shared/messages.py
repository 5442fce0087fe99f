"""Messages that the next page shows once: what was done, and how to undo it."""

from typing import NamedTuple, cast

from flask import flash, get_flashed_messages, url_for

DRAFT_SAVED, DRAFT_WITH_PROBLEMS = "draft", "draft-problems"
"""The categories of messages on the draft; `templates/layout.html` adds the links of `after-save.html` to both."""
_SUCCESSES = ("message", DRAFT_SAVED)
_UNDO_PREFIX = "undo-"


class FlashedMessage(NamedTuple):
    """A message at the top of a page."""

    text: str
    category: str
    is_success: bool
    undo_url: str = ""
    """Where its button “Undo” posts to; empty if it has none."""


def flash_undoable_deletion(text: str, number: int) -> None:
    """Flash a message that an assessment was deleted, with a button that undoes this."""
    flash(text, f"{_UNDO_PREFIX}{number}")


def get_messages() -> list[FlashedMessage]:
    """Return the flashed messages that no page has shown yet."""
    flashed = cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))
    return [_build_message(category, text) for category, text in flashed]


def _build_message(category: str, text: str) -> FlashedMessage:
    """Build a message from its category and its text."""
    if category.startswith(_UNDO_PREFIX):
        number = int(category.removeprefix(_UNDO_PREFIX))
        return FlashedMessage(text, category, True, url_for("deleted.undo", number=number))
    return FlashedMessage(text, category, category in _SUCCESSES)
