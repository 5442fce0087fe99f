"""The profile: the facts that decide which questions are asked, on pages of one matter each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from assess.core.comparison.carry_over import carry_over_profile
from assess.core.model.assessment import Profile
from assess.report.content.citations import strip_references
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import PROFILE_PAGE, ProfileConflictError, compute_etag
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.questionnaire.contradictions import describe_contradictions, find_contradictions
from assess.web.questionnaire.profile_form import build_profile_form, form_to_profile, profile_to_form
from assess.web.questionnaire.profile_pages import (
    ProfilePage,
    get_profile_page,
    list_profile_pages,
    list_profile_steps,
)
from assess.web.questionnaire.task_list import describe_fact_value
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import (
    SAVE_FAILED,
    SESSION_ENDED,
    FormResponse,
    FormState,
    collect_draft,
    collect_errors,
)

bp = Blueprint("profile", __name__)
_CONFLICT = "These facts were saved after you opened them. Compare the other version with yours and save again"
_CHECK_VIEWS = {"about": "profile_check.show", "check": "task_list.check_answers"}
"""The pages with a row for each fact, by the value of `back` in the query string."""


@bp.get("/assessments/<int:number>/about")
def show(number: int) -> str | Response:
    """Redirect to the first page of facts, or show the unfinished draft that an older version kept of all facts."""
    assessment = get_assessment(number)
    draft = (
        services().store.load_page_draft(number, PROFILE_PAGE) if PROFILE_PAGE in assessment.record.unfinished else {}
    )
    if not draft:
        return redirect(url_for("profile.show_page", number=number, page=1), 303)
    page = get_profile_page(assessment.rulebook, 0)
    form = build_profile_form(assessment.rulebook, page.number)[0](data=draft)
    form.validate()
    return _render_profile(assessment, page, form, FormState(draft.get("seen", ""), unfinished=True))


@bp.get("/assessments/<int:number>/about/<int:page>")
def show_page(number: int, page: int) -> str | Response:
    """Show a page of facts."""
    if page == 0:
        return redirect(url_for("profile.show", number=number), 303)
    assessment = get_assessment(number)
    shown = get_profile_page(assessment.rulebook, page)
    stored = assessment.record.assessment.profile
    form_data = profile_to_form(assessment.rulebook, carry_over_profile(assessment.rulebook, stored))
    form = build_profile_form(assessment.rulebook, page)[0](data=form_data)
    return _render_profile(assessment, shown, form, FormState(compute_etag(shown.select_facts(stored))))


@bp.post("/assessments/<int:number>/about")
@csrf_checked_by_view
def save(number: int) -> FormResponse:
    """Save all facts, as the form of an older version sends them."""
    return _save(number, 0)


@bp.post("/assessments/<int:number>/about/<int:page>")
@csrf_checked_by_view
def save_page(number: int, page: int) -> FormResponse:
    """Save a page of facts."""
    return _save(number, page)


def _save(number: int, page_number: int) -> FormResponse:
    """Save the facts of a page, or show their mistakes without losing the input."""
    assessment = get_assessment(number)
    page = get_profile_page(assessment.rulebook, page_number)
    form = build_profile_form(assessment.rulebook, page.number)[0](request.form)
    is_valid, is_later = form.validate(), page_number == 0 and request.form.get("then") == "later"
    etag = request.form.get("seen", "")
    if not is_csrf_valid():
        return _render_profile(assessment, page, form, FormState(etag, SESSION_ENDED)), 422
    if not is_valid and not is_later:
        return _render_profile(assessment, page, form, FormState(etag)), 422
    try:
        return _store_profile(assessment, page, form, etag) if is_valid else _save_profile_draft(number, form, etag)
    except DatabaseUnavailableError:
        return _render_profile(assessment, page, form, FormState(etag, SAVE_FAILED)), 503


def _store_profile(assessment: AssessmentContext, page: ProfilePage, form: Form, etag: str) -> FormResponse:
    """Save valid facts, or show the conflict with what someone else saved in the meantime."""
    number, given = assessment.number, dict(form_to_profile(assessment.rulebook, form.data))
    try:
        if page.number:
            services().store.save_profile(number, given, etag, page.fact_ids)
        else:
            services().store.save_profile(number, _list_dropped_facts(assessment) | given, etag)
    except ProfileConflictError as conflict:
        return _render_profile_conflict(assessment, page, form, conflict.current), 422
    return redirect(_get_following_url(assessment, page), 303)


def _list_dropped_facts(assessment: AssessmentContext) -> dict[str, str | int]:
    """Return the stored facts that this rulebook no longer has."""
    facts = assessment.rulebook.facts
    return {fact: value for fact, value in assessment.record.assessment.profile.items() if fact not in facts}


def _get_following_url(assessment: AssessmentContext, page: ProfilePage) -> str:
    """Return the URL that follows a page: the row that the user came from, the next page, or the check after the last.

    All facts on one page lead to the task list.
    """
    back = _get_return_url(assessment)
    if back or not page.number:
        return back or url_for("task_list.show", number=assessment.number)
    if page.number < len(list_profile_pages(assessment.rulebook)):
        return url_for("profile.show_page", number=assessment.number, page=page.number + 1)
    return url_for("profile_check.show", number=assessment.number)


def _get_return_url(assessment: AssessmentContext) -> str:
    """Return the URL of the row from which the user came to change a fact; empty if the user did not."""
    view, fact = _CHECK_VIEWS.get(request.args.get("back", "")), request.args.get("fact", "")
    if view is None or fact not in assessment.rulebook.facts:
        return ""
    return url_for(view, number=assessment.number, _anchor=f"fact-{fact}")


def _save_profile_draft(number: int, form: Form, etag: str) -> Response:
    """Save the input as a draft, including its mistakes, and redirect to the task list."""
    services().store.save_page_draft(number, PROFILE_PAGE, collect_draft(form, etag))
    flash("What you typed about the service is kept, but it does not count until it is finished.")
    return redirect(url_for("task_list.show", number=number), 303)


def _render_profile_conflict(assessment: AssessmentContext, page: ProfilePage, form: Form, current: Profile) -> str:
    """Show the other version beside the input."""
    other_version = tuple(
        (strip_references(fact.text), describe_fact_value(fact, current.get(fact.id))) for fact in page.facts
    )
    return _render_profile(assessment, page, form, FormState(compute_etag(current), _CONFLICT, other_version))


def _render_profile(assessment: AssessmentContext, page: ProfilePage, form: Form, state: FormState) -> str:
    """Render a page of facts, with their errors in page order."""
    number = assessment.number
    service = (assessment.record.assessment.service, url_for("task_list.show", number=number))
    previous = list_profile_pages(assessment.rulebook)[page.number - 2] if page.number > 1 else None
    back = (previous.title, url_for("profile.show_page", number=number, page=previous.number)) if previous else service
    return_url = _get_return_url(assessment)
    return render_template(
        "pages/questionnaire/profile.html",
        back=("What you have entered", return_url) if return_url else back,
        assessment=assessment,
        page=page,
        contradictions=describe_contradictions(
            assessment.rulebook, find_contradictions(assessment.rulebook, page.fact_ids, number)
        ),
        steps=list_profile_steps(assessment.rulebook, assessment.profile),
        fields=build_profile_form(assessment.rulebook, page.number)[1].render(form).values(),
        skip_link=("Go back without saving", return_url)
        if return_url
        else ("Skip for now", _get_following_url(assessment, page)),
        errors=collect_errors(form, state, "#main-content"),
        state=state,
    )
