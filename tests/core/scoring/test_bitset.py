"""Conditions evaluated together: the same truth values as when each is evaluated alone."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.scoring.bitset import BLOCK_SIZE, MAX_LEAVES, ConditionBitset, LookupTable
from assess.core.scoring.condition_cache import ConditionSet
from assess.core.scoring.conditions import AllExpr, AnyExpr, EvaluationContext, Expr, FactTest, Leaf, NotExpr, Truth
from assess.core.scoring.evaluate import get_scorer, to_answer_codes
from assess.core.scoring.facts import FactTable
from assess.core.scoring.totals import compute_totals
from tests.core.naive_evaluation import NaiveEvaluation
from tests.core.rulebooks import DrawnCase, for_every_rulebook

FACTS = ("a", "b", "c")
VALUES = ("yes", "no", None)
"""Possible values of a fact, by code; None, for unknown, is -1 as well as 2."""
LEAVES = st.builds(FactTest, st.sampled_from(FACTS), st.just(frozenset({"yes"})), st.none(), st.none())


def combine_parts(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Draw `all`, `any` and `not` of parts, sometimes of more parts than one counter can hold."""
    some = st.lists(parts, min_size=1, max_size=2 * MAX_LEAVES + 2).map(tuple)
    return st.one_of(some.map(AllExpr), some.map(AnyExpr), parts.map(lambda part: NotExpr((part,))))


PARTS = st.recursive(LEAVES, combine_parts, max_leaves=25)


def build_lookup(leaf: Leaf) -> LookupTable:
    assert isinstance(leaf, FactTest)
    situations = (EvaluationContext({leaf.fact: value} if value else {}) for value in VALUES)
    return LookupTable(FACTS.index(leaf.fact), [leaf.evaluate(each) for each in situations])


def evaluate_alone(parts: Sequence[Expr], values: tuple[str | None, ...]) -> list[Truth]:
    known = {fact: value for fact, value in zip(FACTS, values, strict=True) if value}
    return [part.evaluate(EvaluationContext(known)) for part in parts]


def evaluate_together(parts: Sequence[Expr], values: tuple[str | None, ...]) -> list[int]:
    return list(
        ConditionBitset(parts, build_lookup).evaluate(
            [-1 if value is None else VALUES.index(value) for value in values]
        )
    )


@given(st.lists(PARTS, max_size=4), st.tuples(*[st.sampled_from(VALUES)] * len(FACTS)))
def test_conditions_have_the_same_truth_together_as_alone(parts: list[Expr], values: tuple[str | None, ...]) -> None:
    assert evaluate_together(parts, values) == evaluate_alone(parts, values)


class LongCondition(NamedTuple):
    join: type[AllExpr] | type[AnyExpr]
    size: int


@pytest.mark.parametrize("values", [("yes", "no", None), ("yes", "yes", None), ("no", "no", None), ("yes",) * 3])
@pytest.mark.parametrize(
    "long",
    [LongCondition(join, size) for join in (AllExpr, AnyExpr) for size in (MAX_LEAVES, MAX_LEAVES + 1, 3 * MAX_LEAVES)],
)
def test_more_parts_than_a_counter_holds_give_the_same_truth(
    long: LongCondition, values: tuple[str | None, ...]
) -> None:
    *one, last = (FactTest(fact, frozenset({"yes"}), None, None) for fact in ("a", "b", "c"))
    parts = [long.join((*(one * long.size)[: long.size - 1], last))]
    assert evaluate_together(parts, values) == evaluate_alone(parts, values)


def test_no_conditions_give_no_truth_values() -> None:
    assert evaluate_together([], ("yes", "no", None)) == []


def test_a_table_has_no_more_bits_than_the_conditions_that_share_a_sum() -> None:
    part = FactTest("a", frozenset({"yes"}), None, None)
    found = ConditionBitset([part] * (4 * BLOCK_SIZE), build_lookup)
    assert len(found.blocks) == 4
    assert all(added < 1 << 8 * BLOCK_SIZE for block, _ in found.blocks for table in block.tables for added in table)


@for_every_rulebook
def test_the_conditions_of_a_rulebook_agree_with_the_naive_implementation(case: DrawnCase) -> None:
    ready, rules = get_scorer(case.rules), case.rules.rules
    whens = [each.when for each in (*rules.blockers, *rules.warnings)]
    whens += [*(each.when for each in rules.recommendations), *(each.when for each in rules.notices)]
    asked = ConditionSet(ready.rulebook, whens, lambda place, _: place)
    codes = ready.rulebook.compile_profile(case.profile).build_input_codes(
        ready.rulebook.encode_answers(to_answer_codes(case.answers))
    )
    sums = compute_totals(ready.rulebook, ready.blockers, codes).sums
    plain = NaiveEvaluation(case.rules, case.profile, case.answers)
    truths = {None: Truth.UNKNOWN, True: Truth.TRUE, False: Truth.FALSE}
    found = asked.evaluate(codes, sums)
    assert list(found) == [truths[plain.truth(when)] for when in whens]
    assert asked.collect(codes, found) == [place for place, truth in enumerate(found) if truth]


@for_every_rulebook
def test_an_encoded_profile_derives_the_same_facts(case: DrawnCase) -> None:
    codes = get_scorer(case.rules).rulebook.fact_encoding
    given = codes.encode(case.profile)
    exact, like = FactTable(case.rules.rules).derive(case.profile), codes.decode(enumerate(codes.add_derived(given)))
    assert codes.restore_numbers(like, case.profile) == exact.known
    assert list(like) == list(exact.known)
    assert FactTable(case.rules.rules).derive(like).missing == exact.missing
