"""Write a paper in one of its forms, the same for the command line and for a download."""

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
    """Which paper: WHOLE, BRIEFS, a section's id behind SECTION or a role's behind BRIEF."""

    name: str

    @property
    def section(self) -> str:
        """The id of the section; empty where it is not one section."""
        return self.name.removeprefix(SECTION) if self.name.startswith(SECTION) else ""

    @property
    def role(self) -> str:
        """The id of the role; empty where it is not one role."""
        return self.name.removeprefix(BRIEF) if self.name.startswith(BRIEF) else ""


def choices(wanted: Wanted) -> tuple[str, ...]:
    """Give the names of all papers that there are for a service."""
    asked = [s.id for s in wanted.rulebook.rules.sections if any(q.id in wanted.questions for q in s.questions)]
    roles = asked_roles(wanted)
    return (WHOLE, *(f"{SECTION}{each}" for each in asked), BRIEFS, *(f"{BRIEF}{role}" for role in roles))


def known_as(wanted: Wanted, name: str) -> str:
    """Say in words which paper a name stands for."""
    choice = Choice(name)
    if choice.section:
        return unreferenced(wanted.rulebook.sections[choice.section].title)
    return apostrophes(wanted.rulebook.roles[choice.role].title) if choice.role else ""


def takes(wanted: Wanted, name: str) -> str:
    """Say how long the answers on a paper take; empty where it asks nothing first."""
    said = paper(wanted, name)
    if isinstance(said, Questionnaire):
        return said.takes
    return said.briefs[0].takes if len(said.briefs) == 1 else ""


def paper(wanted: Wanted, name: str) -> Questionnaire | Briefs:
    """Give what a paper says; `name` is one of `choices`."""
    choice = Choice(name)
    if name == BRIEFS or choice.role:
        return briefs(wanted, choice.role)
    return questionnaire(wanted, choice.section)


def written(wanted: Wanted, name: str, form: str, colour: str) -> bytes:
    """Give a paper's bytes in one of FORMS."""
    said = paper(wanted, name)
    if form == ".docx":
        return to_word(said, colour, wanted.day)
    return to_pdf(to_html(said, colour), date=wanted.day, attachments={})
