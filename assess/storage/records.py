"""Records of services and assessments that the store returns."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.model.assessment import Answer, Answers, Assessment, Profile
from assess.core.model.plan import Action

UNDO_PERIOD = timedelta(days=30)
"""How long a deleted assessment can be brought back."""


class NotFoundError(LookupError):
    """Nothing is stored under this number, or it has been deleted."""


class OpenedBeforeError(ValueError):
    """An assessment was opened from the same file before; nothing was written."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class VersionTakenError(ValueError):
    """A different rulebook is stored under the same version number."""


class TextLimitError(ValueError):
    """The texts of an assessment would be longer than it can hold; nothing was written."""

    def __init__(self, size: int, limit: int, unit: str) -> None:
        super().__init__(
            f"All notes and other texts of this assessment together would come to {size:,} {unit}. Shorten them to "
            f"{limit:,} or fewer, so that the report can be printed"
        )


class AnswerConflictError(Exception):
    """Somebody else has saved this answer in the meantime; nothing was written."""

    def __init__(self, current: Answer) -> None:
        super().__init__("the answer was saved in the meantime")
        self.current = current


class ProfileConflictError(Exception):
    """Somebody else has saved the profile in the meantime; nothing was written."""

    def __init__(self, current: Profile) -> None:
        super().__init__("the profile was saved in the meantime")
        self.current = current


class ActionConflictError(Exception):
    """Somebody else has saved this action in the meantime; nothing was written."""

    def __init__(self, current: Action) -> None:
        super().__init__("the action was saved in the meantime")
        self.current = current


class ActionsConflictError(Exception):
    """Some of several actions were saved by somebody else in the meantime; nothing was written."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names
        """The ids of the recommendations whose actions were saved."""


class AnswerKey(NamedTuple):
    """A page of an assessment: a question id, `PROFILE_PAGE`, or the `plan_page_key` of a recommendation."""

    assessment_id: int
    page: str


class AssessmentNames(NamedTuple):
    """The names of an assessment, its service and its council."""

    council: str
    service: str
    name: str


class Release(NamedTuple):
    """A rulebook version: its id, its version number and the hash of its content."""

    name: str
    version: str
    hash: str


class StoredRulebook(NamedTuple):
    """A stored rulebook version: both files as they were when it was published."""

    release: Release
    readiness: bytes
    evidence: bytes


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """A stored assessment."""

    id: int
    service_id: int
    name: str
    assessment: Assessment
    release: Release
    unfinished: frozenset[str]
    """The pages that hold a draft: question ids, `PROFILE_PAGE` and the `plan_page_key` of recommendations."""
    created_at: datetime
    changed_at: datetime


class AssessmentListFilter(NamedTuple):
    """The criteria of the list of assessments; an empty text filters nothing."""

    text: str = ""
    """Must occur in the name of the council, the service or the assessment."""
    order: str = "changed"
    """One of `ASSESSMENT_ORDERS`."""


ASSESSMENT_ORDERS = ("changed", "service", "stage")


class AssessmentEntry(NamedTuple):
    """An entry in the list of assessments."""

    id: int
    council: str
    service: str
    name: str
    changed_at: datetime
    is_started: bool
    """Whether a question has been answered, `I do not know` included."""


class DeletedAssessment(NamedTuple):
    """A deleted assessment that can still be brought back."""

    id: int
    council: str
    service: str
    name: str
    answers: int
    deleted_at: datetime

    @property
    def kept_until(self) -> datetime:
        """When it is removed for good."""
        return self.deleted_at + UNDO_PERIOD


class SiblingAssessment(NamedTuple):
    """Another assessment of the same service, which has a stage."""

    id: int
    name: str
    changed_at: datetime


class Snapshot(NamedTuple):
    """The facts and answers that a report was made from, without notes."""

    id: int
    taken_at: datetime
    release: Release
    profile: Profile
    answers: Answers


class ServiceRecord(NamedTuple):
    """The names of a service, and the number of its assessments."""

    council: str
    service: str
    assessments: int


class PageSlice(NamedTuple):
    """A slice of a list: the offset of the first item and the maximum number of items."""

    offset: int = 0
    limit: int = 10_000


class AssessmentPage(NamedTuple):
    """A page of the list of assessments, and the number of assessments on all pages."""

    entries: tuple[AssessmentEntry, ...]
    total: int


class ProfileChange(NamedTuple):
    """A change of a profile, of the given facts only unless they are None."""

    profile: Profile
    etag: str | None
    """The ETag of what was on the page; without it the profile is saved in any case."""
    facts: Collection[str] | None


PROFILE_PAGE = ""
"""The page of a profile draft; no question has this id."""


def plan_page_key(recommendation: str) -> str:
    """Return the page of an action's draft; no question id contains a colon."""
    return f"plan:{recommendation}"


def compute_etag(value: Answer | Action | Mapping[str, str | int]) -> str:
    """Return 16 hexadecimal digits that change whenever the answer, action or profile does."""
    plain = repr(sorted(value.items())) if isinstance(value, Mapping) else repr(value)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def compute_fingerprint(assessment: Assessment) -> str:
    """Return 64 hexadecimal digits that are the same for every file with the same answers, whatever its format."""
    return hashlib.sha256(dump_assessment(assessment).encode()).hexdigest()
