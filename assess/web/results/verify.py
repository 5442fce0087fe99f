"""Verify an uploaded PDF report, and create an assessment from it."""

import secrets
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.releases.imports import arrival, rules_words
from assess.report.content.text import day
from assess.verification.messages import in_words
from assess.verification.models import Verdict
from assess.verification.subprocess_check import BusyError, check_aside
from assess.verification.worker import Limits
from assess.web.context import site
from assess.web.shared.text import quoted

area = Blueprint("checking", __name__)
Answered = AnyResponse | tuple[str, int] | str

MOST = 10
"""Number of reports to remember, so that an assessment can be created from one without another upload."""
BUSY = "Other reports are being checked. Send yours again in a moment"
GONE = "The report is no longer at hand. Choose it again"
UNDECIDED = "Choose a report in PDF"


class Remembered:
    """The latest verification reports under unguessable names, in memory only, since they hold answers."""

    def __init__(self) -> None:
        self.verdicts: OrderedDict[str, Verdict] = OrderedDict()
        self.lock = Lock()

    def put(self, verdict: Verdict) -> str:
        """Store a verification report and return its name."""
        name = secrets.token_urlsafe(16)
        with self.lock:
            self.verdicts[name] = verdict
            while len(self.verdicts) > MOST:
                self.verdicts.popitem(last=False)
        return name

    def get(self, name: str) -> Verdict | None:
        """Return the verification report with this name; None if it is no longer stored."""
        with self.lock:
            return self.verdicts.get(name)


remembered = Remembered()


def checked(content: bytes) -> Verdict:
    """Verify a report in a subprocess; raises BusyError."""
    terms = site().settings.printing
    return check_aside(content, Limits(terms.seconds, terms.megabytes))


@area.get("/check-report")
def ask() -> str:
    """Show the upload form."""
    return form_page()


@area.post("/check-report")
def answer() -> Answered:
    """Show the verification of an uploaded report, or why it cannot be verified."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return form_page(UNDECIDED), 422
    try:
        verdict = checked(sent.read())
    except BusyError:
        return form_page(BUSY), 503
    if verdict.refused:
        return form_page(*verdict.refused), 422
    return verdict_page(verdict, sent.filename)


@area.post("/check-report/begin")
def begin() -> Answered:
    """Create an assessment from a report that was verified."""
    verdict = remembered.get(request.form.get("report", ""))
    if verdict is None:
        return form_page(GONE), 422
    return begun_from(verdict)


def begun_from(verdict: Verdict) -> AnyResponse:
    """Create an assessment from the one inside a report, flash what happened, and redirect to it."""
    found = arrival(verdict, site().rulebooks.desk)
    assert found is not None  # noqa: S101 - only reports that hold an assessment get here
    name = f"Opened from a report, {day(datetime.now().date())}"
    number = site().store.create(name, found.assessment, found.kept)
    doubt = "" if verdict.holds else f"{in_words(verdict).heading}."
    told = " ".join(filter(None, ("The report is now one of your assessments.", doubt, found.note)))
    flash(told, "important" if doubt else "message")
    return redirect(url_for("tasks.show", number=number), 303)


def form_page(*mistakes: str) -> str:
    """Render the upload form, with what is wrong with the file that was sent."""
    errors = [(quoted(text), "#file") for text in mistakes]
    return render_template(
        "pages/results/verify.html", errors=errors, back=("Your assessments", url_for("assessments.listed"))
    )


def verdict_page(verdict: Verdict, file: str) -> str:
    """Render the outcome of a verification."""
    return render_template(
        "pages/results/verification.html",
        back=("Check another report", url_for("checking.ask")),
        said=in_words(verdict),
        file=file,
        rules=rules_words(verdict.about, site().rulebooks.desk) if verdict.about else "",
        name=remembered.put(verdict),
    )
