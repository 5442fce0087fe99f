"""Contradictions: answers and facts that cannot all be right."""

from typing import Any

import pytest

from assess.core.model.assessment import Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.contradictions import NamedInputs, find_named_inputs, find_roles_to_check_with
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import FACTS, STAFF, build_answers, build_question, build_rulebook, build_section


def build_contradicting(when: Any) -> Rulebook:
    return build_rulebook(
        build_section("s", build_question("one"), build_question("two"), build_question("off", from_stage="decision")),
        facts=(*FACTS, STAFF),
        contradictions=[{"id": "odd", "when": when, "says": "It cannot be."}],
    )


def contradicts(when: Any, facts: Profile, **options: str) -> bool:
    """Return whether a contradiction is true for facts and answers."""
    return evaluate(build_contradicting(when), {"stage": "idea", **facts}, build_answers(**options)).contradictions == (
        "odd",
    )


BOTH = {"all": [{"question": "one", "is": ["c", "d"]}, {"question": "two", "is": ["a"]}]}


@pytest.mark.parametrize(
    ("one", "two", "true"), [("d", "a", True), ("b", "a", False), ("d", "?", False), ("?", "a", False)]
)
def test_a_contradiction_may_name_any_options_and_is_shown_only_when_true(one: str, two: str, true: bool) -> None:
    assert contradicts(BOTH, {}, one=one, two=two) is true


def test_an_answer_to_a_question_that_is_not_asked_contradicts_nothing() -> None:
    assert not contradicts({"question": "off", "is": ["a"]}, {}, off="a")


MORE = {"profile": "members", "above": "staff"}


@pytest.mark.parametrize(
    ("when", "facts", "true"),
    [
        (MORE, {"members": 4, "staff": 3}, True),
        (MORE, {"members": 3, "staff": 3}, False),
        (MORE, {"members": 4}, False),
        (MORE, {"staff": 0}, False),
        ({"profile": "members", "at_least": "staff"}, {"members": 3, "staff": 3}, True),
        ({"profile": "members", "below": "staff", "above": 5}, {"members": 6, "staff": 7}, True),
        ({"profile": "members", "below": "staff", "above": 5}, {"members": 5, "staff": 7}, False),
        ({"any": [MORE, {"profile": "nation", "is": ["wales"]}]}, {"nation": "wales"}, True),
        ({"not": MORE}, {"members": 100_000, "staff": 100_000}, True),
        ({"not": MORE}, {"members": 1}, False),
    ],
)
def test_two_numbers_are_compared_exactly_and_an_unknown_one_is_unknown(when: Any, facts: Profile, true: bool) -> None:
    assert contradicts(when, facts) is true


@pytest.mark.parametrize(("when", "roles"), [(BOTH, ("leader", "finance")), (MORE, ())])
def test_whoever_answers_the_questions_that_it_names_is_to_check(when: Any, roles: tuple[str, ...]) -> None:
    first = build_question("one", ask=["leader", "finance"])
    rules = build_rulebook(
        build_section("s", first, build_question("two", ask=["finance", "leader"])),
        facts=(*FACTS, STAFF),
        roles=[{"id": name, "title": name} for name in ("leader", "finance")],
        contradictions=[{"id": "odd", "when": when, "says": "It cannot be."}],
    )
    assert find_roles_to_check_with(rules, rules.contradictions["odd"].when) == roles


def test_a_contradiction_changes_no_figure() -> None:
    said = build_answers(one="d", two="a")
    with_one, without = (
        evaluate(build_contradicting(when), {"stage": "idea"}, said)
        for when in (BOTH, {"question": "two", "is": ["d"]})
    )
    assert (with_one.contradictions, without.contradictions) == (("odd",), ())
    assert (with_one.now, with_one.trace) == (without.now, without.trace)


def test_the_questions_and_facts_that_it_names_are_found_in_order() -> None:
    when = {"any": [MORE, {"all": [{"question": "two", "is": ["a"]}, {"profile": "nation", "is": ["wales"]}]}]}
    condition = build_contradicting(when).rules.contradictions[0].when
    assert find_named_inputs(condition) == NamedInputs(("two",), ("members", "staff", "nation"))
