"""The page on which all facts are checked, with what they change and what follows from them."""

from datetime import date

from flask import Blueprint, render_template, url_for

from assess.core.model.result import NotAskedReason, Result
from assess.core.model.rules import UNKNOWN_OPTION, DerivedFact, Fact
from assess.core.scoring.conditions import TRUE, EvaluationContext, compile_condition
from assess.report.content.citations import strip_references
from assess.report.content.text import pluralise
from assess.web.context import AssessmentContext, get_assessment
from assess.web.questionnaire.contradictions import describe_contradictions
from assess.web.questionnaire.profile_pages import list_profile_pages
from assess.web.questionnaire.task_list import FactRow, build_fact_row
from assess.web.shared import notices
from assess.web.shared.text import CitedText, cite_text

bp = Blueprint("profile_check", __name__)


@bp.get("/assessments/<int:number>/about/check")
def show(number: int) -> str:
    """Show all facts page by page, what they change and what follows from them."""
    assessment = get_assessment(number)
    result, pages = assessment.result(), list_profile_pages(assessment.rulebook)
    return render_template(
        "pages/questionnaire/profile-check.html",
        back=(assessment.record.assessment.service, url_for("task_list.show", number=number)),
        assessment=assessment,
        given=sum(fact.id in assessment.profile for fact in assessment.rulebook.rules.profile),
        groups=[(page.title, _build_rows(assessment, page.facts)) for page in pages],
        contradictions=describe_contradictions(assessment.rulebook, result.contradictions),
        changes=list(_describe_changes(assessment, result)) if assessment.profile else [],
        derived_facts=_describe_derived_facts(assessment, result),
        notices=notices.render_notices(assessment.rulebook, result),
    )


def _build_rows(assessment: AssessmentContext, facts: tuple[Fact, ...]) -> list[FactRow]:
    """Build the rows of these facts."""
    return [build_fact_row(assessment, fact, "about") for fact in facts]


def _describe_changes(assessment: AssessmentContext, result: Result) -> list[str]:
    """Describe how many questions are due, later, left out, and asked only because a fact is not known."""
    later = [row for row in result.trace if row.not_asked is NotAskedReason.STAGE]
    left_out = [row.question for row in result.trace if row.not_asked is NotAskedReason.PROFILE]
    due = result.now.asked
    lines = [f"{due} {pluralise(due, 'question is', 'questions are')} due now, and {len(later)} later."]
    if left_out:
        lines.append(_describe_left_out(assessment, left_out))
    assumed = result.now.assumed
    if assumed:
        texts = ", ".join(f"“{strip_references(assessment.rulebook.questions[question].text)}”" for question in assumed)
        count = f"{len(assumed)} {pluralise(len(assumed), 'question is', 'questions are')}"
        lines.append(f"{count} asked only because a fact is blank or not known: {texts}")
    return lines


def _describe_left_out(assessment: AssessmentContext, questions: list[str]) -> str:
    """Describe how many questions are left out, and why, each reason once."""
    reasons = dict.fromkeys(
        strip_references(assessment.rulebook.questions[question].not_asked_because) for question in questions
    )
    count = f"{len(questions)} {pluralise(len(questions), 'question is', 'questions are')} left out."
    return " ".join((count, *reasons))


def _describe_derived_facts(assessment: AssessmentContext, result: Result) -> list[tuple[str, str, CitedText]]:
    """Return the question, the answer and the note with its sources of each derived fact."""
    if not assessment.profile:
        return []
    return [_describe_derived_fact(assessment, result, derived) for derived in assessment.rulebook.rules.derived]


def _describe_derived_fact(
    assessment: AssessmentContext, result: Result, derived: DerivedFact
) -> tuple[str, str, CitedText]:
    """Return the question, the answer and the note with its sources of a derived fact."""
    value = result.facts.get(derived.id, UNKNOWN_OPTION)
    text = next((strip_references(choice.text) for choice in derived.options if choice.id == value), "Not known yet")
    context = EvaluationContext(result.facts)
    applied = next((case for case in derived.unless if compile_condition(case.when).evaluate(context) is TRUE), None)
    row = applied or derived.table.get(str(result.facts.get(derived.from_)))
    note, claims = (row.note, row.claims) if row else ("", ())
    return strip_references(derived.text), text, cite_text(assessment.rulebook, note, claims, date.today())
