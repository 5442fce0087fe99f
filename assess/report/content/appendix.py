"""The appendix: the facts about the service, and every question with its answer, note and points."""

from assess.core.model.assessment import Answer
from assess.core.model.result import NotAsked, Row, State
from assess.core.model.rules import Choice, Fact, Section
from assess.report.content.context import UNKNOWN_STATES, Case
from assess.report.content.row_models import AnswerLine, AnswerPart, FactLine
from assess.report.content.sections import points_of
from assess.report.content.text import LABELS, apostrophes, joined, sentence

BLANK = Answer()

LONG = 600
"""Number of characters above which a note goes below its table: a row taller than a page cannot be kept together."""


def known_facts(case: Case) -> tuple[FactLine, ...]:
    """Return the known facts about the service: the profile, followed by the facts derived from it."""
    known = case.result.facts
    facts = case.rulebook.rules.profile
    given = (FactLine(apostrophes(fact.text), fact_text(fact, known.get(fact.id))) for fact in facts)
    derived = (
        FactLine(apostrophes(rule.text), option_text(rule.options, known.get(rule.id)))
        for rule in case.rulebook.rules.derived
    )
    return (*given, *derived)


def option_text(options: tuple[Choice, ...], chosen: str | int | None) -> str:
    """Return the text of the chosen option, or that it is not known."""
    return next((apostrophes(option.text) for option in options if option.id == chosen), "Not known")


def fact_text(fact: Fact, known: str | int | None) -> str:
    """Return the value of a fact as text."""
    if fact.kind == "choice":
        return option_text(fact.options, known)
    if not isinstance(known, int):
        return "Not known"
    return f"£{known:,}" if fact.kind == "money" else f"{known:,}"


def answers(case: Case) -> tuple[AnswerPart, ...]:
    """Return every question with its answer, section by section."""
    return tuple(answer_part(case, number, section) for number, section in enumerate(case.rulebook.rules.sections, 1))


def answer_part(case: Case, number: int, section: Section) -> AnswerPart:
    """Return the questions and answers of one section."""
    lines = tuple(answer_line(case, case.rows[question.id]) for question in section.questions)
    return AnswerPart(number, section.id, apostrophes(section.title), lines)


def answer_line(case: Case, row: Row) -> AnswerLine:
    """Return one question with everything entered for it."""
    typed = case.assessment.answers.get(row.question, BLANK)
    return AnswerLine(
        number=case.question_numbers[row.question],
        id=row.question,
        text=case.text(row.question),
        answer=case.chosen(row.question, row.option) if row.state is State.ANSWERED else LABELS[row.state],
        remark=remark(case, row, typed),
        note=tuple(line.strip() for line in typed.note.splitlines() if line.strip()),
        evidence=typed.evidence.strip(),
        by=typed.by.strip(),
        points=points_of(row),
        long=len(typed.note) > LONG,
    )


def remark(case: Case, row: Row, typed: Answer) -> str:
    """Return the remark beside an answer: whom to ask, the reason given, or why the question is not asked."""
    if row.state in UNKNOWN_STATES:
        return f"Ask: {joined([case.role(role).within for role in case.question(row.question).ask], 'or')}."
    if row.state is State.DOES_NOT_APPLY:
        return sentence(typed.does_not_apply)
    if row.state is State.NOT_ASKED:
        return " ".join(part for part in (why_not_asked(case, row), kept(case, row, typed)) if part)
    return ""


def why_not_asked(case: Case, row: Row) -> str:
    """Return why a question is not asked."""
    question = case.question(row.question)
    if row.not_asked is NotAsked.STAGE and question.from_stage:
        return f"Asked from the stage “{case.stage(question.from_stage)}” on."
    return sentence(apostrophes(question.not_asked_because)) if question.not_asked_because else ""


def kept(case: Case, row: Row, typed: Answer) -> str:
    """Return the earlier answer of a question that is no longer asked, which is kept but not counted."""
    said = case.chosen(row.question, typed.option) or (LABELS[State.DONT_KNOW] if typed.dont_know else "")
    said = said or (f"Does not apply: {typed.does_not_apply}" if typed.does_not_apply else "")
    return f"Kept and not counted: {sentence(said)}" if said else ""
