"""Weight sensitivity: the closed form, on small rulebooks and compared with trying weights."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.analysis.sensitivity import firmness
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import Firmness
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    answers,
    chosen,
    generated,
    headline,
    profiles,
    question,
    rulebook,
    section,
    shipped,
    worded,
)

DECISION: Profile = {"stage": "decision"}


def reweighted(rules: Rulebook, name: str, weight: int) -> Rulebook:
    sections = tuple(
        each.model_copy(update={"weight": weight}) if each.id == name else each for each in rules.rules.sections
    )
    return Rulebook(rules.rules.model_copy(update={"sections": sections}), rules.evidence, rules.hash)


def band_at(rules: Rulebook, name: str, weight: int, profile: Profile, said: Answers) -> str:
    bands = headline(reweighted(rules, name, weight), profile, said).bands
    assert bands
    return bands.evidenced


def agrees(rules: Rulebook, firm: Firmness, profile: Profile, said: Answers) -> None:
    """Check the limits, the weights just outside them, and very small and very large weights."""
    bands = headline(rules, profile, said).bands
    if bands is None:
        assert firm.any
        return
    here = bands.evidenced
    ends = {firm.lowest - 1, firm.lowest, *({firm.highest, firm.highest + 1} if firm.highest else set())}
    for weight in sorted({*ends, *range(1, 12), 10**6} - {0}):
        stays = band_at(rules, firm.section, weight, profile, said) == here
        is_within = firm.lowest <= weight and (firm.highest is None or weight <= firm.highest)
        assert stays == is_within, (firm, weight)


@settings(max_examples=40)
@given(st.data())
def test_sensitivity_equals_the_outcome_of_trying_weights(data: st.DataObject) -> None:
    rules = data.draw(generated())
    profile, said = data.draw(profiles(rules)), data.draw(answers(rules))
    for firm in firmness(rules, evaluate(rules, profile, said)):
        agrees(rules, firm, profile, said)


@settings(max_examples=3)
@given(st.data())
def test_sensitivity_of_the_shipped_rules_equals_the_outcome_of_trying_weights(data: st.DataObject) -> None:
    rules = shipped()
    profile, said = data.draw(profiles(rules)), data.draw(answers(rules))
    no_blockers = Rulebook(rules.rules.model_copy(update={"blockers": ()}), rules.evidence, rules.hash)
    firm = data.draw(st.sampled_from(firmness(no_blockers, evaluate(no_blockers, profile, said))))
    agrees(no_blockers, firm, profile, said)


TWO = (section("strong", question("one"), weight=10), section("weak", question("two"), weight=10))


def test_a_middle_band_is_stable_between_two_weights() -> None:
    result = evaluate(rulebook(*TWO), DECISION, chosen(one="d", two="a"))
    assert firmness(rulebook(*TWO), result) == (Firmness("strong", 7, 23, False), Firmness("weak", 5, 15, False))


def test_under_a_cap_no_weight_is_too_high() -> None:
    stop = worded("stop", {"question": "two", "is": ["a"]}, caps_at="middle")
    rules = rulebook(*TWO, blockers=[stop])
    found = firmness(rules, evaluate(rules, DECISION, chosen(one="d", two="a")))
    assert found == (Firmness("strong", 7, None, False), Firmness("weak", 1, 15, False))


def test_the_weight_of_the_only_section_or_of_one_without_a_score_does_not_matter() -> None:
    later = section("later", question("three", from_stage="decision"))
    rules = rulebook(section("now", question("one")), later)
    found = firmness(rules, evaluate(rules, {"stage": "idea"}, chosen(one="b")))
    assert found == (Firmness("now", 1, None, False), Firmness("later", 1, None, True))


def test_if_nothing_is_asked_no_weight_matters() -> None:
    rules = rulebook(section("later", question("three", from_stage="decision")))
    assert firmness(rules, evaluate(rules, {"stage": "idea"}, {})) == (Firmness("later", 1, None, True),)


def test_a_section_exactly_at_the_threshold_may_have_any_weight() -> None:
    rules = rulebook(
        section("at", question("one", points=(0, 2, 5)), weight=3),
        section("above", question("two", points=(0, 1, 2)), weight=3),
    )
    found = firmness(rules, evaluate(rules, DECISION, chosen(one="b", two="b")))
    assert found[0] == Firmness("at", 1, None, False)
