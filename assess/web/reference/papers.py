"""Paper forms: the blank questionnaire and the briefs, for any service or for one."""

from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.rendering.models import Failed, Made, Order
from assess.rendering.service import FullError
from assess.report.options import Edition, look_of
from assess.report.paper.build import BRIEF, BRIEFS, SECTION, WHOLE, choices, known_as, takes
from assess.report.paper.content import Wanted, wanted_for
from assess.report.paper.time_needed import HOW
from assess.storage.records import Kept
from assess.web.context import opened, site
from assess.web.results.views import said_of
from assess.web.rulebooks import FILES
from assess.web.shared.downloads import LONGEST, attachment
from assess.web.shared.text import file_name

area = Blueprint("papers", __name__)
Answered = AnyResponse | tuple[str, int] | str
BLANK = 0
"""In place of the id of an assessment, for a paper that belongs to none."""


class Line(NamedTuple):
    """A paper that can be downloaded."""

    name: str
    title: str
    takes: str


class For(NamedTuple):
    """The rules and the assessment, if any, that papers are made for."""

    number: int
    rulebook: Rulebook
    kept: Kept
    assessment: Assessment | None

    @property
    def service(self) -> str:
        """The name of the service; empty if the papers are for any."""
        return self.assessment.service if self.assessment else ""

    def wanted(self, day: date) -> Wanted:
        """Return the content that the papers are built from, as of a day."""
        if self.assessment is None:
            return Wanted(self.rulebook, day, site().settings.council.name)
        return wanted_for(self.rulebook, self.assessment, day)

    def address(self, name: str = "", form: str = "") -> str:
        """Return the URL of a paper, or of the page that lists them."""
        where: dict[str, Any] = {"number": self.number} if self.assessment else {}
        if name:
            return url_for("papers.file_for" if where else "papers.file", name=name, form=form, **where)
        return url_for("papers.choose_for" if where else "papers.choose", **where)


@area.get("/paper")
def choose() -> str:
    """List the papers for any service."""
    return choices_page(for_any())


@area.get("/assessments/<int:number>/paper")
def choose_for(number: int) -> str:
    """List the papers for the service of an assessment."""
    return choices_page(for_service(number))


@area.get("/paper/<name>.<any(pdf, docx):form>")
def file(name: str, form: str) -> Answered:
    """Download a paper for any service."""
    return ordered(for_any(), name, form)


@area.get("/assessments/<int:number>/paper/<name>.<any(pdf, docx):form>")
def file_for(number: int, name: str, form: str) -> Answered:
    """Download a paper for the service of an assessment."""
    return ordered(for_service(number), name, form)


def for_any() -> For:
    """Return the current rules, without an assessment."""
    rulebooks = site().rulebooks
    return For(BLANK, rulebooks.in_force(), rulebooks.kept_in_force(), None)


def for_service(number: int) -> For:
    """Return an assessment and its rules."""
    assessment = opened(number)
    kept = site().store.load_kept(assessment.record.release)
    return For(number, assessment.rulebook, kept, said_of(assessment))


def choices_page(papers: For) -> str:
    """Render the list of papers."""
    wanted = papers.wanted(date.today())
    lines = {name: Line(name, known_as(wanted, name), takes(wanted, name)) for name in choices(wanted)}
    return render_template(
        "pages/reference/papers.html",
        back=(papers.service, url_for("tasks.show", number=papers.number)) if papers.service else (),
        papers=papers,
        whole=lines[WHOLE],
        sections=[line for line in lines.values() if line.name.startswith(SECTION)],
        briefs=[line for line in lines.values() if line.name.startswith(BRIEF)],
        every_brief=BRIEFS,
        how=HOW,
        left_out=len(wanted.rulebook.questions) - len(wanted.questions),
    )


def ordered(papers: For, name: str, form: str) -> Answered:
    """Return a paper if it is rendered in time, otherwise a page that reloads itself."""
    today, council = date.today(), site().settings.council
    if name not in choices(papers.wanted(today)):
        abort(404)
    rules = dict(zip(FILES, (papers.kept.readiness, papers.kept.evidence), strict=True))
    edition = Edition(f".{form}", today, look=look_of(council))
    order = Order(rules, papers.assessment or Assessment(council.name, ""), edition, paper=name)
    try:
        job = site().press.ask(order, papers.number)
    except FullError:
        return page(papers, "full"), 503
    site().press.wait(job)
    match job.outcome:
        case Made(content=content):
            return download(papers, order, content)
        case Failed():
            return page(papers, "failed"), 500
        case _:
            return Response(page(papers, "waiting"), headers={"Refresh": "3"})


def page(papers: For, state: str) -> str:
    """Render the page for a paper that is not available, with what to do."""
    return render_template("pages/reference/paper-failed.html", papers=papers, state=state, again=request.path)


def download(papers: For, order: Order, content: bytes) -> Response:
    """Return a paper as a download."""
    name = file_name(papers.service[:LONGEST], order.paper, order.edition.day.isoformat())
    return attachment(content, name, order.edition.form)
