"""The assessment and everything known about it, from which the parts of the content are built."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assess.core.model.assessment import Assessment
from assess.core.model.result import Finding, FindingState, QuestionState, QuestionTrace, Range, Result, WhatIf
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import AllOf, AnyOf, Band, Condition, Not, Question, QuestionCondition, SectionCondition
from assess.core.scoring.conditions import TRUE, EvaluationContext, compile_condition
from assess.report.content.citations import Citations
from assess.report.content.models import AnswerReference, RoleTitle
from assess.report.content.plan import build_plan_content
from assess.report.content.plan_models import PlanContent
from assess.report.content.text import curl_apostrophes, lower_first, round_score

_BRACKETED = re.compile(r" \([^)]*\)")
UNKNOWN_STATES = (QuestionState.DONT_KNOW, QuestionState.UNANSWERED)


@dataclass(frozen=True)
class ReportContext:
    """An assessment with its result, and the numbers of its questions and sources."""

    rulebook: Rulebook
    assessment: Assessment
    result: Result
    what_if: WhatIf
    report_date: date
    citations: Citations

    @cached_property
    def question_numbers(self) -> dict[str, str]:
        """The number of each question id in file order: `Q1`, `Q2` and so on."""
        return {question: f"Q{place}" for place, question in enumerate(self.rulebook.questions, 1)}

    @cached_property
    def plan(self) -> PlanContent:
        """The action plan on the date of the report."""
        return build_plan_content(self.rulebook, self.result, self.assessment.plan, self.report_date)

    @cached_property
    def rows(self) -> dict[str, QuestionTrace]:
        """The trace row of each question id."""
        return {row.question: row for row in self.result.trace}

    @cached_property
    def unknown_rows(self) -> tuple[QuestionTrace, ...]:
        """The rows of the questions asked whose answer is not known."""
        return tuple(row for row in self.result.trace if row.state in UNKNOWN_STATES)

    @cached_property
    def true_blockers(self) -> tuple[Finding, ...]:
        """The blockers that are true now."""
        return tuple(finding for finding in self.result.now.blockers if finding.state is FindingState.TRUE)

    @cached_property
    def true_warnings(self) -> tuple[Finding, ...]:
        """The warnings that are true now."""
        return tuple(finding for finding in self.result.warnings if finding.state is FindingState.TRUE)

    @cached_property
    def cap(self) -> Band | None:
        """The highest band that the true blockers allow, or None if no blocker is true."""
        order = list(self.rulebook.bands)
        caps = [self.rulebook.blockers[finding.id].caps_at for finding in self.true_blockers]
        return self.rulebook.bands[min(caps, key=order.index)] if caps else None

    def is_true(self, condition: Condition) -> bool:
        """Return whether a condition on the profile is true."""
        return compile_condition(condition).evaluate(EvaluationContext(self.result.facts)) is TRUE

    def get_question(self, question_id: str) -> Question:
        """Return the question with this id."""
        return self.rulebook.questions[question_id]

    def get_question_text(self, question_id: str) -> str:
        """Return the text of the question with this id."""
        return curl_apostrophes(self.get_question(question_id).text)

    def get_option_text(self, question_id: str, option: str | None) -> str:
        """Return the text of the option, empty if there is none."""
        return next((curl_apostrophes(o.text) for o in self.get_question(question_id).options if o.id == option), "")

    def get_answer_references(self, pairs: tuple[tuple[str, str], ...]) -> tuple[AnswerReference, ...]:
        """Return the questions and answers from which something follows."""
        return tuple(
            AnswerReference(self.question_numbers[q], q, self.get_option_text(q, option)) for q, option in pairs
        )

    def get_role(self, role_id: str) -> RoleTitle:
        """Return the role with this id, with its title in each form."""
        title = curl_apostrophes(self.rulebook.roles[role_id].title)
        return RoleTitle(title, lower_first(title), _BRACKETED.sub("", title))

    def get_band_label(self, band_id: str) -> str:
        """Return the label of the band with this id."""
        return curl_apostrophes(self.rulebook.bands[band_id].label)

    def get_stage_text(self, stage_id: str) -> str:
        """Return the text of the stage with this id."""
        return curl_apostrophes(self.rulebook.stages[stage_id].text)


def find_named_ids(condition: Condition, kind: type[QuestionCondition | SectionCondition]) -> list[str]:
    """Return the ids of the questions, or of the sections, that a condition refers to, in the order written."""
    match condition:
        case QuestionCondition(question=name) | SectionCondition(section=name):
            return [name] if isinstance(condition, kind) else []
        case AllOf(all=parts) | AnyOf(any=parts):
            return [name for part in parts for name in find_named_ids(part, kind)]
        case Not(not_=part):
            return find_named_ids(part, kind)
        case _:
            return []


def round_range(score: Range) -> tuple[int, int]:
    """Return both ends of a range rounded down, as displayed."""
    return round_score(score.evidenced), round_score(score.possible)
