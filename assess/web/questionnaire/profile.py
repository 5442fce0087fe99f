"""The profile: the facts that decide which questions are asked."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from assess.core.comparison.carry_over import carry_over_profile
from assess.core.model.assessment import Profile
from assess.core.model.result import Result
from assess.core.model.rules import UNKNOWN_OPTION, DerivedFact
from assess.core.scoring.conditions import TRUE, EvaluationContext, compile_condition
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import PROFILE_PAGE, ProfileConflictError, compute_etag
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.questionnaire.profile_form import build_profile_form, form_to_profile, profile_to_form
from assess.web.questionnaire.task_list import describe_fact_value
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared import notices
from assess.web.shared.form_state import (
    SAVE_FAILED,
    SESSION_ENDED,
    FormResponse,
    FormState,
    collect_draft,
    collect_errors,
)
from assess.web.shared.text import CitedText, cite_text, to_plain_text

bp = Blueprint("profile", __name__)
_CONFLICT = "Someone else saved these facts while you had them open. Compare theirs with yours and save again"


@bp.get("/assessments/<int:number>/about")
def show(number: int) -> str:
    """Show the facts, or the unfinished draft of them."""
    assessment = get_assessment(number)
    form, _ = build_profile_form(assessment.rulebook)
    draft = (
        services().store.load_page_draft(number, PROFILE_PAGE) if PROFILE_PAGE in assessment.record.unfinished else {}
    )
    if draft:
        draft_form = form(data=draft)
        draft_form.validate()
        return _render_profile(assessment, draft_form, FormState(draft.get("seen", ""), unfinished=True))
    stored = assessment.record.assessment.profile
    form_data = profile_to_form(assessment.rulebook, carry_over_profile(assessment.rulebook, stored))
    return _render_profile(assessment, form(data=form_data), FormState(compute_etag(stored)))


@bp.post("/assessments/<int:number>/about")
@csrf_checked_by_view
def save(number: int) -> FormResponse:
    """Save the facts, or show their mistakes without losing the input."""
    assessment = get_assessment(number)
    form = build_profile_form(assessment.rulebook)[0](request.form)
    is_valid = form.validate()
    etag = request.form.get("seen", "")
    if not is_csrf_valid():
        return _render_profile(assessment, form, FormState(etag, SESSION_ENDED)), 422
    if not is_valid and request.form.get("then") != "later":
        return _render_profile(assessment, form, FormState(etag)), 422
    try:
        return _store_profile(number, assessment, form, etag) if is_valid else _save_profile_draft(number, form, etag)
    except DatabaseUnavailableError:
        return _render_profile(assessment, form, FormState(etag, SAVE_FAILED)), 503


def _store_profile(number: int, assessment: AssessmentContext, form: Form, etag: str) -> FormResponse:
    """Save valid facts, or show the conflict with what someone else saved in the meantime."""
    try:
        services().store.save_profile(number, _merge_dropped_facts(assessment, form), etag)
    except ProfileConflictError as conflict:
        return _render_profile_conflict(assessment, form, conflict.current), 422
    return redirect(url_for("task_list.show", number=number), 303)


def _merge_dropped_facts(assessment: AssessmentContext, form: Form) -> dict[str, str | int]:
    """Return the input together with the stored facts that this rulebook no longer has."""
    facts = assessment.rulebook.facts
    dropped = {fact: value for fact, value in assessment.record.assessment.profile.items() if fact not in facts}
    return dropped | dict(form_to_profile(assessment.rulebook, form.data))


def _save_profile_draft(number: int, form: Form, etag: str) -> Response:
    """Save the input as a draft, including its mistakes, and redirect to the task list."""
    services().store.save_page_draft(number, PROFILE_PAGE, collect_draft(form, etag))
    flash("What you typed about the service is kept as you left it. It does not count until it is finished.")
    return redirect(url_for("task_list.show", number=number), 303)


def _render_profile_conflict(assessment: AssessmentContext, form: Form, current: Profile) -> str:
    """Show the other version beside the input."""
    facts = assessment.rulebook.rules.profile
    other_version = tuple((to_plain_text(fact.text), describe_fact_value(fact, current.get(fact.id))) for fact in facts)
    return _render_profile(assessment, form, FormState(compute_etag(current), _CONFLICT, other_version))


def _render_profile(assessment: AssessmentContext, form: Form, state: FormState) -> str:
    """Render the facts, with their errors in page order."""
    result = assessment.result()
    return render_template(
        "pages/questionnaire/profile.html",
        back=(assessment.record.assessment.service, url_for("task_list.show", number=assessment.number)),
        assessment=assessment,
        fields=build_profile_form(assessment.rulebook)[1].render(form).values(),
        errors=collect_errors(form, state, "#main-content"),
        state=state,
        derived_facts=_describe_derived_facts(assessment, result),
        notices=notices.render_notices(assessment.rulebook, result),
    )


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
    text = next((to_plain_text(choice.text) for choice in derived.options if choice.id == value), "Not known yet")
    context = EvaluationContext(result.facts)
    applied = next((case for case in derived.unless if compile_condition(case.when).evaluate(context) is TRUE), None)
    row = applied or derived.table.get(str(result.facts.get(derived.from_)))
    note, claims = (row.note, row.claims) if row else ("", ())
    return to_plain_text(derived.text), text, cite_text(assessment.rulebook, note, claims, date.today())
