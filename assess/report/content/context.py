"""The assessment and everything known about it, from which the parts of the content are built."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assess.core.model.assessment import Assessment
from assess.core.model.result import Finding, Outlook, Range, Result, Row, State
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Band, Condition, Question, QuestionCondition, SectionCondition
from assess.core.scoring.conditions import TRUE, Situation, compiled
from assess.report.content.citations import Citations
from assess.report.content.models import Because, Role
from assess.report.content.plan import plan_part
from assess.report.content.plan_models import PlanPart
from assess.report.content.text import apostrophes, whole, within

BRACKETS = re.compile(r" \([^)]*\)")
UNKNOWN_STATES = (State.DONT_KNOW, State.UNANSWERED)


@dataclass(frozen=True)
class Case:
    """An assessment with its result, and the numbers of its questions, recommendations and sources."""

    rulebook: Rulebook
    assessment: Assessment
    result: Result
    outlook: Outlook
    made: date
    citations: Citations

    @cached_property
    def question_numbers(self) -> dict[str, str]:
        """The number of each question id in file order: `Q1`, `Q2` and so on."""
        return {question: f"Q{place}" for place, question in enumerate(self.rulebook.questions, 1)}

    @cached_property
    def recommendation_numbers(self) -> dict[str, str]:
        """The number of each recommendation id, most useful first: `R1`, `R2` and so on."""
        return {advice.id: f"R{place}" for place, advice in enumerate(self.result.recommendations, 1)}

    @cached_property
    def plan(self) -> PlanPart:
        """The action plan on the date of the report."""
        return plan_part(self.rulebook, self.result, self.assessment.plan, self.made)

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The trace row of each question id."""
        return {row.question: row for row in self.result.trace}

    @cached_property
    def unknown(self) -> tuple[Row, ...]:
        """The rows of the questions asked whose answer is not known."""
        return tuple(row for row in self.result.trace if row.state in UNKNOWN_STATES)

    @cached_property
    def true_blockers(self) -> tuple[Finding, ...]:
        """The blockers that are true now."""
        return tuple(found for found in self.result.now.blockers if found.state == "true")

    @cached_property
    def true_warnings(self) -> tuple[Finding, ...]:
        """The warnings that are true now."""
        return tuple(found for found in self.result.warnings if found.state == "true")

    @cached_property
    def cap(self) -> Band | None:
        """The highest band that the true blockers allow, or None if no blocker is true."""
        order = list(self.rulebook.bands)
        caps = [self.rulebook.blockers[found.id].caps_at for found in self.true_blockers]
        return self.rulebook.bands[min(caps, key=order.index)] if caps else None

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition on the profile is true."""
        return compiled(condition).truth(Situation(self.result.facts)) is TRUE

    def question(self, question: str) -> Question:
        """Return the question with this id."""
        return self.rulebook.questions[question]

    def text(self, question: str) -> str:
        """Return the text of the question with this id."""
        return apostrophes(self.question(question).text)

    def chosen(self, question: str, option: str | None) -> str:
        """Return the text of the option, empty if there is none."""
        return next((apostrophes(o.text) for o in self.question(question).options if o.id == option), "")

    def because(self, pairs: tuple[tuple[str, str], ...]) -> tuple[Because, ...]:
        """Return the questions and answers from which something follows."""
        return tuple(Because(self.question_numbers[q], q, self.chosen(q, option)) for q, option in pairs)

    def role(self, role: str) -> Role:
        """Return the role with this id, with its title in each form."""
        title = apostrophes(self.rulebook.roles[role].title)
        return Role(title, within(title), BRACKETS.sub("", title))

    def band(self, band: str) -> str:
        """Return the label of the band with this id."""
        return apostrophes(self.rulebook.bands[band].label)

    def stage(self, stage: str) -> str:
        """Return the text of the stage with this id."""
        return apostrophes(self.rulebook.stages[stage].text)


def named(condition: object, kind: type[QuestionCondition | SectionCondition]) -> list[str]:
    """Return the ids of the questions, or of the sections, that a condition refers to, in the order written."""
    if isinstance(condition, kind):
        return [condition.question if isinstance(condition, QuestionCondition) else condition.section]
    parts = getattr(condition, "all", None) or getattr(condition, "any", None) or ()
    inside = [*parts, *([condition.not_] if hasattr(condition, "not_") else [])]
    return [name for part in inside for name in named(part, kind)]


def scores(score: Range) -> tuple[int, int]:
    """Return both ends of a range rounded down, as displayed."""
    return whole(score.evidenced), whole(score.possible)
