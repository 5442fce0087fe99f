"""All questions, to read before starting and to share out the work."""

from typing import NamedTuple

from flask import Blueprint, render_template

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, Section
from assess.report.content.text import apostrophes, starting
from assess.web.context import site
from assess.web.shared.text import plain, stage_words, whom

area = Blueprint("reading", __name__)


class Reading(NamedTuple):
    """A question as listed."""

    id: str
    text: str
    help: str
    options: tuple[str, ...]
    proof: tuple[str, ...]
    whom: str
    remarks: tuple[str, ...]


class Part(NamedTuple):
    """A section as listed."""

    section: Section
    title: str
    why: str
    questions: tuple[Reading, ...]


@area.get("/questions")
def questions() -> str:
    """List every question with its answers, what would prove them and who usually knows."""
    rulebook = site().rulebooks.in_force()
    parts = [part(rulebook, section) for section in rulebook.rules.sections]
    facts = [(plain(fact.text), plain(fact.help)) for fact in rulebook.rules.profile]
    return render_template(
        "pages/reference/questions.html", rulebook=rulebook, parts=parts, facts=facts, roles=roles(rulebook)
    )


def part(rulebook: Rulebook, section: Section) -> Part:
    """Return a section with its questions."""
    asked = tuple(reading(rulebook, question) for question in section.questions)
    return Part(section, plain(section.title), plain(section.why), asked)


def reading(rulebook: Rulebook, question: Question) -> Reading:
    """Return a question with its texts."""
    return Reading(
        question.id,
        plain(question.text),
        plain(question.help),
        tuple(plain(option.text) for option in question.options),
        tuple(plain(item) for item in question.evidence),
        starting(whom(rulebook, question.ask)),
        remarks(rulebook, question),
    )


def remarks(rulebook: Rulebook, question: Question) -> tuple[str, ...]:
    """Describe from which stage a question counts, and which services it is not asked of."""
    later = (f"Counts {stage_words(rulebook, question.from_stage)}.",) if question.from_stage else ()
    not_asked = question.not_asked_because
    return later + (
        (f"Not asked of every service. Left out where: {apostrophes(plain(not_asked))}",) if not_asked else ()
    )


def roles(rulebook: Rulebook) -> list[tuple[str, int]]:
    """Return the title of each role and how many questions it is asked, in descending order."""
    asked = [role for question in rulebook.questions.values() for role in question.ask]
    counted = [(apostrophes(role.title), asked.count(role.id)) for role in rulebook.rules.roles if role.id in asked]
    return sorted(counted, key=lambda pair: -pair[1])
