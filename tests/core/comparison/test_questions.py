"""How each question changed between two results, and in which order the changes are listed."""

from fractions import Fraction

import pytest
from hypothesis import strategies as st

from assess.core.comparison.questions import ChangeKind, QuestionDelta, rank_question_deltas
from assess.core.comparison.results import ResultChanges, compare_results
from assess.core.model.assessment import Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    DrawnCase,
    build_answers,
    build_question,
    build_section,
    for_every_rulebook,
    random_answers,
    random_profiles,
    random_rulebooks,
)
from tests.core.rulebooks import build_rulebook as rulebook_of

IDEA: Profile = {"stage": "idea", "nation": "england"}
DECISION: Profile = {"stage": "decision", "nation": "england"}
RULES = rulebook_of(build_section("s", *(build_question(name) for name in ("one", "two", "three"))))


def compare_first_question(before: str, after: str, rules: Rulebook = RULES) -> QuestionDelta:
    """Return how the first question changed with its answer; `!` means that it was not looked at."""
    old, new = (build_answers(**({} if said == "!" else {"one": said})) for said in (before, after))
    return next(each for each in question_changes(rules, rules, old, new) if each.change.question == "one")


def question_changes(
    before: Rulebook, after: Rulebook, old: object, new: object, stages: tuple[Profile, Profile] = (IDEA, IDEA)
) -> tuple[QuestionDelta, ...]:
    return rank_question_deltas(compare_results(evaluate(before, stages[0], old), evaluate(after, stages[1], new)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "expected", "gained"),
    [
        ("a", "c", ChangeKind.BETTER, Fraction(200, 9)),
        ("?", "b", ChangeKind.BETTER, Fraction(100, 9)),
        ("d", "b", ChangeKind.WORSE, Fraction(-200, 9)),
        ("c", "?", ChangeKind.WORSE, Fraction(-200, 9)),
        ("?", "a", ChangeKind.WORSE, Fraction(0)),
        ("a", "?", ChangeKind.WORSE, Fraction(0)),
        ("-", "a", ChangeKind.WORSE, Fraction(0)),
        ("-", "b", ChangeKind.NEW, Fraction(0)),
        ("-", "?", ChangeKind.NEW, Fraction(0)),
        ("d", "-", ChangeKind.GONE, Fraction(0)),
        ("!", "?", ChangeKind.NO_EFFECT, Fraction(0)),
        ("b", "b", ChangeKind.SAME, Fraction(0)),
        ("-", "-", ChangeKind.SAME, Fraction(0)),
    ],
)
def test_a_changed_answer_has_one_kind_of_change_and_a_gain(
    before: str, after: str, expected: ChangeKind, gained: Fraction
) -> None:
    assert compare_first_question(before, after)[1:] == (expected, gained)


def test_a_question_of_a_later_stage_is_new_when_the_stage_is_reached() -> None:
    rules = rulebook_of(
        build_section("s", build_question("one", from_stage="decision"), build_question("two", from_stage="decision"))
    )
    said = build_answers(one="b", two="a")
    courses = {each.change.question: each.kind for each in question_changes(rules, rules, said, said, (IDEA, DECISION))}
    assert courses == {"one": ChangeKind.NEW, "two": ChangeKind.WORSE}
    back = {each.kind for each in question_changes(rules, rules, said, said, (DECISION, IDEA))}
    assert back == {ChangeKind.GONE}


def test_a_question_not_asked_for_another_reason_is_unchanged() -> None:
    before = rulebook_of(build_section("s", build_question("one", from_stage="decision"), build_question("two")))
    after = rulebook_of(
        build_section(
            "s", build_question("one", ask_if={"profile": "nation", "is": ["wales"]}, not_asked_because="No.")
        ),
        build_section("t", build_question("two")),
    )
    courses = {
        each.change.question: each.kind
        for each in question_changes(before, after, build_answers(two="b"), build_answers(two="b"))
    }
    assert courses == {"one": ChangeKind.NO_EFFECT, "two": ChangeKind.RULES}


def test_a_change_only_in_the_rules_is_neither_better_nor_worse() -> None:
    after = rulebook_of(
        build_section(
            "s", build_question("one", points=(0, 2, 3, 4)), build_question("two", weight=3), build_question("four")
        ),
    )
    said = build_answers(one="b", two="b", three="b")
    assert [(each.change.question, each.kind) for each in question_changes(RULES, after, said, said)] == [
        ("four", ChangeKind.NEW),
        ("three", ChangeKind.GONE),
        ("one", ChangeKind.RULES),
        ("two", ChangeKind.RULES),
    ]


def test_questions_that_count_in_neither_result_follow_the_rules() -> None:
    later = build_question("later", from_stage="decision")
    with_it = rulebook_of(build_section("s", build_question("one"), later))
    without = rulebook_of(build_section("s", build_question("one")))
    said = build_answers(one="b")
    assert question_changes(without, with_it, said, said)[0].kind is ChangeKind.NEW
    assert question_changes(with_it, without, said, said)[0].kind is ChangeKind.GONE


def test_the_most_improved_and_the_most_worrying_come_first() -> None:
    rules = rulebook_of(
        build_section(
            "s", *(build_question(name, weight=at) for at, name in enumerate(("a1", "b2", "c3", "d4", "e5"), 1))
        )
    )
    before = build_answers(a1="a", b2="a", c3="d", d4="d", e5="?")
    after = build_answers(a1="d", b2="c", c3="a", d4="?", e5="a")
    assert [(each.change.question, each.kind) for each in question_changes(rules, rules, before, after)] == [
        ("b2", ChangeKind.BETTER),  # two thirds of 2
        ("a1", ChangeKind.BETTER),  # all of 1
        ("d4", ChangeKind.WORSE),
        ("c3", ChangeKind.WORSE),
        ("e5", ChangeKind.WORSE),  # nothing was evidenced before either
    ]


def draw_other_case(case: DrawnCase) -> ResultChanges:
    """Return the case with other answers, another profile and, for drawn rules, other rules."""
    rules = case.draw(random_rulebooks()) if case.draw(st.booleans()) else case.rules
    before = evaluate(case.rules, case.profile, case.answers)
    return compare_results(before, evaluate(rules, case.draw(random_profiles(rules)), case.draw(random_answers(rules))))


@for_every_rulebook
def test_a_result_compared_with_itself_has_only_unchanged_questions(case: DrawnCase) -> None:
    result = evaluate(case.rules, case.profile, case.answers)
    assert {(each.kind, each.gain) for each in rank_question_deltas(compare_results(result, result))} == {
        (ChangeKind.SAME, Fraction(0))
    }


@for_every_rulebook
def test_every_question_of_either_result_is_listed_exactly_once(case: DrawnCase) -> None:
    both = draw_other_case(case)
    names = [each.change.question for each in rank_question_deltas(both)]
    assert sorted(names) == sorted({row.question for result in (both.before, both.after) for row in result.trace})


@for_every_rulebook
def test_swapping_the_results_swaps_better_with_worse_and_new_with_gone(case: DrawnCase) -> None:
    both = draw_other_case(case)
    there = {each.change.question: each for each in rank_question_deltas(both)}
    back = {each.change.question: each for each in rank_question_deltas(compare_results(both.after, both.before))}
    turned = {
        ChangeKind.BETTER: {ChangeKind.WORSE},
        ChangeKind.WORSE: {ChangeKind.BETTER, ChangeKind.WORSE, ChangeKind.GONE},
        ChangeKind.NEW: {ChangeKind.GONE},
        ChangeKind.GONE: {ChangeKind.NEW, ChangeKind.WORSE},
    }
    for name, move in there.items():
        assert back[name].gain == -move.gain
        assert back[name].kind in turned.get(move.kind, {move.kind})
        assert (move.gain < 0) == (move.kind is ChangeKind.WORSE and back[name].kind is ChangeKind.BETTER) or (
            move.kind is ChangeKind.RULES
        )


@for_every_rulebook
def test_with_equal_rules_and_profile_the_gains_add_up_to_the_gain_of_the_overall_score(case: DrawnCase) -> None:
    chosen_before, chosen_after = (
        {name: each for name, each in said.items() if not each.does_not_apply}
        for said in (case.answers, case.draw(random_answers(case.rules)))
    )
    before, after = (evaluate(case.rules, case.profile, said) for said in (chosen_before, chosen_after))
    if before.now.overall is not None and after.now.overall is not None:
        total = sum(each.gain for each in rank_question_deltas(compare_results(before, after)))
        assert total == after.now.overall.evidenced - before.now.overall.evidenced
