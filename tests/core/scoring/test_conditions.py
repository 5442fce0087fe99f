"""Conditions: true, false and unknown."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from assess.core.model.rules import Condition
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    EvaluationContext,
    Expr,
    QuestionTest,
    Truth,
    compile_condition,
    iter_deciding_leaves,
    iter_leaves,
    iter_relevant_leaves,
)

CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def build_condition(written: dict[str, Any]) -> Expr:
    return compile_condition(CONDITION.validate_python(written))


def context_with_score(score: tuple[int, int]) -> EvaluationContext:
    return EvaluationContext({}, {}, {"finance": (Fraction(score[0]), Fraction(score[1]))})


YES = {"question": "yes", "is": ["a"]}
NO = {"question": "no", "is": ["a"]}
MAYBE = {"question": "maybe", "is": ["a"]}
ANSWERED = EvaluationContext({"nation": "wales", "members": 3}, {"yes": "a", "no": "b", "maybe": None})


@pytest.mark.parametrize(
    ("written", "truth"),
    [
        (YES, TRUE),
        (NO, FALSE),
        (MAYBE, UNKNOWN),
        ({"question": "not-asked", "is": ["a"]}, FALSE),
        ({"profile": "nation", "is": ["wales", "scotland"]}, TRUE),
        ({"profile": "nation", "is": ["england"]}, FALSE),
        ({"profile": "blank", "is": ["england"]}, UNKNOWN),
        ({"profile": "blank", "is": ["england", "unknown"]}, TRUE),
        ({"profile": "members", "above": 3}, FALSE),
        ({"profile": "members", "at_least": 3}, TRUE),
        ({"profile": "members", "below": 3}, FALSE),
        ({"profile": "members", "at_most": 3}, TRUE),
        ({"profile": "members", "above": 1, "below": 4}, TRUE),
        ({"profile": "members", "at_least": 1, "above": 2, "at_most": 9, "below": 3}, FALSE),
        ({"profile": "nation", "above": 3}, FALSE),
        ({"profile": "blank", "above": 3}, UNKNOWN),
        ({"not": {"profile": "nation", "is": ["wales"]}}, FALSE),
        ({"not": {"profile": "nation", "is": ["england"]}}, TRUE),
        ({"not": {"profile": "blank", "is": ["england"]}}, UNKNOWN),
        ({"all": [YES, YES]}, TRUE),
        ({"all": [YES, MAYBE]}, UNKNOWN),
        ({"all": [MAYBE, NO]}, FALSE),
        ({"any": [NO, NO]}, FALSE),
        ({"any": [NO, MAYBE]}, UNKNOWN),
        ({"any": [MAYBE, YES]}, TRUE),
    ],
)
def test_a_condition_is_true_false_or_unknown(written: dict[str, Any], truth: Truth) -> None:
    assert build_condition(written).evaluate(ANSWERED) is truth


@pytest.mark.parametrize(
    ("score", "truth"),
    [((10, 49), TRUE), ((10, 50), UNKNOWN), ((49, 80), UNKNOWN), ((50, 80), FALSE), ((50, 50), FALSE)],
)
def test_a_section_is_below_only_if_its_possible_score_is(score: tuple[int, int], truth: Truth) -> None:
    assert build_condition({"section": "finance", "below": 50}).evaluate(context_with_score(score)) is truth


def test_a_section_without_a_score_is_not_below_anything() -> None:
    assert build_condition({"section": "finance", "below": 50}).evaluate(EvaluationContext({})) is FALSE


def list_questions(found: Any) -> list[str]:
    return [leaf.question for leaf in found if isinstance(leaf, QuestionTest)]


NESTED = {"any": [{"all": [YES, MAYBE]}, {"all": [YES, NO]}, NO]}


def test_every_leaf_of_a_condition_is_listed() -> None:
    assert list_questions(iter_leaves(build_condition(NESTED))) == ["yes", "maybe", "yes", "no", "no"]


def test_the_leaves_that_make_a_condition_unknown_are_in_no_false_part() -> None:
    assert list_questions(iter_deciding_leaves(UNKNOWN, build_condition(NESTED), ANSWERED)) == ["maybe"]


def test_the_leaves_that_make_a_condition_true_are_in_no_part_that_is_not_true() -> None:
    assert list_questions(iter_deciding_leaves(TRUE, build_condition({"any": [YES, NESTED]}), ANSWERED)) == ["yes"]


def test_a_false_leaf_under_not_makes_the_condition_true() -> None:
    not_england = build_condition({"not": {"profile": "nation", "is": ["england"]}})
    assert [type(leaf).__name__ for leaf in iter_deciding_leaves(TRUE, not_england, ANSWERED)] == ["FactTest"]


def test_the_relevant_leaves_may_still_make_the_condition_true() -> None:
    not_england = {"not": {"profile": "nation", "is": ["england"]}}
    assert list_questions(iter_relevant_leaves(build_condition({"all": [NESTED, not_england]}), ANSWERED)) == [
        "yes",
        "maybe",
    ]
