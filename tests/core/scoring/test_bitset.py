"""Conditions evaluated together: the same truth values as when each is evaluated alone."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.scoring.bitset import MOST, TOGETHER, Gates, Look
from assess.core.scoring.condition_cache import Conditions
from assess.core.scoring.conditions import AllParts, AnyPart, Leaf, NotPart, Part, ProfilePart, Situation, Truth
from assess.core.scoring.evaluate import in_short, ready_of
from assess.core.scoring.facts import FactTable
from assess.core.scoring.totals import standing
from tests.core.plain import Plain
from tests.core.rulebooks import Case, on_every_rulebook

FACTS = ("a", "b", "c")
VALUES = ("yes", "no", None)
"""Possible values of a fact, by code; None, for unknown, is -1 as well as 2."""
LEAVES = st.builds(ProfilePart, st.sampled_from(FACTS), st.just(frozenset({"yes"})), st.none(), st.none())


def joined(parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    """Draw `all`, `any` and `not` of parts, sometimes of more parts than one counter can hold."""
    some = st.lists(parts, min_size=1, max_size=2 * MOST + 2).map(tuple)
    return st.one_of(some.map(AllParts), some.map(AnyPart), parts.map(lambda part: NotPart((part,))))


PARTS = st.recursive(LEAVES, joined, max_leaves=25)


def look(leaf: Leaf) -> Look:
    assert isinstance(leaf, ProfilePart)
    situations = (Situation({leaf.fact: value} if value else {}) for value in VALUES)
    return Look(FACTS.index(leaf.fact), [leaf.truth(each) for each in situations])


def alone(parts: Sequence[Part], values: tuple[str | None, ...]) -> list[Truth]:
    known = {fact: value for fact, value in zip(FACTS, values, strict=True) if value}
    return [part.truth(Situation(known)) for part in parts]


def at_once(parts: Sequence[Part], values: tuple[str | None, ...]) -> list[int]:
    return list(Gates(parts, look).truths([-1 if value is None else VALUES.index(value) for value in values]))


@given(st.lists(PARTS, max_size=4), st.tuples(*[st.sampled_from(VALUES)] * len(FACTS)))
def test_conditions_have_the_same_truth_together_as_alone(parts: list[Part], values: tuple[str | None, ...]) -> None:
    assert at_once(parts, values) == alone(parts, values)


class Long(NamedTuple):
    join: type[AllParts] | type[AnyPart]
    size: int


@pytest.mark.parametrize("values", [("yes", "no", None), ("yes", "yes", None), ("no", "no", None), ("yes",) * 3])
@pytest.mark.parametrize(
    "long", [Long(join, size) for join in (AllParts, AnyPart) for size in (MOST, MOST + 1, 3 * MOST)]
)
def test_more_parts_than_a_counter_holds_give_the_same_truth(long: Long, values: tuple[str | None, ...]) -> None:
    *one, last = (ProfilePart(fact, frozenset({"yes"}), None, None) for fact in ("a", "b", "c"))
    parts = [long.join((*(one * long.size)[: long.size - 1], last))]
    assert at_once(parts, values) == alone(parts, values)


def test_no_conditions_give_no_truth_values() -> None:
    assert at_once([], ("yes", "no", None)) == []


def test_a_table_has_no_more_bits_than_the_conditions_that_share_a_sum() -> None:
    part = ProfilePart("a", frozenset({"yes"}), None, None)
    found = Gates([part] * (4 * TOGETHER), look)
    assert len(found.blocks) == 4
    assert all(added < 1 << 8 * TOGETHER for block, _ in found.blocks for table in block.tables for added in table)


@on_every_rulebook
def test_the_conditions_of_a_rulebook_agree_with_the_naive_implementation(case: Case) -> None:
    ready, rules = ready_of(case.rules), case.rules.rules
    whens = [each.when for each in (*rules.blockers, *rules.warnings)]
    whens += [*(each.when for each in rules.recommendations), *(each.when for each in rules.notices)]
    asked = Conditions(ready.tables, whens, lambda place, _: place)
    codes = ready.tables.agenda(case.profile).asked(ready.tables.codes(in_short(case.answers)))
    sums = standing(ready.tables, ready.blockers, codes).sums
    plain = Plain(case.rules, case.profile, case.answers)
    truths = {None: Truth.UNKNOWN, True: Truth.TRUE, False: Truth.FALSE}
    found = asked.truths(codes, sums)
    assert list(found) == [truths[plain.truth(when)] for when in whens]
    assert asked.found(codes, found) == [place for place, truth in enumerate(found) if truth]


@on_every_rulebook
def test_an_encoded_profile_derives_the_same_facts(case: Case) -> None:
    codes = ready_of(case.rules).tables.fact_codes
    given = codes.of(case.profile)
    exact, like = FactTable(case.rules.rules).of(case.profile), codes.known(enumerate(codes.all(given)))
    assert codes.with_numbers(like, case.profile) == exact.known
    assert list(like) == list(exact.known)
    assert FactTable(case.rules.rules).of(like).waits == exact.waits
