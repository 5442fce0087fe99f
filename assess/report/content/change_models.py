"""Frozen values that describe how an assessment changed since an earlier one."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.charts import Pair


class BothWays(NamedTuple):
    """One value before and now."""

    what: str
    before: str
    now: str


class SectionMove(NamedTuple):
    """One section before and now."""

    title: str
    before: str
    """Its range as displayed: `38 to 66`, or a dash."""
    now: str
    moved: str
    """The displayed change in what can be shown, with its sign; a dash if there is no score before or now."""
    pair: Pair


class FindingMove(NamedTuple):
    """A blocker or a warning whose state changed."""

    became: str
    """The change in a word or two: `Lifted`, `New`, `Now certain`."""
    says: str
    remark: str
    """Set if only the rules added or removed it; otherwise empty."""
    stands: bool
    """Whether it is true now."""


class QuestionMove(NamedTuple):
    """One question before and now."""

    number: str
    """Its number in the current rules; a dash if they do not contain it."""
    question: str
    text: str
    section: str
    before: str
    now: str
    moved: str
    remark: str
    """What the rules changed about it; empty if nothing."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that changed in the same way, most important first."""

    id: str
    heading: str
    says: str
    is_moved: bool
    """Whether any of them has a figure."""
    questions: tuple[QuestionMove, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """The comparison of an assessment with an earlier one."""

    compared: str
    """What it is compared with, as a sentence."""
    headline: str
    """The score now and before, as a sentence."""
    band: str
    """The band now and before, as a sentence; empty if there is none."""
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
