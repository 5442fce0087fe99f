"""The appendix: the facts about the service, and every question with its answer, note and points."""

from assess.core.model.assessment import Answer
from assess.core.model.result import NotAskedReason, QuestionState, QuestionTrace
from assess.core.model.rules import Fact, FactOption, Section
from assess.report.content.context import UNKNOWN_STATES, ReportContext
from assess.report.content.row_models import AppendixAnswer, AppendixFact, AppendixSection
from assess.report.content.sections import format_row_points
from assess.report.content.text import STATE_LABELS, curl_apostrophes, end_sentence, format_points, join_words

_BLANK_ANSWER = Answer()


def build_profile_facts(context: ReportContext) -> tuple[AppendixFact, ...]:
    """Return the known facts about the service: the profile, followed by the facts derived from it."""
    known = context.result.facts
    facts = context.rulebook.rules.profile
    profile_facts = (AppendixFact(curl_apostrophes(fact.text), format_fact(fact, known.get(fact.id))) for fact in facts)
    derived_facts = (
        AppendixFact(curl_apostrophes(rule.text), _find_option_text(rule.options, known.get(rule.id)))
        for rule in context.rulebook.rules.derived
    )
    return (*profile_facts, *derived_facts)


def _find_option_text(options: tuple[FactOption, ...], selected: str | int | None) -> str:
    """Return the text of the chosen option, or that it is not known."""
    return next((curl_apostrophes(option.text) for option in options if option.id == selected), "Not known")


def format_fact(fact: Fact, value: str | int | None) -> str:
    """Return the value of a fact as text."""
    if fact.kind == "choice":
        return _find_option_text(fact.options, value)
    if not isinstance(value, int):
        return "Not known"
    return f"£{value:,}" if fact.kind == "money" else f"{value:,}"


def build_appendix(context: ReportContext) -> tuple[AppendixSection, ...]:
    """Return every question with its answer, section by section."""
    return tuple(
        _build_appendix_section(context, number, section)
        for number, section in enumerate(context.rulebook.rules.sections, 1)
    )


def _build_appendix_section(context: ReportContext, number: int, section: Section) -> AppendixSection:
    """Return the questions and answers of one section."""
    lines = tuple(_build_appendix_answer(context, context.rows[question.id]) for question in section.questions)
    return AppendixSection(number, section.id, curl_apostrophes(section.title), lines)


def _build_appendix_answer(context: ReportContext, row: QuestionTrace) -> AppendixAnswer:
    """Return one question with everything entered for it."""
    entered = context.assessment.answers.get(row.question, _BLANK_ANSWER)
    counts = row.share is not None
    return AppendixAnswer(
        number=context.question_numbers[row.question],
        id=row.question,
        text=context.get_question_text(row.question),
        answer=context.get_option_text(row.question, row.option)
        if row.state is QuestionState.ANSWERED
        else STATE_LABELS[row.state],
        remark=_describe_answer_state(context, row, entered),
        note=entered.note,
        evidence=entered.evidence,
        by=entered.by,
        points=format_row_points(row),
        weight=str(row.weight),
        worth=format_points(row.worth) if counts else "–",
        brings=format_points(row.contribution.evidenced) if counts else "–",
        is_asked=row.state is not QuestionState.NOT_ASKED,
    )


def _describe_answer_state(context: ReportContext, row: QuestionTrace, answer: Answer) -> str:
    """Return the remark beside an answer: who to ask, the reason given, or why the question is not asked."""
    if row.state in UNKNOWN_STATES:
        return (
            "Ask: "
            f"{join_words([context.get_role(role).inline for role in context.get_question(row.question).ask], 'or')}."
        )
    if row.state is QuestionState.DOES_NOT_APPLY:
        return end_sentence(answer.does_not_apply)
    if row.state is QuestionState.NOT_ASKED:
        return " ".join(
            part for part in (_explain_not_asked(context, row), _describe_kept_answer(context, row, answer)) if part
        )
    return ""


def _explain_not_asked(context: ReportContext, row: QuestionTrace) -> str:
    """Return why a question is not asked."""
    question = context.get_question(row.question)
    if row.not_asked is NotAskedReason.STAGE and question.from_stage:
        return f"Due from “{context.get_stage_text(question.from_stage)}”."
    return end_sentence(curl_apostrophes(question.not_asked_because)) if question.not_asked_because else ""


def _describe_kept_answer(context: ReportContext, row: QuestionTrace, answer: Answer) -> str:
    """Return the earlier answer of a question that is no longer asked, which is kept but not counted."""
    text = context.get_option_text(row.question, answer.option) or (
        STATE_LABELS[QuestionState.DONT_KNOW] if answer.dont_know else ""
    )
    text = text or (f"Does not apply: {answer.does_not_apply}" if answer.does_not_apply else "")
    return f"Kept and not counted: {end_sentence(text)}" if text else ""
