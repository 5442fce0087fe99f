"""Paper forms: the blank questionnaire and the briefs, for any service or for one."""

from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.rendering.models import Rendered, RenderFailed, RenderRequest
from assess.rendering.service import QueueFullError
from assess.report.options import ReportOptions, build_branding
from assess.report.paper.build import (
    ALL_BRIEFS,
    BRIEF_PREFIX,
    SECTION_PREFIX,
    WHOLE_QUESTIONNAIRE,
    estimate_paper_time,
    get_paper_title,
    list_papers,
)
from assess.report.paper.content import QuestionnaireContext, build_questionnaire_context
from assess.report.paper.time_needed import TIME_NOTE
from assess.storage.records import StoredRulebook
from assess.web.context import get_assessment, services
from assess.web.results.views import get_applicable_assessment
from assess.web.rulebooks import FILES
from assess.web.shared.downloads import MAX_NAME_LENGTH, make_attachment
from assess.web.shared.text import slugify

bp = Blueprint("papers", __name__)
ViewResponse = AnyResponse | tuple[str, int] | str
_NO_ASSESSMENT = 0
"""In place of the id of an assessment, for a paper that belongs to none."""


class _PaperListItem(NamedTuple):
    """A paper that can be downloaded."""

    name: str
    title: str
    takes: str


class PaperContext(NamedTuple):
    """The rules and the assessment, if any, that papers are made for."""

    number: int
    rulebook: Rulebook
    stored: StoredRulebook
    assessment: Assessment | None

    @property
    def service(self) -> str:
        """The name of the service; empty if the papers are for any."""
        return self.assessment.service if self.assessment else ""

    def build_request(self, day: date) -> QuestionnaireContext:
        """Return the content that the papers are built from, as of a day."""
        if self.assessment is None:
            return QuestionnaireContext(self.rulebook, day, services().settings.council.name)
        return build_questionnaire_context(self.rulebook, self.assessment, day)

    def url(self, name: str = "", form: str = "") -> str:
        """Return the URL of a paper, or of the page that lists them."""
        url_values: dict[str, Any] = {"number": self.number} if self.assessment else {}
        if name:
            return url_for(
                "papers.download_paper_for_assessment" if url_values else "papers.download_paper",
                name=name,
                form=form,
                **url_values,
            )
        return url_for("papers.choose_for_assessment" if url_values else "papers.choose", **url_values)


@bp.get("/paper")
def choose() -> str:
    """List the papers for any service."""
    return _render_papers_page(_build_blank_context())


@bp.get("/assessments/<int:number>/paper")
def choose_for_assessment(number: int) -> str:
    """List the papers for the service of an assessment."""
    return _render_papers_page(_build_assessment_context(number))


@bp.get("/paper/<name>.<any(pdf, docx):form>")
def download_paper(name: str, form: str) -> ViewResponse:
    """Download a paper for any service."""
    return _send_paper(_build_blank_context(), name, form)


@bp.get("/assessments/<int:number>/paper/<name>.<any(pdf, docx):form>")
def download_paper_for_assessment(number: int, name: str, form: str) -> ViewResponse:
    """Download a paper for the service of an assessment."""
    return _send_paper(_build_assessment_context(number), name, form)


def _build_blank_context() -> PaperContext:
    """Return the current rules, without an assessment."""
    rulebooks = services().rulebooks
    return PaperContext(_NO_ASSESSMENT, rulebooks.get_current(), rulebooks.get_current_stored(), None)


def _build_assessment_context(number: int) -> PaperContext:
    """Return an assessment and its rules."""
    assessment = get_assessment(number)
    stored = services().store.load_stored_rulebook(assessment.record.release)
    return PaperContext(number, assessment.rulebook, stored, get_applicable_assessment(assessment))


def _render_papers_page(papers: PaperContext) -> str:
    """Render the list of papers."""
    paper_request = papers.build_request(date.today())
    lines = {
        name: _PaperListItem(name, get_paper_title(paper_request, name), estimate_paper_time(paper_request, name))
        for name in list_papers(paper_request)
    }
    return render_template(
        "pages/reference/papers.html",
        back=(papers.service, url_for("task_list.show", number=papers.number)) if papers.service else (),
        papers=papers,
        questionnaire=lines[WHOLE_QUESTIONNAIRE],
        sections=[line for line in lines.values() if line.name.startswith(SECTION_PREFIX)],
        briefs=[line for line in lines.values() if line.name.startswith(BRIEF_PREFIX)],
        all_briefs_name=ALL_BRIEFS,
        time_note=TIME_NOTE,
        left_out=len(paper_request.rulebook.questions) - len(paper_request.question_numbers),
    )


def _send_paper(papers: PaperContext, name: str, form: str) -> ViewResponse:
    """Return a paper if it is rendered in time, otherwise a page that reloads itself."""
    today, council = date.today(), services().settings.council
    if name not in list_papers(papers.build_request(today)):
        abort(404)
    rules = dict(zip(FILES, (papers.stored.readiness, papers.stored.evidence), strict=True))
    edition = ReportOptions(f".{form}", today, look=build_branding(council))
    render_request = RenderRequest(rules, papers.assessment or Assessment(council.name, ""), edition, paper=name)
    try:
        job = services().renderer.submit(render_request, papers.number)
    except QueueFullError:
        return _render_status_page(papers, "full"), 503
    services().renderer.wait(job)
    match job.outcome:
        case Rendered(content=content):
            return _make_paper_response(papers, render_request, content)
        case RenderFailed():
            return _render_status_page(papers, "failed"), 500
        case _:
            return Response(_render_status_page(papers, "waiting"), headers={"Refresh": "3"})


def _render_status_page(papers: PaperContext, state: str) -> str:
    """Render the page for a paper that is not available, with what to do."""
    return render_template("pages/reference/paper-failed.html", papers=papers, state=state, retry_url=request.path)


def _make_paper_response(papers: PaperContext, render_request: RenderRequest, content: bytes) -> Response:
    """Return a paper as a download."""
    name = slugify(papers.service[:MAX_NAME_LENGTH], render_request.paper, render_request.options.day.isoformat())
    return make_attachment(content, name, render_request.options.form)
