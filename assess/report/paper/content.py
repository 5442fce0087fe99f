"""Build the content of the questionnaire and the briefs from the rulebook."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assess.core.model.assessment import Assessment
from assess.core.model.result import NotAsked
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN, AllOf, AnyOf, Condition, Fact, Not, ProfileCondition, Question, Section
from assess.core.scoring.evaluate import evaluate
from assess.report.content.bidi import isolated
from assess.report.content.citations import unreferenced
from assess.report.content.condition_text import fact_words
from assess.report.content.text import apostrophes, day, joined, number, plural, shortened, starting, within
from assess.report.paper import time_needed
from assess.report.paper.models import Asked, Brief, Briefs, Head, Known, Part, Questionnaire

UNITS = {"choice": "", "number": "A whole number", "money": "Pounds, in whole figures"}
LEAVE_OUT = "Leave this out if"
LONG_REMARK = 150
"""Length in characters from which a condition is given without its reason."""

SHORT, LONG = 3, 5
"""Number of questions up to which a brief says why each is asked, and above which it is set in smaller type.

A brief has to fit on one page.
"""


@dataclass(frozen=True)
class Wanted:
    """The service a paper is made for, and the questions that apply to it."""

    rulebook: Rulebook
    day: date
    council: str = ""
    service: str = ""
    asked: Collection[str] | None = None
    """The ids of the questions that apply to the service; None if it is unknown, so that all are included."""

    @cached_property
    def questions(self) -> dict[str, str]:
        """The number of each question by its id, as in the report."""
        numbered = {question: f"Q{place}" for place, question in enumerate(self.rulebook.questions, 1)}
        return {name: shown for name, shown in numbered.items() if self.asked is None or name in self.asked}


def wanted_for(rulebook: Rulebook, assessment: Assessment, day: date) -> Wanted:
    """Build the context for a service: the questions that its facts do not rule out, whatever their stage."""
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    asked = frozenset(row.question for row in result.trace if row.not_asked is not NotAsked.PROFILE)
    return Wanted(rulebook, day, assessment.council, assessment.service, asked)


def questionnaire(wanted: Wanted, section: str = "") -> Questionnaire:
    """Build the whole questionnaire, or one section of it."""
    parts = tuple(part for part in parts_of(wanted) if not section or part[0].id == section)
    facts = () if section else wanted.rulebook.rules.profile
    asked = [question for _, questions in parts for question in questions]
    title = "Questions on one barrier" if section else "Questionnaire"
    return Questionnaire(
        head(wanted, f"{title}: is this service ready to become a public service mutual?"),
        time_needed.said(time_needed.minutes(asked, facts)),
        time_needed.HOW,
        tuple(known(fact) for fact in facts),
        tuple(part(wanted, place, questions) for place, questions in parts),
    )


def parts_of(wanted: Wanted) -> Iterator[tuple[Section, list[Question]]]:
    """Yield each section that has questions to ask, with these questions."""
    for section in wanted.rulebook.rules.sections:
        if asked := [question for question in section.questions if question.id in wanted.questions]:
            yield section, asked


def head(wanted: Wanted, title: str) -> Head:
    """Build the header of a paper."""
    council = isolated(wanted.council) or "Your council"
    about = isolated(wanted.service)
    running = ": ".join(
        isolated(shortened(name)) for name in (wanted.council or "Your council", wanted.service) if name
    )
    left = len(wanted.rulebook.questions) - len(wanted.questions)
    return Head(
        title,
        council,
        about,
        running,
        wanted.day.isoformat(),
        f"Made {day(wanted.day)} from version {wanted.rulebook.version} of the rules.",
        left_out(left) if left else "",
    )


def left_out(count: int) -> str:
    """Describe how many questions are left out, and why."""
    those, them = plural(count, "question is", "questions are"), plural(count, "it", "them")
    return f"{starting(number(count))} {those} left out, because the facts about this service rule {them} out."


def known(fact: Fact) -> Known:
    """Build a fact to be filled in."""
    options = tuple(unreferenced(option.text) for option in fact.options)
    unsaid = fact.required or any(option.id == UNKNOWN for option in fact.options)
    unknown = () if unsaid else ("I do not know",)
    return Known(unreferenced(fact.text), unreferenced(fact.help), options + unknown, UNITS[fact.kind])


def part(wanted: Wanted, section: Section, questions: list[Question]) -> Part:
    """Build a section with its questions."""
    roles = list(dict.fromkeys(question.ask[0] for question in questions))
    ranked = sorted(roles, key=lambda role: -sum(question.ask[0] == role for question in questions))
    return Part(
        list(wanted.rulebook.sections).index(section.id) + 1,
        unreferenced(section.title),
        unreferenced(section.why),
        starting(whom(wanted.rulebook, ranked)),
        time_needed.said(time_needed.minutes(questions)),
        tuple(asked(wanted, question) for question in questions),
    )


def whom(rulebook: Rulebook, roles: Collection[str]) -> str:
    """Join the titles of roles for use within a sentence."""
    return joined([within(apostrophes(rulebook.roles[role].title)) for role in roles])


def asked(wanted: Wanted, question: Question) -> Asked:
    """Build a question to be answered."""
    return Asked(
        wanted.questions[question.id],
        unreferenced(question.text),
        unreferenced(question.help),
        unreferenced(question.why),
        tuple(unreferenced(option.text) for option in question.options),
        starting(whom(wanted.rulebook, question.ask)),
        tuple(unreferenced(item) for item in question.evidence),
        tuple(remarks(wanted, question)),
        question.may_not_apply,
    )


def remarks(wanted: Wanted, question: Question) -> Iterator[str]:
    """Yield from which stage a question counts, and for which services it is not asked."""
    if question.from_stage:
        stage = unreferenced(wanted.rulebook.stages[question.from_stage].text)
        yield f"Counts from the stage “{stage}” on. You can prepare it earlier."
    if question.ask_if and wanted.asked is None:
        said = only_if(wanted.rulebook, question.ask_if)
        yield f"{said} {unreferenced(question.not_asked_because)}".rstrip() if is_brief(said) else said


def is_brief(condition: str) -> bool:
    """Return whether a condition is short and states when to leave a question out, so that a reason can follow it."""
    return condition.startswith(LEAVE_OUT) and len(condition) < LONG_REMARK


def only_if(rulebook: Rulebook, condition: Condition) -> str:
    """Return a sentence saying when a question is to be answered."""
    parts = condition.all if isinstance(condition, AllOf) else (condition,)
    against = [part.not_ for part in parts if isinstance(part, Not)]
    if len(against) == len(parts):
        return f"{LEAVE_OUT} {joined([in_words(rulebook, part) for part in against], 'or')}."
    return f"Answer this only if {in_words(rulebook, condition)}."


def in_words(rulebook: Rulebook, condition: Condition) -> str:
    """Format a condition on facts as a clause.

    Raises `TypeError` for other conditions, which never decide whether a question is asked.
    """
    match condition:
        case ProfileCondition():
            return fact_words(rulebook, condition)
        case AllOf(all=parts):
            return joined([in_words(rulebook, each) for each in parts], "and")
        case AnyOf(any=parts):
            return joined([in_words(rulebook, each) for each in parts], "or")
        case Not(not_=each):
            return f"it is not so that {in_words(rulebook, each)}"
        case _:
            raise TypeError("only facts decide what is asked")


def briefs(wanted: Wanted, role: str = "") -> Briefs:
    """Build a brief for each officer who is asked, or for one role."""
    made = tuple(brief(wanted, each) for each in asked_roles(wanted) if role in ("", each))
    title = f"Brief for the {made[0].within}" if role and made else "Briefs for the officers who are asked"
    return Briefs(head(wanted, title), time_needed.HOW, made)


def asked_roles(wanted: Wanted) -> tuple[str, ...]:
    """Return the roles named by any question, in the order of the rules."""
    named = {role for name in wanted.questions for role in wanted.rulebook.questions[name].ask}
    return tuple(role.id for role in wanted.rulebook.rules.roles if role.id in named)


def brief(wanted: Wanted, role: str) -> Brief:
    """Build the brief for a role."""
    every = [wanted.rulebook.questions[name] for name in wanted.questions]
    first = [question for question in every if question.ask[0] == role]
    others = [wanted.questions[question.id] for question in every if role in question.ask[1:]]
    title = apostrophes(wanted.rulebook.roles[role].title)
    return Brief(
        role,
        title,
        within(title),
        time_needed.said(time_needed.minutes(first)) if first else "",
        tuple(asked(wanted, question) for question in first),
        joined(others),
        len(first) > LONG,
        len(first) <= SHORT,
    )
