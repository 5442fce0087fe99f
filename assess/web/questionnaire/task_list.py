"""The task list of an assessment, the pages of its sections, and all answers to check."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import Blueprint, abort, render_template, url_for

from assess.core.model.assessment import Answer
from assess.core.model.result import NotAsked, Result, Row, State
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, Fact, Question, Section
from assess.report.content.text import apostrophes, starting
from assess.web.context import Opened, opened
from assess.web.shared import notices
from assess.web.shared.text import plain, stage_words, whom, whose_knowledge

area = Blueprint("tasks", __name__)


class Status(NamedTuple):
    """How far something has got: words, and the colour of their tag; no tag where nothing is left to do."""

    text: str
    colour: str = ""


class Task(NamedTuple):
    """A line of the task list."""

    id: str
    title: str
    address: str
    hint: str
    status: Status


class Line(NamedTuple):
    """A question in a list: what was answered to it."""

    id: str
    text: str
    address: str
    answer: str
    status: Status
    said: Answer
    remark: str
    """When it is asked, or why it is not; empty for a question asked now."""


class Group(NamedTuple):
    """A section with its lines."""

    section: Section
    lines: tuple[Line, ...]


@area.get("/assessments/<int:number>")
def show(number: int) -> str:
    """Show the task list."""
    assessment = opened(number)
    result = assessment.result()
    unknown = sum(row.state is State.DONT_KNOW for row in result.trace)
    return render_template(
        "pages/questionnaire/task-list.html",
        back=("Your assessments", url_for("assessments.listed")),
        opened=assessment,
        stage=stage_of(assessment),
        result=result,
        unknown=unknown,
        about=about_task(assessment),
        tasks=[section_task(assessment, result, section) for section in assessment.rulebook.rules.sections],
        notices=notices.of(assessment.rulebook, result),
    )


def stage_of(assessment: Opened) -> str:
    """Give how far the service has got, in words; empty while nobody has said."""
    stage = assessment.rulebook.stages.get(str(assessment.profile.get(STAGE)))
    return plain(stage.text) if stage else ""


def about_task(assessment: Opened) -> Task:
    """Give the line of the profile."""
    blank = [fact for fact in assessment.rulebook.rules.profile if fact.id not in assessment.profile]
    address = url_for("about.show", number=assessment.number)
    hint = "These facts decide which questions are asked"
    return Task("about", "About the service and the council", address, hint, profile_status(blank))


def profile_status(blank: list[Fact]) -> Status:
    """Say how many facts are blank; those that are needed first."""
    needed = sum(fact.required for fact in blank)
    if needed:
        return Status(f"{needed} needed", "blue")
    return Status(f"{len(blank)} left blank", "grey") if blank else Status("Completed")


def section_task(assessment: Opened, result: Result, section: Section) -> Task:
    """Give the line of a section."""
    rows = [row for row in result.trace if row.section == section.id]
    asked = sum(row.state is not State.NOT_ASKED for row in rows)
    roles = whom(assessment.rulebook, whose_knowledge(section.questions), brief=True)
    hint = f"{asked} of {len(rows)} questions due now" if asked < len(rows) else f"{asked} questions"
    address = url_for("tasks.section", number=assessment.number, section=section.id)
    return Task(section.id, plain(section.title), address, f"{hint}. Ask: {roles}", status_of(assessment, rows))


def status_of(assessment: Opened, rows: Iterable[Row]) -> Status:
    """Say what is left to do in a section."""
    states = [State.UNANSWERED if row.question in assessment.record.unfinished else row.state for row in rows]
    if all(state is State.NOT_ASKED for state in states):
        return Status("Nothing due yet", "grey")
    if to_answer := states.count(State.UNANSWERED):
        return Status(f"{to_answer} to answer", "blue")
    if unknown := states.count(State.DONT_KNOW):
        return Status(f"{unknown} not known", "yellow")
    return Status("Completed")


@area.get("/assessments/<int:number>/sections/<section>")
def section(number: int, section: str) -> str:
    """Show a section's questions with their answers."""
    assessment = opened(number)
    if section not in assessment.rulebook.sections:
        abort(404)
    result, found = assessment.result(), assessment.rulebook.sections[section]
    return render_template(
        "pages/questionnaire/section.html",
        back=(assessment.record.assessment.service, url_for("tasks.show", number=number)),
        opened=assessment,
        group=group(assessment, result, found),
        following=next_section(assessment, found),
        notices=notices.beside(assessment.rulebook, result, *found.questions),
    )


def next_section(assessment: Opened, section: Section) -> tuple[str, str]:
    """Give the title and address of the next section, or of all answers to check after the last."""
    sections = assessment.rulebook.rules.sections
    after = sections[sections.index(section) + 1 :]
    if not after:
        return "Check your answers", url_for("tasks.check", number=assessment.number)
    address = url_for("tasks.section", number=assessment.number, section=after[0].id)
    return f"Continue to {plain(after[0].title).lower()}", address


@area.get("/assessments/<int:number>/check")
def check(number: int) -> str:
    """Show every answer, to be checked."""
    assessment = opened(number)
    result = assessment.result()
    return render_template(
        "pages/questionnaire/check.html",
        back=(assessment.record.assessment.service, url_for("tasks.show", number=number)),
        opened=assessment,
        facts=facts_in_words(assessment),
        groups=[group(assessment, result, section) for section in assessment.rulebook.rules.sections],
    )


def facts_in_words(assessment: Opened) -> list[tuple[str, str]]:
    """Give every fact with what was said of it."""
    profile = assessment.profile
    return [(plain(fact.text), said_of(fact, profile.get(fact.id))) for fact in assessment.rulebook.rules.profile]


def said_of(fact: Fact, value: str | int | None) -> str:
    """Give what was said of a fact, in words."""
    if value is None:
        return "Left blank"
    if isinstance(value, int):
        return f"£{value:,}" if fact.kind == "money" else f"{value:,}"
    return next((plain(choice.text) for choice in fact.options if choice.id == value), "Not known")


def group(assessment: Opened, result: Result, section: Section) -> Group:
    """Give a section's questions with their answers."""
    rows = {row.question: row for row in result.trace}
    return Group(section, tuple(line(assessment, question, rows[question.id]) for question in section.questions))


def line(assessment: Opened, question: Question, row: Row) -> Line:
    """Give a question with its answer."""
    said = assessment.answers.get(question.id, Answer())
    unfinished = question.id in assessment.record.unfinished
    return Line(
        question.id,
        plain(question.text),
        url_for("questions.show", number=assessment.number, question=question.id),
        answer_in_words(question, said),
        Status("Unfinished", "blue") if unfinished else line_status(said),
        said,
        remark(assessment.rulebook, question, row),
    )


def answer_in_words(question: Question, said: Answer) -> str:
    """Give an answer in words."""
    if said.dont_know:
        return "I do not know"
    if said.does_not_apply:
        return "Does not apply"
    return next((plain(option.text) for option in question.options if option.id == said.option), "Not yet answered")


def line_status(said: Answer) -> Status:
    """Say what is left to do at a question."""
    if said.dont_know:
        return Status("Not known", "yellow")
    if said.option or said.does_not_apply:
        return Status("Answered")
    return Status("To answer", "blue")


def remark(rulebook: Rulebook, question: Question, row: Row) -> str:
    """Say when a question is asked, or why it is not; nothing where it is asked now."""
    if row.not_asked is NotAsked.STAGE and question.from_stage:
        return starting(stage_words(rulebook, question.from_stage))
    if row.not_asked is NotAsked.PROFILE:
        return f"Not asked. {apostrophes(plain(question.not_asked_because))}"
    return ""
