"""One page for each action, saved in the same way as an answer."""

from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.model.plan import NO_ACTION, Action
from assess.core.model.rules import Recommendation
from assess.report.content.citations import strip_references
from assess.report.content.plan_models import TO_DECIDE, PlanContent, PlanLine
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import ActionConflictError, TextLimitError, compute_etag, plan_page_key
from assess.web.components.widgets import render_fields, sanitise
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.plan.date_field import render_date_input
from assess.web.plan.forms import ActionForm, action_to_form, form_to_action
from assess.web.results.plan import build_plan, build_plan_line
from assess.web.results.views import has_stage
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import (
    SAVE_FAILED,
    SESSION_ENDED,
    FormResponse,
    FormState,
    LabelledTexts,
    collect_draft,
    collect_errors,
)

bp = Blueprint("actions", __name__)
_CONFLICT = "This action was saved after you opened it. Compare the other version with yours and save again"
DATE_HINT = "When it is to be done, or when it was done. For example, 27 3 2027"


class ActionContext(NamedTuple):
    """A recommendation of an assessment with the action decided for it."""

    assessment: AssessmentContext
    plan: PlanContent
    line: PlanLine
    stored: Action
    recommendation: Recommendation | None
    """None if the rules no longer have the recommendation."""


def _load_action_context(number: int, recommendation_id: str) -> ActionContext:
    """Load an action; aborts with 404 if neither the rules nor the plan have it."""
    assessment = get_assessment(number)
    stored = assessment.record.assessment.plan.get(recommendation_id, NO_ACTION)
    rule = assessment.rulebook.recommendations.get(recommendation_id)
    if not has_stage(assessment) or (rule is None and stored == NO_ACTION):
        abort(404)
    return ActionContext(
        assessment, build_plan(assessment), build_plan_line(assessment, recommendation_id), stored, rule
    )


@bp.get("/assessments/<int:number>/plan/actions/<recommendation>")
def show(number: int, recommendation: str) -> str:
    """Show an action, or the unfinished draft of one."""
    context = _load_action_context(number, recommendation)
    draft = services().store.load_page_draft(number, plan_page_key(recommendation)) if _has_draft(context) else {}
    form = ActionForm(data=draft or action_to_form(context.stored, context.line.lead))
    if draft:
        form.validate()
    return _render_action_page(
        context, form, FormState(draft.get("seen", compute_etag(context.stored)), unfinished=bool(draft))
    )


@bp.post("/assessments/<int:number>/plan/actions/<recommendation>")
@csrf_checked_by_view
def save(number: int, recommendation: str) -> FormResponse:
    """Save the action and go on, or show its mistakes without losing the input."""
    context = _load_action_context(number, recommendation)
    form = ActionForm(request.form)
    is_valid, etag = form.validate(), request.form.get("seen", "")
    if not is_csrf_valid():
        return _render_action_page(context, form, FormState(etag, SESSION_ENDED)), 422
    if not is_valid and request.form.get("then") != "later":
        return _render_action_page(context, form, FormState(etag)), 422
    try:
        return _store_action(context, form, etag) if is_valid else _save_action_draft(context, form, etag)
    except DatabaseUnavailableError:
        return _render_action_page(context, form, FormState(etag, SAVE_FAILED)), 503


def _store_action(context: ActionContext, form: ActionForm, etag: str) -> FormResponse:
    """Save a valid action, or show the conflict with what someone else saved in the meantime."""
    action = form_to_action(form)
    try:
        services().store.save_action(context.assessment.number, context.line.id, action, etag)
    except ActionConflictError as conflict:
        return _render_action_conflict(context, form, conflict.current)
    except TextLimitError as error:
        return _render_action_page(context, form, FormState(etag, str(error))), 422
    undecided_note = "" if action.is_decided else " It counts as decided when it has someone responsible and a date."
    flash(f"“{context.line.title}” has been saved.{undecided_note}")
    return (
        redirect(_next_action_url(context), 303)
        if request.form.get("then") == "continue"
        else _redirect_to_plan(context)
    )


def _next_action_url(context: ActionContext) -> str:
    """Return the URL of the next undecided recommendation, or of the plan after the last."""
    names = [line.id for line in context.plan.lines]
    start = names.index(context.line.id) + 1 if context.line.id in names else 0
    number = context.assessment.number
    for line in context.plan.lines[start:]:
        if line.kind == TO_DECIDE:
            return url_for("actions.show", number=number, recommendation=line.id)
    return url_for("plan.show", number=number)


@bp.post("/assessments/<int:number>/plan/actions/<recommendation>/clear")
def clear(number: int, recommendation: str) -> FormResponse:
    """Delete the action decided for a recommendation."""
    context = _load_action_context(number, recommendation)
    try:
        services().store.save_action(number, recommendation, NO_ACTION, request.form.get("seen", ""))
    except ActionConflictError as conflict:
        form = ActionForm(data=action_to_form(context.stored, context.line.lead))
        return _render_action_conflict(context, form, conflict.current)
    flash(f"The decision about “{context.line.title}” has been cleared.")
    return _redirect_to_plan(context)


def _save_action_draft(context: ActionContext, form: ActionForm, etag: str) -> Response:
    """Save the input as a draft, including its mistakes, and redirect to the plan."""
    services().store.save_page_draft(
        context.assessment.number, plan_page_key(context.line.id), collect_draft(form, etag)
    )
    flash(f"“{context.line.title}” is kept as you left it, but it does not count until it is finished.")
    return _redirect_to_plan(context)


def _redirect_to_plan(context: ActionContext) -> Response:
    """Redirect to the plan."""
    return redirect(url_for("plan.show", number=context.assessment.number), 303)


def _has_draft(context: ActionContext) -> bool:
    """Return whether the page has an unfinished draft."""
    return plan_page_key(context.line.id) in context.assessment.record.unfinished


def _render_action_conflict(context: ActionContext, form: ActionForm, current: Action) -> tuple[str, int]:
    """Show the other version beside the input; saving again overwrites the other version."""
    state = FormState(compute_etag(current), _CONFLICT, _describe_action_parts(context, current))
    return _render_action_page(context, form, state), 422


def _describe_action_parts(context: ActionContext, action: Action) -> LabelledTexts:
    """Return the labels and texts of the parts of an action that are not empty."""
    line = build_plan_line(context.assessment, context.line.id, action)
    parts = (
        ("Status", line.label),
        ("Who is responsible", line.owner),
        ("Date", line.due_text),
        ("Reason", line.reason),
        ("Also", line.remark),
    )
    return tuple((label, sanitise(text)) for label, text in parts if text)


def _render_action_page(context: ActionContext, form: ActionForm, state: FormState) -> str:
    """Render an action, with its errors in page order."""
    lead = (
        strip_references(context.assessment.rulebook.roles[context.recommendation.lead].title)
        if context.recommendation
        else ""
    )
    return render_template(
        "pages/plan/action.html",
        back=("Action plan", url_for("plan.show", number=context.assessment.number)),
        assessment=context.assessment,
        line=context.line,
        recommendation=context.recommendation,
        lead=lead,
        fields=render_fields(form),
        due_input=render_date_input(form, "due", "Date", DATE_HINT),
        is_decided=context.stored != NO_ACTION,
        skip_url=_next_action_url(context),
        errors=deduplicate_errors(collect_errors(form, state, "#decision")),
        state=state,
    )


def deduplicate_errors(collected: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each error message once, with the anchor of the first field that has it."""
    first: dict[str, str] = {}
    for sentence, anchor in collected:
        first.setdefault(sentence, anchor)
    return list(first.items())
