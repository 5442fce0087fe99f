"""Advice on needs that is missing, for whoever edits the rules."""

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, QuestionCondition
from assess.core.validation.conditions import iter_condition_parts


def _find_options_without_advice(rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """Return each option short of what a stage needs that no recommendation names, with its question first."""
    advised = {
        (part.question, option)
        for recommendation in rulebook.rules.recommendations
        for part in iter_condition_parts(recommendation.when)
        if isinstance(part, QuestionCondition)
        for option in part.is_
    }
    short = ((question.id, option) for question in rulebook.questions.values() for option in _list_short(question))
    return tuple(pair for pair in short if pair not in advised)


def _list_short(question: Question) -> tuple[str, ...]:
    """Return the options of a question before the most that any stage needs."""
    ids = [option.id for option in question.options]
    return tuple(ids[: max((ids.index(option) for option in question.needs.values()), default=0)])


def describe_options_without_advice(rulebook: Rulebook) -> str:
    """Return a line on the options short of a need that no recommendation names."""
    named = ", ".join(f"{question} ({option})" for question, option in _find_options_without_advice(rulebook))
    return f"Answers short of a need that no recommendation names: {named or 'none'}."
