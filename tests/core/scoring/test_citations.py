"""Citations: references in texts, and claims in the order of their first citation."""

from typing import Any

import pytest

from assess.core.model.assessment import Profile
from assess.core.scoring.citations import (
    find_cited_claims,
    find_local_variations,
    find_references,
    split_references,
    strip_references,
)
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import build_answers, build_question, build_rule, build_rulebook, build_section

ONE = {"question": "one", "is": ["a"]}
WALES: Profile = {"stage": "decision", "nation": "wales", "sector": "parks", "members": 3}
IN_WALES = {"when": {"profile": "nation", "is": ["wales"]}, "says": "Ask {act-02}.", "claims": ["guide-01"]}


@pytest.mark.parametrize(
    ("text", "cut", "plain"),
    [
        ("No claim.", (("No claim.", ""),), "No claim."),
        ("Told {act-01}.", (("Told ", "act-01"), (".", "")), "Told."),
        ("Two {act-01} {act-02}", (("Two ", "act-01"), (" ", "act-02")), "Two"),
        ("{act-01} first", (("", "act-01"), (" first", "")), " first"),
        ("Not a {Claim}", (("Not a {Claim}", ""),), "Not a {Claim}"),
    ],
)
def test_a_text_is_split_at_its_references(text: str, cut: tuple[tuple[str, str], ...], plain: str) -> None:
    assert split_references(text) == cut
    assert find_references(text) == tuple(claim for _, claim in cut if claim)
    assert strip_references(text) == plain


def claims_for(profile: Profile = WALES, **parts: Any) -> tuple[str, ...]:
    off = build_question("off", claims=["act-02"], ask_if={"profile": "members", "above": 9})
    more = parts.pop("question", {})
    rules = build_rulebook(build_section("s", build_question("one", **more), off), **parts)
    return find_cited_claims(rules, evaluate(rules, profile, build_answers(one="a")))


def test_a_question_that_is_asked_cites_its_claims_and_one_that_is_not_asked_cites_none() -> None:
    assert claims_for(question={"help": "Look {guide-01}.", "claims": ["act-01"]}) == ("guide-01", "act-01")


def test_blockers_notices_and_warnings_cite_before_recommendations_and_questions() -> None:
    found = claims_for(
        blockers=[build_rule("stop", ONE, caps_at="low", claims=["act-02"])],
        notices=[{"id": "note", "when": {"profile": "nation", "is": ["wales"]}, "says": "See {guide-01}."}],
        warnings=[build_rule("warn", ONE, claims=["act-02"])],
        question={"claims": ["act-01", "guide-01"]},
    )
    assert found == ("act-02", "guide-01", "act-01")


def test_a_recommendation_cites_its_steps_its_duration_and_its_local_variations() -> None:
    mend = build_rule(
        "mend", ONE, effort="days", steps=["Read {act-01}."], takes_from=["guide-01"], elsewhere=[IN_WALES]
    )
    assert claims_for(recommendations=[mend]) == ("act-01", "guide-01", "act-02")
    england = {**WALES, "nation": "england"}
    assert claims_for(england, recommendations=[mend]) == ("act-01", "guide-01")


def test_local_variations_are_given_only_if_their_condition_is_true() -> None:
    rules = build_rulebook(
        build_section("s", build_question("one")),
        recommendations=[build_rule("mend", ONE, effort="days", elsewhere=[IN_WALES])],
    )
    mend = rules.recommendations["mend"]
    assert [case.says for case in find_local_variations(mend, evaluate(rules, WALES, {}))] == ["Ask {act-02}."]
    assert find_local_variations(mend, evaluate(rules, {"stage": "idea"}, {})) == ()
