"""The action plan: every recommendation with its owner, date and state, and what is still to be decided."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.plan import Plan
from assess.report.content.plan_models import LABELS, PlanLine, PlanPart
from assess.report.content.text import counted, joined, plural, starting
from assess.report.ics import dated
from assess.report.plan_export import NO_DATES, plan_file
from assess.storage.records import plan_page
from assess.web.context import Opened, opened, site
from assess.web.plan.filters import ONLY, filters_from, owners_of
from assess.web.results.plan import part_of
from assess.web.results.views import is_begun, said_of
from assess.web.shared.downloads import attachment, named_after

area = Blueprint("plan", __name__)


@area.get("/assessments/<int:number>/plan")
def show(number: int) -> str | AnyResponse:
    """Show the plan, starting with what has to be decided before a report can be final."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    part, chosen = part_of(assessment), filters_from(request.args)
    shown = [line for line in part.lines if chosen.lets_through(line)]
    return render_template(
        "pages/plan/list.html",
        back=("Result", url_for("result.show", number=number)),
        opened=assessment,
        part=part,
        first=[line for line in shown if line.before_final],
        others=[line for line in shown if not line.before_final],
        dates=bool(dated(part)),
        kept=[line for line in part.kept if chosen.lets_through(line)],
        chosen=chosen,
        colour=site().settings.council.colour,
        states=LABELS,
        only=ONLY,
        owners=owners_of((*part.lines, *part.kept)),
        unfinished={line.id for line in lines_left(assessment, part)},
        carried=carried_says(assessment.record.assessment.plan),
    )


def lines_left(assessment: Opened, part: PlanPart) -> list[PlanLine]:
    """Return the lines whose page has an unfinished draft."""
    return [line for line in (*part.lines, *part.kept) if plan_page(line.id) in assessment.record.unfinished]


@area.get("/assessments/<int:number>/plan/file/<any(xlsx, csv, ics):form>")
def download(number: int, form: str) -> AnyResponse:
    """Download the plan, or explain that it has no dates for a calendar."""
    assessment, day = opened(number), date.today()
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    kept = assessment.record.assessment
    said = replace(said_of(assessment), plan=kept.plan)
    made = plan_file(assessment.rulebook, said, f".{form}", day)
    if not made:
        flash(NO_DATES, "important")
        return redirect(url_for("plan.show", number=number), 303)
    return attachment(made, f"{named_after(kept.council, kept.service)}-plan-{day.isoformat()}", f".{form}")


def carried_says(plan: Plan) -> str:
    """Describe how many actions were carried over from earlier assessments and not saved since; empty if none."""
    carried = [action.carried_from for action in plan.values() if action.carried_from]
    names = joined([f"“{name}”" for name in dict.fromkeys(carried)])
    were = f"{starting(counted(len(carried), 'action'))} {plural(len(carried), 'was', 'were')}"
    return f"{were} carried over from {names}." if carried else ""


@area.post("/assessments/<int:number>/plan/begin-afresh")
def drop_carried(number: int) -> AnyResponse:
    """Remove the actions that were carried over from earlier assessments and not saved since."""
    dropped = site().store.drop_carried(number)
    flash(f"{starting(counted(dropped, 'carried action'))} taken out of this plan. The earlier assessment keeps them.")
    return redirect(url_for("plan.show", number=number), 303)
