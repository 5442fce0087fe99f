"""One page for each question."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from assess.core.model.assessment import Answer
from assess.storage.database import NoDatabaseError
from assess.storage.records import AnswerClash, fingerprint
from assess.web.context import site
from assess.web.questionnaire.forms import AnswerForm, answer_from, typed_from
from assess.web.questionnaire.question_page import Visit, asked, first_page, following, in_words, question_page
from assess.web.security import form_is_ours, looks_itself
from assess.web.shared.form_state import NOT_OURS, NOT_WRITTEN, Answered, State, typed_in
from assess.web.shared.text import plain

area = Blueprint("questions", __name__)
CLASH = "Someone else saved this question while you had it open. Compare their answer with yours and save again"


@area.get("/assessments/<int:number>/questions/<question>")
def show(number: int, question: str) -> str:
    """Show a question with its answer, or with the unfinished draft of one."""
    page = asked(number, question)
    draft = site().store.load_draft(number, question) if page.unfinished else {}
    if not draft:
        return first_page(page)
    form = page.visit.sheet.form(data=draft)
    form.validate()
    return question_page(page.visit, form, State(draft.get("seen", ""), unfinished=True))


@area.post("/assessments/<int:number>/questions/<question>")
@looks_itself
def save(number: int, question: str) -> Answered:
    """Save the answer and go on, or show its mistakes without losing the input."""
    visit = asked(number, question).visit
    form = visit.sheet.form(request.form)
    sound = form.validate()
    seen = request.form.get("seen", "")
    if not form_is_ours():
        return question_page(visit, form, State(seen, NOT_OURS)), 422
    later = request.form.get("then") == "later"
    if not sound and not later:
        return question_page(visit, form, State(seen)), 422
    try:
        return (
            saved(visit, form, seen, later=later)
            if sound or is_note_alone(form)
            else left_unfinished(visit, form, seen)
        )
    except NoDatabaseError:
        return question_page(visit, form, State(seen, NOT_WRITTEN)), 503


def saved(visit: Visit, form: AnswerForm, seen: str, *, later: bool) -> Answered:
    """Save a valid answer and go on, or show the conflict with what someone else saved in the meantime."""
    number, question = visit.number, visit.name
    clash = site().store.save_answer(number, question, answer_from(form.data), seen)
    if clash:
        return clash_page(visit, form, clash)
    return redirect(url_for("tasks.show", number=number) if later else following(visit), 303)


@area.post("/assessments/<int:number>/questions/<question>/clear")
def clear(number: int, question: str) -> Answered:
    """Reset the answer to a question to unanswered and keep its note."""
    page = asked(number, question)
    old = page.kept
    left = Answer(note=old.note, evidence=old.evidence, by=old.by)
    clash = site().store.save_answer(number, question, left, request.form.get("seen", ""))
    if clash:
        return clash_page(page.visit, page.visit.sheet.form(data=typed_from(left)), clash)
    flash("The answer was taken back.")
    return redirect(url_for("questions.show", number=number, question=question), 303)


def is_note_alone(form: AnswerForm) -> bool:
    """Return whether the only error is that no answer was chosen."""
    return list(form.errors) == ["answer"] and not form.answer.data and not form.data.get("reason")


def left_unfinished(visit: Visit, form: AnswerForm, seen: str) -> Response:
    """Save the input as a draft, including its mistakes, and redirect to the task list."""
    site().store.save_draft(visit.number, visit.name, typed_in(form, seen))
    flash(f"“{plain(visit.question.text)}” is kept as you left it. It does not count until it is finished.")
    return redirect(url_for("tasks.show", number=visit.number), 303)


def clash_page(visit: Visit, form: AnswerForm, clash: AnswerClash) -> tuple[str, int]:
    """Show the other version beside the input; saving again overwrites the other version."""
    state = State(fingerprint(clash.theirs), CLASH, in_words(visit.question, clash.theirs))
    return question_page(visit, form, state), 422
