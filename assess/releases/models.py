"""Values of the publishing service: the current release, the draft, the files on disk, and rejections."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.storage.records import Kept
from assess.storage.release_records import Draft, Files, Publication, Workbench


class NoRulebookError(Exception):
    """No rulebook is published and none can be; `problems` says what is wrong with the files on disk."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("no rules are in force")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class InForce:
    """The release in force."""

    publication: Publication
    kept: Kept
    rulebook: Rulebook

    @property
    def files(self) -> Files:
        """The two files of the release."""
        return Files(self.kept.readiness, self.kept.evidence)


class DiskState(StrEnum):
    """How the rules files on disk relate to the current release and to the draft."""

    SAME = "same"
    """They are identical to the current release."""
    DRAFT = "draft"
    """They were imported into the draft, which may have been edited since."""
    KEPT_OUT = "kept out"
    """They differ, but somebody decided not to import them."""
    CHANGED = "changed"
    """They changed while a different draft exists, so somebody has to choose."""
    UNWRITTEN = "unwritten"
    """They are older than the current release because it could not be written."""
    UNREADABLE = "unreadable"
    """They cannot be read."""


class Disk(NamedTuple):
    """The rules files on disk as they were last read."""

    state: DiskState
    files: Files | None
    """The files, or None if they cannot be read."""
    problems: tuple[Problem, ...]
    """Why they cannot be read."""
    fingerprints: tuple[str, str]
    """The fingerprint of each file."""


class Desktop(NamedTuple):
    """The current release, the draft and the files on disk at one moment."""

    latest: Publication
    workbench: Workbench
    disk: Disk
    put_back: bool = False
    """Whether this check found the files on disk reverted, and deleted a draft that only mirrored them."""

    @property
    def revision(self) -> int:
        """The revision of the draft, which the next change must name."""
        return self.workbench.revision

    @property
    def draft(self) -> Draft | None:
        """The draft, if there is one."""
        return self.workbench.draft


class Checked(NamedTuple):
    """The outcome of checking the two rules files: a rulebook or its problems."""

    files: Files
    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    untried: Rulebook | None
    """The rulebook even if worked examples fail; None if there are other problems."""


class Reason(StrEnum):
    """Why a request was rejected."""

    WORDS = "words"
    """The name or the note is missing or too long."""
    NOTHING = "nothing"
    """There is no draft."""
    PROBLEMS = "problems"
    """The rules have problems, or their version is not higher."""
    OVERTAKEN = "overtaken"
    """Somebody else changed the draft or published in the meantime."""
    DISK = "disk"
    """The files on disk hold a change that somebody has to decide on first."""
    MISSING = "missing"
    """There is no such version."""


class Refused(NamedTuple):
    """Why a request was rejected; nothing was changed."""

    reason: Reason
    sentences: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


class Published(NamedTuple):
    """A release that has just been published."""

    publication: Publication
    remarks: tuple[str, ...]
    """What else the publisher should know, such as files that could not be written or a remaining draft."""
