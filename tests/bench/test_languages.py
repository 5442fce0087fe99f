"""Conditions translated for other engines evaluate to the same truth values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    AllExpr,
    AnyExpr,
    EvaluationContext,
    Expr,
    FactTest,
    NotExpr,
    QuestionTest,
    SectionTest,
    Truth,
)
from bench.conditions import (
    THREE_VALUED,
    build_condition_set,
    build_engine_contexts,
    check_agreement,
    compile_conditions,
    evaluate_from_answers,
    evaluate_prepared,
    prepare_cases,
)
from bench.engines import ENGINES
from bench.languages import build_engine_context, decode_truth
from bench.random_data import draw_cases

named = st.frozensets(st.sampled_from(["a", "b", "unknown"]), min_size=1)
numbers = st.none() | st.integers(0, 5)
leaves = st.one_of(
    st.builds(QuestionTest, st.sampled_from(["q-1", "q-2"]), named),
    st.builds(FactTest, st.just("choice-fact"), named, st.none(), st.none()),
    st.builds(FactTest, st.just("number-fact"), st.none(), numbers, numbers),
    st.builds(SectionTest, st.just("section-1"), st.integers(1, 100)),
)


def combine_conditions(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(AllExpr, several), st.builds(AnyExpr, several), st.builds(NotExpr, st.tuples(inner)))


conditions = st.recursive(leaves, combine_conditions, max_leaves=6)
situations = st.builds(
    lambda choice, number, options, score: EvaluationContext(
        {name: value for name, value in (("choice-fact", choice), ("number-fact", number)) if value is not None},
        options,
        {} if score is None else {"section-1": (min(score), max(score))},
    ),
    st.sampled_from([None, "a", "b", "c"]),
    numbers,
    st.dictionaries(st.sampled_from(["q-1", "q-2"]), st.sampled_from([None, "a", "b", "c"])),
    st.none() | st.tuples(st.fractions(0, 100, max_denominator=7), st.fractions(0, 100, max_denominator=7)),
)


@given(st.lists(conditions, min_size=1, max_size=3), situations)
def test_every_engine_agrees_on_any_condition_whatever_is_unknown(
    some: list[Expr], situation: EvaluationContext
) -> None:
    expected = [part.evaluate(situation) for part in some]
    for name, engine in ENGINES.items():
        (found,) = engine(some, THREE_VALUED, [build_engine_context(situation, some)])()
        assert list(map(decode_truth, found[: len(some)], found[len(some) :])) == expected, name


def test_every_engine_agrees_on_the_shipped_conditions() -> None:
    cases = draw_cases(10, seed=1)
    given = prepare_cases(cases)
    looked_at = [each.evaluation_context for each in given]
    ours = evaluate_prepared(build_condition_set(), given)
    assert {truth for found in ours for truth in found} == {FALSE, UNKNOWN, TRUE}
    assert evaluate_from_answers(build_condition_set(), cases) == ours
    for engine in ENGINES.values():
        check_agreement(looked_at, ours, engine(compile_conditions(), THREE_VALUED, build_engine_contexts(looked_at))())
    with pytest.raises(ValueError, match="finds something else"):
        check_agreement(
            looked_at, ours[::-1], engine(compile_conditions(), THREE_VALUED, build_engine_contexts(looked_at))()
        )


def test_two_outcomes_decode_to_three_truth_values() -> None:
    found: list[Truth] = [decode_truth(False, False), decode_truth(False, True), decode_truth(True, True)]
    assert found == [FALSE, UNKNOWN, TRUE]
