"""Suggestions for a misspelt name."""

import pytest

from assess.core.syntax.suggestions import find_closest, join_with_and, join_with_or, suggest_correction


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("plan-writen", ["plan-written", "plan-costed"], "Did you mean `plan-written`?"),
        ("PLAN-WRITTEN", ["plan-written"], "Did you mean `plan-written`?"),
        ("zzz", ["a", "b", "c"], "Use `a`, `b` or `c`."),
        ("zzz", ["a"], "Use `a`."),
        ("zzz", [], "There are none yet."),
        ("zzz", list("abcdefghij"), "None of the 10 known names is similar."),
    ],
)
def test_a_misspelt_name_gets_a_suggestion(name: str, known: list[str], said: str) -> None:
    assert suggest_correction(name, known) == said


def test_a_very_long_name_is_compared_by_its_beginning() -> None:
    assert find_closest("a" * 1_000_000, ["a" * 79]) == "a" * 79


def test_names_are_joined_as_in_a_sentence() -> None:
    assert join_with_and(["a", "b", "c"]) == "`a`, `b` and `c`"
    assert join_with_or(["a", "b"]) == "`a` or `b`"
