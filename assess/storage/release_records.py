"""What the store gives back of published versions and of the draft of the rules."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.assessment import Profile, Said
from assess.storage.records import Kept, Release


class Files(NamedTuple):
    """The two rules files, byte for byte."""

    readiness: bytes
    evidence: bytes

    @property
    def fingerprint(self) -> str:
        """Give 64 letters and figures that change when either file does."""
        return hashlib.sha256(b"".join(hashlib.sha256(file).digest() for file in self)).hexdigest()


class Publication(NamedTuple):
    """One published version: which, since when, who published it and why."""

    number: int
    """A later publication has a higher number; the highest is in force."""
    release: Release
    published_at: datetime
    by: str
    why: str
    written: bool
    """Whether the files on disk were written after it."""
    assessments: int
    """How many assessments are on this version."""


class Publishing(NamedTuple):
    """A version to publish, and what was looked at before."""

    kept: Kept
    by: str
    why: str
    revision: int | None
    """The revision of the draft that is published; none where it is not the draft."""
    after: int
    """The number of the latest publication that was seen; 0 for none."""
    replaces: tuple[str, str]
    """The fingerprints of the two files on disk that the new ones may take the place of."""


class Draft(NamedTuple):
    """The one draft of the rules; it may hold mistakes."""

    files: Files
    begun_from: int
    """The number of the publication that it changes."""
    changed_at: datetime
    whole: bool = False
    """Whether it is as it was sent or taken from disk: nobody has edited it here since."""


class Workbench(NamedTuple):
    """The draft, if there is one, and how it stands to the files on disk."""

    revision: int
    """Counts every change of the draft, its end included."""
    draft: Draft | None
    disk_seen: str
    """The fingerprint of the files on disk that were last taken into the draft or kept out of it."""
    disk_taken: bool
    """Whether they were taken."""
    earlier: Draft | None = None
    """The draft that another took the place of and that can be taken back."""


class Earlier(StrEnum):
    """What becomes of the earlier draft with a change."""

    STAYS = "stays"
    KEPT = "kept"
    """The draft that is changed is the earlier one from now on."""
    GONE = "gone"


class Change(NamedTuple):
    """A change of the draft, and the revision that was seen before it."""

    revision: int
    files: Files | None
    """None ends the draft."""
    begun_from: int
    disk_seen: str | None = None
    """The fingerprint of the files on disk that this settles; none where it settles nothing."""
    disk_taken: bool = False
    earlier: Earlier = Earlier.STAYS
    whole: bool = False
    """Whether the files are as they were sent or taken from disk."""


class Sitting(NamedTuple):
    """What is needed of a stored assessment to work out its scores: no notes, no evidence, no names of people."""

    id: int
    council: str
    service: str
    name: str
    version: str
    profile: Profile
    answers: Mapping[str, Said]


class Unfinished(NamedTuple):
    """A published version whose files are not written yet."""

    kept: Kept
    replaces: tuple[str, str]
