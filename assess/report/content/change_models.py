"""Frozen values that describe how an assessment changed since an earlier one."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.chart_models import Drawing


class BeforeAndNow(NamedTuple):
    """One value before and now."""

    what: str
    before: str
    now: str


class SectionChangeRow(NamedTuple):
    """One section before and now."""

    title: str
    before: str
    """Its range as displayed: `38 to 66`, or a dash."""
    now: str
    change: str
    """The displayed change in what can be shown, with its sign; a dash if there is no score before or now."""
    gain: int | None
    """The change as a number; None if there is no score before or now."""
    drawing: Drawing | None
    """Both scores from 0 to 100; None if there is neither."""


class FindingChangeRow(NamedTuple):
    """A blocker or a warning whose state changed."""

    change: str
    """The change in a word or two: `Lifted`, `New`, `Now certain`."""
    says: str
    remark: str
    """Set if only the rules added or removed it; otherwise empty."""
    is_true: bool
    """Whether it is true now."""


class QuestionChangeRow(NamedTuple):
    """One question before and now."""

    number: str
    """Its number in the current rules; a dash if they do not contain it."""
    question: str
    text: str
    section: str
    before: str
    now: str
    change: str
    remark: str
    """What the rules changed about it; empty if nothing."""


@dataclass(frozen=True, slots=True)
class QuestionChangeGroup:
    """Questions that changed in the same way, most important first."""

    id: str
    heading: str
    says: str
    has_figures: bool
    """Whether any of them has a figure."""
    questions: tuple[QuestionChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """The comparison of an assessment with an earlier one."""

    compared: str
    """What it is compared with, as a sentence."""
    headline: str
    """The score now and before, as a sentence."""
    brief: str
    """What changed since then, in a line for the first page."""
    band: str
    """The band now and before, as a sentence; empty if there is none."""
    counts: str
    """How many questions got better, got worse and so on, as a sentence."""
    cautions: tuple[str, ...]
    """What makes the two hard to compare, and what that means."""
    summary: tuple[BeforeAndNow, ...]
    blockers: tuple[FindingChangeRow, ...]
    blockers_note: str
    warnings: tuple[FindingChangeRow, ...]
    sections_note: str
    """How many barriers rose and fell, as a sentence."""
    sections: tuple[SectionChangeRow, ...]
    """The barriers, those that rose most first."""
    groups: tuple[QuestionChangeGroup, ...]
    facts: tuple[BeforeAndNow, ...]
    """The facts about the service that are different now."""
    no_longer_recommended: tuple[str, ...]
    newly_recommended: tuple[str, ...]
