"""Frozen values of the report content: finished sentences and figures, without markup or anything left to calculate."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.change_models import ChangeReport
from assess.report.content.chart_models import EffortGrid, HeatMap, RangeCauses, ScoreMovers, Timeline
from assess.report.content.citations import Citation, CitedSource, Prose
from assess.report.content.need_models import ContradictionContent, NeedsContent, NextStageContent
from assess.report.content.plan_models import PlanContent, PlanLine
from assess.report.content.range_charts import RangeChart, ScoreBar
from assess.report.content.row_models import (
    AppendixFact,
    AppendixSection,
    Calculation,
    NotApplicable,
    NoticeContent,
    QuestionRow,
)


class AnswerReference(NamedTuple):
    """A question and the answer from which something follows."""

    number: str
    question: str
    answer: str


class FindingContent(NamedTuple):
    """A blocker or a warning."""

    id: str
    says: Prose
    title: Prose
    """The first sentence of what it says."""
    detail: Prose
    """The other sentences."""
    lifted_by: Prose
    because: tuple[AnswerReference, ...]
    waits_for: tuple[AnswerReference, ...]
    """The unknown questions that a possible finding depends on; the answer is their state."""
    fixed: bool
    """True if it depends on the profile alone, so that no answer lifts it."""
    action: PlanLine | None = None
    """What is decided about the recommendation that lifts it; None if there is no such recommendation."""


@dataclass(frozen=True, slots=True)
class BlockerBox:
    """The box of blockers, which comes before any number."""

    kind: str
    """`stop` if a blocker is true, `maybe` if one is possible, `clear` if there is none."""
    heading: str
    true: tuple[FindingContent, ...]
    full_count: int
    """How many of them the first page shows with what lifts them."""
    brief_count: int
    """How many more it shows without."""
    remaining_note: str
    """A line on those that follow on a later page; empty if the first page shows them all in full."""
    possible: tuple[FindingContent, ...]
    """The possible blockers that somebody has looked at and answered “I do not know”."""
    possible_intro: str
    """The line before them."""
    unseen_note: str
    """A line on the possible blockers that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class HeadlineContent:
    """The range in words, with the stage that it applies to."""

    range: str
    stage: str
    last_stage: str
    band: str
    """The label of the band, empty if there is none."""
    cap_note: str
    """Why the band is lower than the score alone would make it, and what it could be."""
    meaning: Prose
    """What the band means; empty while something holds the result there, which is then said instead."""
    judgement: str
    chart: RangeChart | None


class RoleTitle(NamedTuple):
    """The title of a role on its own, inside a sentence, and without its text in brackets."""

    title: str
    inline: str
    short: str


@dataclass(frozen=True, slots=True)
class RecommendationContent:
    """What to do, why and how."""

    number: str
    id: str
    title: str
    why: Prose
    why_brief: str
    """Its first sentence, shortened for the summary."""
    also: tuple[Citation, ...]
    """The other sources that it rests on, each once and without the place in it."""
    steps: tuple[Prose, ...]
    done_when: Prose
    elsewhere: tuple[Prose, ...]
    """What differs for this service."""
    lead: str
    lead_brief: str
    lead_inline: str
    support: tuple[str, ...]
    takes: str
    takes_from: str
    takes_cites: tuple[Citation, ...]
    effort: str
    adds: str
    because: tuple[AnswerReference, ...]
    lifts: str
    """The label: `Lifts a blocker`, `Lifts a warning` or nothing."""
    meets: str
    """The label `Meets a need`, or nothing."""
    planned: PlanLine


class OpenQuestion(NamedTuple):
    """A question or a fact that is not known, who to ask and what depends on it."""

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
    is_needed: bool
    """Whether something that the stage needs waits for it."""


class SummaryCounts(NamedTuple):
    """How many open questions and steps to the next band the summary shows."""

    open_questions: int
    steps: int


class NextBandStep(NamedTuple):
    """One question on the way to the next band."""

    number: str
    question: str
    text: str
    best: str
    """The best answer, which the figures count with."""
    needed: str
    """The least answer that the stage needs, if it needs one and the best is not the only one."""
    adds: str
    reaches: str


@dataclass(frozen=True, slots=True)
class NextBandContent:
    """The fewest answers that reach a higher band, or why there are none."""

    heading: str
    says: str
    steps: tuple[NextBandStep, ...]


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
    share_note: str
    now: str
    could: str
    needs: str
    """How many of the things that the stage needs are in place: `3 of 4`, `All 2`; empty if none is named."""
    needs_note: str
    """The same in a sentence."""
    bar: ScoreBar | None
    shortfalls: tuple[QuestionRow, ...]
    in_place: tuple[QuestionRow, ...]
    excluded: tuple[str, ...]
    """Sentences on the questions that do not count."""
    recommendations: tuple[RecommendationContent, ...]

    @property
    def is_due(self) -> bool:
        """Whether it has a question that counts or a recommendation."""
        return bool(self.shortfalls or self.in_place or self.recommendations)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """The content of the result page and the report."""

    council: str
    service: str
    running_header: str
    """Short council and service names, for the header of every page."""
    title: str
    report_date: str
    """The date of the report as YYYY-MM-DD."""
    subtitle: str
    """The date, stage and rules version in one line."""
    blockers: BlockerBox
    needs: NeedsContent
    headline: HeadlineContent
    next_stage: NextStageContent | None
    """What the next stage needs as well; None at the last stage and if the rules have no needs."""
    contradictions: tuple[ContradictionContent, ...]
    contradictions_note: str
    """How many pairs do not fit together; empty if there is none."""
    sections_heading: str
    """The heading of the chart of sections."""
    sections: tuple[SectionPage, ...]
    """All sections, for the overall scores."""
    pages: tuple[SectionPage, ...]
    """The sections whose page is included in this copy."""
    recommendations: tuple[RecommendationContent, ...]
    """All recommendations, most useful first; the summary shows the first six."""
    recommendations_intro: str
    """The line before the first six."""
    general_recommendations: tuple[RecommendationContent, ...]
    """The recommendations that belong to no section."""
    find_out: tuple[OpenQuestion, ...]
    find_out_intro: str
    heat_map: HeatMap
    score_movers: ScoreMovers | None
    """The answers that could add most to the score; None if none could, and in a copy without some barriers."""
    range_causes: RangeCauses | None
    """What the range comes from; None if it is a single figure."""
    next_band: NextBandContent | None
    summary_counts: SummaryCounts
    plan: PlanContent
    timeline: Timeline | None
    """The dates of the plan; None if nothing has been entered."""
    effort_grid: EffortGrid
    warnings: tuple[FindingContent, ...]
    no_warning_note: str
    """On how many answers it rests that no warning applies."""
    warnings_note: str
    """How many warnings apply."""
    possible_warnings: str
    notices: tuple[NoticeContent, ...]
    does_not_apply: tuple[NotApplicable, ...]
    calculation: Calculation
    facts: tuple[AppendixFact, ...]
    answers: tuple[AppendixSection, ...]
    disclaimer: tuple[str, ...]
    """What the report is and is not, a text for each paragraph."""
    law: str
    """How recent the law in the report is."""
    sources_note: str
    """When the sources were checked and which statuses are given."""
    changes: ChangeReport | None
    """The comparison with an earlier assessment, if there is one."""
    sources: tuple[CitedSource, ...]
    left_out: str = ""
    """What this copy leaves out, in a sentence; empty if it is complete."""
