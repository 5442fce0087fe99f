"""Request reports from the render service and show their progress; they may be prefetched."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.assessment import Assessment
from assess.rendering.models import Made, Order, Reason
from assess.rendering.queue import Job
from assess.rendering.service import FullError
from assess.report.build import report
from assess.report.content.baseline import Earlier, earlier_files
from assess.report.options import Edition, look_of
from assess.web.context import Opened, site
from assess.web.rulebooks import FILES
from assess.web.security import may_ask
from assess.web.shared.downloads import attachment, named_after

log = logging.getLogger(__name__)

KINDS = {".pdf": "PDF", ".docx": "Word"}
"""Formats that the render service makes, by suffix; the others take less time than a page."""

Answered = AnyResponse | tuple[str, int] | str
Others = Sequence[tuple[str, str]]
"""The formats that can be chosen instead, as values and texts."""


def order_of(assessment: Opened, said: Assessment, edition: Edition, before: Earlier | None = None) -> Order:
    """Build the request for a report, with the rules files stored for the assessment's version."""
    kept = site().store.load_kept(assessment.record.release)
    rules = dict(zip(FILES, (kept.readiness, kept.evidence), strict=True))
    return Order(rules, said, edition, earlier_files(before, rules))


def usual_edition(day: date) -> Edition:
    """Return the options of a report with the default choices."""
    return Edition(form=".pdf", day=day, look=look_of(site().settings.council))


def begin_usual(assessment: Opened, said: Assessment) -> None:
    """Prefetch the report with the default choices, as most people ask for that next."""
    site().press.begin(order_of(assessment, said, usual_edition(date.today())), assessment.number)


def answer(assessment: Opened, order: Order, others: Others) -> Answered:
    """Return the requested report if it is ready soon, otherwise redirect to the waiting page."""
    if order.edition.form in KINDS:
        return printed(assessment, order)
    try:
        made = report(assessment.rulebook, order.assessment, order.edition, order.rules, order.earlier())
    except Exception:  # whatever failed, the result can still be read
        log.exception("a report could not be made")
        return failed_page(assessment, Reason.BROKEN, others), 500
    return file(assessment, order.edition, made)


def printed(assessment: Opened, order: Order) -> Answered:
    """Return the report if the render service has it soon, otherwise redirect to the waiting page."""
    press = site().press
    try:
        job = press.ask(order, assessment.number)
    except FullError:
        return full_page(assessment), 503
    press.wait(job)
    if job.made:
        return file(assessment, order.edition, job.made.content)
    return redirect(with_choices("reports.wait", assessment.number), 303)


def look(assessment: Opened, order: Order, others: Others) -> Answered:
    """Show the progress of a report, that it is ready, or why it failed."""
    press = site().press
    try:
        job = press.look(order) or press.ask(order, assessment.number)
    except FullError:
        return full_page(assessment), 503
    if job.failed:
        return failed_page(assessment, job.failed.reason, others), 500
    return ready_page(assessment, order, job.made) if job.made else waiting_page(assessment, job)


def with_choices(endpoint: str, number: int) -> str:
    """Return the URL of an endpoint with the current query string."""
    return f"{url_for(endpoint, number=number)}?{request.query_string.decode('ascii', 'ignore')}"


def file(assessment: Opened, edition: Edition, content: bytes) -> Response:
    """Return the report as a download."""
    return attachment(content, name_of(assessment, edition), edition.form)


def name_of(assessment: Opened, edition: Edition) -> str:
    """Build the file name: council, service, day and the variant of the report."""
    kept = assessment.record.assessment
    return "-".join([named_after(kept.council, kept.service), edition.day.isoformat(), *kind_of(edition)])


def kind_of(edition: Edition) -> Iterator[str]:
    """Yield the parts of the file name that describe the variant of the report."""
    if edition.is_summary:
        yield "summary"
    elif not edition.is_whole:
        yield "extract"
    if not edition.with_answers:
        yield "without-answers"
    if edition.large:
        yield "large-print"


def progress(job: Job) -> str:
    """Describe the progress of a report."""
    before = site().press.before(job)
    if before:
        return f"{before} other {'report is' if before == 1 else 'reports are'} made first."
    return "It is being made now." if job.begun else "It is next."


def size(count: int) -> str:
    """Format the size of a file."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000)} KB"


def usual_time() -> str:
    """Describe how long a report usually takes, in whole seconds."""
    seconds = round(site().press.usual_seconds)
    return f"about {seconds} seconds" if seconds > 1 else "a few seconds"


def waiting_page(assessment: Opened, job: Job) -> str:
    """Render the progress of a report, on a page that polls for updates."""
    may_ask()
    return render_template(
        "pages/results/report-waiting.html",
        **about(assessment),
        progress=progress(job),
        usual=usual_time(),
        again=with_choices("reports.wait", assessment.number),
    )


def ready_page(assessment: Opened, order: Order, made: Made) -> Response:
    """Render the page for a report that is ready, which starts its download."""
    address = with_choices("reports.download", assessment.number)
    markup = render_template(
        "pages/results/report-ready.html",
        **about(assessment),
        file=address,
        kind=KINDS[order.edition.form],
        size=size(len(made.content)),
    )
    return Response(markup, headers={"Refresh": f"0; url={address}"})


def full_page(assessment: Opened) -> str:
    """Render the page for too many waiting requests."""
    again = with_choices("reports.download", assessment.number)
    return render_template("pages/results/report-full.html", **about(assessment), again=again)


def about(assessment: Opened) -> dict[str, Any]:
    """Return the template variables of the pages about a report: the back link and its assessment."""
    back = ("Result", url_for("result.show", number=assessment.number))
    return {"back": back, "number": assessment.number, "service": assessment.record.assessment.service}


def failed_page(assessment: Opened, reason: Reason, others: Others) -> str:
    """Render why there is no report, and the alternatives."""
    return render_template(
        "pages/results/report-failed.html",
        **about(assessment),
        reason=reason,
        again=with_choices("reports.download", assessment.number),
        shorter="" if request.args.get("scope") == "summary" else with_another(assessment.number, scope="summary"),
        others=[(with_another(assessment.number, form=name), text) for name, text in others],
    )


def with_another(number: int, **choice: str) -> str:
    """Return the URL of the same report with some choices changed."""
    choices = {**request.args.to_dict(flat=False), **choice}
    return f"{url_for('reports.download', number=number)}?{urlencode(choices, doseq=True)}"
