"""Candidate values of facts and questions: one for each set of values that conditions do not distinguish."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from assess.core.model.rules import DerivedFact, Fact
from assess.core.scoring.conditions import (
    TRUE,
    EvaluationContext,
    Expr,
    FactTest,
    QuestionTest,
    compile_condition,
    iter_leaves,
)


def list_fact_values(fact: Fact, tests: Sequence[FactTest], options: Mapping[str, int], is_named: bool) -> list[Any]:
    """Return one value of a fact for each set of values that the tests do not distinguish; None is a blank."""
    known: list[Any]
    if fact.kind == "choice":
        known = _list_distinct_options([test.options or frozenset() for test in tests], options)
    else:
        known = list_near_numbers(tests)
    by_tests = {tuple(_is_true_for(test, value) for test in tests): value for value in reversed(known)}
    first = set(by_tests.values())
    distinct = [value for value in dict.fromkeys(known) if value in first]
    if fact.required:
        return distinct
    return [*distinct, None] if is_named else [None, *distinct]


def list_near_numbers(tests: Iterable[FactTest], spread: int = 1) -> list[Any]:
    """Return the whole numbers at most so far from 0 and from each limit of the tests."""
    ends = {0, *(end for test in tests for end in (test.at_least, test.at_most) if end is not None)}
    return sorted({end + step for end in ends for step in range(-spread, spread + 1) if end + step >= 0})


def _list_distinct_options(named: Iterable[frozenset[str]], options: Mapping[str, int]) -> list[str]:
    """Return the named options, group by group, then the first of the others, which nothing distinguishes."""
    groups = [sorted((option for option in group if option in options), key=options.__getitem__) for group in named]
    found = dict.fromkeys(option for group in groups for option in group)
    return [*found, *islice((option for option in options if option not in found), 1)]


def _is_true_for(test: FactTest, value: Any) -> bool:
    """Return whether a test is true for a value."""
    return test.evaluate(EvaluationContext({test.fact: value})) is TRUE


def find_named_groups(question: str, part: Expr) -> tuple[frozenset[str], ...]:
    """Return the groups of a question's options that a condition names."""
    return tuple(
        leaf.options for leaf in iter_leaves(part) if isinstance(leaf, QuestionTest) and leaf.question == question
    )


def list_option_values(
    points: Mapping[str, int] | None, named: Sequence[frozenset[str]], options: Mapping[str, int]
) -> list[Any]:
    """Return one option for each set that a condition does not distinguish, by name or by points in a score."""
    candidates = sorted(_list_distinct_options(named, options) if points is None else options, key=options.__getitem__)
    distinct = {
        (tuple(option in group for group in named), 0 if points is None else points[option]): option
        for option in reversed(candidates)
    }
    return sorted(distinct.values(), key=lambda option: not any(option in group for group in named))


def list_dependency_tests(derived: DerivedFact) -> list[FactTest]:
    """Return the tests of other facts on which a derived fact depends."""
    cases = [
        leaf
        for case in derived.unless
        for leaf in iter_leaves(compile_condition(case.when))
        if isinstance(leaf, FactTest)
    ]
    rows: dict[str, set[str]] = {}
    for option, row in derived.table.items():
        rows.setdefault(row.is_, set()).add(option)
    return cases + [FactTest(derived.from_, frozenset(options), None, None) for options in rows.values()]


def index_options(options: Iterable[str]) -> dict[str, int]:
    """Map each option to its index."""
    return {option: place for place, option in enumerate(options)}
