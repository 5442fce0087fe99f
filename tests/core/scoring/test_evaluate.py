"""Evaluation, compared with the naive implementation and checked on small rulebooks."""

import gc
from fractions import Fraction
from typing import Any

import pytest

from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.result import BandRange, NotAskedReason, Outcome, QuestionState, QuestionTrace, Range
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import SCORERS, evaluate, find_contradictions, get_scorer
from assess.core.scoring.scores import ZERO, ZERO_RANGE
from tests.core.naive_evaluation import NaiveEvaluation
from tests.core.rulebooks import (
    DrawnCase,
    best_answers,
    build_answers,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    compute_headline,
    for_every_rulebook,
)
from tests.frozen import load_frozen_rulebook


def check_agreement(found: Outcome, plain: NaiveEvaluation) -> None:
    assert (found.overall and tuple(found.overall)) == plain.overall_score()
    assert (found.bands and tuple(found.bands)) == plain.bands()
    assert {blocker.id: blocker.state for blocker in found.blockers} == plain.blockers()
    assert {section.id: section.score for section in found.sections} == {
        name: plain.section_score(name) for name in plain.rules.sections
    }
    check_needs(found, plain)


def check_needs(found: Outcome, plain: NaiveEvaluation) -> None:
    states = plain.needs()
    assert found.is_too_early == plain.is_too_early()
    assert list(found.assumed) == plain.assumed()
    assert {need.question: need.state for need in found.unmet} == {
        name: state for name, state in states.items() if state != "met"
    }
    assert [need.option for need in found.unmet] == [
        plain.needed_option(plain.rules.questions[need.question]) for need in found.unmet
    ]
    if any(question.needs for question in plain.rules.questions.values()):
        counts = [list(states.values()).count(state) for state in ("met", "missing", "not known")]
        assumed = len(set(states) & set(plain.assumed()))
        assert found.needs == (*counts, plain.left_out(), assumed)


@for_every_rulebook
def test_a_result_agrees_with_the_naive_implementation(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    result = evaluate(rules, profile, said)
    plain = NaiveEvaluation(rules, profile, said)
    check_agreement(result.now, plain)
    check_agreement(result.ahead, NaiveEvaluation(rules, profile, said, stage=list(rules.stages)[-1]))
    found = {
        each.id: (frozenset(name for name, _ in each.because), each.adds, frozenset(each.meets))
        for each in result.recommendations
    }
    assert found == plain.recommended()
    assert list(result.contradictions) == plain.contradictions()
    assert result.contradictions == find_contradictions(rules, profile, said)
    assert {row.question: row.need_state for row in result.trace if row.need} == plain.needs()
    if result.next_stage:
        listed = {need.question: need.state for need in result.next_stage.needs}
        assert (result.next_stage.stage, listed) == plain.next_stage()
    assert compute_headline(rules, profile, said) == result.now.headline


ENGLAND: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}


def list_rows(rules: Rulebook, profile: Profile, said: Answers) -> dict[str, QuestionTrace]:
    return {row.question: row for row in evaluate(rules, profile, said).trace}


def test_a_section_is_the_weighted_mean_of_shares_with_unknowns_at_0_and_at_1() -> None:
    rules = build_rulebook(
        build_section("s", build_question("known", (0, 1, 4), 3), build_question("unknown", weight=1))
    )
    assert evaluate(rules, ENGLAND, build_answers(known="b", unknown="?")).now.overall == (
        Fraction(75, 4),
        Fraction(175, 4),
    )


def test_a_question_that_does_not_apply_counts_in_neither_numerator_nor_denominator() -> None:
    rules = build_rulebook(build_section("s", build_question("one"), build_question("two", weight=9)))
    result = evaluate(rules, ENGLAND, build_answers(one="d", two="-"))
    assert result.now.overall == Range(Fraction(100), Fraction(100))
    assert result.now.sections[0][3:] == (2, 2, 1, 1, 0, 2)
    assert result.trace[1] == QuestionTrace(
        "two", "s", QuestionState.DOES_NOT_APPLY, None, None, None, 3, 9, None, ZERO, ZERO_RANGE
    )


def test_a_section_in_which_nothing_applies_drops_out_together_with_its_weight() -> None:
    rules = build_rulebook(
        build_section("here", build_question("one"), weight=1), build_section("gone", build_question("two"), weight=99)
    )
    result = evaluate(rules, ENGLAND, build_answers(one="b", two="-"))
    assert result.now.sections[1].score is None
    assert result.now.overall == (Fraction(100, 3), Fraction(100, 3))


def test_if_nothing_is_asked_there_is_neither_score_nor_band_but_a_preview() -> None:
    rules = build_rulebook(build_section("s", build_question("later", from_stage="decision")))
    result = evaluate(rules, {"stage": "idea"}, build_answers(later="d"))
    assert (result.now.overall, result.now.bands, result.now.uncapped) == (None, None, None)
    assert (result.now.asked, result.now.questions, result.now.sections[0].later) == (0, 1, 1)
    assert (result.ahead.stage, result.ahead.bands) == ("decision", BandRange("high", "high"))
    assert result.ahead.overall == Range(Fraction(100), Fraction(100))


def test_a_question_ruled_out_by_the_profile_has_that_reason_even_before_its_stage() -> None:
    off: dict[str, Any] = {"ask_if": {"profile": "members", "above": 0}, "from_stage": "decision"}
    rules = build_rulebook(build_section("s", build_question("off", **off), build_question("on")))
    assert list_rows(rules, {"stage": "idea", "members": 0}, {})["off"].not_asked is NotAskedReason.PROFILE
    assert list_rows(rules, {"stage": "idea", "members": 1}, {})["off"].not_asked is NotAskedReason.STAGE


def test_a_blank_fact_never_switches_a_question_off() -> None:
    rules = build_rulebook(build_section("s", build_question("on", ask_if={"profile": "members", "above": 0})))
    assert list_rows(rules, {"stage": "idea"}, {})["on"].state is QuestionState.UNANSWERED


def test_the_trace_leads_from_points_to_contributions() -> None:
    rules = build_rulebook(
        build_section("s", build_question("one", (0, 1, 4), 3), build_question("two"), weight=3),
        build_section("t", build_question("three")),
    )
    row = list_rows(rules, ENGLAND, build_answers(one="b"))["one"]
    quarter = Range(Fraction(1, 4), Fraction(1, 4))
    worth = Fraction(225, 4)
    brings = Range(worth / 4, worth / 4)
    assert row == QuestionTrace("one", "s", QuestionState.ANSWERED, None, "b", 1, 4, 3, quarter, worth, brings)


def test_the_contributions_of_the_questions_add_up_to_the_overall_score() -> None:
    rules = load_frozen_rulebook()
    said = {name: answer for place, (name, answer) in enumerate(best_answers(rules).items()) if place % 3}
    result = evaluate(rules, {"stage": "transition", "nation": "england"}, said)
    assert result.now.overall
    assert sum(row.contribution.evidenced for row in result.trace) == result.now.overall.evidenced
    assert sum(row.contribution.possible for row in result.trace) == result.now.overall.possible


def test_does_not_apply_is_no_answer_where_it_is_not_allowed() -> None:
    rules = build_rulebook(build_section("s", build_question("must", may_not_apply=False)))
    assert list_rows(rules, ENGLAND, build_answers(must="-"))["must"].state is QuestionState.UNANSWERED


@pytest.mark.parametrize("answer", [Answer(option="gone"), Answer(note="Asked twice."), Answer()])
def test_an_unknown_option_or_a_note_alone_is_no_answer(answer: Answer) -> None:
    rules = build_rulebook(build_section("s", build_question("one")))
    assert (
        list_rows(rules, ENGLAND, {"one": answer, "gone": Answer(option="a")})["one"].state is QuestionState.UNANSWERED
    )


STOP = build_rule("stop", {"question": "one", "is": ["a"]}, caps_at="low")
HOLD = build_rule("hold", {"question": "one", "is": ["a", "b"]}, caps_at="middle")


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
    rules = build_rulebook(
        build_section("s", build_question("one"), build_question("two", weight=9)), blockers=[STOP, HOLD]
    )
    now = evaluate(rules, ENGLAND, build_answers(one=option, two="d")).now
    assert [(blocker.id, blocker.state) for blocker in now.blockers] == states
    assert now.bands == bands
    assert now.uncapped == ("high", "high")


def test_true_findings_come_before_possible_ones_in_the_order_of_the_file() -> None:
    one, two = ({"question": name, "is": ["a"]} for name in ("one", "two"))
    rules = build_rulebook(
        build_section("s", build_question("one"), build_question("two")),
        blockers=[
            build_rule(name, when, caps_at="low") for name, when in (("z", one), ("y", two), ("x", one), ("w", two))
        ],
    )
    now = evaluate(rules, ENGLAND, build_answers(one="?", two="a")).now
    assert [blocker.id for blocker in now.blockers] == ["y", "w", "z", "x"]


def test_a_later_stage_may_bring_a_blocker() -> None:
    when = {"all": [{"question": "one", "is": ["a"]}, {"profile": "stage", "is": ["decision"]}]}
    rules = build_rulebook(
        build_section("s", build_question("one")), blockers=[build_rule("stop", when, caps_at="low")]
    )
    result = evaluate(rules, {"stage": "idea"}, build_answers(one="a"))
    assert result.now.blockers == ()
    assert [blocker.id for blocker in result.ahead.blockers] == ["stop"]


def test_a_notice_is_shown_only_when_it_is_true() -> None:
    england = {"id": "england", "when": {"profile": "nation", "is": ["england"]}, "says": "It is so."}
    rules = build_rulebook(build_section("s", build_question("one")), notices=[england])
    assert evaluate(rules, ENGLAND, {}).notices == ("england",)
    assert evaluate(rules, {"stage": "idea"}, {}).notices == ()


def test_a_rulebook_is_compiled_once_and_released_with_its_rulebook() -> None:
    rules = build_rulebook(build_section("s", build_question("one")))
    assert get_scorer(rules) is get_scorer(rules)
    kept = len(SCORERS)
    del rules
    gc.collect()
    assert len(SCORERS) < kept
