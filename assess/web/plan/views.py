"""The action plan: every recommendation with its owner, date and state, and what is still to be decided."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.plan import Plan
from assess.report.content.plan_models import STATUS_LABELS, TO_DECIDE, PlanContent, PlanLine
from assess.report.content.text import capitalise_first, format_count, join_words, pluralise
from assess.report.ics import select_due_lines
from assess.report.plan_export import NO_DATES, export_plan
from assess.storage.records import plan_page_key
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.plan.filters import CONDITION_LABELS, list_owners, parse_filters
from assess.web.results.plan import build_plan
from assess.web.results.views import get_applicable_assessment, has_stage
from assess.web.shared.downloads import make_attachment, make_file_stem

bp = Blueprint("plan", __name__)


@bp.get("/assessments/<int:number>/plan")
def show(number: int) -> str | AnyResponse:
    """Show the plan, starting with what has to be decided before a report can be final."""
    assessment = get_assessment(number)
    if not has_stage(assessment):
        return redirect(url_for("result.show", number=number), 303)
    plan, chosen = build_plan(assessment), parse_filters(request.args)
    visible = [line for line in plan.lines if chosen.matches(line)]
    return render_template(
        "pages/plan/list.html",
        back=("Result", url_for("result.show", number=number)),
        assessment=assessment,
        plan=plan,
        blocking_lines=[line for line in visible if line.blocks_final],
        other_lines=[line for line in visible if not line.blocks_final],
        undecided_count=sum(line.kind == TO_DECIDE for line in plan.lines),
        has_dates=bool(select_due_lines(plan)),
        not_recommended=[line for line in plan.not_recommended if chosen.matches(line)],
        filters=chosen,
        colour=services().settings.council.colour,
        state_labels=STATUS_LABELS,
        condition_labels=CONDITION_LABELS,
        owners=list_owners((*plan.lines, *plan.not_recommended)),
        unfinished_ids={line.id for line in _find_unfinished_lines(assessment, plan)},
        carried_over_note=_describe_carried_over(assessment.record.assessment.plan),
    )


def _find_unfinished_lines(assessment: AssessmentContext, part: PlanContent) -> list[PlanLine]:
    """Return the lines whose page has an unfinished draft."""
    return [
        line for line in (*part.lines, *part.not_recommended) if plan_page_key(line.id) in assessment.record.unfinished
    ]


@bp.get("/assessments/<int:number>/plan/file/<any(xlsx, csv, ics):form>")
def download(number: int, form: str) -> AnyResponse:
    """Download the plan, or explain that it has no dates for a calendar."""
    assessment, day = get_assessment(number), date.today()
    if not has_stage(assessment):
        return redirect(url_for("result.show", number=number), 303)
    stored = assessment.record.assessment
    applicable = replace(get_applicable_assessment(assessment), plan=stored.plan)
    content = export_plan(assessment.rulebook, applicable, f".{form}", day)
    if not content:
        flash(NO_DATES, "important")
        return redirect(url_for("plan.show", number=number), 303)
    return make_attachment(
        content, f"{make_file_stem(stored.council, stored.service)}-plan-{day.isoformat()}", f".{form}"
    )


def _describe_carried_over(plan: Plan) -> str:
    """Describe how many actions were carried over from earlier assessments and not saved since; empty if none."""
    carried = [action.carried_from for action in plan.values() if action.carried_from]
    names = join_words([f"“{name}”" for name in dict.fromkeys(carried)])
    were = f"{capitalise_first(format_count(len(carried), 'action'))} {pluralise(len(carried), 'was', 'were')}"
    return f"{were} carried over from {names}." if carried else ""


@bp.post("/assessments/<int:number>/plan/begin-afresh")
def drop_carried(number: int) -> AnyResponse:
    """Remove the actions that were carried over from earlier assessments and not saved since."""
    dropped = services().store.delete_carried_actions(number)
    flash(
        f"{capitalise_first(format_count(dropped, 'action'))} removed "
        "from this plan. The earlier assessment keeps them."
    )
    return redirect(url_for("plan.show", number=number), 303)
