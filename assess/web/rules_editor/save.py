"""Save edits in the latest draft without overwriting the changes of other people."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from assess.core.syntax.problems import Problem
from assess.core.yaml_edit.edits import Edit, apply
from assess.web.rules_editor.draft import Working, desk, files_of, working

TRIES = 5
"""How often to try again if another person saves between loading and saving."""


class Saved(NamedTuple):
    """The draft was saved, or already had the content to save."""

    changed: bool
    working: Working


class Unsaved(NamedTuple):
    """Nothing was saved: another person changed the same entity, or the edits cannot be applied."""

    working: Working
    problems: tuple[Problem, ...] = ()


Wanted = Callable[[Working], Iterable[Edit] | None]
"""A function that returns the edits for the latest draft, or None if it no longer has what the page showed."""


def save(wanted: Wanted) -> Saved | Unsaved:
    """Apply the edits to the draft and save it, trying again if it changes meanwhile."""
    now = working()
    for _ in range(TRIES):
        edits = wanted(now)
        if edits is None:
            return Unsaved(now)
        changed = apply(now.by_name, edits)
        if isinstance(changed, tuple):
            return Unsaved(now, changed)
        files = files_of(changed)
        if files == now.files:
            return Saved(False, now)
        if desk().save_draft(files, now.desktop.revision) is None:
            return Saved(True, working())
        now = working()
    return Unsaved(now)
