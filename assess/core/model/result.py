"""What `evaluate` gives: a pure value in which every number can be followed to its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class State(StrEnum):
    """The five states of a question, never merged (scoring.md, section 1)."""

    ANSWERED = "answered"
    DONT_KNOW = "don't know"
    UNANSWERED = "not yet answered"
    DOES_NOT_APPLY = "does not apply"
    NOT_ASKED = "not asked"


class NotAsked(StrEnum):
    """Why a question is not asked: the profile rules it out, or its stage has not come."""

    PROFILE = "profile"
    STAGE = "stage"


class Range(NamedTuple):
    """The two ends of a score from 0 to 100, exact."""

    evidenced: Fraction
    possible: Fraction


class Bands(NamedTuple):
    """A band id for each end of a range."""

    evidenced: str
    possible: str


class Row(NamedTuple):
    """One question in the trace. Shares are from 0 to 1; gains are of the 100 of the overall score."""

    question: str
    section: str
    state: State
    not_asked: NotAsked | None
    option: str | None
    points: int | None
    highest: int
    weight: int
    share: Range | None
    """Points by highest points at either end; none where the question does not count."""
    worth: Fraction
    """What the question could bring to the overall score: 0 where it does not count."""
    brings: Range
    """What it does bring to either end of the overall score."""


class SectionScore(NamedTuple):
    """A section's part: its score is none where nothing is due or applies."""

    id: str
    weight: int
    score: Range | None
    asked: int
    looked_at: int
    answered: int
    does_not_apply: int
    later: int
    """Questions that wait for a later stage."""
    questions: int


class Finding(NamedTuple):
    """A blocker or a warning that is true or possible."""

    id: str
    state: str
    """`true` or `possible`."""
    because: tuple[tuple[str, str], ...]
    """The questions and chosen options that make it true."""
    waits_for: tuple[str, ...]
    """The unknown questions and facts that it waits for when it is possible."""
    looked_at: bool
    """False for a possible one all of whose questions nobody has looked at."""


class Advice(NamedTuple):
    """A recommendation that fires, in order of use."""

    id: str
    lifts: tuple[str, ...]
    """Ids of the true blockers, then the true warnings, that it lifts."""
    adds: Fraction
    because: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]


class Headline(NamedTuple):
    """An outcome in short: the range and the bands after caps are none where nothing is asked."""

    overall: Range | None
    bands: Bands | None
    blockers: tuple[tuple[str, str], ...]
    """The id of each blocker with its state, `true` or `possible`."""


class Outcome(NamedTuple):
    """A score for one stage: the overall range and the bands after caps are none where nothing is asked."""

    stage: str
    overall: Range | None
    uncapped: Bands | None
    bands: Bands | None
    sections: tuple[SectionScore, ...]
    blockers: tuple[Finding, ...]
    asked: int
    looked_at: int
    answered: int
    questions: int
    """All questions of the rulebook, of which `asked` are due now."""

    @property
    def headline(self) -> Headline:
        """The outcome in short."""
        return Headline(self.overall, self.bands, tuple((each.id, each.state) for each in self.blockers))


@dataclass(frozen=True, slots=True)
class Result:
    """All that follows from a rulebook, a profile and answers."""

    rulebook: str
    version: str
    hash: str
    facts: Mapping[str, str | int]
    """The profile with its derived facts; a fact that is not known is absent."""
    notices: tuple[str, ...]
    """Ids of the notices that are true."""
    now: Outcome
    ahead: Outcome
    """The same worked out as if the last stage had come."""
    warnings: tuple[Finding, ...]
    recommendations: tuple[Advice, ...]
    trace: tuple[Row, ...]
    """A row for each question of the rulebook, in the order of the file."""


class Unknown(NamedTuple):
    """An unknown question or fact to find out."""

    id: str
    kind: str
    """`question` or `fact`."""
    state: State
    holds: Fraction
    """Its share of the overall range, of 100; 0 for a fact."""
    blockers: tuple[str, ...]
    """The possible blockers that wait for it."""


class Road(NamedTuple):
    """The smallest set of questions that raises the evidenced band; arithmetic, not advice."""

    questions: tuple[str, ...]
    adds: Fraction
    band: str
    """The evidenced band that is reached."""


class NoRoad(NamedTuple):
    """Why there is no road: the top band (no blockers), or the blockers that rest on the profile alone."""

    blockers: tuple[str, ...]


class Firmness(NamedTuple):
    """The weights of a section, others held, within which the evidenced band stays; none is no limit."""

    section: str
    lowest: int
    highest: int | None
    any: bool
    """True for a section without a score, whose weight does not matter."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would change the result, worked out when asked for."""

    find_out: tuple[Unknown, ...]
    road: Road | NoRoad | None
    """None where nothing is asked."""
    firmness: tuple[Firmness, ...]
