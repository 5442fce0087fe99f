"""Weight sensitivity: the closed form, on small rulebooks and compared with trying weights."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.analysis.sensitivity import compute_sensitivity
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import WeightSensitivity
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    build_answers,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    compute_headline,
    random_answers,
    random_profiles,
    random_rulebooks,
)
from tests.frozen import load_frozen_rulebook

DECISION: Profile = {"stage": "decision"}


def change_weight(rules: Rulebook, name: str, weight: int) -> Rulebook:
    sections = tuple(
        each.model_copy(update={"weight": weight}) if each.id == name else each for each in rules.rules.sections
    )
    return Rulebook(rules.rules.model_copy(update={"sections": sections}), rules.evidence, rules.hash)


def find_band(rules: Rulebook, name: str, weight: int, profile: Profile, said: Answers) -> str:
    bands = compute_headline(change_weight(rules, name, weight), profile, said).bands
    assert bands
    return bands.evidenced


def check_limits(rules: Rulebook, firm: WeightSensitivity, profile: Profile, said: Answers) -> None:
    """Check the limits, the weights just outside them, and very small and very large weights."""
    bands = compute_headline(rules, profile, said).bands
    if bands is None:
        assert firm.any_weight
        return
    here = bands.evidenced
    ends = {firm.lowest - 1, firm.lowest, *({firm.highest, firm.highest + 1} if firm.highest else set())}
    for weight in sorted({*ends, *range(1, 12), 10**6} - {0}):
        stays = find_band(rules, firm.section, weight, profile, said) == here
        is_within = firm.lowest <= weight and (firm.highest is None or weight <= firm.highest)
        assert stays == is_within, (firm, weight)


@settings(max_examples=40)
@given(st.data())
def test_sensitivity_equals_the_outcome_of_trying_weights(data: st.DataObject) -> None:
    rules = data.draw(random_rulebooks())
    profile, said = data.draw(random_profiles(rules)), data.draw(random_answers(rules))
    for firm in compute_sensitivity(rules, evaluate(rules, profile, said)):
        check_limits(rules, firm, profile, said)


@settings(max_examples=3)
@given(st.data())
def test_sensitivity_of_real_rules_equals_the_outcome_of_trying_weights(data: st.DataObject) -> None:
    rules = load_frozen_rulebook()
    profile, said = data.draw(random_profiles(rules)), data.draw(random_answers(rules))
    no_blockers = Rulebook(rules.rules.model_copy(update={"blockers": ()}), rules.evidence, rules.hash)
    firm = data.draw(st.sampled_from(compute_sensitivity(no_blockers, evaluate(no_blockers, profile, said))))
    check_limits(no_blockers, firm, profile, said)


TWO_SECTIONS = (
    build_section("strong", build_question("one"), weight=10),
    build_section("weak", build_question("two"), weight=10),
)


def test_a_middle_band_is_stable_between_two_weights() -> None:
    result = evaluate(build_rulebook(*TWO_SECTIONS), DECISION, build_answers(one="d", two="a"))
    assert compute_sensitivity(build_rulebook(*TWO_SECTIONS), result) == (
        WeightSensitivity("strong", 7, 23, False),
        WeightSensitivity("weak", 5, 15, False),
    )


def test_under_a_cap_no_weight_is_too_high() -> None:
    stop = build_rule("stop", {"question": "two", "is": ["a"]}, caps_at="middle")
    rules = build_rulebook(*TWO_SECTIONS, blockers=[stop])
    found = compute_sensitivity(rules, evaluate(rules, DECISION, build_answers(one="d", two="a")))
    assert found == (WeightSensitivity("strong", 7, None, False), WeightSensitivity("weak", 1, 15, False))


def test_the_weight_of_the_only_section_or_of_one_without_a_score_does_not_matter() -> None:
    later = build_section("later", build_question("three", from_stage="decision"))
    rules = build_rulebook(build_section("now", build_question("one")), later)
    found = compute_sensitivity(rules, evaluate(rules, {"stage": "idea"}, build_answers(one="b")))
    assert found == (WeightSensitivity("now", 1, None, False), WeightSensitivity("later", 1, None, True))


def test_if_nothing_is_asked_no_weight_matters() -> None:
    rules = build_rulebook(build_section("later", build_question("three", from_stage="decision")))
    assert compute_sensitivity(rules, evaluate(rules, {"stage": "idea"}, {})) == (
        WeightSensitivity("later", 1, None, True),
    )


def test_a_section_exactly_at_the_threshold_may_have_any_weight() -> None:
    rules = build_rulebook(
        build_section("at", build_question("one", points=(0, 2, 5)), weight=3),
        build_section("above", build_question("two", points=(0, 1, 2)), weight=3),
    )
    found = compute_sensitivity(rules, evaluate(rules, DECISION, build_answers(one="b", two="b")))
    assert found[0] == WeightSensitivity("at", 1, None, False)
