"""The next thing to do in an assessment: the facts, a question that is not answered yet, or the result."""

from typing import NamedTuple

from flask import url_for

from assess.core.model.result import QuestionState, Result
from assess.core.model.rules import Section
from assess.report.content.citations import strip_references
from assess.report.content.text import lower_first
from assess.storage.records import PROFILE_PAGE
from assess.web.context import AssessmentContext

_FACTS = "with the facts about the service"


class NextStep(NamedTuple):
    """What to do next."""

    sentence: str
    verb: str
    """`Begin`, `Continue` or, if nothing is left to do, `See the result`."""
    what: str
    """What the verb is about, such as `with pensions, question 2 of 5`; empty if it says so itself."""
    address: str

    @property
    def button(self) -> str:
        """The whole text of a button."""
        return f"{self.verb} {self.what}".rstrip()


def find_next_step(assessment: AssessmentContext, result: Result, start: str = "") -> NextStep:
    """Return the next thing to do: first the facts, then the first open question from `start` on, then the result."""
    needed = [fact for fact in assessment.rulebook.rules.profile if fact.required and fact.id not in assessment.profile]
    if needed or PROFILE_PAGE in assessment.record.unfinished:
        return _build_facts_step(assessment, is_new=bool(needed))
    open_questions = list_open_questions(assessment, result)
    if open_questions:
        return _build_question_step(assessment, result, _pick_from(assessment, open_questions, start))
    address = url_for("result.show", number=assessment.number)
    return NextStep("Every question due now is answered.", "See the result", "", address)


def list_open_questions(assessment: AssessmentContext, result: Result) -> tuple[str, ...]:
    """Return the ids of the questions that are due and are not answered or left unfinished, in rulebook order."""
    unfinished = assessment.record.unfinished
    asked = (row for row in result.trace if row.state is not QuestionState.NOT_ASKED)
    return tuple(row.question for row in asked if row.state is QuestionState.UNANSWERED or row.question in unfinished)


def _pick_from(assessment: AssessmentContext, open_questions: tuple[str, ...], start: str) -> str:
    """Return the first open question from `start` on, going on with the first of all after the last."""
    places = {question: place for place, question in enumerate(assessment.rulebook.questions)}
    return min(open_questions, key=lambda question: (places[question] < places.get(start, 0), places[question]))


def _build_facts_step(assessment: AssessmentContext, *, is_new: bool) -> NextStep:
    """Return the step of giving the facts."""
    address = url_for("profile.show", number=assessment.number)
    if is_new:
        sentence = "Begin with the facts about the service. They decide which questions are asked."
        return NextStep(sentence, "Begin", _FACTS, address)
    return NextStep("The facts about the service are not finished.", "Continue", _FACTS, address)


def _build_question_step(assessment: AssessmentContext, result: Result, question: str) -> NextStep:
    """Return the step of answering a question."""
    section = assessment.rulebook.sections_by_question[question]
    where = f"{lower_first(strip_references(section.title))}, {_describe_place(result, section, question)}"
    text = strip_references(assessment.rulebook.questions[question].text)
    address = url_for("questions.show", number=assessment.number, question=question)
    return NextStep(f"Next is {where}: “{text}”", "Continue", f"with {where}", address)


def _describe_place(result: Result, section: Section, question: str) -> str:
    """Describe the place of a question among those of its section that are due, as its page does."""
    rows = (row for row in result.trace if row.section == section.id)
    due = [row.question for row in rows if row.state is not QuestionState.NOT_ASKED]
    return f"question {due.index(question) + 1} of {len(due)}"
