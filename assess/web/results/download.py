"""The form that configures a report, and the download of the report."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for

from assess.rendering.models import Order
from assess.web.components.widgets import choices_of
from assess.web.context import Opened, opened, site
from assess.web.results import report_jobs
from assess.web.results.baselines import NOT_LISTED, choices, earlier_of
from assess.web.results.finalise import before_final, may_be_final
from assess.web.results.report_contents import EVERYTHING, groups, ticks_of
from assess.web.results.report_form import USUAL, ReportForm, edition_of, refused, report_form
from assess.web.results.report_jobs import Answered, Others, order_of, with_choices
from assess.web.results.views import content_of, is_begun, said_of

area = Blueprint("reports", __name__)


@area.get("/assessments/<int:number>/report")
def choose(number: int) -> Answered:
    """Show the form that configures a report."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    return choices_page(assessment, report_form(site().settings.council, request.args, tuple(USUAL)))


@area.get("/assessments/<int:number>/report/file")
def download(number: int) -> Answered:
    """Download the report, or show what has still to be chosen."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    form = report_form(site().settings.council, request.args)
    order = order_from(assessment, form)
    if order is None:
        return choices_page(assessment, form), 422
    return report_jobs.answer(assessment, order, others(form))


@area.get("/assessments/<int:number>/report/waiting")
def wait(number: int) -> Answered:
    """Show the progress of a report, that it is ready, or why it failed."""
    assessment, form = opened(number), report_form(site().settings.council, request.args)
    order = order_from(assessment, form) if is_begun(assessment) else None
    if order is None:
        return redirect(with_choices("reports.download", number), 303)
    return report_jobs.look(assessment, order, others(form))


def order_from(assessment: Opened, form: ReportForm) -> Order | None:
    """Return the render request for the chosen options; None if they are incomplete."""
    chosen = request.args.get("with", "")
    before = earlier_of(assessment, chosen) if chosen else None
    if not form.validate() or not may_be_final(assessment, form.status) or (chosen and before is None):
        return None
    edition = edition_of(form, ticks_of(assessment, request.args), site().settings.council, date.today())
    return None if refused(form, edition) else order_of(assessment, said_of(assessment), edition, before)


def others(form: ReportForm) -> Others:
    """Return the values and texts of the forms that were not chosen."""
    return [(name, text) for name, text in choices_of(form.form) if name != form.form.data]


def choices_page(assessment: Opened, form: ReportForm) -> str:
    """Render the options, with what has still to be chosen."""
    service, number = assessment.record.assessment.service, assessment.number
    ticks = ticks_of(assessment, request.args)
    compare, chosen = choices(assessment), request.args.get("with", "")
    errors = [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]
    if chosen and chosen not in {each.value for each in compare}:
        errors.append((NOT_LISTED, "#with"))
    return render_template(
        "pages/results/download.html",
        back=("Result", url_for("result.show", number=number)),
        service=service,
        number=number,
        form=form,
        groups=tuple(groups(content_of(assessment, date.today()), ticks)),
        is_cut=ticks != EVERYTHING,
        compare=compare,
        chosen=chosen,
        before_final=before_final(assessment),
        errors=errors,
    )
