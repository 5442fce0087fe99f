"""Candidate values of facts and questions: one for each set of values that conditions do not distinguish."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from assess.core.model.rules import Derived, Fact
from assess.core.scoring.conditions import TRUE, Part, ProfilePart, QuestionPart, Situation, compiled, leaves


def values(fact: Fact, tests: Sequence[ProfilePart], options: Mapping[str, int], own: bool) -> list[Any]:
    """Return one value of a fact for each set of values that the tests do not distinguish; None is a blank."""
    known: list[Any]
    if fact.kind == "choice":
        known = told_apart([test.named or frozenset() for test in tests], options)
    else:
        ends = [end for test in tests for end in (test.at_least, test.at_most) if end is not None]
        known = sorted({0, *ends, *(end + 1 for end in ends), *(end - 1 for end in ends if end)})
    by_tests = {tuple(told(test, value) for test in tests): value for value in reversed(known)}
    first = set(by_tests.values())
    apart = [value for value in dict.fromkeys(known) if value in first]
    if fact.required:
        return apart
    return [*apart, None] if own else [None, *apart]


def told_apart(named: Iterable[frozenset[str]], options: Mapping[str, int]) -> list[str]:
    """Return the named options, group by group, then the first of the others, which nothing distinguishes."""
    groups = [sorted((option for option in group if option in options), key=options.__getitem__) for group in named]
    found = dict.fromkeys(option for group in groups for option in group)
    return [*found, *islice((option for option in options if option not in found), 1)]


def told(test: ProfilePart, value: Any) -> bool:
    """Return whether a test is true for a value."""
    return test.truth(Situation({test.fact: value})) is TRUE


def groups(question: str, part: Part) -> tuple[frozenset[str], ...]:
    """Return the groups of a question's options that a condition names."""
    return tuple(leaf.named for leaf in leaves(part) if isinstance(leaf, QuestionPart) and leaf.question == question)


def option_values(
    points: Mapping[str, int] | None, named: Sequence[frozenset[str]], options: Mapping[str, int]
) -> list[Any]:
    """Return one option for each set that a condition does not distinguish, by name or by points in a score."""
    tried = sorted(told_apart(named, options) if points is None else options, key=options.__getitem__)
    apart = {
        (tuple(option in group for group in named), 0 if points is None else points[option]): option
        for option in reversed(tried)
    }
    return sorted(apart.values(), key=lambda option: not any(option in group for group in named))


def tests_behind(derived: Derived) -> list[ProfilePart]:
    """Return the tests of other facts on which a derived fact depends."""
    cases = [leaf for case in derived.unless for leaf in leaves(compiled(case.when)) if isinstance(leaf, ProfilePart)]
    rows: dict[str, set[str]] = {}
    for option, row in derived.table.items():
        rows.setdefault(row.is_, set()).add(option)
    return cases + [ProfilePart(derived.from_, frozenset(options), None, None) for options in rows.values()]


def places(options: Iterable[str]) -> dict[str, int]:
    """Map each option to its index."""
    return {option: place for place, option in enumerate(options)}
