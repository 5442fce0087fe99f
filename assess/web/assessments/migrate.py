"""Migrate an assessment to a newer version of the rules, with a preview of the changes."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.comparison.carry_over import carry_over_answers, carry_over_profile, rename_answers
from assess.core.model.assessment import Answer
from assess.core.model.result import Outcome, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question
from assess.core.scoring.evaluate import evaluate
from assess.report.content.citations import strip_references
from assess.report.content.text import format_count, round_score
from assess.storage.records import AssessmentRecord
from assess.web.context import AssessmentContext, get_assessment, services

bp = Blueprint("migration", __name__)
_RULES_CHANGED = "The rules have changed again since you opened this page. Check what would change now."


class _MigrationPreview(NamedTuple):
    """What migrating to a newer version would change; the texts of questions, in rulebook order."""

    carried: tuple[str, ...]
    """Questions whose answers mean the same in the newer version."""
    new: tuple[str, ...]
    gone: tuple[tuple[str, str], ...]
    """Questions that the newer version does not have, each with its saved answer or an empty string."""
    to_review: tuple[str, ...]
    """Questions whose answer the newer version no longer offers: only the note carries over."""
    before: str
    after: str


@bp.get("/assessments/<int:number>/rules")
def compare(number: int) -> str | Response:
    """Show what migrating to the current rules would change."""
    assessment = get_assessment(number)
    if not assessment.newer:
        return redirect(url_for("task_list.show", number=number), 303)
    return render_template(
        "pages/assessments/migrate.html",
        back=(assessment.record.assessment.service, url_for("task_list.show", number=number)),
        assessment=assessment,
        preview=_preview_migration(assessment, services().rulebooks.get_current()),
    )


@bp.post("/assessments/<int:number>/rules")
def migrate(number: int) -> Response:
    """Migrate an assessment to the current rules, provided they are still the version that the page showed."""
    assessment = get_assessment(number)
    stored = services().rulebooks.get_current_stored()
    if not assessment.newer or stored.release.version != request.form.get("version"):
        flash(_RULES_CHANGED, "important")
        return redirect(url_for("migration.compare", number=number), 303)
    newer = services().rulebooks.get_current()
    preview = _preview_migration(assessment, newer)
    services().store.move_to_rulebook(number, stored, newer.renames)
    flash(f"Moved to version {stored.release.version}: {format_count(len(preview.carried), 'answer')} carried over.")
    return redirect(url_for("task_list.show", number=number), 303)


def _preview_migration(assessment: AssessmentContext, newer: Rulebook) -> _MigrationPreview:
    """Return what migrating to a newer version would change."""
    old, record = assessment.rulebook, assessment.record
    given = rename_answers(newer, record.assessment.answers)
    fits = carry_over_answers(newer, given)
    renamed = newer.renames.questions
    present = {renamed.get(question, question) for question in old.questions}
    return _MigrationPreview(
        carried=_get_question_texts(newer, [question for question in fits if fits[question] == given[question]]),
        new=_get_question_texts(newer, [question for question in newer.questions if question not in present]),
        gone=tuple(
            (strip_references(question.text), _describe_stored_answer(question, given.get(question.id)))
            for question in old.questions.values()
            if renamed.get(question.id, question.id) not in newer.questions
        ),
        to_review=_get_question_texts(newer, [question for question in fits if fits[question] != given[question]]),
        before=_describe_result(old, assessment.result()),
        after=_describe_result(newer, _evaluate_on(newer, record)),
    )


def _evaluate_on(rulebook: Rulebook, record: AssessmentRecord) -> Result:
    """Return the result of an assessment under another rulebook."""
    profile = carry_over_profile(rulebook, record.assessment.profile)
    return evaluate(rulebook, profile, carry_over_answers(rulebook, record.assessment.answers))


def _describe_stored_answer(question: Question, answer: Answer | None) -> str:
    """Describe the saved answer to a question; empty if there is none."""
    if answer is None:
        return ""
    chosen = next((strip_references(option.text) for option in question.options if option.id == answer.option), "")
    state = "It does not apply" if answer.does_not_apply else "Not known" if answer.dont_know else chosen
    return ". ".join(part for part in (state, answer.does_not_apply, answer.note) if part)


def _get_question_texts(rulebook: Rulebook, questions: list[str]) -> tuple[str, ...]:
    """Return the texts of the questions with these ids."""
    found: Mapping[str, str] = {question: strip_references(rulebook.questions[question].text) for question in questions}
    return tuple(found.values())


def _describe_result(rulebook: Rulebook, result: Result) -> str:
    """Describe a result in one sentence."""
    now: Outcome = result.now
    if now.overall is None or now.bands is None:
        return "Nothing is asked at this stage"
    label = strip_references(rulebook.bands[now.bands.evidenced].label)
    evidenced, possible = round_score(now.overall.evidenced), round_score(now.overall.possible)
    higher = "" if possible == evidenced else f"; it could be as high as {possible}"
    return f"{label}: you can show {evidenced} of 100 now{higher}"
