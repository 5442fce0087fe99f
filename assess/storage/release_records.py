"""Records of publications and of the rules draft that the store returns."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.assessment import AnswerCode, Profile
from assess.storage.records import Release, StoredRulebook


class OutdatedError(Exception):
    """Another release was published, or the draft was changed, since they were seen; nothing was written."""


class RulesFiles(NamedTuple):
    """The two rules files, byte for byte."""

    readiness: bytes
    evidence: bytes

    @property
    def fingerprint(self) -> str:
        """The hexadecimal SHA-256 of both files."""
        return hashlib.sha256(b"".join(hashlib.sha256(file).digest() for file in self)).hexdigest()


class MeantChange(NamedTuple):
    """A changed worked example that somebody confirmed when the rules were published."""

    example: str
    """The name of the example."""
    change: str
    """What changed, in words."""
    reason: str


class Publication(NamedTuple):
    """A published release: when, by whom and why it was published."""

    number: int
    """A later publication has a higher number; the highest is current."""
    release: Release
    published_at: datetime
    by: str
    why: str
    is_written: bool
    """Whether its files have been written to disk."""
    assessments: int
    """The number of assessments on this release."""
    meant: tuple[MeantChange, ...] = ()
    """The changed worked examples that the publisher confirmed."""


class NewPublication(NamedTuple):
    """A release to publish, and the state it was based on."""

    stored: StoredRulebook
    by: str
    why: str
    revision: int | None
    """The revision of the published draft, or None if it is not the draft."""
    latest_seen: int
    """The number of the latest publication seen; 0 if there was none."""
    replaces: tuple[str, str]
    """The fingerprints of the two files on disk that may be overwritten."""
    meant: tuple[MeantChange, ...] = ()
    submitted: RulesFiles | None = None
    """The files before their worked examples were brought up to date; None if they are the published ones."""


class RulesDraft(NamedTuple):
    """The one draft of the rules; it may contain mistakes."""

    files: RulesFiles
    based_on: int
    """The number of the publication that it is based on."""
    changed_at: datetime
    unedited: bool = False
    """Whether it was uploaded or imported from disk and has not been edited here since."""


class DraftState(NamedTuple):
    """The draft, if there is one, and how it relates to the files on disk."""

    revision: int
    """Counts every change of the draft, including its deletion."""
    draft: RulesDraft | None
    disk_seen: str
    """The fingerprint of the files on disk that were last imported or ignored."""
    disk_imported: bool
    """Whether they were imported."""
    previous: RulesDraft | None = None
    """The draft that was replaced and can be restored."""


class PreviousDraftAction(StrEnum):
    """What a change does with the previous draft."""

    KEEP = "stays"
    REPLACE = "kept"
    """The draft that is replaced becomes the previous draft."""
    DELETE = "gone"


class DraftChange(NamedTuple):
    """A change of the draft, and the revision that it is based on."""

    revision: int
    files: RulesFiles | None
    """The new files, or None to delete the draft."""
    based_on: int
    disk_seen: str | None = None
    """The fingerprint of the files on disk that this imports or ignores; None for neither."""
    disk_imported: bool = False
    previous_action: PreviousDraftAction = PreviousDraftAction.KEEP
    unedited: bool = False
    """Whether the files were uploaded or imported from disk as they are."""


class AnswerSnapshot(NamedTuple):
    """What the scores of a stored assessment follow from, without notes, evidence and names of people."""

    id: int
    council: str
    service: str
    name: str
    version: str
    profile: Profile
    answers: Mapping[str, AnswerCode]


class PendingFiles(NamedTuple):
    """A published release whose files have not been written to disk yet."""

    stored: StoredRulebook
    replaces: tuple[str, str]
