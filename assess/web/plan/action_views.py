"""One page for each action, saved in the same way as an answer."""

from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.model.plan import NOTHING, Action
from assess.core.model.rules import Recommendation
from assess.report.content.plan_models import TO_DECIDE, PlanLine, PlanPart
from assess.storage.database import NoDatabaseError
from assess.storage.records import ActionClash, fingerprint, plan_page
from assess.web.components.widgets import shown
from assess.web.context import Opened, opened, site
from assess.web.plan.date_field import date_input
from assess.web.plan.forms import ActionForm, action_from, typed_from
from assess.web.results.plan import line_of, part_of
from assess.web.results.views import is_begun
from assess.web.security import form_is_ours, looks_itself
from assess.web.shared.form_state import NOT_OURS, NOT_WRITTEN, Answered, Said, State, errors_of, typed_in
from assess.web.shared.text import plain

area = Blueprint("actions", __name__)
CLASH = "Someone else saved this action while you had it open. Compare theirs with yours and save again"
DATE_HINT = "When it is to be done, or when it was done. For example, 27 3 2027"


class Planned(NamedTuple):
    """A recommendation of an assessment with the action decided for it."""

    opened: Opened
    part: PlanPart
    line: PlanLine
    kept: Action
    rule: Recommendation | None
    """None if the rules no longer have the recommendation."""


def planned(number: int, name: str) -> Planned:
    """Load an action; aborts with 404 if neither the rules nor the plan have it."""
    assessment = opened(number)
    kept = assessment.record.assessment.plan.get(name, NOTHING)
    rule = assessment.rulebook.recommendations.get(name)
    if not is_begun(assessment) or (rule is None and kept == NOTHING):
        abort(404)
    return Planned(assessment, part_of(assessment), line_of(assessment, name), kept, rule)


@area.get("/assessments/<int:number>/plan/actions/<recommendation>")
def show(number: int, recommendation: str) -> str:
    """Show an action, or the unfinished draft of one."""
    page = planned(number, recommendation)
    draft = site().store.load_draft(number, plan_page(recommendation)) if is_unfinished(page) else {}
    form = ActionForm(data=draft or typed_from(page.kept, page.line.lead))
    if draft:
        form.validate()
    return action_page(page, form, State(draft.get("seen", fingerprint(page.kept)), unfinished=bool(draft)))


@area.post("/assessments/<int:number>/plan/actions/<recommendation>")
@looks_itself
def save(number: int, recommendation: str) -> Answered:
    """Save the action and go on, or show its mistakes without losing the input."""
    page = planned(number, recommendation)
    form = ActionForm(request.form)
    sound, seen = form.validate(), request.form.get("seen", "")
    if not form_is_ours():
        return action_page(page, form, State(seen, NOT_OURS)), 422
    if not sound and request.form.get("then") != "later":
        return action_page(page, form, State(seen)), 422
    try:
        return saved(page, form, seen) if sound else left_unfinished(page, form, seen)
    except NoDatabaseError:
        return action_page(page, form, State(seen, NOT_WRITTEN)), 503


def saved(page: Planned, form: ActionForm, seen: str) -> Answered:
    """Save a valid action, or show the conflict with what someone else saved in the meantime."""
    action = action_from(form)
    clash = site().store.save_action(page.opened.number, page.line.id, action, seen)
    if clash:
        return clash_page(page, form, clash)
    lacks = "" if action.is_decided else " It counts as decided when it has an owner and a date."
    flash(f"“{page.line.title}” is saved.{lacks}")
    return redirect(following(page), 303) if request.form.get("then") == "continue" else to_plan(page)


def following(page: Planned) -> str:
    """Return the URL of the next undecided recommendation, or of the plan after the last."""
    names = [line.id for line in page.part.lines]
    place = names.index(page.line.id) + 1 if page.line.id in names else 0
    number = page.opened.number
    for line in page.part.lines[place:]:
        if line.kind == TO_DECIDE:
            return url_for("actions.show", number=number, recommendation=line.id)
    return url_for("plan.show", number=number)


@area.post("/assessments/<int:number>/plan/actions/<recommendation>/clear")
def clear(number: int, recommendation: str) -> Answered:
    """Delete the action decided for a recommendation."""
    page = planned(number, recommendation)
    clash = site().store.save_action(number, recommendation, NOTHING, request.form.get("seen", ""))
    if clash:
        return clash_page(page, ActionForm(data=typed_from(page.kept, page.line.lead)), clash)
    flash(f"What was decided about “{page.line.title}” was taken back.")
    return to_plan(page)


def left_unfinished(page: Planned, form: ActionForm, seen: str) -> Response:
    """Save the input as a draft, including its mistakes, and redirect to the plan."""
    site().store.save_draft(page.opened.number, plan_page(page.line.id), typed_in(form, seen))
    flash(f"“{page.line.title}” is kept as you left it. It does not count until it is finished.")
    return to_plan(page)


def to_plan(page: Planned) -> Response:
    """Redirect to the plan."""
    return redirect(url_for("plan.show", number=page.opened.number), 303)


def is_unfinished(page: Planned) -> bool:
    """Return whether the page has an unfinished draft."""
    return plan_page(page.line.id) in page.opened.record.unfinished


def clash_page(page: Planned, form: ActionForm, clash: ActionClash) -> tuple[str, int]:
    """Show the other version beside the input; saving again overwrites the other version."""
    return action_page(page, form, State(fingerprint(clash.theirs), CLASH, in_words(page, clash.theirs))), 422


def in_words(page: Planned, action: Action) -> Said:
    """Return the labels and texts of the parts of an action that are not empty."""
    said = line_of(page.opened, page.line.id, action)
    parts = (
        ("How it stands", said.label),
        ("Owner", said.owner),
        ("Date", said.due_says),
        ("Reason", said.reason),
        ("Also", said.remark),
    )
    return tuple((label, shown(text)) for label, text in parts if text)


def action_page(page: Planned, form: ActionForm, state: State) -> str:
    """Render an action, with its errors in page order."""
    lead = plain(page.opened.rulebook.roles[page.rule.lead].title) if page.rule else ""
    return render_template(
        "pages/plan/action.html",
        back=("Action plan", url_for("plan.show", number=page.opened.number)),
        opened=page.opened,
        line=page.line,
        rule=page.rule,
        lead=lead,
        form=form,
        due=date_input(form, "due", "Date", DATE_HINT),
        decided=page.kept != NOTHING,
        skip=following(page),
        errors=once(errors_of(form, state, "#decision")),
        state=state,
    )


def once(errors: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each error message once, with the anchor of the first field that has it."""
    first: dict[str, str] = {}
    for sentence, anchor in errors:
        first.setdefault(sentence, anchor)
    return list(first.items())
