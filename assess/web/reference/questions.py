"""All questions, to read before starting and to share out the work."""

from typing import NamedTuple

from flask import Blueprint, render_template

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, Section
from assess.report.content.citations import strip_references
from assess.report.content.text import capitalise_first, curl_apostrophes
from assess.web.context import services
from assess.web.shared.text import describe_stage, join_role_titles

bp = Blueprint("question_list", __name__)


class ReferenceQuestion(NamedTuple):
    """A question as listed."""

    id: str
    text: str
    help: str
    options: tuple[str, ...]
    evidence: tuple[str, ...]
    roles: str
    remarks: tuple[str, ...]


class _ReferenceSection(NamedTuple):
    """A section as listed."""

    section: Section
    title: str
    why: str
    questions: tuple[ReferenceQuestion, ...]


@bp.get("/questions")
def list_questions() -> str:
    """List every question with its answers, what would prove them and who usually knows."""
    rulebook = services().rulebooks.get_current()
    parts = [_build_reference_section(rulebook, section) for section in rulebook.rules.sections]
    facts = [(strip_references(fact.text), strip_references(fact.help)) for fact in rulebook.rules.profile]
    return render_template(
        "pages/reference/questions.html",
        rulebook=rulebook,
        parts=parts,
        facts=facts,
        roles=_count_questions_by_role(rulebook),
    )


def _build_reference_section(rulebook: Rulebook, section: Section) -> _ReferenceSection:
    """Return a section with its questions."""
    asked = tuple(_build_reference_question(rulebook, question) for question in section.questions)
    return _ReferenceSection(section, strip_references(section.title), strip_references(section.why), asked)


def _build_reference_question(rulebook: Rulebook, question: Question) -> ReferenceQuestion:
    """Return a question with its texts."""
    return ReferenceQuestion(
        question.id,
        strip_references(question.text),
        strip_references(question.help),
        tuple(strip_references(option.text) for option in question.options),
        tuple(strip_references(item) for item in question.evidence),
        capitalise_first(join_role_titles(rulebook, question.ask)),
        list_remarks(rulebook, question),
    )


def list_remarks(rulebook: Rulebook, question: Question) -> tuple[str, ...]:
    """Describe from which stage a question counts, and which services it is not asked of."""
    later = (f"{capitalise_first(describe_stage(rulebook, question.from_stage))}.",) if question.from_stage else ()
    not_asked = question.not_asked_because
    return later + (
        (f"Not asked about every service. Left out where: {curl_apostrophes(strip_references(not_asked))}",)
        if not_asked
        else ()
    )


def _count_questions_by_role(rulebook: Rulebook) -> list[tuple[str, int]]:
    """Return the title of each role and how many questions it is asked, in descending order."""
    asked = [role for question in rulebook.questions.values() for role in question.ask]
    counted = [
        (curl_apostrophes(role.title), asked.count(role.id)) for role in rulebook.rules.roles if role.id in asked
    ]
    return sorted(counted, key=lambda pair: -pair[1])
