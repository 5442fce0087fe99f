"""Result summaries for the list of services, and the criteria by which it is filtered and sorted."""

from datetime import datetime
from typing import NamedTuple

from assess.core.model.assessment import Answers, Profile
from assess.storage.records import Release

NO_SCORE = -1
"""Stands for a missing score, so that it sorts below every score."""


class SectionScoreRange(NamedTuple):
    """The range of a section's score as shown, or `NO_SCORE` twice."""

    section: str
    evidenced: int
    possible: int


class ResultSummary(NamedTuple):
    """The figures and labels of a result that a list shows; empty and `NO_SCORE` if there is no result."""

    stage: str
    stage_says: str
    stage_place: int
    evidenced: int
    possible: int
    band: str
    band_says: str
    band_place: int
    blockers: int
    possible_blockers: int
    asked: int
    answered: int
    looked_at: int
    """The number of questions answered, `I do not know` included."""
    is_too_early: bool
    needs: int
    """How many things the rules name for the stage, of which some are missing and some are not known."""
    needs_missing: int
    needs_unknown: int
    sections: tuple[SectionScoreRange, ...]


class PendingSummary(NamedTuple):
    """An assessment whose summary is missing: its inputs and their revision."""

    number: int
    revision: int
    release: Release
    profile: Profile
    answers: Answers
    """The answers without notes, evidence and names."""


class ServiceListFilter(NamedTuple):
    """The criteria of the list; an empty text filters nothing."""

    text: str = ""
    """Must occur in the name of the council, the service or the assessment."""
    council: str = ""
    stage: str = ""
    band: str = ""
    version: str = ""
    blockers: str = ""
    """`some`, `possible` (and none that is certain) or `none` (nor a possible one)."""
    needs: str = ""
    """`missing` (at least one), `unknown` (at least one, and none missing) or `met` (all of them)."""
    is_latest: bool = True
    """Whether only the newest assessment of each service is listed."""
    sort: str = "changed"
    """One of SORT_KEYS, or `section-` and the id of a section."""
    descending: bool = True

    @property
    def is_unfiltered(self) -> bool:
        """Whether nothing is filtered out except older assessments."""
        filters = (self.text, self.council, self.stage, self.band, self.version, self.blockers, self.needs)
        return not any(filters)


SORT_KEYS = ("service", "stage", "score", "could", "band", "blockers", "needs", "changed", "rules")
SECTION_SORT_PREFIX = "section-"
BLOCKER_FILTERS = ("some", "possible", "none")
NEED_FILTERS = ("missing", "unknown", "met")


class SummaryRow(NamedTuple):
    """An assessment in the list."""

    number: int
    council: str
    service: str
    name: str
    version: str
    changed_at: datetime
    summary: ResultSummary
