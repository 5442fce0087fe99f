"""Worked examples are tried on rules that may lack what they name."""

from typing import Any

import pytest

from assess.core.examples.expectations import check_expectations
from assess.core.examples.outcomes import run_example
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import WorkedExample
from tests.core.rulebooks import build_question, build_rule, build_rulebook, build_section


def build_example(**parts: Any) -> WorkedExample:
    return WorkedExample.model_validate({"name": "A park", "profile": {"stage": "idea"}, "expect": {}, **parts})


def build_rules(**parts: Any) -> Rulebook:
    """Return rules with two questions: a blocker holds the first at its worst, and the second has a need."""
    first, second = build_question("first", may_not_apply=False), build_question("second", may_not_apply=False)
    second["needs"] = {"idea": "c"}
    blocker = build_rule("held", {"question": "first", "is": ["a"]}, caps_at="low", claims=["act-01"])
    parts = {"blockers": [blocker], "needs": {"cap": "middle"}, **parts}
    return build_rulebook(build_section("s", first, second), **parts)


@pytest.mark.parametrize(
    ("others", "score", "band", "blockers", "missing"),
    [
        ("best", (100, 100), "high", (), ()),
        ("worst", (0, 0), "low", ("held",), ("second",)),
        ("not-answered", (0, 100), "low", (), ()),
    ],
)
def test_others_speaks_for_every_question_not_named(
    others: str, score: tuple[int, int], band: str, blockers: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    outcome = run_example(build_example(others=others), build_rules())
    assert (outcome.evidenced, outcome.possible) == score
    assert (outcome.band, outcome.blockers, outcome.needs_missing) == (band, blockers, missing)


def test_a_question_that_is_named_keeps_its_answer() -> None:
    outcome = run_example(build_example(others="best", answers={"first": "a"}), build_rules())
    assert (outcome.evidenced, outcome.band, outcome.blockers) == (50, "low", ("held",))
    outcome = run_example(build_example(others="best", answers={"first": {"dont_know": "true"}}), build_rules())
    assert (outcome.evidenced, outcome.possible, outcome.possible_blockers) == (50, 100, ("held",))


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"answers": {"went": "a"}}, "There is no question `went`."),
        ({"answers": {"first": "went"}}, "The question `first` must have one of its options"),
        ({"answers": {"first": {"does_not_apply": "No"}}}, "The question `first` always applies."),
        ({"answers": {"first": ["a"]}}, "The question `first` must have one of its options"),
        ({"profile": {"stage": "idea", "went": "x"}}, "There is no fact `went`."),
        ({"profile": {"stage": "idea", "members": "many"}}, "The fact `members` must be a whole number"),
        ({"profile": {"stage": "went"}}, "The fact `stage` must be one of its options"),
        ({"profile": {}}, "The fact `stage` is required and is missing."),
    ],
)
def test_what_the_rules_do_not_have_is_left_out_and_named(parts: dict[str, Any], sentence: str) -> None:
    example = build_example(**parts)
    assert run_example(example, build_rules()) == run_example(build_example(), build_rules())
    (check,) = check_expectations(build_rules(examples=[example.model_dump(by_alias=True)]))
    assert [each.startswith(sentence) for each in check.unknown_inputs] == [True]


def test_an_expected_id_that_does_not_exist_is_a_difference_and_not_a_mistake() -> None:
    expect = {"band": "went", "blockers": ["went"], "recommends": ["went"], "needs_missing": ["went"]}
    (check,) = check_expectations(build_rules(examples=[build_example(expect=expect).model_dump(by_alias=True)]))
    assert check.differences == ("band", "blockers", "needs_missing", "recommends")
    assert check.corrections == {"band": "low", "blockers": (), "needs_missing": (), "recommends": ()}


def test_scores_alone_are_no_difference() -> None:
    expect = {"evidenced": 7, "possible": 8, "band": "low", "blockers": []}
    (check,) = check_expectations(build_rules(examples=[build_example(expect=expect).model_dump(by_alias=True)]))
    assert (check.differences, check.moved_scores) == ((), ("evidenced", "possible"))
    assert check.corrections == {"evidenced": 0, "possible": 100}
