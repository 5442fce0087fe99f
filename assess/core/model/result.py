"""Results returned by `evaluate`, with a trace from every number back to its answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class QuestionState(StrEnum):
    """The five states of a question, never merged (scoring.md, section 1)."""

    ANSWERED = "answered"
    DONT_KNOW = "don't know"
    UNANSWERED = "not yet answered"
    DOES_NOT_APPLY = "does not apply"
    NOT_ASKED = "not asked"


class NotAskedReason(StrEnum):
    """Why a question is not asked: the profile rules it out, or its stage has not been reached."""

    PROFILE = "profile"
    STAGE = "stage"


class NeedState(StrEnum):
    """Whether what a stage needs is there (scoring.md, section 4)."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "not known"


class NeedCounts(NamedTuple):
    """The numbers of questions with something that the stage needs, by state."""

    met: int = 0
    missing: int = 0
    unknown: int = 0
    left_out: int = 0
    """The number that facts rule out; they are not counted among those named."""
    assumed: int = 0
    """The number of those named that are asked only because a fact is blank."""

    @property
    def named(self) -> int:
        """The number of needs that count at this stage."""
        return self.met + self.missing + self.unknown


class UnmetNeed(NamedTuple):
    """Something that a stage needs and that is missing or not known."""

    question: str
    option: str
    """The least option that the stage needs."""
    state: NeedState


class Range(NamedTuple):
    """The evidenced and possible ends of an exact score from 0 to 100."""

    evidenced: Fraction
    possible: Fraction


class BandRange(NamedTuple):
    """The band ids at both ends of a score range."""

    evidenced: str
    possible: str


class QuestionTrace(NamedTuple):
    """One question in the trace; a share is from 0 to 1, a contribution is in points of the overall score."""

    question: str
    section: str
    state: QuestionState
    not_asked: NotAskedReason | None
    option: str | None
    points: int | None
    highest: int
    weight: int
    share: Range | None
    """Points divided by the highest points, at either end; None if the question does not count."""
    worth: Fraction
    """The most that the question can add to the overall score; 0 if it does not count."""
    contribution: Range
    """What the question adds to either end of the overall score."""
    need: str | None = None
    """The least option that the stage needs; None if it needs none or the question is not asked."""
    need_state: NeedState | None = None


class SectionScore(NamedTuple):
    """The score of one section, None if no question is due or applies, and its question counts."""

    id: str
    weight: int
    score: Range | None
    asked: int
    looked_at: int
    answered: int
    does_not_apply: int
    later: int
    """The number of questions whose stage has not been reached."""
    questions: int


class FindingState(StrEnum):
    """Whether a blocker or warning is true, or could become true once more is known."""

    TRUE = "true"
    POSSIBLE = "possible"


class UnknownKind(StrEnum):
    """What is not known."""

    QUESTION = "question"
    FACT = "fact"


class Finding(NamedTuple):
    """A blocker or warning that is true or possible."""

    id: str
    state: FindingState
    because: tuple[tuple[str, str], ...]
    """The questions and chosen options that make it true."""
    waits_for: tuple[str, ...]
    """The unknown questions and facts on which a possible finding depends."""
    looked_at: bool
    """False for a possible finding if nobody has looked at any of its questions."""


class RecommendationResult(NamedTuple):
    """A recommendation whose condition is true."""

    id: str
    lifts: tuple[str, ...]
    """Ids of the true blockers, then of the true warnings, that it lifts."""
    adds: Fraction
    because: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    meets: tuple[str, ...] = ()
    """The questions among its causes whose need is missing."""


class Headline(NamedTuple):
    """An outcome without its sections and counts; the range and capped bands are None if there is no score."""

    overall: Range | None
    bands: BandRange | None
    blockers: tuple[tuple[str, FindingState], ...]
    """Each blocker's id and state, `true` or `possible`."""
    needs: tuple[tuple[str, NeedState], ...] = ()
    """Each question whose need is missing or not known, with that state."""


class Outcome(NamedTuple):
    """The score for one stage; the overall range and bands are None if no question is asked or it is too early."""

    stage: str
    overall: Range | None
    uncapped: BandRange | None
    bands: BandRange | None
    sections: tuple[SectionScore, ...]
    blockers: tuple[Finding, ...]
    asked: int
    looked_at: int
    answered: int
    questions: int
    """The number of questions in the rulebook, of which `asked` are due."""
    is_too_early: bool = False
    """Whether fewer questions are asked than the rules need for an overall score."""
    section_needs: tuple[NeedCounts, ...] = ()
    """What the stage needs, counted for each section in the order of `sections`; empty if the rules have no needs."""
    unmet: tuple[UnmetNeed, ...] = ()
    """What the stage needs and is missing or not known, in the order of the file."""
    assumed: tuple[str, ...] = ()
    """The questions asked only because a fact is blank, in the order of the file."""

    @property
    def needs(self) -> NeedCounts:
        """What the stage needs, counted over all sections."""
        return _sum_needs(self.section_needs)

    @property
    def headline(self) -> Headline:
        """The outcome without its sections and counts."""
        states = tuple((each.id, each.state) for each in self.blockers)
        return Headline(self.overall, self.bands, states, tuple((need.question, need.state) for need in self.unmet))


def _sum_needs(counts: Iterable[NeedCounts]) -> NeedCounts:
    """Return the sum of counts of needs."""
    return NeedCounts(*map(sum, zip(*counts, strict=True)))


class NextStage(NamedTuple):
    """What the next stage will need beyond what this stage lacks."""

    stage: str
    needs: tuple[UnmetNeed, ...]
    """What is not met at that stage and is not missing or unknown at this one, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that follows from a rulebook, a profile and answers."""

    rulebook: str
    version: str
    hash: str
    facts: Mapping[str, str | int]
    """The profile and its derived facts; unknown facts are absent."""
    notices: tuple[str, ...]
    """Ids of the notices whose condition is true."""
    now: Outcome
    ahead: Outcome
    """The outcome as if the last stage had been reached."""
    warnings: tuple[Finding, ...]
    recommendations: tuple[RecommendationResult, ...]
    trace: tuple[QuestionTrace, ...]
    """One entry for each question of the rulebook, in the order of the file."""
    next_stage: NextStage | None = None
    """None at the last stage and if the rules have no needs."""
    contradictions: tuple[str, ...] = ()
    """Ids of the contradictions that are true."""


class UnknownInput(NamedTuple):
    """A question or fact that is not known yet."""

    id: str
    kind: UnknownKind
    state: QuestionState
    range_share: Fraction
    """The width of the overall range it accounts for, in points of 100; 0 for a fact."""
    blockers: tuple[str, ...]
    """The possible blockers that depend on it."""
    needs: tuple[str, ...] = ()
    """The questions whose need is not known because of it."""


class NextBandPath(NamedTuple):
    """The smallest set of questions that raises the evidenced band: arithmetic, not advice."""

    questions: tuple[str, ...]
    adds: Fraction
    band: str
    """The evidenced band that would be reached."""
    needs: tuple[tuple[str, str], ...] = ()
    """Those of the questions whose need is not met, each with the option needed."""


class NoPath(NamedTuple):
    """Why there is no path: blockers that depend on the profile alone or, without blockers, the top band."""

    blockers: tuple[str, ...]


class WeightSensitivity(NamedTuple):
    """The weights of one section for which the evidenced band stays the same, other weights fixed; None is no limit."""

    section: str
    lowest: int
    highest: int | None
    any_weight: bool
    """True for a section without a score, whose weight has no effect."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change a result, computed on request."""

    unknowns: tuple[UnknownInput, ...]
    next_band: NextBandPath | NoPath | None
    """None if no question is asked."""
    sensitivity: tuple[WeightSensitivity, ...]
