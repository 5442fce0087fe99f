"""Rulebooks for the pages: the current one, the draft, and the ones that assessments use."""

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
    """The draft of the rules and its problems."""

    problems: tuple[Problem, ...]
    seen: Files | None
    """The files of the draft; None if there is no draft."""
    version: str
    """The version of a draft that can be published; otherwise empty."""
    disk: DiskState
    """How the files on disk differ from the current rules and the draft."""


class Rulebooks:
    """The current rulebook and the rulebooks of assessments; thread-safe."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.desk = Desk(store, folder)
        self.impacts = Impacts(self.desk)

    def in_force(self) -> Rulebook:
        """Return the current rulebook; raises NoRulebookError."""
        return self.desk.in_force().rulebook

    def kept_in_force(self) -> Kept:
        """Return the current rulebook as stored; raises NoRulebookError."""
        return self.desk.in_force().kept

    def of(self, release: Release) -> Rulebook:
        """Return the rulebook of a release, from the store if it is not the current one."""
        return self.desk.of(release)

    def looked_at(self) -> Looked:
        """Synchronise with the files on disk, and return the draft and the problems of both."""
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
        """Return the problems of the draft and of the files on disk."""
        return self.looked_at().problems
