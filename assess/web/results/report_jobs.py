"""Request reports from the render service and show their progress; they may be prefetched."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.assessment import Assessment
from assess.rendering.models import FailureReason, Rendered, RenderRequest
from assess.rendering.queue import RenderJob
from assess.rendering.service import QueueFullError
from assess.report.build import render_report
from assess.report.content.baseline import Baseline, dump_baseline
from assess.report.options import ReportOptions, build_branding
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import NotFoundError
from assess.web.context import AssessmentContext, services
from assess.web.rulebooks import FILES
from assess.web.security import allow_connect
from assess.web.shared.downloads import make_attachment, make_file_stem

_log = logging.getLogger(__name__)

_RENDERED_FORMATS = {".pdf": "PDF", ".docx": "Word", ".odt": "OpenDocument text", ".ods": "OpenDocument spreadsheet"}
"""Formats that the render service makes, by suffix; the others take less time than a page."""

ViewResponse = AnyResponse | tuple[str, int] | str
OtherFormats = Sequence[tuple[str, str]]
"""The formats that can be chosen instead, as values and texts."""


def build_render_request(
    assessment: AssessmentContext, applicable: Assessment, options: ReportOptions, baseline: Baseline | None = None
) -> RenderRequest:
    """Build the request for a report, with the rules files stored for the assessment's version."""
    stored = services().store.load_stored_rulebook(assessment.record.release)
    rules = dict(zip(FILES, (stored.readiness, stored.evidence), strict=True))
    return RenderRequest(rules, applicable, options, dump_baseline(baseline, rules))


def _build_default_options(day: date) -> ReportOptions:
    """Return the options of a report with the default choices."""
    return ReportOptions(form=".pdf", day=day, look=build_branding(services().settings.council))


def prefetch_default_report(assessment: AssessmentContext, applicable: Assessment) -> None:
    """Prefetch the report with the default choices, as most people ask for that next."""
    services().renderer.prefetch(
        build_render_request(assessment, applicable, _build_default_options(date.today())), assessment.number
    )


def send_report(
    assessment: AssessmentContext, render_request: RenderRequest, other_formats: OtherFormats
) -> ViewResponse:
    """Return the requested report if it is ready soon, otherwise redirect to the waiting page."""
    if render_request.options.form in _RENDERED_FORMATS:
        return _send_rendered_report(assessment, render_request)
    try:
        content = render_report(
            assessment.rulebook,
            render_request.assessment,
            render_request.options,
            render_request.rules,
            render_request.load_baseline(),
        )
    except Exception:  # whatever failed, the result can still be read
        _log.exception("a report could not be made")
        return _render_failed_page(assessment, FailureReason.ERROR, other_formats), 500
    return _make_file_response(assessment, render_request.options, content)


def _send_rendered_report(assessment: AssessmentContext, render_request: RenderRequest) -> ViewResponse:
    """Return the report if the render service has it soon, otherwise redirect to the waiting page."""
    renderer = services().renderer
    try:
        job = renderer.submit(render_request, assessment.number)
    except QueueFullError:
        return _render_full_page(assessment), 503
    renderer.wait(job)
    if job.rendered:
        return _make_file_response(assessment, render_request.options, job.rendered.content)
    return redirect(build_url_with_args("reports.wait", assessment.number), 303)


def show_progress(
    assessment: AssessmentContext, render_request: RenderRequest, other_formats: OtherFormats
) -> ViewResponse:
    """Show the progress of a report, that it is ready, or why it failed."""
    renderer = services().renderer
    try:
        job = renderer.get(render_request) or renderer.submit(render_request, assessment.number)
    except QueueFullError:
        return _render_full_page(assessment), 503
    if job.failure:
        return _render_failed_page(assessment, job.failure.reason, other_formats), 500
    return (
        _render_ready_page(assessment, render_request, job.rendered)
        if job.rendered
        else _render_waiting_page(assessment, job)
    )


def build_url_with_args(endpoint: str, number: int) -> str:
    """Return the URL of an endpoint with the current query string."""
    return f"{url_for(endpoint, number=number)}?{request.query_string.decode('ascii', 'ignore')}"


def _make_file_response(assessment: AssessmentContext, options: ReportOptions, content: bytes) -> Response:
    """Return the report as a download, and keep what it was made from for a comparison."""
    with suppress(DatabaseUnavailableError, NotFoundError):  # the report is there, whatever becomes of the comparison
        services().store.save_snapshot(assessment.record)
    return make_attachment(content, _build_report_name(assessment, options), options.form)


def _build_report_name(assessment: AssessmentContext, options: ReportOptions) -> str:
    """Build the file name: council, service, day and the variant of the report."""
    stored = assessment.record.assessment
    return "-".join(
        [make_file_stem(stored.council, stored.service), options.day.isoformat(), *_describe_variant(options)]
    )


def _describe_variant(options: ReportOptions) -> Iterator[str]:
    """Yield the parts of the file name that describe the variant of the report."""
    if options.annex:
        yield "evidence-annex"
    elif options.is_summary:
        yield "summary"
    elif not options.is_complete:
        yield "extract"
    if not options.with_answers:
        yield "without-answers"
    if options.large:
        yield "large-print"


def _describe_progress(job: RenderJob) -> str:
    """Describe the progress of a report."""
    position = services().renderer.queue_position(job)
    if position:
        return f"{position} other {'report is' if position == 1 else 'reports are'} ahead of it."
    return "It is being made now." if job.started else "It is next."


def format_size(count: int) -> str:
    """Format the size of a file."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000)} KB"


def describe_usual_time() -> str:
    """Describe how long a report usually takes, in whole seconds."""
    seconds = round(services().renderer.usual_duration)
    return f"about {seconds} seconds" if seconds > 1 else "a few seconds"


def _render_waiting_page(assessment: AssessmentContext, job: RenderJob) -> str:
    """Render the progress of a report, on a page that polls for updates."""
    allow_connect()
    return render_template(
        "pages/results/report-waiting.html",
        **_build_job_variables(assessment),
        progress=_describe_progress(job),
        usual_time=describe_usual_time(),
        refresh_url=build_url_with_args("reports.wait", assessment.number),
    )


def _render_ready_page(assessment: AssessmentContext, render_request: RenderRequest, rendered: Rendered) -> Response:
    """Render the page for a report that is ready, which starts its download."""
    address = build_url_with_args("reports.download", assessment.number)
    markup = render_template(
        "pages/results/report-ready.html",
        **_build_job_variables(assessment),
        file_url=address,
        kind=_RENDERED_FORMATS[render_request.options.form],
        size=format_size(len(rendered.content)),
    )
    return Response(markup, headers={"Refresh": f"0; url={address}"})


def _render_full_page(assessment: AssessmentContext) -> str:
    """Render the page for too many waiting requests."""
    again = build_url_with_args("reports.download", assessment.number)
    return render_template("pages/results/report-full.html", **_build_job_variables(assessment), retry_url=again)


def _build_job_variables(assessment: AssessmentContext) -> dict[str, Any]:
    """Return the template variables of the pages about a report: the back link and its assessment."""
    back = ("Result", url_for("result.show", number=assessment.number))
    return {"back": back, "number": assessment.number, "service": assessment.record.assessment.service}


def _render_failed_page(assessment: AssessmentContext, reason: FailureReason, other_formats: OtherFormats) -> str:
    """Render why there is no report, and the alternatives."""
    return render_template(
        "pages/results/report-failed.html",
        **_build_job_variables(assessment),
        reason=reason,
        retry_url=build_url_with_args("reports.download", assessment.number),
        summary_url=""
        if request.args.get("scope") == "summary"
        else _build_url_with_changes(assessment.number, scope="summary"),
        other_formats=[(_build_url_with_changes(assessment.number, form=name), text) for name, text in other_formats],
    )


def _build_url_with_changes(number: int, **changes: str) -> str:
    """Return the URL of the same report with some choices changed."""
    choices = {**request.args.to_dict(flat=False), **changes}
    return f"{url_for('reports.download', number=number)}?{urlencode(choices, doseq=True)}"
