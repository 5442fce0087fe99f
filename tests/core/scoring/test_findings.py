"""Blockers and warnings: the answers that cause them, and what they wait for."""

from typing import Any

import pytest

from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import Finding
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import chosen, question, rulebook, section, worded

ENGLAND: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}
ONE, TWO, THREE = ({"question": name, "is": ["a", "b"]} for name in ("one", "two", "three"))
MANY = {"profile": "members", "above": 9}


def finding(when: dict[str, Any], said: Answers, profile: Profile = ENGLAND) -> Finding | None:
    rules = rulebook(
        section("s", question("one"), question("two"), question("off", from_stage="decision")),
        section("t", question("three")),
        warnings=[worded("warn", when)],
    )
    return next(iter(evaluate(rules, profile, said).warnings), None)


def test_a_true_finding_names_the_answers_that_make_it_true_by_id() -> None:
    found = finding({"all": [TWO, ONE]}, chosen(one="b", two="a"))
    assert found == Finding("warn", "true", (("one", "b"), ("two", "a")), (), True)


def test_an_irrelevant_answer_is_not_named() -> None:
    found = finding({"any": [{"all": [ONE, TWO]}, THREE]}, chosen(one="a", two="d", three="a"))
    assert found == Finding("warn", "true", (("three", "a"),), (), True)


def test_a_finding_on_the_profile_or_a_section_names_no_question() -> None:
    assert finding({"profile": "members", "below": 9}, {}) == Finding("warn", "true", (), (), True)
    assert finding({"section": "t", "below": 9}, chosen(three="a")) == Finding("warn", "true", (), (), True)


@pytest.mark.parametrize(
    ("when", "said", "waits_for", "is_looked_at"),
    [
        (ONE, {}, ("one",), False),
        (ONE, chosen(one="?"), ("one",), True),
        ({"any": [ONE, TWO]}, chosen(one="d"), ("two",), False),
        ({"all": [ONE, TWO]}, chosen(one="a"), ("two",), True),
        ({"any": [ONE, TWO]}, chosen(one="?"), ("one", "two"), True),
        ({"section": "s", "below": 50}, {}, ("off", "one", "two"), False),
        ({"section": "s", "below": 50}, chosen(one="a", two="?"), ("off", "two"), True),
        ({"section": "s", "below": 50}, chosen(one="-"), ("off", "two"), False),
    ],
)
def test_a_possible_finding_waits_for_what_is_unknown(
    when: dict[str, Any], said: Answers, waits_for: tuple[str, ...], is_looked_at: bool
) -> None:
    assert finding(when, said) == Finding("warn", "possible", (), waits_for, is_looked_at)


def test_a_possible_finding_waits_for_facts_and_the_sources_of_derived_facts() -> None:
    blank: Profile = {"stage": "decision", "nation": "england"}
    assert finding(MANY, {}, blank) == Finding("warn", "possible", (), ("members",), True)
    listed = {"all": [ONE, {"profile": "listed", "is": ["ask"]}]}
    assert finding(listed, chosen(one="a"), blank) == Finding("warn", "possible", (), ("sector",), True)
    assert finding(listed, {}, blank) == Finding("warn", "possible", (), ("one", "sector"), False)


def test_a_question_that_does_not_apply_or_is_not_asked_makes_its_condition_false() -> None:
    assert finding(ONE, chosen(one="-")) is None
    assert finding({"question": "off", "is": ["a"]}, chosen(off="a"), {**ENGLAND, "stage": "idea"}) is None


def test_a_section_without_a_score_makes_its_condition_false() -> None:
    assert finding({"section": "t", "below": 100}, chosen(three="-")) is None
