"""The task list of an assessment, the pages of its sections, and the page that checks all answers."""

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
    """A status as text and the colour of its tag; without a colour nothing is left to do."""

    text: str
    colour: str = ""


class Task(NamedTuple):
    """An entry of the task list."""

    id: str
    title: str
    address: str
    hint: str
    status: Status


class Line(NamedTuple):
    """A question in a list, with its answer."""

    id: str
    text: str
    address: str
    answer: str
    status: Status
    said: Answer
    remark: str
    """When the question is asked, or why it is not; empty if it is asked now."""


class Group(NamedTuple):
    """A section with its questions."""

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
    """Return the text of the stage that the service has reached; empty if unknown."""
    stage = assessment.rulebook.stages.get(str(assessment.profile.get(STAGE)))
    return plain(stage.text) if stage else ""


def about_task(assessment: Opened) -> Task:
    """Return the task of the profile."""
    blank = [fact for fact in assessment.rulebook.rules.profile if fact.id not in assessment.profile]
    address = url_for("about.show", number=assessment.number)
    hint = "These facts decide which questions are asked"
    return Task("about", "About the service and the council", address, hint, profile_status(blank))


def profile_status(blank: list[Fact]) -> Status:
    """Return how many facts are blank, with required facts first."""
    needed = sum(fact.required for fact in blank)
    if needed:
        return Status(f"{needed} needed", "blue")
    return Status(f"{len(blank)} left blank", "grey") if blank else Status("Completed")


def section_task(assessment: Opened, result: Result, section: Section) -> Task:
    """Return the task of a section."""
    rows = [row for row in result.trace if row.section == section.id]
    asked = sum(row.state is not State.NOT_ASKED for row in rows)
    roles = whom(assessment.rulebook, whose_knowledge(section.questions), brief=True)
    hint = f"{asked} of {len(rows)} questions due now" if asked < len(rows) else f"{asked} questions"
    address = url_for("tasks.section", number=assessment.number, section=section.id)
    return Task(section.id, plain(section.title), address, f"{hint}. Ask: {roles}", status_of(assessment, rows))


def status_of(assessment: Opened, rows: Iterable[Row]) -> Status:
    """Return what is left to do in a section."""
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
    """Return the title and URL of the next section, or of the page that checks all answers after the last."""
    sections = assessment.rulebook.rules.sections
    after = sections[sections.index(section) + 1 :]
    if not after:
        return "Check your answers", url_for("tasks.check", number=assessment.number)
    address = url_for("tasks.section", number=assessment.number, section=after[0].id)
    return f"Continue to {plain(after[0].title).lower()}", address


@area.get("/assessments/<int:number>/check")
def check(number: int) -> str:
    """Show all facts and answers, to be checked."""
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
    """Return the text and the value of every fact."""
    profile = assessment.profile
    return [(plain(fact.text), said_of(fact, profile.get(fact.id))) for fact in assessment.rulebook.rules.profile]


def said_of(fact: Fact, value: str | int | None) -> str:
    """Return the value of a fact as text."""
    if value is None:
        return "Left blank"
    if isinstance(value, int):
        return f"£{value:,}" if fact.kind == "money" else f"{value:,}"
    return next((plain(choice.text) for choice in fact.options if choice.id == value), "Not known")


def group(assessment: Opened, result: Result, section: Section) -> Group:
    """Return a section with its questions and answers."""
    rows = {row.question: row for row in result.trace}
    return Group(section, tuple(line(assessment, question, rows[question.id]) for question in section.questions))


def line(assessment: Opened, question: Question, row: Row) -> Line:
    """Return a question with its answer."""
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
    """Return an answer as text."""
    if said.dont_know:
        return "I do not know"
    if said.does_not_apply:
        return "Does not apply"
    return next((plain(option.text) for option in question.options if option.id == said.option), "Not yet answered")


def line_status(said: Answer) -> Status:
    """Return what is left to do for a question."""
    if said.dont_know:
        return Status("Not known", "yellow")
    if said.option or said.does_not_apply:
        return Status("Answered")
    return Status("To answer", "blue")


def remark(rulebook: Rulebook, question: Question, row: Row) -> str:
    """Describe when a question is asked, or why it is not; empty if it is asked now."""
    if row.not_asked is NotAsked.STAGE and question.from_stage:
        return starting(stage_words(rulebook, question.from_stage))
    if row.not_asked is NotAsked.PROFILE:
        return f"Not asked. {apostrophes(plain(question.not_asked_because))}"
    return ""
