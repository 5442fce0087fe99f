"""The rules as pages need them: what is in force, the draft, and the rules that an assessment is on."""

from pathlib import Path
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases.files import NAMES as FILES
from assess.releases.impact import Impacts
from assess.releases.models import DiskState
from assess.releases.service import Desk
from assess.storage.records import Kept, Release
from assess.storage.release_records import Files
from assess.storage.store import Store

__all__ = ["FILES", "Looked", "Rulebooks"]


class Looked(NamedTuple):
    """The change of the rules that is not in force, and what is wrong with it."""

    problems: tuple[Problem, ...]
    seen: Files | None
    """The files of the draft; none where there is no draft."""
    version: str
    """The version of a draft that could be published; empty otherwise."""
    disk: DiskState
    """How the files on disk stand to what is in force and to the draft."""


class Rulebooks:
    """The rulebook in force and those that assessments were begun under; safe to use from several threads."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.desk = Desk(store, folder)
        self.impacts = Impacts(self.desk)

    def in_force(self) -> Rulebook:
        """Give the rulebook in force; raises NoRulebookError."""
        return self.desk.in_force().rulebook

    def kept_in_force(self) -> Kept:
        """Give the rulebook in force as the store keeps it; raises NoRulebookError."""
        return self.desk.in_force().kept

    def of(self, release: Release) -> Rulebook:
        """Give the rulebook that an assessment is on, from the store where it is not the one in force."""
        return self.desk.of(release)

    def looked_at(self) -> Looked:
        """Give the draft and what is wrong with it or with the files on disk, having looked at them now."""
        desktop = self.desk.look()
        disk = desktop.disk
        if desktop.draft is None:
            return Looked(disk.problems, None, "", disk.state)
        files = desktop.draft.files
        refused = self.desk.unpublishable(files)
        if refused is not None:
            return Looked((*disk.problems, *refused.problems), files, "", disk.state)
        rulebook = self.desk.check(files).rulebook
        return Looked(disk.problems, files, rulebook.version if rulebook else "", disk.state)

    def problems(self) -> tuple[Problem, ...]:
        """Give what is wrong with the draft or with the files on disk."""
        return self.looked_at().problems
