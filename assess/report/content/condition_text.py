"""Conditions of the rules in plain English."""

from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import (
    UNKNOWN,
    AllOf,
    AnyOf,
    Choice,
    Condition,
    Derived,
    Fact,
    Not,
    Option,
    ProfileCondition,
    QuestionCondition,
    SectionCondition,
)
from assess.report.content.citations import unreferenced as plain
from assess.report.content.text import joined

COMPARISONS = (("above", "is above"), ("below", "is below"), ("at_least", "is at least"), ("at_most", "is at most"))


class Clause(NamedTuple):
    """A condition in words, and the conditions that it consists of."""

    text: str
    parts: tuple["Clause", ...] = ()


def clause(rulebook: Rulebook, condition: Condition) -> Clause:
    """Return a condition in words."""
    match condition:
        case QuestionCondition():
            question = rulebook.questions[condition.question]
            return Clause(f"“{plain(question.text)}” is answered {one_of(condition.is_, question.options)}")
        case ProfileCondition():
            return Clause(fact_words(rulebook, condition))
        case SectionCondition():
            title = plain(rulebook.sections[condition.section].title)
            return Clause(f"“{title}” stays below {condition.below} of 100, however its unknown answers turn out")
        case AllOf(all=parts):
            return Clause("All of these hold:", tuple(clause(rulebook, part) for part in parts))
        case AnyOf(any=parts):
            return Clause("At least one of these holds:", tuple(clause(rulebook, part) for part in parts))
        case Not(not_=part):
            return Clause("This does not hold:", (clause(rulebook, part),))


def fact_words(rulebook: Rulebook, condition: ProfileCondition) -> str:
    """Return a condition on the profile in words."""
    facts: tuple[Fact | Derived, ...] = rulebook.rules.profile + rulebook.rules.derived
    fact = next(fact for fact in facts if fact.id == condition.profile)
    if condition.is_ is not None:
        return f"“{plain(fact.text)}” is {one_of(condition.is_, fact.options)}"
    limits = [(words, getattr(condition, name)) for name, words in COMPARISONS]
    return f"“{plain(fact.text)}” {joined([f'{words} {limit:,}' for words, limit in limits if limit is not None])}"


def one_of(names: tuple[str, ...], options: tuple[Option, ...] | tuple[Choice, ...]) -> str:
    """Return the options in words: `“A” or “B”`."""
    texts = {option.id: f"“{plain(option.text)}”" for option in options}
    return joined([texts.get(name, "not known" if name == UNKNOWN else name) for name in names], "or")


def questions_in(condition: Condition) -> frozenset[str]:
    """Return the ids of the questions that a condition refers to."""
    match condition:
        case QuestionCondition():
            return frozenset({condition.question})
        case AllOf(all=parts) | AnyOf(any=parts):
            return frozenset().union(*(questions_in(part) for part in parts))
        case Not(not_=part):
            return questions_in(part)
        case _:
            return frozenset()
