"""Migrate an assessment to a newer version of the rules, with a preview of the changes."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.comparison.carry_over import fitting_answers, fitting_profile
from assess.core.model.assessment import Answer
from assess.core.model.result import Outcome, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question
from assess.core.scoring.evaluate import evaluate
from assess.report.content.text import counted, whole
from assess.storage.records import Record
from assess.web.context import Opened, opened, site
from assess.web.shared.text import plain

area = Blueprint("moving", __name__)
STALE = "The rules have changed again since this page was shown. Look at what would change now."


class Move(NamedTuple):
    """What migrating to a newer version would change; the texts of questions, in rulebook order."""

    carried: tuple[str, ...]
    """Questions whose answers mean the same in the newer version."""
    new: tuple[str, ...]
    gone: tuple[tuple[str, str], ...]
    """Questions that the newer version does not have, each with its saved answer or an empty string."""
    to_look_at: tuple[str, ...]
    """Questions whose answer the newer version no longer offers: only the note carries over."""
    before: str
    after: str


@area.get("/assessments/<int:number>/rules")
def compare(number: int) -> str | Response:
    """Show what migrating to the current rules would change."""
    assessment = opened(number)
    if not assessment.newer:
        return redirect(url_for("tasks.show", number=number), 303)
    return render_template(
        "pages/assessments/migrate.html",
        back=(assessment.record.assessment.service, url_for("tasks.show", number=number)),
        opened=assessment,
        move=move_of(assessment, site().rulebooks.in_force()),
    )


@area.post("/assessments/<int:number>/rules")
def move(number: int) -> Response:
    """Migrate an assessment to the current rules, provided they are still the version that the page showed."""
    assessment = opened(number)
    kept = site().rulebooks.kept_in_force()
    if not assessment.newer or kept.release.version != request.form.get("version"):
        flash(STALE, "important")
        return redirect(url_for("moving.compare", number=number), 303)
    change = move_of(assessment, site().rulebooks.in_force())
    site().store.move(number, kept)
    flash(f"Moved to version {kept.release.version}: {counted(len(change.carried), 'answer')} carried over.")
    return redirect(url_for("tasks.show", number=number), 303)


def move_of(assessment: Opened, newer: Rulebook) -> Move:
    """Return what migrating to a newer version would change."""
    old, record = assessment.rulebook, assessment.record
    given = record.assessment.answers
    fits = fitting_answers(newer, given)
    return Move(
        carried=texts(newer, [question for question in fits if fits[question] == given[question]]),
        new=texts(newer, [question for question in newer.questions if question not in old.questions]),
        gone=tuple(
            (plain(question.text), answer_words(question, given.get(question.id)))
            for question in old.questions.values()
            if question.id not in newer.questions
        ),
        to_look_at=texts(newer, [question for question in fits if fits[question] != given[question]]),
        before=in_words(old, assessment.result()),
        after=in_words(newer, result_on(newer, record)),
    )


def result_on(rulebook: Rulebook, record: Record) -> Result:
    """Return the result of an assessment under another rulebook."""
    profile = fitting_profile(rulebook, record.assessment.profile)
    return evaluate(rulebook, profile, fitting_answers(rulebook, record.assessment.answers))


def answer_words(question: Question, answer: Answer | None) -> str:
    """Describe the saved answer to a question; empty if there is none."""
    if answer is None:
        return ""
    chosen = next((plain(option.text) for option in question.options if option.id == answer.option), "")
    state = "It does not apply" if answer.does_not_apply else "Not known" if answer.dont_know else chosen
    return ". ".join(part for part in (state, answer.does_not_apply, answer.note) if part)


def texts(rulebook: Rulebook, questions: list[str]) -> tuple[str, ...]:
    """Return the texts of the questions with these ids."""
    found: Mapping[str, str] = {question: plain(rulebook.questions[question].text) for question in questions}
    return tuple(found.values())


def in_words(rulebook: Rulebook, result: Result) -> str:
    """Describe a result in one sentence."""
    now: Outcome = result.now
    if now.overall is None or now.bands is None:
        return "Nothing is asked at this stage"
    label = plain(rulebook.bands[now.bands.evidenced].label)
    shown, most = whole(now.overall.evidenced), whole(now.overall.possible)
    higher = "" if most == shown else f"; it could be as high as {most}"
    return f"{label}: you can show {shown} of 100 now{higher}"
