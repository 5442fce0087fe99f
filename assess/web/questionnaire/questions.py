"""One page for each question."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from assess.core.model.assessment import Answer
from assess.report.content.citations import strip_references
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import AnswerConflictError, TextLimitError, compute_etag
from assess.web.context import get_assessment, services
from assess.web.questionnaire.forms import AnswerForm, answer_to_form, form_to_answer
from assess.web.questionnaire.next_step import list_open_questions
from assess.web.questionnaire.question_page import (
    PageKey,
    describe_answer_parts,
    get_check_url,
    load_question,
    next_question_url,
    render_initial_page,
    render_question_page,
)
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import SAVE_FAILED, SESSION_ENDED, FormResponse, FormState, collect_draft

bp = Blueprint("questions", __name__)
_CONFLICT = "This question was saved after you opened it. Compare that answer with yours and save again"


@bp.get("/assessments/<int:number>/questions/<question>")
def show(number: int, question: str) -> str:
    """Show a question with its answer, or with the unfinished draft of one."""
    loaded = load_question(number, question, from_check=_is_from_check())
    draft = services().store.load_page_draft(number, question) if loaded.unfinished else {}
    if not draft:
        return render_initial_page(loaded)
    form = loaded.key.markup.form(data=draft)
    form.validate()
    return render_question_page(loaded.key, form, FormState(draft.get("seen", ""), unfinished=True))


@bp.post("/assessments/<int:number>/questions/<question>")
@csrf_checked_by_view
def save(number: int, question: str) -> FormResponse:
    """Save the answer and go on, or show its mistakes without losing the input."""
    key = load_question(number, question, from_check=_is_from_check()).key
    form = key.markup.form(request.form)
    is_valid = form.validate()
    etag = request.form.get("seen", "")
    if not is_csrf_valid():
        return render_question_page(key, form, FormState(etag, SESSION_ENDED)), 422
    later = request.form.get("then") == "later"
    if not is_valid and not later:
        return render_question_page(key, form, FormState(etag)), 422
    try:
        return (
            _store_answer(key, form, etag, later=later)
            if is_valid or _has_only_note(form)
            else _save_answer_draft(key, form, etag)
        )
    except DatabaseUnavailableError:
        return render_question_page(key, form, FormState(etag, SAVE_FAILED)), 503


def _store_answer(key: PageKey, form: AnswerForm, etag: str, *, later: bool) -> FormResponse:
    """Save a valid answer and go on, or show the conflict with what someone else saved in the meantime."""
    number, question = key.number, key.question_id
    try:
        services().store.save_answer(number, question, form_to_answer(form.data), etag)
    except AnswerConflictError as conflict:
        return _render_answer_conflict(key, form, conflict.current)
    except TextLimitError as error:
        form["note"].errors = [str(error)]
        return render_question_page(key, form, FormState(etag)), 422
    return redirect(url_for("task_list.show", number=number) if later else _get_following_url(key), 303)


def _get_following_url(key: PageKey) -> str:
    """Return the URL of the page that follows when a question is saved.

    It is the page that checks all answers if the question was opened there, otherwise the next question of its section
    that is not answered yet, or the section.
    """
    if key.from_check:
        return get_check_url(key)
    assessment = get_assessment(key.number)
    open_questions = list_open_questions(assessment, assessment.result())
    return next_question_url(key, open_questions)


def _is_from_check() -> bool:
    """Return whether the question was opened from the page that checks all answers."""
    return request.args.get("back") == "check"


@bp.post("/assessments/<int:number>/questions/<question>/clear")
def clear(number: int, question: str) -> FormResponse:
    """Reset the answer to a question to unanswered and keep its note."""
    loaded = load_question(number, question, from_check=_is_from_check())
    old = loaded.stored
    remaining = Answer(note=old.note, evidence=old.evidence, by=old.by)
    try:
        services().store.save_answer(number, question, remaining, request.form.get("seen", ""))
    except AnswerConflictError as conflict:
        form = loaded.key.markup.form(data=answer_to_form(remaining))
        return _render_answer_conflict(loaded.key, form, conflict.current)
    flash("The answer was cleared. Your note is kept.")
    return redirect(
        url_for("questions.show", number=number, question=question, back="check" if _is_from_check() else None), 303
    )


def _has_only_note(form: AnswerForm) -> bool:
    """Return whether the only error is that no answer was chosen."""
    return list(form.errors) == ["answer"] and not form.answer.data and not form.data.get("reason")


def _save_answer_draft(key: PageKey, form: AnswerForm, etag: str) -> Response:
    """Save the input as a draft, including its mistakes, and redirect to the task list."""
    services().store.save_page_draft(key.number, key.question_id, collect_draft(form, etag))
    flash(
        f"“{strip_references(key.question.text)}” is kept as you left it, but it does not count until it is finished."
    )
    return redirect(url_for("task_list.show", number=key.number), 303)


def _render_answer_conflict(key: PageKey, form: AnswerForm, current: Answer) -> tuple[str, int]:
    """Show the other version beside the input; saving again overwrites the other version."""
    state = FormState(compute_etag(current), _CONFLICT, describe_answer_parts(key.question, current))
    return render_question_page(key, form, state), 422
