"""What the store gives back, in core types."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.plan import Action


class MissingError(LookupError):
    """Nothing is kept under this number, or not any more."""


class VersionTakenError(ValueError):
    """Other content is kept under the same version number."""


class Place(NamedTuple):
    """A page of an assessment: a question id, `PROFILE_PAGE`, or the `plan_page` of a recommendation."""

    assessment: int
    page: str


class Names(NamedTuple):
    """What an assessment is called: its council, its service and its own name."""

    council: str
    service: str
    name: str


class Release(NamedTuple):
    """Which rulebook: its id, its version number and the hash of its content."""

    name: str
    version: str
    hash: str


class Kept(NamedTuple):
    """A rulebook version kept whole: both files as they were when it was published."""

    release: Release
    readiness: bytes
    evidence: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """One assessment as it is kept."""

    id: int
    service_id: int
    name: str
    assessment: Assessment
    release: Release
    unfinished: frozenset[str]
    """The pages that hold a draft: question ids, `PROFILE_PAGE` for the profile, and plan pages of recommendations."""
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


class Sibling(NamedTuple):
    """Another assessment of the same service, of which it is known how far the service had got."""

    id: int
    name: str
    changed_at: datetime


class Service(NamedTuple):
    """What a service is called, and how many assessments it has."""

    council: str
    service: str
    assessments: int


class Listing(NamedTuple):
    """A service and its assessments, the newest first."""

    service_id: int
    council: str
    service: str
    assessments: tuple[Entry, ...]


class Window(NamedTuple):
    """Which part of a list: how many are left out before it, and how many it holds at most."""

    first: int = 0
    most: int = 10_000


class Listings(NamedTuple):
    """A page of services with their assessments, and how many assessments there are on all pages."""

    services: tuple[Listing, ...]
    total: int


class AnswerClash(NamedTuple):
    """Someone else saved this answer in the meantime; nothing was written."""

    theirs: Answer


class ProfileClash(NamedTuple):
    """Someone else saved the profile in the meantime; nothing was written."""

    theirs: Profile


class ActionClash(NamedTuple):
    """Someone else saved this action in the meantime; nothing was written."""

    theirs: Action


PROFILE_PAGE = ""
"""The page name under which a draft of the profile is kept; no question has this id."""


def plan_page(recommendation: str) -> str:
    """Give the page name under which a draft of an action is kept; no question's id holds a colon."""
    return f"plan:{recommendation}"


def fingerprint(value: Answer | Action | Mapping[str, str | int]) -> str:
    """Give 16 letters and figures that change when an answer, action or profile does, to see whether it did."""
    plain = repr(sorted(value.items())) if isinstance(value, Mapping) else repr(value)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]
