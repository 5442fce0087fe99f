"""What the desk gives: the version in force, the draft, the files on disk, and why something was refused."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.storage.records import Kept
from assess.storage.release_records import Draft, Files, Publication, Workbench


class NoRulebookError(Exception):
    """Nothing was ever published, so nothing can be asked; `problems` says what to mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("no rules are in force")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class InForce:
    """The version in force."""

    publication: Publication
    kept: Kept
    rulebook: Rulebook

    @property
    def files(self) -> Files:
        """Its two files."""
        return Files(self.kept.readiness, self.kept.evidence)


class DiskState(StrEnum):
    """How the files on disk stand to what is in force and to the draft."""

    SAME = "same"
    """They are what is in force."""
    DRAFT = "draft"
    """They were taken into the draft, which may have been changed since."""
    KEPT_OUT = "kept out"
    """Somebody looked at them and kept them out of the draft."""
    CHANGED = "changed"
    """They were changed while there is a draft that says otherwise: somebody has to choose."""
    UNWRITTEN = "unwritten"
    """They are older than what is in force, because they could not be written."""
    UNREADABLE = "unreadable"
    """They cannot be read."""


class Disk(NamedTuple):
    """The files on disk as they were looked at."""

    state: DiskState
    files: Files | None
    """None where they cannot be read."""
    problems: tuple[Problem, ...]
    """Why they cannot be read."""
    fingerprints: tuple[str, str]
    """What each of them held."""


class Desktop(NamedTuple):
    """All that lies on the desk, looked at in one moment."""

    latest: Publication
    workbench: Workbench
    disk: Disk
    put_back: bool = False
    """Whether this look found the files on disk put back, and dropped the draft that nobody but they had changed."""

    @property
    def revision(self) -> int:
        """The revision of the draft, to be named by whoever changes it next."""
        return self.workbench.revision

    @property
    def draft(self) -> Draft | None:
        """The draft, if there is one."""
        return self.workbench.draft


class Checked(NamedTuple):
    """A set of rules that was checked: a rulebook or its problems."""

    files: Files
    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    untried: Rulebook | None
    """The rulebook even if worked examples do not come true; none where there are other problems."""


class Reason(StrEnum):
    """Why something was refused."""

    WORDS = "words"
    """The name or the note is missing or too long."""
    NOTHING = "nothing"
    """There is no draft."""
    PROBLEMS = "problems"
    """The rules have mistakes, or their version is not higher."""
    OVERTAKEN = "overtaken"
    """Somebody else changed the draft or published meanwhile."""
    DISK = "disk"
    """The files on disk hold a change that somebody has to decide on first."""
    MISSING = "missing"
    """There is no such version."""


class Refused(NamedTuple):
    """Nothing was changed, and why."""

    reason: Reason
    sentences: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


class Published(NamedTuple):
    """A version that is now in force."""

    publication: Publication
    remarks: tuple[str, ...]
    """What else the person should know: files that could not be written, a draft that stays."""
