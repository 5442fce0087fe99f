"""Build and render papers by name, for the command line and downloads."""

from dataclasses import dataclass

from assess.report.content.citations import unreferenced
from assess.report.content.text import apostrophes
from assess.report.paper.content import Wanted, asked_roles, briefs, questionnaire
from assess.report.paper.docx import to_word
from assess.report.paper.html import to_html
from assess.report.paper.models import Briefs, Questionnaire
from assess.report.pdf.render import to_pdf

FORMS = (".pdf", ".docx")
WHOLE, BRIEFS = "questionnaire", "briefs"
SECTION, BRIEF = "part-", "brief-"


@dataclass(frozen=True, slots=True)
class Choice:
    """The name of a paper: a fixed name, or the id of a section or role behind its prefix."""

    name: str

    @property
    def section(self) -> str:
        """The id of the section; empty if the paper is not a single section."""
        return self.name.removeprefix(SECTION) if self.name.startswith(SECTION) else ""

    @property
    def role(self) -> str:
        """The id of the role; empty if the paper is not a single brief."""
        return self.name.removeprefix(BRIEF) if self.name.startswith(BRIEF) else ""


def choices(wanted: Wanted) -> tuple[str, ...]:
    """Return the names of all papers available for a service."""
    asked = [s.id for s in wanted.rulebook.rules.sections if any(q.id in wanted.questions for q in s.questions)]
    roles = asked_roles(wanted)
    return (WHOLE, *(f"{SECTION}{each}" for each in asked), BRIEFS, *(f"{BRIEF}{role}" for role in roles))


def known_as(wanted: Wanted, name: str) -> str:
    """Return the title of the section or role of a paper; empty for the other papers."""
    choice = Choice(name)
    if choice.section:
        return unreferenced(wanted.rulebook.sections[choice.section].title)
    return apostrophes(wanted.rulebook.roles[choice.role].title) if choice.role else ""


def takes(wanted: Wanted, name: str) -> str:
    """Return the estimated time for answering a paper; empty if no questions are asked first in it."""
    said = paper(wanted, name)
    if isinstance(said, Questionnaire):
        return said.takes
    return said.briefs[0].takes if len(said.briefs) == 1 else ""


def paper(wanted: Wanted, name: str) -> Questionnaire | Briefs:
    """Build the content of a paper; `name` is one of `list_papers`."""
    choice = Choice(name)
    if name == BRIEFS or choice.role:
        return briefs(wanted, choice.role)
    return questionnaire(wanted, choice.section)


def written(wanted: Wanted, name: str, form: str, colour: str) -> bytes:
    """Render a paper in one of `PAPER_FORMS`."""
    said = paper(wanted, name)
    if form == ".docx":
        return to_word(said, colour, wanted.day)
    return to_pdf(to_html(said, colour), date=wanted.day, attachments={})
