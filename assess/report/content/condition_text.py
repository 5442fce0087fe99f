"""Conditions of the rules in plain English."""

from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import (
    UNKNOWN_OPTION,
    AllOf,
    AnyOf,
    Condition,
    DerivedFact,
    Fact,
    FactOption,
    Not,
    ProfileCondition,
    QuestionCondition,
    QuestionOption,
    SectionCondition,
)
from assess.report.content.citations import strip_references as plain
from assess.report.content.text import join_words


class Clause(NamedTuple):
    """A condition in words, and the conditions that it consists of."""

    text: str
    parts: tuple["Clause", ...] = ()


def describe_condition(rulebook: Rulebook, condition: Condition) -> Clause:
    """Return a condition in words."""
    match condition:
        case QuestionCondition():
            question = rulebook.questions[condition.question]
            return Clause(f"“{plain(question.text)}” is answered {_join_options(condition.is_, question.options)}")
        case ProfileCondition():
            return Clause(describe_fact_condition(rulebook, condition))
        case SectionCondition():
            title = plain(rulebook.sections[condition.section].title)
            return Clause(f"“{title}” stays below {condition.below} of 100, however its unknown answers turn out")
        case AllOf(all=parts):
            return Clause("All of these are true:", tuple(describe_condition(rulebook, part) for part in parts))
        case AnyOf(any=parts):
            return Clause("At least one of these is true:", tuple(describe_condition(rulebook, part) for part in parts))
        case Not(not_=part):
            return Clause("This is not true:", (describe_condition(rulebook, part),))


def describe_fact_condition(rulebook: Rulebook, condition: ProfileCondition) -> str:
    """Return a condition on the profile in words."""
    facts: tuple[Fact | DerivedFact, ...] = rulebook.rules.profile + rulebook.rules.derived
    fact = next(fact for fact in facts if fact.id == condition.profile)
    if condition.is_ is not None:
        return f"“{plain(fact.text)}” is {_join_options(condition.is_, fact.options)}"
    limits = (
        ("is above", condition.above),
        ("is below", condition.below),
        ("is at least", condition.at_least),
        ("is at most", condition.at_most),
    )
    return f"“{plain(fact.text)}” {join_words([f'{words} {limit:,}' for words, limit in limits if limit is not None])}"


def _join_options(names: tuple[str, ...], options: tuple[QuestionOption, ...] | tuple[FactOption, ...]) -> str:
    """Return the options in words: `“A” or “B”`."""
    texts = {option.id: f"“{plain(option.text)}”" for option in options}
    return join_words([texts.get(name, "not known" if name == UNKNOWN_OPTION else name) for name in names], "or")


def find_questions(condition: Condition) -> frozenset[str]:
    """Return the ids of the questions that a condition refers to."""
    match condition:
        case QuestionCondition():
            return frozenset({condition.question})
        case AllOf(all=parts) | AnyOf(any=parts):
            return frozenset().union(*(find_questions(part) for part in parts))
        case Not(not_=part):
            return find_questions(part)
        case _:
            return frozenset()
