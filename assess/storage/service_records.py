"""What the list of services shows of each assessment, and what it is asked for."""

from datetime import datetime
from typing import NamedTuple

from assess.core.model.assessment import Answers, Profile
from assess.storage.records import Release

NO_SCORE = -1
"""What stands for a figure where there is no score, so that it is put in order below every score."""


class Ends(NamedTuple):
    """Both ends of a section's score as shown, or `NO_SCORE` twice."""

    section: str
    evidenced: int
    possible: int


class Overview(NamedTuple):
    """One result in the few figures and words that a list shows; empty and `NO_SCORE` where there is no result."""

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
    sections: tuple[Ends, ...]


class Waiting(NamedTuple):
    """An assessment whose figures are not worked out: what they follow from, and its revision then."""

    number: int
    revision: int
    release: Release
    profile: Profile
    answers: Answers
    """Without what people wrote."""


class Wanted(NamedTuple):
    """What a list is to hold; an empty text asks for nothing."""

    text: str = ""
    """What the name of the council, the service or the assessment has in it."""
    council: str = ""
    stage: str = ""
    band: str = ""
    version: str = ""
    blockers: str = ""
    """`some`, `possible` (and none that is true) or `none` (nor a possible one)."""
    is_latest: bool = True
    """Whether only the newest assessment of each service is listed."""
    sort: str = "changed"
    """One of SORTS, or `section-` and the id of a section."""
    is_falling: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether nothing is filtered out but older assessments."""
        return not (self.text or self.council or self.stage or self.band or self.version or self.blockers)


SORTS = ("service", "stage", "score", "could", "band", "blockers", "changed", "rules")
SECTION = "section-"
BLOCKERS = ("some", "possible", "none")


class Line(NamedTuple):
    """One assessment in the list."""

    number: int
    council: str
    service: str
    name: str
    version: str
    changed_at: datetime
    overview: Overview
