"""Blockers and warnings: the answers that cause them, and what they wait for."""

from typing import Any

import pytest

from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import Finding, FindingState
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import build_answers, build_question, build_rule, build_rulebook, build_section

ENGLAND: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}
ONE, TWO, THREE = ({"question": name, "is": ["a", "b"]} for name in ("one", "two", "three"))
MANY = {"profile": "members", "above": 9}


def finding_for(when: dict[str, Any], said: Answers, profile: Profile = ENGLAND) -> Finding | None:
    rules = build_rulebook(
        build_section("s", build_question("one"), build_question("two"), build_question("off", from_stage="decision")),
        build_section("t", build_question("three")),
        warnings=[build_rule("warn", when)],
    )
    return next(iter(evaluate(rules, profile, said).warnings), None)


def test_a_true_finding_names_the_answers_that_make_it_true_by_id() -> None:
    found = finding_for({"all": [TWO, ONE]}, build_answers(one="b", two="a"))
    assert found == Finding("warn", FindingState.TRUE, (("one", "b"), ("two", "a")), (), True)


def test_an_irrelevant_answer_is_not_named() -> None:
    found = finding_for({"any": [{"all": [ONE, TWO]}, THREE]}, build_answers(one="a", two="d", three="a"))
    assert found == Finding("warn", FindingState.TRUE, (("three", "a"),), (), True)


def test_a_finding_on_the_profile_or_a_section_names_no_question() -> None:
    assert finding_for({"profile": "members", "below": 9}, {}) == Finding("warn", FindingState.TRUE, (), (), True)
    assert finding_for({"section": "t", "below": 9}, build_answers(three="a")) == Finding(
        "warn", FindingState.TRUE, (), (), True
    )


@pytest.mark.parametrize(
    ("when", "said", "waits_for", "is_looked_at"),
    [
        (ONE, {}, ("one",), False),
        (ONE, build_answers(one="?"), ("one",), True),
        ({"any": [ONE, TWO]}, build_answers(one="d"), ("two",), False),
        ({"all": [ONE, TWO]}, build_answers(one="a"), ("two",), True),
        ({"any": [ONE, TWO]}, build_answers(one="?"), ("one", "two"), True),
        ({"section": "s", "below": 50}, {}, ("off", "one", "two"), False),
        ({"section": "s", "below": 50}, build_answers(one="a", two="?"), ("off", "two"), True),
        ({"section": "s", "below": 50}, build_answers(one="-"), ("off", "two"), False),
    ],
)
def test_a_possible_finding_waits_for_what_is_unknown(
    when: dict[str, Any], said: Answers, waits_for: tuple[str, ...], is_looked_at: bool
) -> None:
    assert finding_for(when, said) == Finding("warn", FindingState.POSSIBLE, (), waits_for, is_looked_at)


def test_a_possible_finding_waits_for_facts_and_the_sources_of_derived_facts() -> None:
    blank: Profile = {"stage": "decision", "nation": "england"}
    assert finding_for(MANY, {}, blank) == Finding("warn", FindingState.POSSIBLE, (), ("members",), True)
    listed = {"all": [ONE, {"profile": "listed", "is": ["ask"]}]}
    assert finding_for(listed, build_answers(one="a"), blank) == Finding(
        "warn", FindingState.POSSIBLE, (), ("sector",), True
    )
    assert finding_for(listed, {}, blank) == Finding("warn", FindingState.POSSIBLE, (), ("one", "sector"), False)


def test_a_question_that_does_not_apply_or_is_not_asked_makes_its_condition_false() -> None:
    assert finding_for(ONE, build_answers(one="-")) is None
    assert finding_for({"question": "off", "is": ["a"]}, build_answers(off="a"), {**ENGLAND, "stage": "idea"}) is None


def test_a_section_without_a_score_makes_its_condition_false() -> None:
    assert finding_for({"section": "t", "below": 100}, build_answers(three="-")) is None
