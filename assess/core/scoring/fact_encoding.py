"""Encode facts as whole numbers, one for each value that the rules distinguish, so that conditions use lookup tables.

The code of an option is its index. The code of a number is the index of the interval that it lies in, since
conditions only compare it with a few others. A fact that is not known has a code below 0.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import getitem

from assess.core.model.assessment import Profile
from assess.core.model.rules import STAGE, UNKNOWN_OPTION, Fact, Rules
from assess.core.scoring.bitset import Selector, make_selector
from assess.core.scoring.conditions import FactTest, Leaf, iter_leaves
from assess.core.scoring.facts import DerivedLookup, FactTable

_CACHE_SIZE = 4096
"""How many combinations of source facts are cached for each derived fact."""
_NOT_KNOWN = -1

FactValues = Sequence[str | int]
"""A value for each code of a fact: its options, or one number of each interval."""


class FactEncoding:
    """Encodes the facts of one rulebook; `tests` are all the leaves that may test them."""

    def __init__(self, rules: Rules, fact_table: FactTable, tests: Iterable[Leaf]) -> None:
        unless_leaves = (
            leaf for lookup in fact_table.derived for part, _ in lookup.unless for leaf in iter_leaves(part)
        )
        thresholds = _find_thresholds(test for test in (*tests, *unless_leaves) if isinstance(test, FactTest))
        self.values: list[FactValues] = [_list_fact_values(fact, thresholds.get(fact.id, [])) for fact in rules.profile]
        self.values += [lookup.options for lookup in fact_table.derived]
        self.names = (*(fact.id for fact in rules.profile), *(lookup.derived.id for lookup in fact_table.derived))
        self.positions = {name: position for position, name in enumerate(self.names)}
        self.stage_position = self.positions[STAGE]
        self.codes_by_fact = {
            fact.id: _build_fact_codes(fact, each) for fact, each in zip(rules.profile, self.values, strict=False)
        }
        self.number_facts = tuple(fact.id for fact in rules.profile if fact.kind != "choice")
        self.signature = (self.names, self.values, fact_table.derived)
        """What determines all codes."""
        self.derived = tuple(self._compile_lookup(lookup) for lookup in fact_table.derived)
        self.given_positions: dict[str, tuple[int, ...]] = {
            fact.id: (place,) for place, fact in enumerate(rules.profile)
        }
        """The positions of the given facts that each fact follows from: its own where it is given."""
        for lookup in fact_table.derived:
            self.given_positions[lookup.derived.id] = tuple(
                sorted({place for fact in lookup.source_facts for place in self.given_positions[fact]})
            )

    def _compile_lookup(self, lookup: DerivedLookup) -> tuple[Selector, Callable[[tuple[int, ...]], int]]:
        """Return a selector of a derived fact's sources, and a function from their codes to its code."""
        positions = tuple(self.positions[fact] for fact in lookup.source_facts)
        codes: Mapping[str | int, int] = {value: code for code, value in enumerate(lookup.options)}

        def code(key: tuple[int, ...]) -> int:
            value = lookup.evaluate(self.decode(zip(positions, key, strict=True)))
            return _NOT_KNOWN if value is None else codes[value]

        return make_selector(positions), lru_cache(_CACHE_SIZE)(code)

    def encode(self, profile: Profile) -> tuple[int, ...]:
        """Return the codes of the given facts; without a stage the first stage is assumed."""
        codes = list(map(getitem, self.codes_by_fact.values(), map(profile.get, self.codes_by_fact)))
        codes[self.stage_position] = max(codes[self.stage_position], 0)
        return tuple(codes)

    def add_derived(self, given: Sequence[int]) -> tuple[int, ...]:
        """Return the codes of the given facts and of the facts derived from them."""
        codes = list(given)
        for pick, code in self.derived:
            codes.append(code(pick(codes)))
        return tuple(codes)

    def with_stage(self, given: tuple[int, ...], stage: int) -> tuple[int, ...]:
        """Return the codes of the given facts with another stage."""
        return (*given[: self.stage_position], stage, *given[self.stage_position + 1 :])

    def decode(self, codes: Iterable[tuple[int, int]]) -> dict[str, str | int]:
        """Return a value for each known fact, from positions and codes."""
        return {self.names[position]: self.values[position][code] for position, code in codes if code >= 0}

    def restore_numbers(self, known: Mapping[str, str | int], profile: Profile) -> dict[str, str | int]:
        """Return known facts with the numbers of the profile instead of those that represent them."""
        return {**known, **{fact: profile[fact] for fact in self.number_facts if fact in known}}


class _OptionCodes(dict[str | int | None, int]):
    """The code of each option of a fact."""

    def __missing__(self, value: str | int | None) -> int:
        """Return the code of a value that is not an option, and so not known."""
        return _NOT_KNOWN


class NumberCodes:
    """The code of each number, from the thresholds of the conditions on a fact."""

    def __init__(self, thresholds: Sequence[int]) -> None:
        self.thresholds = thresholds

    def __getitem__(self, value: str | int | None) -> int:
        """Return the index of the interval that a number lies in; anything but a whole number from 0 is not known."""
        return bisect_right(self.thresholds, value) if isinstance(value, int) and value >= 0 else _NOT_KNOWN


def _build_fact_codes(fact: Fact, values: FactValues) -> _OptionCodes | NumberCodes:
    """Return the codes of a given fact."""
    if fact.kind == "choice":
        return _OptionCodes({option: code for code, option in enumerate(values)})
    return NumberCodes([int(end) for end in values[1:]])


def _list_fact_values(fact: Fact, thresholds: Sequence[int]) -> FactValues:
    """Return a value for each code of a given fact."""
    if fact.kind == "choice":
        return tuple(choice.id for choice in fact.options if choice.id != UNKNOWN_OPTION)
    return (0, *thresholds)


def _find_thresholds(tests: Iterable[FactTest]) -> dict[str, list[int]]:
    """Return the numbers at which a condition on each fact can change, in ascending order."""
    ends: dict[str, set[int]] = {}
    for test in tests:
        turns = {test.at_least, None if test.at_most is None else test.at_most + 1} - {None, 0}
        ends.setdefault(test.fact, set()).update(turn for turn in turns if turn is not None)
    return {fact: sorted(each) for fact, each in ends.items()}
