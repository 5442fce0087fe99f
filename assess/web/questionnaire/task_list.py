"""The task list of an assessment, the pages of its sections, and the page that checks all answers."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import Blueprint, abort, render_template, url_for

from assess.core.model.assessment import Answer
from assess.core.model.result import NotAskedReason, QuestionState, QuestionTrace, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, Fact, Question, Section
from assess.report.content.citations import strip_references
from assess.report.content.needs import count_section_needs, describe_needs, format_need_counts
from assess.report.content.text import capitalise_first, curl_apostrophes
from assess.storage.records import PROFILE_PAGE
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.questionnaire.contradictions import describe_contradictions
from assess.web.questionnaire.next_step import find_next_step
from assess.web.questionnaire.profile_pages import WHOLE_TITLE, describe_missing, find_page_number
from assess.web.shared import notices
from assess.web.shared.text import describe_stage, find_main_roles, join_role_titles

bp = Blueprint("task_list", __name__)


class TaskStatus(NamedTuple):
    """A status as text and the colour of its tag; without a colour nothing is left to do."""

    text: str
    colour: str = ""


class _TaskListItem(NamedTuple):
    """An entry of the task list."""

    id: str
    title: str
    address: str
    hint: str
    status: TaskStatus


class QuestionListItem(NamedTuple):
    """A question in a list, with its answer."""

    id: str
    text: str
    address: str
    answer: str
    status: TaskStatus
    stored: Answer
    remark: str
    """When the question is asked, or why it is not; empty if it is asked now."""


class FactRow(NamedTuple):
    """A fact in a list, with its value."""

    id: str
    text: str
    value: str
    is_given: bool
    address: str
    """The page that asks for it and leads back to the list."""


class _QuestionListSection(NamedTuple):
    """A section with its questions."""

    section: Section
    questions: tuple[QuestionListItem, ...]


@bp.get("/assessments/<int:number>")
def show(number: int) -> str:
    """Show the task list."""
    assessment = get_assessment(number)
    result = assessment.result()
    unknown = sum(row.state is QuestionState.DONT_KNOW for row in result.trace)
    return render_template(
        "pages/questionnaire/task-list.html",
        back=("Your assessments", url_for("assessments.list_assessments")),
        assessment=assessment,
        stage=_get_stage_text(assessment),
        result=result,
        unknown_count=unknown,
        needs_note=describe_needs(assessment.rulebook, result.now) if assessment.rulebook.rules.needs else "",
        next_step=find_next_step(assessment, result, services().store.load_last_page(number)),
        profile_task=_build_profile_task(assessment),
        section_tasks=[
            _build_section_task(assessment, result, section) for section in assessment.rulebook.rules.sections
        ],
        notices=notices.render_notices(assessment.rulebook, result),
    )


def _get_stage_text(assessment: AssessmentContext) -> str:
    """Return the text of the stage that the service has reached; empty if unknown."""
    stage = assessment.rulebook.stages.get(str(assessment.profile.get(STAGE)))
    return strip_references(stage.text) if stage else ""


def _build_profile_task(assessment: AssessmentContext) -> _TaskListItem:
    """Return the task of the profile."""
    facts, profile = assessment.rulebook.rules.profile, assessment.profile
    is_begun = profile and PROFILE_PAGE not in assessment.record.unfinished
    address = url_for("profile_check.show" if is_begun else "profile.show", number=assessment.number)
    given = sum(fact.id in profile for fact in facts)
    hint = f"These facts decide which questions are asked. {given} of {len(facts)} are given"
    missing = describe_missing(facts, profile)
    status = TaskStatus(missing, "blue" if "needed" in missing else "grey") if missing else TaskStatus("All given")
    return _TaskListItem("about", WHOLE_TITLE, address, hint, status)


def _build_section_task(assessment: AssessmentContext, result: Result, section: Section) -> _TaskListItem:
    """Return the task of a section."""
    rows = [row for row in result.trace if row.section == section.id]
    asked = sum(row.state is not QuestionState.NOT_ASKED for row in rows)
    roles = join_role_titles(assessment.rulebook, find_main_roles(section.questions), brief=True)
    hint = f"{asked} of {len(rows)} questions due now" if asked < len(rows) else f"{asked} questions"
    needs = format_need_counts(count_section_needs(result.now, section.id))
    hint += f". Needed at this stage and in place: {needs[:1].lower()}{needs[1:]}" if needs else ""
    address = url_for("task_list.show_section", number=assessment.number, section=section.id)
    return _TaskListItem(
        section.id,
        strip_references(section.title),
        address,
        f"{hint}. Ask: {roles}",
        _get_section_status(assessment, rows),
    )


def _get_section_status(assessment: AssessmentContext, rows: Iterable[QuestionTrace]) -> TaskStatus:
    """Return what is left to do in a section."""
    states = [QuestionState.UNANSWERED if row.question in assessment.record.unfinished else row.state for row in rows]
    if all(state is QuestionState.NOT_ASKED for state in states):
        return TaskStatus("Nothing due yet", "grey")
    if to_answer := states.count(QuestionState.UNANSWERED):
        return TaskStatus(f"{to_answer} to answer", "blue")
    if unknown := states.count(QuestionState.DONT_KNOW):
        return TaskStatus(f"{unknown} not known", "yellow")
    return TaskStatus("All answered")


@bp.get("/assessments/<int:number>/sections/<section>")
def show_section(number: int, section: str) -> str:
    """Show a section's questions with their answers."""
    assessment = get_assessment(number)
    if section not in assessment.rulebook.sections:
        abort(404)
    result, found_section = assessment.result(), assessment.rulebook.sections[section]
    return render_template(
        "pages/questionnaire/section.html",
        back=(assessment.record.assessment.service, url_for("task_list.show", number=number)),
        assessment=assessment,
        group=_build_section_item(assessment, result, found_section),
        next_link=_get_next_link(assessment, result, found_section.questions[0].id),
        notices=notices.render_question_notices(assessment.rulebook, result, *found_section.questions),
    )


def _get_next_link(assessment: AssessmentContext, result: Result, start: str) -> tuple[str, str]:
    """Return the title and URL of the next thing to do from a question on, or of the page that checks all answers."""
    step = find_next_step(assessment, result, start)
    if step.verb == "See the result":
        return "Check your answers", url_for("task_list.check_answers", number=assessment.number)
    return step.button, step.address


@bp.get("/assessments/<int:number>/check")
def check_answers(number: int) -> str:
    """Show all facts and answers, to be checked."""
    assessment = get_assessment(number)
    result = assessment.result()
    return render_template(
        "pages/questionnaire/check.html",
        back=(assessment.record.assessment.service, url_for("task_list.show", number=number)),
        assessment=assessment,
        next_step=find_next_step(assessment, result),
        contradictions=describe_contradictions(assessment.rulebook, result.contradictions),
        facts=[build_fact_row(assessment, fact, "check") for fact in assessment.rulebook.rules.profile],
        groups=[_build_section_item(assessment, result, section) for section in assessment.rulebook.rules.sections],
    )


def build_fact_row(assessment: AssessmentContext, fact: Fact, back: str) -> FactRow:
    """Build the row of a fact, whose page leads back to the page that `back` names."""
    value = assessment.profile.get(fact.id)
    page, anchor = find_page_number(assessment.rulebook, fact.id), fact.id
    address = url_for("profile.show_page", number=assessment.number, page=page, back=back, fact=fact.id, _anchor=anchor)
    return FactRow(fact.id, strip_references(fact.text), describe_fact_value(fact, value), value is not None, address)


def describe_fact_value(fact: Fact, value: str | int | None) -> str:
    """Return the value of a fact as text."""
    if value is None:
        return "Left blank"
    if isinstance(value, int):
        return f"£{value:,}" if fact.kind == "money" else f"{value:,}"
    return next((strip_references(choice.text) for choice in fact.options if choice.id == value), "Not known")


def _build_section_item(assessment: AssessmentContext, result: Result, section: Section) -> _QuestionListSection:
    """Return a section with its questions and answers."""
    rows = {row.question: row for row in result.trace}
    return _QuestionListSection(
        section, tuple(_build_question_item(assessment, question, rows[question.id]) for question in section.questions)
    )


def _build_question_item(assessment: AssessmentContext, question: Question, row: QuestionTrace) -> QuestionListItem:
    """Return a question with its answer."""
    stored = assessment.answers.get(question.id, Answer())
    unfinished = question.id in assessment.record.unfinished
    return QuestionListItem(
        question.id,
        strip_references(question.text),
        url_for("questions.show", number=assessment.number, question=question.id),
        _describe_answer(question, stored),
        TaskStatus("Unfinished", "blue") if unfinished else _get_answer_status(stored),
        stored,
        _describe_timing(assessment.rulebook, question, row),
    )


def _describe_answer(question: Question, stored: Answer) -> str:
    """Return an answer as text."""
    if stored.dont_know:
        return "I do not know"
    if stored.does_not_apply:
        return "Does not apply"
    return next(
        (strip_references(option.text) for option in question.options if option.id == stored.option), "Not yet answered"
    )


def _get_answer_status(stored: Answer) -> TaskStatus:
    """Return what is left to do for a question."""
    if stored.dont_know:
        return TaskStatus("Not known", "yellow")
    if stored.option or stored.does_not_apply:
        return TaskStatus("Answered")
    return TaskStatus("To answer", "blue")


def _describe_timing(rulebook: Rulebook, question: Question, row: QuestionTrace) -> str:
    """Describe when a question is asked, or why it is not; empty if it is asked now."""
    if row.not_asked is NotAskedReason.STAGE and question.from_stage:
        return capitalise_first(describe_stage(rulebook, question.from_stage))
    if row.not_asked is NotAskedReason.PROFILE:
        return f"Not asked. {curl_apostrophes(strip_references(question.not_asked_because))}"
    return ""
