"""The message after each save in the draft, which offers what can be done next."""

from flask import flash

from assess.web.rules_editor.draft import DraftView
from assess.web.shared.messages import DRAFT_SAVED, DRAFT_WITH_PROBLEMS


def flash_saved(draft: DraftView, done: str = "Saved in the draft.") -> None:
    """Flash what was done to the draft, and whether it can be published as it is now."""
    if draft.checked.problems:
        flash(f"{done} It has problems, so it cannot be published yet.", DRAFT_WITH_PROBLEMS)
    else:
        flash(f"{done} It is not in force until it is published.", DRAFT_SAVED)
