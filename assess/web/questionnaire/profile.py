"""The profile: the facts that decide which questions are asked."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from assess.core.comparison.carry_over import fitting_profile
from assess.core.model.result import Result
from assess.core.model.rules import UNKNOWN, Derived
from assess.core.scoring.conditions import TRUE, Situation, compiled
from assess.storage.database import NoDatabaseError
from assess.storage.records import PROFILE_PAGE, ProfileClash, fingerprint
from assess.web.context import Opened, opened, site
from assess.web.questionnaire.profile_form import profile_form, profile_from, typed_from
from assess.web.questionnaire.task_list import said_of
from assess.web.security import form_is_ours, looks_itself
from assess.web.shared import notices
from assess.web.shared.form_state import NOT_OURS, NOT_WRITTEN, Answered, State, errors_of, typed_in
from assess.web.shared.text import Cited, cited, plain

area = Blueprint("about", __name__)
CLASH = "Someone else saved these facts while you had them open. Compare theirs with yours and save again"


@area.get("/assessments/<int:number>/about")
def show(number: int) -> str:
    """Show the facts, or the unfinished draft of them."""
    assessment = opened(number)
    form, _ = profile_form(assessment.rulebook)
    draft = site().store.load_draft(number, PROFILE_PAGE) if PROFILE_PAGE in assessment.record.unfinished else {}
    if draft:
        filled = form(data=draft)
        filled.validate()
        return about_page(assessment, filled, State(draft.get("seen", ""), unfinished=True))
    kept = assessment.record.assessment.profile
    typed = typed_from(fitting_profile(assessment.rulebook, kept))
    return about_page(assessment, form(data=typed), State(fingerprint(kept)))


@area.post("/assessments/<int:number>/about")
@looks_itself
def save(number: int) -> Answered:
    """Save the facts, or show their mistakes without losing the input."""
    assessment = opened(number)
    form = profile_form(assessment.rulebook)[0](request.form)
    sound = form.validate()
    seen = request.form.get("seen", "")
    if not form_is_ours():
        return about_page(assessment, form, State(seen, NOT_OURS)), 422
    if not sound and request.form.get("then") != "later":
        return about_page(assessment, form, State(seen)), 422
    try:
        return saved(number, assessment, form, seen) if sound else left_unfinished(number, form, seen)
    except NoDatabaseError:
        return about_page(assessment, form, State(seen, NOT_WRITTEN)), 503


def saved(number: int, assessment: Opened, form: Form, seen: str) -> Answered:
    """Save valid facts, or show the conflict with what someone else saved in the meantime."""
    clash = site().store.save_profile(number, with_facts_gone(assessment, form), seen)
    if clash:
        return clash_page(assessment, form, clash), 422
    return redirect(url_for("tasks.show", number=number), 303)


def with_facts_gone(assessment: Opened, form: Form) -> dict[str, str | int]:
    """Return the input together with the stored facts that this rulebook no longer has."""
    facts = assessment.rulebook.facts
    gone = {fact: value for fact, value in assessment.record.assessment.profile.items() if fact not in facts}
    return gone | dict(profile_from(assessment.rulebook, form.data))


def left_unfinished(number: int, form: Form, seen: str) -> Response:
    """Save the input as a draft, including its mistakes, and redirect to the task list."""
    site().store.save_draft(number, PROFILE_PAGE, typed_in(form, seen))
    flash("What you typed about the service is kept as you left it. It does not count until it is finished.")
    return redirect(url_for("tasks.show", number=number), 303)


def clash_page(assessment: Opened, form: Form, clash: ProfileClash) -> str:
    """Show the other version beside the input."""
    facts = assessment.rulebook.rules.profile
    said = tuple((plain(fact.text), said_of(fact, clash.theirs.get(fact.id))) for fact in facts)
    return about_page(assessment, form, State(fingerprint(clash.theirs), CLASH, said))


def about_page(assessment: Opened, form: Form, state: State) -> str:
    """Render the facts, with their errors in page order."""
    result = assessment.result()
    return render_template(
        "pages/questionnaire/profile.html",
        back=(assessment.record.assessment.service, url_for("tasks.show", number=assessment.number)),
        opened=assessment,
        fields=profile_form(assessment.rulebook)[1].filled(form).values(),
        errors=errors_of(form, state, "#main-content"),
        state=state,
        derived=derived_in_words(assessment, result),
        notices=notices.of(assessment.rulebook, result),
    )


def derived_in_words(assessment: Opened, result: Result) -> list[tuple[str, str, Cited]]:
    """Return the question, the answer and the note with its sources of each derived fact."""
    if not assessment.profile:
        return []
    return [worked_out(assessment, result, derived) for derived in assessment.rulebook.rules.derived]


def worked_out(assessment: Opened, result: Result, derived: Derived) -> tuple[str, str, Cited]:
    """Return the question, the answer and the note with its sources of a derived fact."""
    value = result.facts.get(derived.id, UNKNOWN)
    text = next((plain(choice.text) for choice in derived.options if choice.id == value), "Not known yet")
    situation = Situation(result.facts)
    applied = next((case for case in derived.unless if compiled(case.when).truth(situation) is TRUE), None)
    found = applied or derived.table.get(str(result.facts.get(derived.from_)))
    note, claims = (found.note, found.claims) if found else ("", ())
    return plain(derived.text), text, cited(assessment.rulebook, note, claims, date.today())
