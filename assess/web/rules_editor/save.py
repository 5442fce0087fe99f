"""Save edits in the latest draft without overwriting the changes of other people, and say what can be done next."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import flash

from assess.core.syntax.problems import Problem
from assess.core.yaml_edit.edits import Edit, apply_edits
from assess.storage.release_records import OutdatedError
from assess.web.rules_editor.draft import DraftView, build_files, get_publishing_service, load_draft_view
from assess.web.shared.messages import DRAFT_SAVED, DRAFT_WITH_PROBLEMS

_MAX_ATTEMPTS = 5
"""How often to try again if another person saves between loading and saving."""


class SaveSucceeded(NamedTuple):
    """The draft was saved, or already had the content to save."""

    changed: bool
    draft: DraftView


class SaveFailed(NamedTuple):
    """Nothing was saved: another person changed the same entity, or the edits cannot be applied."""

    draft: DraftView
    problems: tuple[Problem, ...] = ()


EditBuilder = Callable[[DraftView], Iterable[Edit] | None]
"""A function that returns the edits for the latest draft, or None if it no longer has what the page showed."""


def save_edits(build_edits: EditBuilder) -> SaveSucceeded | SaveFailed:
    """Apply the edits to the draft and save it, trying again if it changes meanwhile."""
    draft = load_draft_view()
    for _ in range(_MAX_ATTEMPTS):
        edits = build_edits(draft)
        if edits is None:
            return SaveFailed(draft)
        changed = apply_edits(draft.files_by_name, edits)
        if isinstance(changed, tuple):
            return SaveFailed(draft, changed)
        files = build_files(changed)
        if files == draft.files:
            return SaveSucceeded(False, draft)
        try:
            get_publishing_service().save_draft(files, draft.status.revision)
        except OutdatedError:
            draft = load_draft_view()
        else:
            return SaveSucceeded(True, load_draft_view())
    return SaveFailed(draft)


def flash_saved(draft: DraftView, done: str = "Saved in the draft.") -> None:
    """Flash what was done to the draft, and whether it can be published as it is now."""
    if draft.checked.problems:
        flash(f"{done} It has problems, so it cannot be published yet.", DRAFT_WITH_PROBLEMS)
    else:
        flash(f"{done} It is not in force until it is published.", DRAFT_SAVED)
