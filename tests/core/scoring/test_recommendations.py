"""Recommendations: what triggers them, what they lift and add, and their order."""

from fractions import Fraction
from typing import Any

from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import RecommendationResult
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.recommendations import EFFORT_ORDER
from tests.core.rulebooks import (
    DrawnCase,
    build_answers,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    for_every_rulebook,
)

ENGLAND: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}
ONE, TWO, THREE = ({"question": name, "is": ["a", "b"]} for name in ("one", "two", "three"))
HERE = {"profile": "nation", "is": ["england"]}


def recommendations_for(
    said: Answers, *whens: tuple[str, Any], effort: str = "weeks", **parts: Any
) -> tuple[RecommendationResult, ...]:
    rules = build_rulebook(
        build_section("s", build_question("one"), build_question("two", weight=2)),
        build_section("t", build_question("three")),
        recommendations=[build_rule(name, when, effort=effort, claims=["act-01"]) for name, when in whens],
        **parts,
    )
    return evaluate(rules, ENGLAND, said).recommendations


def test_a_recommendation_names_its_triggers_and_the_gain_of_the_best_options() -> None:
    (found,) = recommendations_for(build_answers(one="b", two="a", three="d"), ("mend", {"any": [TWO, ONE, THREE]}))
    because = (("one", "b"), ("two", "a"))
    assert found == RecommendationResult("mend", (), Fraction(100, 9) + Fraction(100, 3), because, ("act-01",))


def test_a_question_named_twice_is_counted_once() -> None:
    (found,) = recommendations_for(
        build_answers(one="a", two="d", three="d"), ("mend", {"all": [ONE, {"any": [ONE, TWO]}]})
    )
    assert (found.because, found.adds) == ((("one", "a"),), Fraction(50, 3))


def test_every_true_question_condition_is_a_trigger_even_beside_a_false_one() -> None:
    (found,) = recommendations_for(
        build_answers(one="a", two="d", three="a"), ("mend", {"any": [{"all": [ONE, TWO]}, THREE]})
    )
    assert [name for name, _ in found.because] == ["one", "three"]


def test_a_condition_on_a_section_or_the_profile_adds_nothing() -> None:
    found = recommendations_for(build_answers(one="a"), ("here", HERE), ("weak", {"section": "t", "below": 100}))
    assert found == (RecommendationResult("here", (), Fraction(0), (), ("act-01",)),)
    assert recommendations_for(build_answers(three="a"), ("weak", {"section": "t", "below": 100}))[0].adds == 0


def test_an_unknown_condition_recommends_nothing() -> None:
    assert recommendations_for(build_answers(one="?"), ("mend", ONE)) == ()


def test_a_recommendation_lifts_the_blockers_and_warnings_that_its_questions_make_true() -> None:
    (found,) = recommendations_for(
        build_answers(one="a", two="a", three="d"),
        ("mend", {"any": [ONE, TWO]}),
        blockers=[
            build_rule("z", ONE, caps_at="low"),
            build_rule("y", TWO, caps_at="low"),
            build_rule("x", THREE, caps_at="low"),
        ],
        warnings=[build_rule("w", ONE), build_rule("elsewhere", HERE), build_rule("both", {"all": [ONE, TWO]})],
    )
    assert found.lifts == ("y", "z", "both", "w")


def test_a_possible_blocker_is_not_lifted() -> None:
    when = {"all": [ONE, THREE]}
    (found,) = recommendations_for(
        build_answers(one="a"), ("mend", ONE), blockers=[build_rule("stop", when, caps_at="low")]
    )
    assert found.lifts == ()


def test_recommendations_lifting_blockers_come_first_then_warnings_then_by_gain_and_id() -> None:
    found = recommendations_for(
        build_answers(one="b", two="a", three="a"),
        *(("c-gain", THREE), ("b-gain", THREE), ("warned", TWO), ("stopped", ONE)),
        blockers=[build_rule("stop", ONE, caps_at="low")],
        warnings=[build_rule("warn", TWO)],
    )
    assert [each.id for each in found] == ["stopped", "warned", "b-gain", "c-gain"]


def test_equal_gains_are_ordered_by_effort() -> None:
    rules = build_rulebook(
        build_section("s", build_question("one")),
        recommendations=[build_rule(name, ONE, effort=name) for name in ("months", "days", "weeks")],
    )
    assert [each.id for each in evaluate(rules, ENGLAND, build_answers(one="a")).recommendations] == [
        "days",
        "weeks",
        "months",
    ]


@for_every_rulebook
def test_recommendations_are_sorted(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    result = evaluate(rules, profile, said)

    def order(each: RecommendationResult) -> tuple[int, Fraction, int, str]:
        rank = 0 if set(each.lifts) & set(rules.blockers) else 1 if each.meets else 2 if each.lifts else 3
        return rank, -each.adds, EFFORT_ORDER[rules.recommendations[each.id].effort], each.id

    assert list(result.recommendations) == sorted(result.recommendations, key=order)
    true = {finding.id for finding in (*result.now.blockers, *result.warnings) if finding.state == "true"}
    assert all(set(each.lifts) <= true for each in result.recommendations)
