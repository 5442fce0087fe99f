"""Verify an uploaded PDF report, and create an assessment from it."""

import secrets
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.releases.imports import describe_match, plan_import
from assess.report.content.text import format_date
from assess.storage.records import OpenedBeforeError, TextLimitError
from assess.verification.messages import describe_report
from assess.verification.models import VerificationReport
from assess.verification.subprocess_check import BusyError, VerificationLimits, verify_in_subprocess
from assess.web.context import services
from assess.web.shared.text import quote_names

bp = Blueprint("verification", __name__)
ViewResponse = AnyResponse | tuple[str, int] | str

MAX_REMEMBERED = 10
"""Number of reports to remember, so that an assessment can be created from one without another upload."""
BUSY = "Other reports are being checked. Try again in a moment"
_REPORT_GONE = "The report is no longer held here. Choose it again"
_OPENED_BEFORE = (
    "This report has been opened before. This is the assessment made from it, as it is now. To open the report again, "
    "use “Open a file of answers”."
)
_NO_FILE = "Choose a PDF report"


class _VerificationCache:
    """The latest verification reports under unguessable names, in memory only, since they hold answers."""

    def __init__(self) -> None:
        self.reports: OrderedDict[str, VerificationReport] = OrderedDict()
        self.lock = Lock()

    def put(self, report: VerificationReport) -> str:
        """Store a verification report and return its name."""
        name = secrets.token_urlsafe(16)
        with self.lock:
            self.reports[name] = report
            while len(self.reports) > MAX_REMEMBERED:
                self.reports.popitem(last=False)
        return name

    def get(self, name: str) -> VerificationReport | None:
        """Return the verification report with this name; None if it is no longer stored."""
        with self.lock:
            return self.reports.get(name)


verification_cache = _VerificationCache()


def run_verification(content: bytes) -> VerificationReport:
    """Verify a report in a subprocess; raises BusyError."""
    limits = services().settings.rendering
    return verify_in_subprocess(content, VerificationLimits(limits.seconds, limits.megabytes))


@bp.get("/check-report")
def show_form() -> str:
    """Show the upload form."""
    return _render_upload_form()


@bp.post("/check-report")
def verify() -> ViewResponse:
    """Show the verification of an uploaded report, or why it cannot be verified."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _render_upload_form(_NO_FILE), 422
    try:
        report = run_verification(upload.read())
    except BusyError:
        return _render_upload_form(BUSY), 503
    if report.refused:
        return _render_upload_form(*report.refused), 422
    return _render_verification(report, upload.filename)


@bp.post("/check-report/begin")
def create_assessment() -> ViewResponse:
    """Create an assessment from a report that was verified."""
    report = verification_cache.get(request.form.get("report", ""))
    if report is None:
        return _render_upload_form(_REPORT_GONE), 422
    try:
        return create_from_report(report)
    except TextLimitError as error:
        return _render_upload_form(str(error)), 422
    except OpenedBeforeError as error:
        flash(_OPENED_BEFORE, "important")
        return redirect(url_for("task_list.show", number=error.number), 303)


def create_from_report(report: VerificationReport, *, again: bool = False) -> AnyResponse:
    """Create an assessment from the one inside a report, flash what happened, and redirect to it.

    Raises TextLimitError, and OpenedBeforeError unless the report is to be opened again.
    """
    found = plan_import(report, services().rulebooks.publishing)
    assert found is not None  # noqa: S101 - only reports that hold an assessment get here
    name = f"Opened from a report, {format_date(datetime.now().date())}"
    number = services().store.open_assessment(name, found.assessment, found.stored, again=again)
    doubt = f"{describe_report(report).heading}." if report.is_flawed else ""
    message = " ".join(filter(None, ("The report has been added to your assessments.", doubt, found.note)))
    flash(message, "important" if doubt else "message")
    return redirect(url_for("task_list.show", number=number), 303)


def _render_upload_form(*mistakes: str) -> str:
    """Render the upload form, with what is wrong with the file that was sent."""
    errors = [(quote_names(text), "#file") for text in mistakes]
    return render_template(
        "pages/results/verify.html", errors=errors, back=("Your assessments", url_for("assessments.list_assessments"))
    )


def _render_verification(report: VerificationReport, file: str) -> str:
    """Render the outcome of a verification."""
    return render_template(
        "pages/results/verification.html",
        back=("Check another report", url_for("verification.show_form")),
        verification=describe_report(report),
        file=file,
        rules=describe_match(report.about, services().rulebooks.publishing) if report.about else "",
        name=verification_cache.put(report),
    )
