"""What a report says of an assessment beside an earlier one, as frozen values like those of `values`."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.charts import Pair


class BothWays(NamedTuple):
    """One thing before and now."""

    what: str
    before: str
    now: str


class SectionMove(NamedTuple):
    """One section before and now."""

    title: str
    before: str
    """Its range as shown: `38 to 66`, or a dash."""
    now: str
    moved: str
    """What it can show more or less, as shown: with its sign, as shown; a dash where either has no score."""
    pair: Pair


class FindingMove(NamedTuple):
    """A blocker or a warning that came, went or turned."""

    became: str
    """In a word or two: `Lifted`, `New`, `Now certain`."""
    says: str
    remark: str
    """Where only the rules brought it or took it away; else empty."""
    stands: bool
    """Whether it is true now."""


class QuestionMove(NamedTuple):
    """One question before and now."""

    number: str
    """Its number in the rules of now; a dash where they do not have it."""
    question: str
    text: str
    section: str
    before: str
    now: str
    moved: str
    remark: str
    """What the rules changed about it; else empty."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of which the same became, those that matter most first."""

    id: str
    heading: str
    says: str
    is_moved: bool
    """Whether there is a figure for any of them."""
    questions: tuple[QuestionMove, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """An assessment beside an earlier one."""

    compared: str
    """With what it is compared, as a sentence."""
    headline: str
    """The score now and before, as a sentence."""
    band: str
    """The band now and before, as a sentence; empty where there is none."""
    counts: str
    """How many questions got better, got worse and so on, as a sentence."""
    cautions: tuple[str, ...]
    """What makes the two hard to compare, and what that means."""
    summary: tuple[BothWays, ...]
    blockers: tuple[FindingMove, ...]
    blockers_say: str
    warnings: tuple[FindingMove, ...]
    sections: tuple[SectionMove, ...]
    groups: tuple[Group, ...]
    facts: tuple[BothWays, ...]
    """The facts about the service that are different now."""
    no_longer_recommended: tuple[str, ...]
    newly_recommended: tuple[str, ...]
