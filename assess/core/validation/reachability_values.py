"""The values to try of facts and questions: one for each way in which conditions can tell values apart."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from assess.core.model.rules import Derived, Fact
from assess.core.scoring.conditions import TRUE, Part, ProfilePart, QuestionPart, Situation, compiled, leaves


def values(fact: Fact, tests: Sequence[ProfilePart], options: Mapping[str, int], own: bool) -> list[Any]:
    """Give one value of a fact for each way in which the tests can tell values apart; none is a blank."""
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
    """Give the options that are named, group by group, then the first that is not: nothing tells the rest from it."""
    groups = [sorted((option for option in group if option in options), key=options.__getitem__) for group in named]
    found = dict.fromkeys(option for group in groups for option in group)
    return [*found, *islice((option for option in options if option not in found), 1)]


def told(test: ProfilePart, value: Any) -> bool:
    """Tell whether a test is true of a value."""
    return test.truth(Situation({test.fact: value})) is TRUE


def groups(question: str, part: Part) -> tuple[frozenset[str], ...]:
    """Give the groups of a question's options that a condition names."""
    return tuple(leaf.named for leaf in leaves(part) if isinstance(leaf, QuestionPart) and leaf.question == question)


def option_values(
    points: Mapping[str, int] | None, named: Sequence[frozenset[str]], options: Mapping[str, int]
) -> list[Any]:
    """Give one option for each way in which a condition can tell options apart: by name, and by points in a score."""
    tried = sorted(told_apart(named, options) if points is None else options, key=options.__getitem__)
    apart = {
        (tuple(option in group for group in named), 0 if points is None else points[option]): option
        for option in reversed(tried)
    }
    return sorted(apart.values(), key=lambda option: not any(option in group for group in named))


def tests_behind(derived: Derived) -> list[ProfilePart]:
    """Give the tests of other facts on which a derived fact depends."""
    cases = [leaf for case in derived.unless for leaf in leaves(compiled(case.when)) if isinstance(leaf, ProfilePart)]
    rows: dict[str, set[str]] = {}
    for option, row in derived.table.items():
        rows.setdefault(row.is_, set()).add(option)
    return cases + [ProfilePart(derived.from_, frozenset(options), None, None) for options in rows.values()]


def places(options: Iterable[str]) -> dict[str, int]:
    """Give the place of each option."""
    return {option: place for place, option in enumerate(options)}
