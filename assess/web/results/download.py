"""The form that configures a report, and the download of the report."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for

from assess.rendering.models import RenderRequest
from assess.web.components.widgets import list_choices
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.results import report_jobs
from assess.web.results.baselines import NOT_LISTED, list_baselines, load_baseline
from assess.web.results.finalise import check_status, get_lines_to_decide
from assess.web.results.report_contents import EVERYTHING, build_checkbox_groups, parse_selection
from assess.web.results.report_form import DEFAULTS, ReportForm, build_report_form, build_report_options, is_refused
from assess.web.results.report_jobs import OtherFormats, ViewResponse, build_render_request, build_url_with_args
from assess.web.results.views import build_result_content, get_applicable_assessment, has_stage

bp = Blueprint("reports", __name__)


@bp.get("/assessments/<int:number>/report")
def choose(number: int) -> ViewResponse:
    """Show the form that configures a report."""
    assessment = get_assessment(number)
    if not has_stage(assessment):
        return redirect(url_for("result.show", number=number), 303)
    return _render_options_page(
        assessment, build_report_form(services().settings.council, request.args, tuple(DEFAULTS))
    )


@bp.get("/assessments/<int:number>/report/file")
def download(number: int) -> ViewResponse:
    """Download the report, or show what has still to be chosen."""
    assessment = get_assessment(number)
    if not has_stage(assessment):
        return redirect(url_for("result.show", number=number), 303)
    form = build_report_form(services().settings.council, request.args)
    render_request = _build_request_from_form(assessment, form)
    if render_request is None:
        return _render_options_page(assessment, form), 422
    return report_jobs.send_report(assessment, render_request, _list_other_forms(form))


@bp.get("/assessments/<int:number>/report/waiting")
def wait(number: int) -> ViewResponse:
    """Show the progress of a report, that it is ready, or why it failed."""
    assessment, form = get_assessment(number), build_report_form(services().settings.council, request.args)
    render_request = _build_request_from_form(assessment, form) if has_stage(assessment) else None
    if render_request is None:
        return redirect(build_url_with_args("reports.download", number), 303)
    return report_jobs.show_progress(assessment, render_request, _list_other_forms(form))


def _build_request_from_form(assessment: AssessmentContext, form: ReportForm) -> RenderRequest | None:
    """Return the render request for the chosen options; None if they are incomplete."""
    chosen = request.args.get("with", "")
    baseline = load_baseline(assessment, chosen) if chosen else None
    if not form.validate() or not check_status(assessment, form.status) or (chosen and baseline is None):
        return None
    options = build_report_options(
        form, parse_selection(assessment, request.args), services().settings.council, date.today()
    )
    return (
        None
        if is_refused(form, options)
        else build_render_request(assessment, get_applicable_assessment(assessment), options, baseline)
    )


def _list_other_forms(form: ReportForm) -> OtherFormats:
    """Return the values and texts of the forms that were not chosen."""
    return [(name, text) for name, text in list_choices(form.form) if name != form.form.data]


def _render_options_page(assessment: AssessmentContext, form: ReportForm) -> str:
    """Render the options, with what has still to be chosen."""
    service, number = assessment.record.assessment.service, assessment.number
    selection = parse_selection(assessment, request.args)
    baselines, chosen = list_baselines(assessment), request.args.get("with", "")
    errors = [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]
    if chosen and chosen not in {each.value for each in baselines}:
        errors.append((NOT_LISTED, "#with"))
    return render_template(
        "pages/results/download.html",
        back=("Result", url_for("result.show", number=number)),
        service=service,
        number=number,
        form=form,
        groups=tuple(build_checkbox_groups(build_result_content(assessment, date.today()), selection)),
        is_partial=selection != EVERYTHING,
        baselines=baselines,
        chosen=chosen,
        undecided_lines=get_lines_to_decide(assessment),
        errors=errors,
    )
