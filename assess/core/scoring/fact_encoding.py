"""Encode facts as whole numbers, one for each value that the rules distinguish, so that conditions use lookup tables.

The code of an option is its index. The code of a number is the index of the interval that it lies in, since
conditions only compare it with a few others. A fact that is not known has a code below 0.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import getitem

from assess.core.model.assessment import Profile
from assess.core.model.rules import STAGE, UNKNOWN, Fact, Rules
from assess.core.scoring.bitset import Pick, picking
from assess.core.scoring.conditions import Leaf, ProfilePart, leaves
from assess.core.scoring.facts import FactTable, Lookup

KEPT = 4096
"""How many combinations of source facts are cached for each derived fact."""
NOT_KNOWN = -1

Values = Sequence[str | int]
"""A value for each code of a fact: its options, or one number of each interval."""


class FactCodes:
    """Encodes the facts of one rulebook; `tests` are all the leaves that may test them."""

    def __init__(self, rules: Rules, table: FactTable, tests: Iterable[Leaf]) -> None:
        behind = (leaf for lookup in table.derived for part, _ in lookup.unless for leaf in leaves(part))
        ends = stretches(test for test in (*tests, *behind) if isinstance(test, ProfilePart))
        self.values: list[Values] = [values(fact, ends.get(fact.id, [])) for fact in rules.profile]
        self.values += [lookup.options for lookup in table.derived]
        self.names = (*(fact.id for fact in rules.profile), *(lookup.derived.id for lookup in table.derived))
        self.place = {name: place for place, name in enumerate(self.names)}
        self.stage = self.place[STAGE]
        self.given = {fact.id: codes_of(fact, each) for fact, each in zip(rules.profile, self.values, strict=False)}
        self.numbers = tuple(fact.id for fact in rules.profile if fact.kind != "choice")
        self.key = (self.names, self.values, table.derived)
        """What determines all codes."""
        self.derived = tuple(self.looked_up(lookup) for lookup in table.derived)
        self.behind: dict[str, tuple[int, ...]] = {fact.id: (place,) for place, fact in enumerate(rules.profile)}
        """The positions of the given facts that each fact follows from: its own where it is given."""
        for lookup in table.derived:
            self.behind[lookup.derived.id] = tuple(
                sorted({place for fact in lookup.named for place in self.behind[fact]})
            )

    def looked_up(self, lookup: Lookup) -> tuple[Pick, Callable[[tuple[int, ...]], int]]:
        """Return a selector of a derived fact's sources, and a function from their codes to its code."""
        places = tuple(self.place[fact] for fact in lookup.named)
        codes: Mapping[str | int, int] = {value: code for code, value in enumerate(lookup.options)}

        def code(key: tuple[int, ...]) -> int:
            value = lookup.value(self.known(zip(places, key, strict=True)))
            return NOT_KNOWN if value is None else codes[value]

        return picking(places), lru_cache(KEPT)(code)

    def of(self, profile: Profile) -> tuple[int, ...]:
        """Return the codes of the given facts; without a stage the first stage is assumed."""
        codes = list(map(getitem, self.given.values(), map(profile.get, self.given)))
        codes[self.stage] = max(codes[self.stage], 0)
        return tuple(codes)

    def all(self, given: Sequence[int]) -> tuple[int, ...]:
        """Return the codes of the given facts and of the facts derived from them."""
        codes = list(given)
        for pick, code in self.derived:
            codes.append(code(pick(codes)))
        return tuple(codes)

    def at_last(self, given: tuple[int, ...]) -> tuple[int, ...]:
        """Return the codes of the given facts with the stage set to the last one."""
        return (*given[: self.stage], len(self.values[self.stage]) - 1, *given[self.stage + 1 :])

    def known(self, codes: Iterable[tuple[int, int]]) -> dict[str, str | int]:
        """Return a value for each known fact, from positions and codes."""
        return {self.names[place]: self.values[place][code] for place, code in codes if code >= 0}

    def with_numbers(self, known: Mapping[str, str | int], profile: Profile) -> dict[str, str | int]:
        """Return known facts with the numbers of the profile instead of those that represent them."""
        return {**known, **{fact: profile[fact] for fact in self.numbers if fact in known}}


class OptionCodes(dict[str | int | None, int]):
    """The code of each option of a fact."""

    def __missing__(self, value: str | int | None) -> int:
        """Return the code of a value that is not an option, and so not known."""
        return NOT_KNOWN


class NumberCodes:
    """The code of each number, from the thresholds of the conditions on a fact."""

    def __init__(self, ends: Sequence[int]) -> None:
        self.ends = ends

    def __getitem__(self, value: str | int | None) -> int:
        """Return the index of the interval that a number lies in; anything but a whole number from 0 is not known."""
        return bisect_right(self.ends, value) if isinstance(value, int) and value >= 0 else NOT_KNOWN


def codes_of(fact: Fact, values: Values) -> OptionCodes | NumberCodes:
    """Return the codes of a given fact."""
    if fact.kind == "choice":
        return OptionCodes({option: code for code, option in enumerate(values)})
    return NumberCodes([int(end) for end in values[1:]])


def values(fact: Fact, ends: Sequence[int]) -> Values:
    """Return a value for each code of a given fact."""
    if fact.kind == "choice":
        return tuple(choice.id for choice in fact.options if choice.id != UNKNOWN)
    return (0, *ends)


def stretches(tests: Iterable[ProfilePart]) -> dict[str, list[int]]:
    """Return the numbers at which a condition on each fact can change, in ascending order."""
    ends: dict[str, set[int]] = {}
    for test in tests:
        turns = {test.at_least, None if test.at_most is None else test.at_most + 1} - {None, 0}
        ends.setdefault(test.fact, set()).update(turn for turn in turns if turn is not None)
    return {fact: sorted(each) for fact, each in ends.items()}
