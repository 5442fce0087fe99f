"""Values of the publishing service: the current release, the draft, the files on disk, and rejections."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.storage.records import StoredRulebook
from assess.storage.release_records import DraftState, Publication, RulesDraft, RulesFiles


class NoRulebookError(Exception):
    """No rulebook is published and none can be; `problems` says what is wrong with the files on disk."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("no rules are in force")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class CurrentRelease:
    """The release in force."""

    publication: Publication
    stored: StoredRulebook
    rulebook: Rulebook

    @property
    def files(self) -> RulesFiles:
        """The two files of the release."""
        return RulesFiles(self.stored.readiness, self.stored.evidence)


class Origins(NamedTuple):
    """The releases that rules were made from, each None if it is not known."""

    release: Rulebook | None
    """The release that the draft was made from."""
    earlier_release: Rulebook | None
    """The release that the rules in force were made from."""


class DiskState(StrEnum):
    """How the rules files on disk relate to the current release and to the draft."""

    SAME = "same"
    """They are identical to the current release."""
    DRAFT = "draft"
    """They were imported into the draft, which may have been edited since."""
    IGNORED = "kept out"
    """They differ, but somebody decided not to import them."""
    CHANGED = "changed"
    """They changed while a different draft exists, so somebody has to choose."""
    UNWRITTEN = "unwritten"
    """They are older than the current release because it could not be written."""
    UNREADABLE = "unreadable"
    """They cannot be read."""


class DiskStatus(NamedTuple):
    """The rules files on disk as they were last read."""

    state: DiskState
    files: RulesFiles | None
    """The files, or None if they cannot be read."""
    problems: tuple[Problem, ...]
    """Why they cannot be read."""
    fingerprints: tuple[str, str]
    """The fingerprint of each file."""


class RulesStatus(NamedTuple):
    """The current release, the draft and the files on disk at one moment."""

    latest: Publication
    draft_state: DraftState
    disk: DiskStatus
    reverted: bool = False
    """Whether this check found the files on disk reverted, and deleted a draft that only mirrored them."""

    @property
    def revision(self) -> int:
        """The revision of the draft, which the next change must name."""
        return self.draft_state.revision

    @property
    def draft(self) -> RulesDraft | None:
        """The draft, if there is one."""
        return self.draft_state.draft


class CheckedRules(NamedTuple):
    """The outcome of checking the two rules files: a rulebook or its problems."""

    files: RulesFiles
    rulebook: Rulebook | None
    problems: tuple[Problem, ...]


class RejectionReason(StrEnum):
    """Why a request was rejected."""

    INVALID_FORM = "words"
    """The name or the note is missing or too long."""
    NO_DRAFT = "nothing"
    """There is no draft."""
    PROBLEMS = "problems"
    """The rules have problems, or their version is not higher."""
    CONFLICT = "overtaken"
    """Somebody else changed the draft or published in the meantime."""
    EXAMPLES = "examples"
    """Worked examples come out differently, and nobody said that this is meant."""
    DISK = "disk"
    """The files on disk hold a change that somebody has to decide on first."""
    NOT_FOUND = "missing"
    """There is no such version."""


class RejectedError(Exception):
    """A request was rejected; nothing was changed."""

    def __init__(self, reason: RejectionReason, sentences: tuple[str, ...], problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(" ".join(sentences))
        self.reason, self.sentences, self.problems = reason, sentences, problems


class PublishedRelease(NamedTuple):
    """A release that has just been published."""

    publication: Publication
    notes: tuple[str, ...]
    """What else the publisher should know, such as files that could not be written or a remaining draft."""
