"""The known facts of a service: those given in the profile, and those derived from them."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.model.assessment import Profile
from assess.core.model.rules import STAGE, DerivedFact, Fact, Rules
from assess.core.model.rules import UNKNOWN_OPTION as NOT_KNOWN
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    EvaluationContext,
    Expr,
    FactTest,
    compile_condition,
    iter_deciding_leaves,
    iter_leaves,
)


class KnownFacts(NamedTuple):
    """The facts that are known, and what is missing for the others."""

    known: Mapping[str, str | int]
    """In the order of the file, the derived ones last."""
    missing: Mapping[str, tuple[str, ...]]
    """Each fact that is not known, derived ones included, with the given facts to find out for it."""


class _GivenFact(NamedTuple):
    """A compiled fact of the profile."""

    id: str
    options: frozenset[str] | None
    """The options that make it known; None for a number."""

    def get_value(self, profile: Profile) -> str | int | None:
        """Return one of the fact's options or a whole number from 0; None when it is not known."""
        value = profile.get(self.id)
        if self.options is not None:
            return value if value in self.options else None
        return value if isinstance(value, int) and value >= 0 else None


def _compile_given_fact(fact: Fact) -> _GivenFact:
    """Compile a fact of the profile."""
    options = frozenset(choice.id for choice in fact.options) - {NOT_KNOWN}
    return _GivenFact(fact.id, options if fact.kind == "choice" else None)


class DerivedLookup(NamedTuple):
    """A compiled derived fact."""

    derived: DerivedFact
    unless: tuple[tuple[Expr, str], ...]

    @property
    def source_facts(self) -> tuple[str, ...]:
        """The facts that it follows from."""
        tests = (leaf for part, _ in self.unless for leaf in iter_leaves(part) if isinstance(leaf, FactTest))
        return tuple(dict.fromkeys((self.derived.from_, *(test.fact for test in tests))))

    @property
    def options(self) -> tuple[str, ...]:
        """All values that it can have when it is known."""
        found = [*(row.is_ for row in self.derived.table.values()), *(found for _, found in self.unless)]
        return tuple(dict.fromkeys(option for option in found if option != NOT_KNOWN))

    def evaluate(self, known: Mapping[str, str | int]) -> str | None:
        """Look the fact up: the first true `unless` wins; an unknown one before it makes the fact unknown."""
        context = EvaluationContext(known)
        for part, option in self.unless:
            truth = part.evaluate(context)
            if truth is not FALSE:
                return option if truth is TRUE and option != NOT_KNOWN else None
        row = self.derived.table.get(str(known.get(self.derived.from_, "")))
        return None if row is None or row.is_ == NOT_KNOWN else row.is_

    def find_missing(self, facts: KnownFacts) -> tuple[str, ...]:
        """Return the given facts to find out before an unknown derived fact can be known."""
        context = EvaluationContext(facts.known)
        unknown = [leaf for part, _ in self.unless for leaf in iter_deciding_leaves(UNKNOWN, part, context)]
        sought = [leaf.fact for leaf in unknown if isinstance(leaf, FactTest)] + [self.derived.from_]
        return tuple(dict.fromkeys(base for fact in sought for base in facts.missing.get(fact, ())))


class FactTable:
    """The compiled facts of one rulebook."""

    def __init__(self, rules: Rules) -> None:
        self.given = tuple(_compile_given_fact(fact) for fact in rules.profile)
        self.stages = tuple(choice.id for fact in rules.profile if fact.id == STAGE for choice in fact.options)
        self.derived = tuple(
            DerivedLookup(derived, tuple((compile_condition(case.when), case.is_) for case in derived.unless))
            for derived in rules.derived
        )

    def derive(self, profile: Profile) -> KnownFacts:
        """Return the facts of a profile and those derived from them; without a stage the first one is assumed."""
        given = {fact.id: fact.get_value(profile) for fact in self.given}
        given[STAGE] = given[STAGE] or self.stages[0]
        known: dict[str, str | int] = {fact: value for fact, value in given.items() if value is not None}
        missing: dict[str, tuple[str, ...]] = {fact: (fact,) for fact, value in given.items() if value is None}
        for lookup in self.derived:
            option = lookup.evaluate(known)
            if option is None:
                missing[lookup.derived.id] = lookup.find_missing(KnownFacts(known, missing))
            else:
                known[lookup.derived.id] = option
        return KnownFacts(known, missing)
