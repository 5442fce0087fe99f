"""Build the content of the questionnaire and the briefs from the rulebook."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assess.core.model.assessment import Assessment
from assess.core.model.result import NotAskedReason
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import (
    UNKNOWN_OPTION,
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Not,
    ProfileCondition,
    Question,
    Section,
)
from assess.core.scoring.evaluate import evaluate
from assess.report.content.bidi import bidi_isolate
from assess.report.content.citations import strip_references
from assess.report.content.condition_text import describe_fact_condition
from assess.report.content.text import (
    capitalise_first,
    curl_apostrophes,
    format_date,
    format_number,
    join_words,
    lower_first,
    pluralise,
    shorten,
)
from assess.report.paper import time_needed
from assess.report.paper.models import Brief, Briefs, PaperFact, PaperHeader, PaperQuestion, PaperSection, Questionnaire

_FACT_UNITS = {"choice": "", "number": "A whole number", "money": "Whole pounds"}
_LEAVE_OUT = "Leave this out if"
_MAX_WITH_REASON = 150
"""Length in characters from which a condition is given without its reason."""

_SHORT_BRIEF = 3
"""Number of questions up to which a brief says why each is asked."""


@dataclass(frozen=True)
class QuestionnaireContext:
    """The service a paper is made for, and the questions that apply to it."""

    rulebook: Rulebook
    day: date
    council: str = ""
    service: str = ""
    question_ids: Collection[str] | None = None
    """The ids of the questions that apply to the service; None if it is unknown, so that all are included."""

    @cached_property
    def question_numbers(self) -> dict[str, str]:
        """The number of each question by its id, as in the report."""
        numbered = {question: f"Q{position}" for position, question in enumerate(self.rulebook.questions, 1)}
        return {
            name: shown for name, shown in numbered.items() if self.question_ids is None or name in self.question_ids
        }


def build_questionnaire_context(rulebook: Rulebook, assessment: Assessment, day: date) -> QuestionnaireContext:
    """Build the context for a service: the questions that its facts do not rule out, whatever their stage."""
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    asked = frozenset(row.question for row in result.trace if row.not_asked is not NotAskedReason.PROFILE)
    return QuestionnaireContext(rulebook, day, assessment.council, assessment.service, asked)


def build_questionnaire(context: QuestionnaireContext, section: str = "") -> Questionnaire:
    """Build the whole questionnaire, or one section of it."""
    parts = tuple(part for part in _iter_sections(context) if not section or part[0].id == section)
    facts = () if section else context.rulebook.rules.profile
    asked = [question for _, questions in parts for question in questions]
    title = "Questions on one barrier" if section else "Questionnaire"
    return Questionnaire(
        _build_header(context, f"{title}: is this service ready to become a public service mutual?"),
        time_needed.format_duration(time_needed.estimate_minutes(asked, facts)),
        time_needed.TIME_NOTE,
        tuple(_build_fact(fact) for fact in facts),
        tuple(_build_section(context, paper_section, questions) for paper_section, questions in parts),
    )


def _iter_sections(context: QuestionnaireContext) -> Iterator[tuple[Section, list[Question]]]:
    """Yield each section that has questions to ask, with these questions."""
    for section in context.rulebook.rules.sections:
        if asked := [question for question in section.questions if question.id in context.question_numbers]:
            yield section, asked


def _build_header(context: QuestionnaireContext, title: str) -> PaperHeader:
    """Build the header of a paper."""
    council = bidi_isolate(context.council) or "Your council"
    about = bidi_isolate(context.service)
    running = ": ".join(
        bidi_isolate(shorten(name)) for name in (context.council or "Your council", context.service) if name
    )
    omitted = len(context.rulebook.questions) - len(context.question_numbers)
    return PaperHeader(
        title,
        council,
        about,
        running,
        context.day.isoformat(),
        f"Made {format_date(context.day)} from version {context.rulebook.version} of the rules.",
        _describe_left_out(omitted) if omitted else "",
    )


def _describe_left_out(count: int) -> str:
    """Describe how many questions are left out, and why."""
    those, them = pluralise(count, "question is", "questions are"), pluralise(count, "it", "them")
    return (
        f"{capitalise_first(format_number(count))} {those} left out, "
        f"because the facts about this service rule {them} out."
    )


def _build_fact(fact: Fact) -> PaperFact:
    """Build a fact to be filled in."""
    options = tuple(strip_references(option.text) for option in fact.options)
    unsaid = fact.required or any(option.id == UNKNOWN_OPTION for option in fact.options)
    unknown = () if unsaid else ("I do not know",)
    return PaperFact(
        strip_references(fact.text), strip_references(fact.help), options + unknown, _FACT_UNITS[fact.kind]
    )


def _build_section(context: QuestionnaireContext, section: Section, questions: list[Question]) -> PaperSection:
    """Build a section with its questions."""
    roles = list(dict.fromkeys(question.ask[0] for question in questions))
    ranked = sorted(roles, key=lambda role: -sum(question.ask[0] == role for question in questions))
    return PaperSection(
        list(context.rulebook.sections).index(section.id) + 1,
        strip_references(section.title),
        strip_references(section.why),
        capitalise_first(_join_roles(context.rulebook, ranked)),
        time_needed.format_duration(time_needed.estimate_minutes(questions)),
        tuple(_build_question(context, question) for question in questions),
    )


def _join_roles(rulebook: Rulebook, roles: Collection[str]) -> str:
    """Join the titles of roles for use within a sentence."""
    return join_words([lower_first(curl_apostrophes(rulebook.roles[role].title)) for role in roles])


def _build_question(context: QuestionnaireContext, question: Question) -> PaperQuestion:
    """Build a question to be answered."""
    return PaperQuestion(
        context.question_numbers[question.id],
        strip_references(question.text),
        strip_references(question.help),
        strip_references(question.why),
        tuple(strip_references(option.text) for option in question.options),
        capitalise_first(_join_roles(context.rulebook, question.ask)),
        tuple(strip_references(item) for item in question.evidence),
        tuple(_iter_remarks(context, question)),
        question.may_not_apply,
    )


def _iter_remarks(context: QuestionnaireContext, question: Question) -> Iterator[str]:
    """Yield from which stage a question counts, and for which services it is not asked."""
    if question.from_stage:
        stage = strip_references(context.rulebook.stages[question.from_stage].text)
        yield f"Due from “{stage}”. You can prepare it earlier."
    if question.ask_if and context.question_ids is None:
        condition = _describe_condition(context.rulebook, question.ask_if)
        yield (
            f"{condition} {strip_references(question.not_asked_because)}".rstrip()
            if _allows_reason(condition)
            else condition
        )


def _allows_reason(condition: str) -> bool:
    """Return whether a condition is short and states when to leave a question out, so that a reason can follow it."""
    return condition.startswith(_LEAVE_OUT) and len(condition) < _MAX_WITH_REASON


def _describe_condition(rulebook: Rulebook, condition: Condition) -> str:
    """Return a sentence saying when a question is to be answered."""
    parts = condition.all if isinstance(condition, AllOf) else (condition,)
    negated = [part.not_ for part in parts if isinstance(part, Not)]
    if len(negated) == len(parts):
        return f"{_LEAVE_OUT} {join_words([_format_condition(rulebook, part) for part in negated], 'or')}."
    return f"Answer this only if {_format_condition(rulebook, condition)}."


def _format_condition(rulebook: Rulebook, condition: Condition) -> str:
    """Format a condition on facts as a clause.

    Raises `TypeError` for other conditions, which never decide whether a question is asked.
    """
    match condition:
        case ProfileCondition():
            return describe_fact_condition(rulebook, condition)
        case AllOf(all=parts):
            return join_words([_format_condition(rulebook, each) for each in parts], "and")
        case AnyOf(any=parts):
            return join_words([_format_condition(rulebook, each) for each in parts], "or")
        case Not(not_=each):
            return f"it is not so that {_format_condition(rulebook, each)}"
        case _:
            raise TypeError("only facts decide what is asked")


def build_briefs(context: QuestionnaireContext, role: str = "") -> Briefs:
    """Build a brief for each officer who is asked, or for one role."""
    built = tuple(_build_brief(context, each) for each in list_asked_roles(context) if role in ("", each))
    title = f"Brief for the {built[0].role_inline}" if role and built else "Briefs for the officers who are asked"
    return Briefs(_build_header(context, title), time_needed.TIME_NOTE, built)


def list_asked_roles(context: QuestionnaireContext) -> tuple[str, ...]:
    """Return the roles named by any question, in the order of the rules."""
    named = {role for name in context.question_numbers for role in context.rulebook.questions[name].ask}
    return tuple(role.id for role in context.rulebook.rules.roles if role.id in named)


def _build_brief(context: QuestionnaireContext, role: str) -> Brief:
    """Build the brief for a role."""
    questions = [context.rulebook.questions[name] for name in context.question_numbers]
    first = [question for question in questions if question.ask[0] == role]
    others = [context.question_numbers[question.id] for question in questions if role in question.ask[1:]]
    title = curl_apostrophes(context.rulebook.roles[role].title)
    return Brief(
        role,
        title,
        lower_first(title),
        time_needed.format_duration(time_needed.estimate_minutes(first)) if first else "",
        tuple(_build_question(context, question) for question in first),
        join_words(others),
        len(first) <= _SHORT_BRIEF,
    )
