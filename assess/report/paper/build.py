"""Build and render papers by name, for the command line and downloads."""

from dataclasses import dataclass

from assess.report.content.citations import strip_references
from assess.report.content.text import curl_apostrophes
from assess.report.paper.content import QuestionnaireContext, build_briefs, build_questionnaire, list_asked_roles
from assess.report.paper.docx import render_paper_docx
from assess.report.paper.html import render_paper_html
from assess.report.paper.models import Briefs, Questionnaire
from assess.report.pdf.render import render_pdf

PAPER_FORMS = (".pdf", ".docx")
WHOLE_QUESTIONNAIRE, ALL_BRIEFS = "questionnaire", "briefs"
SECTION_PREFIX, BRIEF_PREFIX = "part-", "brief-"


@dataclass(frozen=True, slots=True)
class _PaperName:
    """The name of a paper: a fixed name, or the id of a section or role behind its prefix."""

    name: str

    @property
    def section(self) -> str:
        """The id of the section; empty if the paper is not a single section."""
        return self.name.removeprefix(SECTION_PREFIX) if self.name.startswith(SECTION_PREFIX) else ""

    @property
    def role(self) -> str:
        """The id of the role; empty if the paper is not a single brief."""
        return self.name.removeprefix(BRIEF_PREFIX) if self.name.startswith(BRIEF_PREFIX) else ""


def list_papers(context: QuestionnaireContext) -> tuple[str, ...]:
    """Return the names of all papers available for a service."""
    asked = [
        s.id for s in context.rulebook.rules.sections if any(q.id in context.question_numbers for q in s.questions)
    ]
    roles = list_asked_roles(context)
    return (
        WHOLE_QUESTIONNAIRE,
        *(f"{SECTION_PREFIX}{each}" for each in asked),
        ALL_BRIEFS,
        *(f"{BRIEF_PREFIX}{role}" for role in roles),
    )


def get_paper_title(context: QuestionnaireContext, name: str) -> str:
    """Return the title of the section or role of a paper; empty for the other papers."""
    choice = _PaperName(name)
    if choice.section:
        return strip_references(context.rulebook.sections[choice.section].title)
    return curl_apostrophes(context.rulebook.roles[choice.role].title) if choice.role else ""


def estimate_paper_time(context: QuestionnaireContext, name: str) -> str:
    """Return the estimated time for answering a paper; empty if no questions are asked first in it."""
    built = build_paper(context, name)
    if isinstance(built, Questionnaire):
        return built.time_needed
    return built.briefs[0].time_needed if len(built.briefs) == 1 else ""


def build_paper(context: QuestionnaireContext, name: str) -> Questionnaire | Briefs:
    """Build the content of a paper; `name` is one of `list_papers`."""
    choice = _PaperName(name)
    if name == ALL_BRIEFS or choice.role:
        return build_briefs(context, choice.role)
    return build_questionnaire(context, choice.section)


def render_paper(context: QuestionnaireContext, name: str, form: str, colour: str) -> bytes:
    """Render a paper in one of `PAPER_FORMS`."""
    built = build_paper(context, name)
    if form == ".docx":
        return render_paper_docx(built, colour, context.day)
    return render_pdf(render_paper_html(built, colour), date=context.day, attachments={})
