"""Frozen values of the report content: finished sentences and figures, without markup or anything left to calculate."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.change_models import Progress
from assess.report.content.charts import Bar, RangeChart, Step
from assess.report.content.citations import Prose, Source
from assess.report.content.plan_models import PlanLine, PlanPart
from assess.report.content.row_models import AnswerPart, Apart, FactLine, NoticeLine, QuestionRow, Workings


class Because(NamedTuple):
    """A question and the answer from which something follows."""

    number: str
    question: str
    answer: str


class Finding(NamedTuple):
    """A blocker or a warning."""

    id: str
    says: Prose
    cites: tuple[int, ...]
    lifted_by: Prose
    because: tuple[Because, ...]
    waits_for: tuple[Because, ...]
    """The unknown questions that a possible finding depends on; the answer is their state."""
    fixed: bool
    """True if it depends on the profile alone, so that no answer lifts it."""


@dataclass(frozen=True, slots=True)
class Blockers:
    """The box of blockers, which comes before any number."""

    kind: str
    """`stop` if a blocker is true, `maybe` if one is possible, `clear` if there is none."""
    heading: str
    true: tuple[Finding, ...]
    full: int
    """How many of them the first page shows with what lifts them."""
    short: int
    """How many more it shows without."""
    rest: str
    """A line on those that follow on a later page; empty if the first page shows them all in full."""
    possible: tuple[Finding, ...]
    """The possible blockers that somebody has looked at and answered “I do not know”."""
    possible_says: str
    """The line before them."""
    more: str
    """A line on the possible blockers that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The range in words, with the stage that it applies to."""

    range: str
    stage: str
    ahead: str
    band: str
    """The label of the band, empty if there is none."""
    held: str
    """Why the band is lower than the score alone would make it, and what it could be."""
    meaning: Prose
    judgement: str
    chart: RangeChart | None


class Role(NamedTuple):
    """The title of a role on its own, inside a sentence, and without its text in brackets."""

    title: str
    within: str
    brief: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do, why and how."""

    number: str
    id: str
    title: str
    why: Prose
    cites: tuple[int, ...]
    steps: tuple[Prose, ...]
    done_when: Prose
    elsewhere: tuple[tuple[Prose, tuple[int, ...]], ...]
    lead: str
    lead_brief: str
    support: tuple[str, ...]
    takes: str
    takes_from: str
    takes_cites: tuple[int, ...]
    effort: str
    adds: str
    because: tuple[Because, ...]
    lifts: str
    """The label: `Lifts a blocker`, `Lifts a warning` or nothing."""
    planned: PlanLine


class ToFindOut(NamedTuple):
    """A question or a fact that is not known, whom to ask and what depends on it."""

    number: str
    question: str
    """The question's id, empty for a fact."""
    text: str
    state: str
    ask: tuple[str, ...]
    ask_first: str
    """The short title of the first of them, or a phrase if there is nobody in particular."""
    holds: str
    blocks: bool


class Turn(NamedTuple):
    """One question on the way to the next band."""

    number: str
    question: str
    text: str
    best: str
    adds: str
    reaches: str


@dataclass(frozen=True, slots=True)
class Road:
    """The fewest answers that reach a higher band, or why there are none."""

    heading: str
    says: str
    turns: tuple[Turn, ...]


class GapRow(NamedTuple):
    """How much of the range the unknown answers of one section account for."""

    title: str
    unknown: str
    """The number of answers that are not known."""
    holds: str
    step: Step


class Gap(NamedTuple):
    """How the sections contribute to the width of the range."""

    says: str
    rows: tuple[GapRow, ...]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section: its score, its shortfalls, what is in place and what to do."""

    number: int
    id: str
    title: str
    why: Prose
    score: str
    """The range in a sentence, or why there is none."""
    share: str
    share_says: str
    now: str
    could: str
    bar: Bar | None
    held: tuple[QuestionRow, ...]
    in_place: tuple[QuestionRow, ...]
    apart: tuple[str, ...]
    """Sentences on the questions that do not count."""
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The content of the result page and the report."""

    council: str
    service: str
    running: str
    """Short council and service names, for the header of every page."""
    title: str
    made: str
    """The date of the report as YYYY-MM-DD."""
    assessed: str
    """The date, stage and rules version in one line."""
    blockers: Blockers
    headline: Headline
    barriers: str
    """The heading of the chart of sections."""
    sections: tuple[SectionPage, ...]
    """All sections, for the overall scores."""
    pages: tuple[SectionPage, ...]
    """The sections whose page is included in this copy."""
    recommendations: tuple[Recommendation, ...]
    """All recommendations, most useful first; the summary shows the first six."""
    best_says: str
    """The line before the first six."""
    elsewhere: tuple[Recommendation, ...]
    """The recommendations that belong to no section."""
    find_out: tuple[ToFindOut, ...]
    find_out_says: str
    gap: Gap | None
    """How the sections contribute to the range; None if there is nothing to compare."""
    road: Road | None
    plan: PlanPart
    warnings: tuple[Finding, ...]
    warnings_say: str
    """How many warnings apply."""
    possible_warnings: str
    notices: tuple[NoticeLine, ...]
    does_not_apply: tuple[Apart, ...]
    workings: Workings
    facts: tuple[FactLine, ...]
    answers: tuple[AnswerPart, ...]
    standing: tuple[str, ...]
    """What the report is and is not, a text for each paragraph."""
    law: str
    """How recent the law in the report is."""
    progress: Progress | None
    """The comparison with an earlier assessment, if there is one."""
    sources: tuple[Source, ...]
    left_out: str = ""
    """What this copy leaves out, in a sentence; empty if it is complete."""
