"""Check a report: send a PDF, read what follows from what is inside it, and begin an assessment from it."""

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
"""Verdicts that are remembered, so that an assessment can be begun from one without sending the file again."""
BUSY = "Other reports are being checked. Send yours again in a moment"
GONE = "The report is no longer at hand. Choose it again"
UNDECIDED = "Choose a report in PDF"


class Remembered:
    """The last verdicts under names that nobody can guess, in memory alone, since they hold answers."""

    def __init__(self) -> None:
        self.verdicts: OrderedDict[str, Verdict] = OrderedDict()
        self.lock = Lock()

    def put(self, verdict: Verdict) -> str:
        """Remember a verdict and give its name."""
        name = secrets.token_urlsafe(16)
        with self.lock:
            self.verdicts[name] = verdict
            while len(self.verdicts) > MOST:
                self.verdicts.popitem(last=False)
        return name

    def get(self, name: str) -> Verdict | None:
        """Give the verdict of this name; none where it is no longer remembered."""
        with self.lock:
            return self.verdicts.get(name)


remembered = Remembered()


def checked(content: bytes) -> Verdict:
    """Check a report in a process of its own; raises BusyError."""
    terms = site().settings.printing
    return check_aside(content, Limits(terms.seconds, terms.megabytes))


@area.get("/check-report")
def ask() -> str:
    """Show the form that takes a report."""
    return form_page()


@area.post("/check-report")
def answer() -> Answered:
    """Say what follows from a report, or why it cannot be checked."""
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
    """Begin an assessment from a report that was checked."""
    verdict = remembered.get(request.form.get("report", ""))
    if verdict is None:
        return form_page(GONE), 422
    return begun_from(verdict)


def begun_from(verdict: Verdict) -> AnyResponse:
    """Keep the assessment inside a report, say what became of it, and go to it."""
    found = arrival(verdict, site().rulebooks.desk)
    assert found is not None  # noqa: S101 - only verdicts that hold an assessment come here
    name = f"Opened from a report, {day(datetime.now().date())}"
    number = site().store.create(name, found.assessment, found.kept)
    doubt = "" if verdict.holds else f"{in_words(verdict).heading}."
    told = " ".join(filter(None, ("The report is now one of your assessments.", doubt, found.note)))
    flash(told, "important" if doubt else "message")
    return redirect(url_for("tasks.show", number=number), 303)


def form_page(*mistakes: str) -> str:
    """Render the form that takes a report, with what is wrong with the one that was sent."""
    errors = [(quoted(text), "#file") for text in mistakes]
    return render_template(
        "pages/results/verify.html", errors=errors, back=("Your assessments", url_for("assessments.listed"))
    )


def verdict_page(verdict: Verdict, file: str) -> str:
    """Render what was found."""
    return render_template(
        "pages/results/verification.html",
        back=("Check another report", url_for("checking.ask")),
        said=in_words(verdict),
        file=file,
        rules=rules_words(verdict.about, site().rulebooks.desk) if verdict.about else "",
        name=remembered.put(verdict),
    )
