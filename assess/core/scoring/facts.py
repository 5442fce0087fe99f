"""The known facts of a service: those given in the profile, and those derived from them."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.model.assessment import Profile
from assess.core.model.rules import STAGE, Derived, Fact, Rules
from assess.core.model.rules import UNKNOWN as NOT_KNOWN
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    Part,
    ProfilePart,
    Situation,
    compiled,
    leaves,
    leaves_that_are,
)


class Facts(NamedTuple):
    """The facts that are known, and what is missing for the others."""

    known: Mapping[str, str | int]
    """In the order of the file, the derived ones last."""
    waits: Mapping[str, tuple[str, ...]]
    """Each fact that is not known, derived ones included, with the given facts to find out for it."""


class Given(NamedTuple):
    """A compiled fact of the profile."""

    id: str
    options: frozenset[str] | None
    """The options that make it known; None for a number."""

    def value(self, profile: Profile) -> str | int | None:
        """Return one of the fact's options or a whole number from 0; None when it is not known."""
        value = profile.get(self.id)
        if self.options is not None:
            return value if value in self.options else None
        return value if isinstance(value, int) and value >= 0 else None


def given(fact: Fact) -> Given:
    """Compile a fact of the profile."""
    options = frozenset(choice.id for choice in fact.options) - {NOT_KNOWN}
    return Given(fact.id, options if fact.kind == "choice" else None)


class Lookup(NamedTuple):
    """A compiled derived fact."""

    derived: Derived
    unless: tuple[tuple[Part, str], ...]

    @property
    def named(self) -> tuple[str, ...]:
        """The facts that it follows from."""
        tests = (leaf for part, _ in self.unless for leaf in leaves(part) if isinstance(leaf, ProfilePart))
        return tuple(dict.fromkeys((self.derived.from_, *(test.fact for test in tests))))

    @property
    def options(self) -> tuple[str, ...]:
        """All values that it can have when it is known."""
        found = [*(row.is_ for row in self.derived.table.values()), *(found for _, found in self.unless)]
        return tuple(dict.fromkeys(option for option in found if option != NOT_KNOWN))

    def value(self, known: Mapping[str, str | int]) -> str | None:
        """Look the fact up: the first true `unless` wins; an unknown one before it makes the fact unknown."""
        situation = Situation(known)
        for part, found in self.unless:
            truth = part.truth(situation)
            if truth is not FALSE:
                return found if truth is TRUE and found != NOT_KNOWN else None
        row = self.derived.table.get(str(known.get(self.derived.from_, "")))
        return None if row is None or row.is_ == NOT_KNOWN else row.is_

    def waits(self, facts: Facts) -> tuple[str, ...]:
        """Return the given facts to find out before an unknown derived fact can be known."""
        situation = Situation(facts.known)
        unknown = [leaf for part, _ in self.unless for leaf in leaves_that_are(UNKNOWN, part, situation)]
        sought = [leaf.fact for leaf in unknown if isinstance(leaf, ProfilePart)] + [self.derived.from_]
        return tuple(dict.fromkeys(base for fact in sought for base in facts.waits.get(fact, ())))


class FactTable:
    """The compiled facts of one rulebook."""

    def __init__(self, rules: Rules) -> None:
        self.given = tuple(given(fact) for fact in rules.profile)
        self.stages = tuple(choice.id for fact in rules.profile if fact.id == STAGE for choice in fact.options)
        self.derived = tuple(
            Lookup(derived, tuple((compiled(case.when), case.is_) for case in derived.unless))
            for derived in rules.derived
        )

    def of(self, profile: Profile) -> Facts:
        """Return the facts of a profile and those derived from them; without a stage the first one is assumed."""
        given = {fact.id: fact.value(profile) for fact in self.given}
        given[STAGE] = given[STAGE] or self.stages[0]
        known: dict[str, str | int] = {fact: value for fact, value in given.items() if value is not None}
        waits: dict[str, tuple[str, ...]] = {fact: (fact,) for fact, value in given.items() if value is None}
        for lookup in self.derived:
            found = lookup.value(known)
            if found is None:
                waits[lookup.derived.id] = lookup.waits(Facts(known, waits))
            else:
                known[lookup.derived.id] = found
        return Facts(known, waits)
