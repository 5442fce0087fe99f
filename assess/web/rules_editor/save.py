"""Save edits into the draft, on top of whatever it has become meanwhile, and never over somebody else's change."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from assess.core.syntax.problems import Problem
from assess.core.yaml_edit.edits import Edit, apply
from assess.web.rules_editor.draft import Working, desk, files_of, working

TRIES = 5
"""How often somebody else may save in the moment between looking and saving."""


class Saved(NamedTuple):
    """The draft was saved."""

    changed: bool
    working: Working


class Unsaved(NamedTuple):
    """Nothing was saved: somebody else changed the same thing, or the edits cannot be made."""

    working: Working
    problems: tuple[Problem, ...] = ()


Wanted = Callable[[Working], Iterable[Edit] | None]
"""Gives the edits that are wanted of the draft as it is; none where it no longer holds what was seen."""


def save(wanted: Wanted) -> Saved | Unsaved:
    """Save the edits that are wanted."""
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
