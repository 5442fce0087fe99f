"""The laws of readiness, on real rules and on random rulebooks."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from assess.core.analysis.what_if import compute_what_if
from assess.core.comparison.impact import build_input_codes
from assess.core.interchange.result_json import result_to_json
from assess.core.model.assessment import Answer, Answers
from assess.core.model.result import NeedState, Outcome, QuestionState, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import AllOf, AnyOf, Question, Rules
from assess.core.scoring.conditions import TRUE, UNKNOWN
from assess.core.scoring.contradictions import find_named_inputs
from assess.core.scoring.evaluate import evaluate, get_scorer, to_answer_codes
from assess.core.scoring.totals import build_headline, compute_totals
from tests.core.rulebooks import (
    DrawnCase,
    best_answers,
    for_every_rulebook,
    for_every_rulebook_with_needs,
    random_answers,
    worst_answers,
)

Item = TypeVar("Item")


def band_index(rules: Rulebook, band: str) -> int:
    return list(rules.bands).index(band)


def asked_questions(result: Result) -> list[str]:
    return [row.question for row in result.trace if row.state is not QuestionState.NOT_ASKED]


def unknown_questions(result: Result) -> list[str]:
    return [row.question for row in result.trace if row.state in (QuestionState.DONT_KNOW, QuestionState.UNANSWERED)]


@for_every_rulebook
def test_law_1_a_score_is_between_0_and_100_and_a_single_number_if_everything_is_known(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    result = evaluate(rules, profile, said)
    scores = [section.score for section in result.now.sections] + [result.now.overall]
    for score in scores:
        assert score is None or 0 <= score.evidenced <= score.possible <= 100
    if not unknown_questions(result):
        assert all(score is None or score.evidenced == score.possible for score in scores)


@for_every_rulebook
def test_law_2_answering_an_unknown_question_keeps_range_and_bands_inside_the_old_ones(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    before = evaluate(rules, profile, said)
    assume(unknown_questions(before))
    question = rules.questions[case.draw(st.sampled_from(unknown_questions(before)))]
    after = evaluate(rules, profile, {**said, question.id: case.draw(known_answers(question))})
    for old, new in zip(before.now.sections, after.now.sections, strict=True):
        assert is_inside(old.score, new.score)
    assert is_inside(before.now.overall, after.now.overall)
    if before.now.bands and after.now.bands:
        old_bands, new_bands = ([band_index(rules, band) for band in each.now.bands or ()] for each in (before, after))
        assert old_bands[0] <= new_bands[0] <= new_bands[1] <= old_bands[1]


def known_answers(question: Question) -> st.SearchStrategy[Answer]:
    options = [Answer(option=option.id) for option in question.options]
    return st.sampled_from([*options, Answer(does_not_apply="It is so.")] if question.may_not_apply else options)


def is_inside(old: Any, new: Any) -> bool:
    return new is None or (old.evidenced <= new.evidenced and new.possible <= old.possible)


@for_every_rulebook
def test_law_3_a_later_option_never_lowers_a_score_or_a_band_and_unmeets_no_need(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    question = case.draw(st.sampled_from(list(rules.questions.values())))
    place = case.draw(st.integers(1, len(question.options) - 1))
    worse, better = question.options[case.draw(st.integers(0, place - 1))], question.options[place]
    low, high = (evaluate(rules, profile, {**said, question.id: Answer(option=each.id)}) for each in (worse, better))
    for old, new in zip((low.now, low.ahead), (high.now, high.ahead), strict=True):
        assert all(
            lower <= higher
            for lower, higher in zip(list_range_ends(rules, old), list_range_ends(rules, new), strict=True)
        )
        assert set(new.unmet) <= set(old.unmet)


def list_range_ends(rules: Rulebook, found: Outcome) -> list[Any]:
    """Return both ends of every score and band in order, leaving out missing ones."""
    scores = [section.score for section in found.sections] + [found.overall]
    bands = [band_index(rules, band) for band in found.bands or ()]
    return [end for score in scores if score is not None for end in score] + bands


@for_every_rulebook
def test_law_4_an_answer_to_a_question_that_is_not_asked_changes_nothing(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    result = evaluate(rules, profile, said)
    not_asked = set(rules.questions) - set(asked_questions(result))
    assume(not_asked)
    other = {name: answer for name, answer in said.items() if name not in not_asked}
    other |= {name: answer for name, answer in case.draw(random_answers(rules)).items() if name in not_asked}
    changed = evaluate(rules, profile, other)
    assert (changed.now, changed.warnings, changed.recommendations, changed.trace, changed.contradictions) == (
        result.now,
        result.warnings,
        result.recommendations,
        result.trace,
        result.contradictions,
    )
    assert compute_what_if(rules, profile, other) == compute_what_if(rules, profile, said)


@for_every_rulebook
def test_law_5_scaling_weights_and_reordering_change_nothing(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    order = Random(case.draw(st.integers(0, 2**32)))
    other = Rulebook(shuffle_rules(scale_weights(rules.rules, order), order), rules.evidence, rules.hash)
    before = evaluate(rules, profile, said)
    after = evaluate(other, profile, dict(shuffle(list(said.items()), order)))
    assert comparable_parts(before.now) == comparable_parts(after.now)
    assert comparable_parts(before.ahead) == comparable_parts(after.ahead)
    assert set(before.warnings) == set(after.warnings)
    assert before.recommendations == after.recommendations
    assert set(before.contradictions) == set(after.contradictions)
    assert compute_what_if(rules, profile, said).next_band == compute_what_if(other, profile, said).next_band


def comparable_parts(found: Outcome) -> list[Any]:
    scores = {section.id: section.score for section in found.sections}
    return [found.overall, found.bands, found.uncapped, scores, set(found.blockers), set(found.unmet), found.needs]


def scale_weights(rules: Rules, order: Random) -> Rules:
    """Multiply the weights of all sections by one factor, and those of the questions of each by another."""
    overall = order.randint(1, 1000)
    sections = []
    for section in rules.sections:
        inner = order.randint(1, 1000)
        questions = [each.model_copy(update={"weight": each.weight * inner}) for each in section.questions]
        sections.append(section.model_copy(update={"weight": section.weight * overall, "questions": tuple(questions)}))
    return rules.model_copy(update={"sections": tuple(sections)})


def shuffle(items: Sequence[Item], order: Random) -> tuple[Item, ...]:
    return tuple(order.sample(list(items), len(items)))


def shuffle_rules(rules: Rules, order: Random) -> Rules:
    """Shuffle everything whose order has no meaning."""
    sections = [
        section.model_copy(
            update={"questions": shuffle([shuffle_question(each, order) for each in section.questions], order)}
        )
        for section in rules.sections
    ]
    kinds: Mapping[str, Sequence[Any]] = {
        "blockers": rules.blockers,
        "warnings": rules.warnings,
        "recommendations": rules.recommendations,
        "contradictions": rules.contradictions,
    }
    turned = {
        kind: shuffle(
            [rule.model_copy(update={"when": shuffle_condition(rule.when, order)}) for rule in kinds[kind]], order
        )
        for kind in kinds
    }
    return rules.model_copy(update={"sections": shuffle(sections, order), **turned})


def shuffle_question(question: Question, order: Random) -> Question:
    return question.model_copy(update={"evidence": shuffle(question.evidence, order)})


def shuffle_condition(condition: Any, order: Random) -> Any:
    if isinstance(condition, AllOf):
        return AllOf(all=tuple(shuffle_condition(part, order) for part in shuffle(condition.all, order)))
    if isinstance(condition, AnyOf):
        return AnyOf(any=tuple(shuffle_condition(part, order) for part in shuffle(condition.any, order)))
    named = getattr(condition, "is_", None)
    return condition if named is None else condition.model_copy(update={"is_": shuffle(named, order)})


@for_every_rulebook
def test_law_6_best_answers_give_100_and_lift_every_answerable_blocker_and_worst_give_0(case: DrawnCase) -> None:
    rules, profile, *_ = case
    high, low = evaluate(rules, profile, best_answers(rules)), evaluate(rules, profile, worst_answers(rules))
    for found in (high.now, high.ahead):
        assert {end for section in found.sections for end in section.score or ()} <= {100}
        assert all(
            not blocker.because and not set(blocker.waits_for) & set(rules.questions) for blocker in found.blockers
        )
        assert found.unmet == ()
    assert all(find_named_inputs(rules.contradictions[name].when).facts for name in high.contradictions)
    for found in (low.now, low.ahead):
        assert {end for section in found.sections for end in section.score or ()} <= {0}


@for_every_rulebook
def test_law_7_removing_a_blocker_never_lowers_a_band(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    before = evaluate(rules, profile, said).now
    assume(before.blockers)
    gone = case.draw(st.sampled_from(before.blockers)).id
    left = tuple(blocker for blocker in rules.rules.blockers if blocker.id != gone)
    other = Rulebook(rules.rules.model_copy(update={"blockers": left}), rules.evidence, rules.hash)
    after = evaluate(other, profile, said).now
    assert after.overall == before.overall
    for old, new in zip(before.bands or (), after.bands or (), strict=True):
        assert band_index(rules, old) <= band_index(rules, new)


@for_every_rulebook
def test_law_7_a_true_blocker_that_becomes_possible_never_lowers_a_band(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    ready = get_scorer(rules)
    now = compute_totals(ready.rulebook, ready.blockers, build_input_codes(ready, profile, to_answer_codes(said)))
    found = [place for place, truth in enumerate(now.truths) if truth]
    assume(found)
    at = case.draw(st.sampled_from(found))
    before, after = (
        build_headline(now._replace(truths=now.truths[:at] + bytes([truth]) + now.truths[at + 1 :]), ready.blockers)
        for truth in (TRUE, UNKNOWN)
    )
    for old, new in zip(before.bands or (), after.bands or (), strict=True):
        assert band_index(rules, old) <= band_index(rules, new)


@for_every_rulebook_with_needs
def test_law_7_a_missing_need_that_becomes_unknown_or_met_never_lowers_a_band(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    ready = get_scorer(rules)
    now = compute_totals(ready.rulebook, ready.blockers, build_input_codes(ready, profile, to_answer_codes(said)))
    assume(now.unmet)
    need = case.draw(st.sampled_from(now.unmet))
    others = tuple(each for each in now.unmet if each != need)
    steps = [(need._replace(state=NeedState.MISSING),), (need._replace(state=NeedState.UNKNOWN),), ()]
    bands = [build_headline(now._replace(unmet=(*others, *step)), ready.blockers).bands or () for step in steps]
    for lower, higher in pairwise(bands):
        for old, new in zip(lower, higher, strict=True):
            assert band_index(rules, old) <= band_index(rules, new)


@for_every_rulebook
def test_law_8_the_same_rulebook_profile_and_answers_give_the_same_result(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    again = Rulebook(rules.rules, rules.evidence, rules.hash)
    assert evaluate(again, profile, said) == evaluate(rules, profile, said)
    assert dump_result(again, profile, said) == dump_result(rules, profile, said)


def dump_result(rules: Rulebook, profile: dict[str, Any], said: Answers) -> dict[str, Any]:
    return result_to_json(rules, evaluate(rules, profile, said), compute_what_if(rules, profile, said))
