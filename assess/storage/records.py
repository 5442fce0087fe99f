"""What the store gives back, in core types."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from assess.core.answers import Answer, Assessment, Profile


class MissingError(LookupError):
    """Nothing is kept under this number, or not any more."""


class VersionTakenError(ValueError):
    """Other content is kept under the same version number."""


class Place(NamedTuple):
    """A page of an assessment: a question id, or `PROFILE_PAGE` for the profile."""

    assessment: int
    page: str


class Names(NamedTuple):
    """What an assessment is called: its council, its service and its own name."""

    council: str
    service: str
    name: str


class Edition(NamedTuple):
    """Which rulebook: its id, its version number and the hash of its content."""

    name: str
    version: str
    hash: str


class Kept(NamedTuple):
    """A rulebook version kept whole: both files as they were when it was published."""

    edition: Edition
    readiness: bytes
    evidence: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """One assessment as it is kept."""

    id: int
    service_id: int
    name: str
    assessment: Assessment
    edition: Edition
    unfinished: frozenset[str]
    """The pages that hold a draft: question ids, and `PROFILE_PAGE` for the profile."""
    created_at: datetime
    changed_at: datetime


class Entry(NamedTuple):
    """One line of the list of assessments."""

    id: int
    name: str
    version: str
    answers: int
    created_at: datetime
    changed_at: datetime


class Listing(NamedTuple):
    """A service and its assessments, the newest first."""

    service_id: int
    council: str
    service: str
    assessments: tuple[Entry, ...]


class AnswerClash(NamedTuple):
    """Someone else saved this answer in the meantime; nothing was written."""

    theirs: Answer


class ProfileClash(NamedTuple):
    """Someone else saved the profile in the meantime; nothing was written."""

    theirs: Profile


PROFILE_PAGE = ""
"""The page name under which a draft of the profile is kept; no question has this id."""


def fingerprint(value: Answer | Mapping[str, str | int]) -> str:
    """Give 16 letters and figures that change when an answer or a profile does, to see whether it did meanwhile."""
    plain = repr(value) if isinstance(value, Answer) else repr(sorted(value.items()))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]
