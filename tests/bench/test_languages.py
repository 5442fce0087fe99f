"""Conditions translated for other engines evaluate to the same truth values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    AllParts,
    AnyPart,
    NotPart,
    Part,
    ProfilePart,
    QuestionPart,
    SectionPart,
    Situation,
    Truth,
)
from bench.conditions import THREE, agree, ask, ask_anew, contexts, made_ready, parts, sittings
from bench.engines import ENGINES
from bench.languages import context_of, truth
from bench.random_data import drawn

named = st.frozensets(st.sampled_from(["a", "b", "unknown"]), min_size=1)
numbers = st.none() | st.integers(0, 5)
leaves = st.one_of(
    st.builds(QuestionPart, st.sampled_from(["q-1", "q-2"]), named),
    st.builds(ProfilePart, st.just("choice-fact"), named, st.none(), st.none()),
    st.builds(ProfilePart, st.just("number-fact"), st.none(), numbers, numbers),
    st.builds(SectionPart, st.just("section-1"), st.integers(1, 100)),
)


def joined(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(AllParts, several), st.builds(AnyPart, several), st.builds(NotPart, st.tuples(inner)))


conditions = st.recursive(leaves, joined, max_leaves=6)
situations = st.builds(
    lambda choice, number, options, score: Situation(
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
def test_every_engine_agrees_on_any_condition_whatever_is_unknown(some: list[Part], situation: Situation) -> None:
    expected = [part.truth(situation) for part in some]
    for name, engine in ENGINES.items():
        (found,) = engine(some, THREE, [context_of(situation, some)])()
        assert list(map(truth, found[: len(some)], found[len(some) :])) == expected, name


def test_every_engine_agrees_on_the_shipped_conditions() -> None:
    cases = drawn(10, seed=1)
    given = sittings(cases)
    looked_at = [each.situation for each in given]
    ours = ask(made_ready(), given)
    assert {truth for found in ours for truth in found} == {FALSE, UNKNOWN, TRUE}
    assert ask_anew(made_ready(), cases) == ours
    for engine in ENGINES.values():
        agree(looked_at, ours, engine(parts(), THREE, contexts(looked_at))())
    with pytest.raises(ValueError, match="finds something else"):
        agree(looked_at, ours[::-1], engine(parts(), THREE, contexts(looked_at))())


def test_two_outcomes_decode_to_three_truth_values() -> None:
    found: list[Truth] = [truth(False, False), truth(False, True), truth(True, True)]
    assert found == [FALSE, UNKNOWN, TRUE]
