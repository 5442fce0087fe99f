"""One page that plans several recommendations at once: the same decision, date and state for all of them."""

from collections.abc import Collection, Iterable, Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from wtforms import Form

from assess.core.model.plan import NO_ACTION, Action
from assess.report.content.plan_models import TO_DECIDE, PlanLine
from assess.report.content.text import capitalise_first, format_count, join_words, lower_first, pluralise
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import ActionsConflictError, TextLimitError, compute_etag, plan_page_key
from assess.web.components.govuk import render_component
from assess.web.components.widgets import render_fields
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.plan.action_views import DATE_HINT, deduplicate_errors
from assess.web.plan.date_field import render_date_input
from assess.web.plan.forms import ActionForm, form_to_action
from assess.web.results.plan import build_plan
from assess.web.results.views import has_stage
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import SAVE_FAILED, SESSION_ENDED, FormResponse, FormState, collect_errors

bp = Blueprint("several_actions", __name__)
_FIELD = "recommendation"
_NONE_SELECTED = "Select at least one recommendation"


@bp.get("/assessments/<int:number>/plan/several")
def show(number: int) -> str:
    """Show the recommendations that are to be decided, with one form for all of them."""
    return _render_page(_load_assessment(number), ActionForm(), FormState(""))


@bp.post("/assessments/<int:number>/plan/several")
@csrf_checked_by_view
def save(number: int) -> FormResponse:
    """Save the same decision about all selected recommendations, or show the mistakes without losing the input."""
    assessment, form = _load_assessment(number), ActionForm(request.form)
    is_valid, selected = form.validate(), _list_selected(assessment)
    if not is_csrf_valid():
        return _render_page(assessment, form, FormState("", SESSION_ENDED)), 422
    if not is_valid or not selected:
        return _render_page(assessment, form, FormState(""), is_none_selected=not selected), 422
    actions = {line.id: _build_action(assessment, line, form) for line in selected}
    try:
        return _store_actions(assessment, form, actions)
    except DatabaseUnavailableError:
        return _render_page(assessment, form, FormState("", SAVE_FAILED)), 503


def _load_assessment(number: int) -> AssessmentContext:
    """Load an assessment; aborts with 404 if it has no plan, because its stage is not given."""
    assessment = get_assessment(number)
    return assessment if has_stage(assessment) else abort(404)


def _list_undecided(assessment: AssessmentContext) -> list[PlanLine]:
    """List the recommendations that are to be decided, without those that somebody has begun to plan."""
    unfinished = assessment.record.unfinished
    lines = build_plan(assessment).lines
    return [line for line in lines if line.kind == TO_DECIDE and plan_page_key(line.id) not in unfinished]


def _list_selected(assessment: AssessmentContext) -> list[PlanLine]:
    """List the recommendations that the form selects, as far as they are still to be decided."""
    return [line for line in _list_undecided(assessment) if line.id in request.form.getlist(_FIELD)]


def _build_action(assessment: AssessmentContext, line: PlanLine, form: ActionForm) -> Action:
    """Build the action of a recommendation, which keeps its own owner and date where the form is blank."""
    typed, stored = form_to_action(form), assessment.record.assessment.plan.get(line.id, NO_ACTION)
    return Action(
        owner=typed.owner or stored.owner or line.lead,
        due=typed.due or stored.due,
        state=typed.state if form.state.data else stored.state,
        reason=typed.reason,
    )


def _store_actions(assessment: AssessmentContext, form: ActionForm, actions: Mapping[str, Action]) -> FormResponse:
    """Save all actions, or none if somebody else has saved one of them in the meantime."""
    number = assessment.number
    changes = {name: (action, request.form.get(f"seen-{name}", "")) for name, action in actions.items()}
    try:
        services().store.save_actions(number, changes)
    except ActionsConflictError as error:
        message = _describe_conflict(line.title for line in _list_undecided(assessment) if line.id in error.names)
        return _render_page(get_assessment(number), form, FormState("", message)), 422
    except TextLimitError as error:
        return _render_page(assessment, form, FormState("", str(error))), 422
    flash(_describe_saved(actions.values()))
    return redirect(url_for("plan.show", number=number), 303)


def _describe_conflict(titles: Iterable[str]) -> str:
    """Describe what was saved in the meantime."""
    names = [f"“{title}”" for title in titles]
    were = pluralise(len(names), "was", "were")
    return f"{join_words(names)} {were} saved after you opened this page. Nothing is saved yet: check what is selected"


def _describe_saved(actions: Collection[Action]) -> str:
    """Describe how many actions were saved, and what is missing in those that are not decided."""
    done = f"{format_count(len(actions), 'recommendation')} {pluralise(len(actions), 'is', 'are')} saved."
    are_decided = all(action.is_decided for action in actions)
    missing = "" if are_decided else " Each counts as decided when it has someone responsible and a date."
    return capitalise_first(f"{done}{missing}")


def _render_page(
    assessment: AssessmentContext, form: ActionForm, state: FormState, *, is_none_selected: bool = False
) -> str:
    """Render the recommendations and the form, with their errors in page order."""
    lines, stored = _list_undecided(assessment), assessment.record.assessment.plan
    shown = collect_errors(form if lines else Form(), state, "#main-content")
    missing = [(_NONE_SELECTED, f"#{_FIELD}")] if lines and is_none_selected else []
    return render_template(
        "pages/plan/several.html",
        back=("Action plan", url_for("plan.show", number=assessment.number)),
        assessment=assessment,
        boxes=_render_boxes(lines, _NONE_SELECTED if is_none_selected else ""),
        etags={line.id: compute_etag(stored.get(line.id, NO_ACTION)) for line in lines},
        fields=render_fields(form),
        due_input=render_date_input(form, "due", "Date", DATE_HINT),
        errors=[*missing, *deduplicate_errors(shown)],
    )


def _describe_line(line: PlanLine) -> str:
    """Describe what a recommendation lifts, and who usually leads it."""
    lead = f"Usually {lower_first(line.lead)}" if line.lead else ""
    return ". ".join(part for part in (line.lifts, lead) if part)


def _render_boxes(lines: list[PlanLine], error: str) -> Markup:
    """Render a checkbox for each recommendation; empty if there is none."""
    selected = request.form.getlist(_FIELD)
    items = [
        {
            "value": line.id,
            "text": f"{line.number}. {line.title}",
            "checked": line.id in selected,
            "hint": {"text": _describe_line(line)},
        }
        for line in lines
    ]
    legend = {"text": "Which recommendations?", "classes": "govuk-fieldset__legend--m"}
    params = {"name": _FIELD, "idPrefix": _FIELD, "items": items, "fieldset": {"legend": legend}}
    message = {"errorMessage": {"text": error}} if error else {}
    return render_component("checkboxes", params | message) if items else Markup()
