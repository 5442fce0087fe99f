"""What a report says, as frozen values: sentences and figures only, no markup and no numbers to be worked out."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.change_models import Progress
from assess.report.content.charts import Bar, RangeChart, Step
from assess.report.content.citations import Prose, Source
from assess.report.content.plan_models import PlanLine, PlanPart
from assess.report.content.row_models import AnswerPart, Apart, FactLine, NoticeLine, QuestionRow, Workings


class Because(NamedTuple):
    """A question and the answer given to it, from which something follows."""

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
    """The unknown questions of a possible one; the answer is how they stand."""
    fixed: bool
    """True where it rests on the profile alone, so that no answer lifts it."""


@dataclass(frozen=True, slots=True)
class Blockers:
    """The box that stands before any number."""

    kind: str
    """`stop` where a blocker is true, `maybe` where one is possible, `clear` where there is none."""
    heading: str
    true: tuple[Finding, ...]
    full: int
    """How many of them the first page says with what lifts them."""
    short: int
    """How many after those it says without."""
    rest: str
    """A line for those that stand further on; empty where the first page says them all in full."""
    possible: tuple[Finding, ...]
    """The possible ones that somebody has looked at, for they were answered “I do not know”."""
    possible_says: str
    """The line before them."""
    more: str
    """A line for the possible ones that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The range in words, with the stage that it speaks for."""

    range: str
    stage: str
    ahead: str
    band: str
    """The label of the band, empty where there is none."""
    held: str
    """Why the band is not higher than the score alone would make it, and what it could be."""
    meaning: Prose
    judgement: str
    chart: RangeChart | None


class Role(NamedTuple):
    """Somebody to ask or to lead: the title as it stands alone, inside a sentence, and without its brackets."""

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
    """A question or a fact that is not known, whom to ask and what hangs on it."""

    number: str
    question: str
    """The question's id, empty for a fact."""
    text: str
    state: str
    ask: tuple[str, ...]
    ask_first: str
    """The first of them in brief, or a word for nobody in particular."""
    holds: str
    blocks: bool


class Turn(NamedTuple):
    """One question on the road to the next band."""

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
    """What the unknown answers of one section hold of the range."""

    title: str
    unknown: str
    """How many answers are not known."""
    holds: str
    step: Step


class Gap(NamedTuple):
    """Where the range comes from."""

    says: str
    rows: tuple[GapRow, ...]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section: its score, what holds it back, what is in place and what to do."""

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
    """All that the result page and the report say."""

    council: str
    service: str
    running: str
    """Council and service in brief, for the head of every page."""
    title: str
    made: str
    """The day of the report as YYYY-MM-DD."""
    assessed: str
    """When, for which stage and on which rules, in one line."""
    blockers: Blockers
    headline: Headline
    barriers: str
    """The heading of the chart of sections."""
    sections: tuple[SectionPage, ...]
    """All of them, for the scores of the whole."""
    pages: tuple[SectionPage, ...]
    """Those whose page goes into this copy."""
    recommendations: tuple[Recommendation, ...]
    """All of them, most useful first; the first six are those of the summary."""
    best_says: str
    """The line before the first six."""
    elsewhere: tuple[Recommendation, ...]
    """Those that belong to no section."""
    find_out: tuple[ToFindOut, ...]
    find_out_says: str
    gap: Gap | None
    """Where the range comes from; none where there is nothing to compare."""
    road: Road | None
    plan: PlanPart
    warnings: tuple[Finding, ...]
    warnings_say: str
    """How many stand beside the score."""
    possible_warnings: str
    notices: tuple[NoticeLine, ...]
    does_not_apply: tuple[Apart, ...]
    workings: Workings
    facts: tuple[FactLine, ...]
    answers: tuple[AnswerPart, ...]
    standing: tuple[str, ...]
    """What the report is and is not, a text for each paragraph."""
    law: str
    """How old the law in the report is."""
    progress: Progress | None
    """What changed since an earlier assessment, where there is one to compare with."""
    sources: tuple[Source, ...]
    left_out: str = ""
    """What this copy leaves out, in a sentence; empty where it is whole."""
