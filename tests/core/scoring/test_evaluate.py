"""Evaluation, compared with the naive implementation and checked on small rulebooks."""

import gc
from fractions import Fraction
from typing import Any

import pytest

from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.result import Bands, NotAsked, Outcome, Range, Row, State
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import READY, evaluate, ready_of
from assess.core.scoring.scores import NOTHING, ZERO
from tests.core.plain import Plain
from tests.core.rulebooks import (
    Case,
    best,
    chosen,
    headline,
    on_every_rulebook,
    question,
    rulebook,
    section,
    shipped,
    worded,
)


def agree(found: Outcome, plain: Plain) -> None:
    assert (found.overall and tuple(found.overall)) == plain.overall()
    assert (found.bands and tuple(found.bands)) == plain.bands()
    assert {blocker.id: blocker.state for blocker in found.blockers} == plain.blockers()
    assert {section.id: section.score for section in found.sections} == {
        name: plain.section(name) for name in plain.rules.sections
    }


@on_every_rulebook
def test_a_result_agrees_with_the_naive_implementation(case: Case) -> None:
    rules, profile, said, _ = case
    result = evaluate(rules, profile, said)
    plain = Plain(rules, profile, said)
    agree(result.now, plain)
    agree(result.ahead, Plain(rules, profile, said, stage=list(rules.stages)[-1]))
    found = {each.id: (frozenset(name for name, _ in each.because), each.adds) for each in result.recommendations}
    assert found == plain.recommended()
    assert headline(rules, profile, said) == result.now.headline


ENGLAND: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}


def rows(rules: Rulebook, profile: Profile, said: Answers) -> dict[str, Row]:
    return {row.question: row for row in evaluate(rules, profile, said).trace}


def test_a_section_is_the_weighted_mean_of_shares_with_unknowns_at_0_and_at_1() -> None:
    rules = rulebook(section("s", question("known", (0, 1, 4), 3), question("unknown", weight=1)))
    assert evaluate(rules, ENGLAND, chosen(known="b", unknown="?")).now.overall == (Fraction(75, 4), Fraction(175, 4))


def test_a_question_that_does_not_apply_counts_in_neither_numerator_nor_denominator() -> None:
    rules = rulebook(section("s", question("one"), question("two", weight=9)))
    result = evaluate(rules, ENGLAND, chosen(one="d", two="-"))
    assert result.now.overall == Range(Fraction(100), Fraction(100))
    assert result.now.sections[0][3:] == (2, 2, 1, 1, 0, 2)
    assert result.trace[1] == Row("two", "s", State.DOES_NOT_APPLY, None, None, None, 3, 9, None, ZERO, NOTHING)


def test_a_section_in_which_nothing_applies_drops_out_together_with_its_weight() -> None:
    rules = rulebook(section("here", question("one"), weight=1), section("gone", question("two"), weight=99))
    result = evaluate(rules, ENGLAND, chosen(one="b", two="-"))
    assert result.now.sections[1].score is None
    assert result.now.overall == (Fraction(100, 3), Fraction(100, 3))


def test_if_nothing_is_asked_there_is_neither_score_nor_band_but_a_preview() -> None:
    rules = rulebook(section("s", question("later", from_stage="decision")))
    result = evaluate(rules, {"stage": "idea"}, chosen(later="d"))
    assert (result.now.overall, result.now.bands, result.now.uncapped) == (None, None, None)
    assert (result.now.asked, result.now.questions, result.now.sections[0].later) == (0, 1, 1)
    assert (result.ahead.stage, result.ahead.bands) == ("decision", Bands("high", "high"))
    assert result.ahead.overall == Range(Fraction(100), Fraction(100))


def test_a_question_ruled_out_by_the_profile_has_that_reason_even_before_its_stage() -> None:
    off: dict[str, Any] = {"ask_if": {"profile": "members", "above": 0}, "from_stage": "decision"}
    rules = rulebook(section("s", question("off", **off), question("on")))
    assert rows(rules, {"stage": "idea", "members": 0}, {})["off"].not_asked is NotAsked.PROFILE
    assert rows(rules, {"stage": "idea", "members": 1}, {})["off"].not_asked is NotAsked.STAGE


def test_a_blank_fact_never_switches_a_question_off() -> None:
    rules = rulebook(section("s", question("on", ask_if={"profile": "members", "above": 0})))
    assert rows(rules, {"stage": "idea"}, {})["on"].state is State.UNANSWERED


def test_the_trace_leads_from_points_to_contributions() -> None:
    rules = rulebook(
        section("s", question("one", (0, 1, 4), 3), question("two"), weight=3), section("t", question("three"))
    )
    row = rows(rules, ENGLAND, chosen(one="b"))["one"]
    quarter = Range(Fraction(1, 4), Fraction(1, 4))
    worth = Fraction(225, 4)
    brings = Range(worth / 4, worth / 4)
    assert row == Row("one", "s", State.ANSWERED, None, "b", 1, 4, 3, quarter, worth, brings)


def test_the_contributions_of_the_questions_add_up_to_the_overall_score() -> None:
    rules = shipped()
    said = {name: answer for place, (name, answer) in enumerate(best(rules).items()) if place % 3}
    result = evaluate(rules, {"stage": "transition", "nation": "england"}, said)
    assert result.now.overall
    assert sum(row.brings.evidenced for row in result.trace) == result.now.overall.evidenced
    assert sum(row.brings.possible for row in result.trace) == result.now.overall.possible


def test_does_not_apply_is_no_answer_where_it_is_not_allowed() -> None:
    rules = rulebook(section("s", question("must", may_not_apply=False)))
    assert rows(rules, ENGLAND, chosen(must="-"))["must"].state is State.UNANSWERED


@pytest.mark.parametrize("answer", [Answer(option="gone"), Answer(note="Asked twice."), Answer()])
def test_an_unknown_option_or_a_note_alone_is_no_answer(answer: Answer) -> None:
    rules = rulebook(section("s", question("one")))
    assert rows(rules, ENGLAND, {"one": answer, "gone": Answer(option="a")})["one"].state is State.UNANSWERED


STOP = worded("stop", {"question": "one", "is": ["a"]}, caps_at="low")
HOLD = worded("hold", {"question": "one", "is": ["a", "b"]}, caps_at="middle")


@pytest.mark.parametrize(
    ("option", "states", "bands"),
    [
        ("a", [("stop", "true"), ("hold", "true")], ("low", "low")),
        ("b", [("hold", "true")], ("middle", "middle")),
        ("?", [("stop", "possible"), ("hold", "possible")], ("low", "high")),
        ("d", [], ("high", "high")),
    ],
)
def test_a_true_blocker_caps_both_ends_and_a_possible_one_the_evidenced_end(
    option: str, states: list[tuple[str, str]], bands: tuple[str, str]
) -> None:
    rules = rulebook(section("s", question("one"), question("two", weight=9)), blockers=[STOP, HOLD])
    now = evaluate(rules, ENGLAND, chosen(one=option, two="d")).now
    assert [(blocker.id, blocker.state) for blocker in now.blockers] == states
    assert now.bands == bands
    assert now.uncapped == ("high", "high")


def test_true_findings_come_before_possible_ones_in_the_order_of_the_file() -> None:
    one, two = ({"question": name, "is": ["a"]} for name in ("one", "two"))
    rules = rulebook(
        section("s", question("one"), question("two")),
        blockers=[worded(name, when, caps_at="low") for name, when in (("z", one), ("y", two), ("x", one), ("w", two))],
    )
    now = evaluate(rules, ENGLAND, chosen(one="?", two="a")).now
    assert [blocker.id for blocker in now.blockers] == ["y", "w", "z", "x"]


def test_a_later_stage_may_bring_a_blocker() -> None:
    when = {"all": [{"question": "one", "is": ["a"]}, {"profile": "stage", "is": ["decision"]}]}
    rules = rulebook(section("s", question("one")), blockers=[worded("stop", when, caps_at="low")])
    result = evaluate(rules, {"stage": "idea"}, chosen(one="a"))
    assert result.now.blockers == ()
    assert [blocker.id for blocker in result.ahead.blockers] == ["stop"]


def test_a_notice_is_shown_only_when_it_is_true() -> None:
    england = {"id": "england", "when": {"profile": "nation", "is": ["england"]}, "says": "It is so."}
    rules = rulebook(section("s", question("one")), notices=[england])
    assert evaluate(rules, ENGLAND, {}).notices == ("england",)
    assert evaluate(rules, {"stage": "idea"}, {}).notices == ()


def test_a_rulebook_is_compiled_once_and_released_with_its_rulebook() -> None:
    rules = rulebook(section("s", question("one")))
    assert ready_of(rules) is ready_of(rules)
    kept = len(READY)
    del rules
    gc.collect()
    assert len(READY) < kept
