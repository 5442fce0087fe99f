"""Rulebooks for the pages: the current one, the draft, and the ones that assessments use."""

from pathlib import Path
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases.files import FILE_NAMES as FILES
from assess.releases.impact import ImpactRunner
from assess.releases.models import DiskState, RejectedError
from assess.releases.service import PublishingService
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store

__all__ = ["FILES", "DraftReview", "Rulebooks"]


class DraftReview(NamedTuple):
    """The draft of the rules and its problems."""

    problems: tuple[Problem, ...]
    files: RulesFiles | None
    """The files of the draft; None if there is no draft."""
    version: str
    """The version of a draft that can be published; otherwise empty."""
    disk: DiskState
    """How the files on disk differ from the current rules and the draft."""


class Rulebooks:
    """The current rulebook and the rulebooks of assessments; thread-safe."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.publishing = PublishingService(store, folder)
        self.impacts = ImpactRunner(self.publishing)

    def get_current(self) -> Rulebook:
        """Return the current rulebook; raises NoRulebookError."""
        return self.publishing.get_current_release().rulebook

    def get_current_stored(self) -> StoredRulebook:
        """Return the current rulebook as stored; raises NoRulebookError."""
        return self.publishing.get_current_release().stored

    def get_for_release(self, release: Release) -> Rulebook:
        """Return the rulebook of a release, from the store if it is not the current one."""
        return self.publishing.load_rulebook(release)

    def review_draft(self) -> DraftReview:
        """Synchronise with the files on disk, and return the draft and the problems of both."""
        status = self.publishing.sync_with_disk()
        disk = status.disk
        if status.draft is None:
            return DraftReview(disk.problems, None, "", disk.state)
        files = status.draft.files
        try:
            rulebook = self.publishing.validate(files)
        except RejectedError as error:
            return DraftReview((*disk.problems, *error.problems), files, "", disk.state)
        return DraftReview(disk.problems, files, rulebook.version, disk.state)

    def get_problems(self) -> tuple[Problem, ...]:
        """Return the problems of the draft and of the files on disk."""
        return self.review_draft().problems
