"""How each question changed between two results, and in which order the changes are listed."""

from fractions import Fraction

import pytest
from hypothesis import strategies as st

from assess.core.comparison.questions import Course, Move, moves
from assess.core.comparison.results import Changes, changes
from assess.core.model.assessment import Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import Case, answers, chosen, generated, on_every_rulebook, profiles, question, section
from tests.core.rulebooks import rulebook as rulebook_of

IDEA: Profile = {"stage": "idea", "nation": "england"}
DECISION: Profile = {"stage": "decision", "nation": "england"}
RULES = rulebook_of(section("s", *(question(name) for name in ("one", "two", "three"))))


def only(before: str, after: str, rules: Rulebook = RULES) -> Move:
    """Return how the first question changed with its answer; `!` means that it was not looked at."""
    old, new = (chosen(**({} if said == "!" else {"one": said})) for said in (before, after))
    return next(each for each in found(rules, rules, old, new) if each.change.question == "one")


def found(
    before: Rulebook, after: Rulebook, old: object, new: object, stages: tuple[Profile, Profile] = (IDEA, IDEA)
) -> tuple[Move, ...]:
    return moves(changes(evaluate(before, stages[0], old), evaluate(after, stages[1], new)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "expected", "gained"),
    [
        ("a", "c", Course.BETTER, Fraction(200, 9)),
        ("?", "b", Course.BETTER, Fraction(100, 9)),
        ("d", "b", Course.WORSE, Fraction(-200, 9)),
        ("c", "?", Course.WORSE, Fraction(-200, 9)),
        ("?", "a", Course.WORSE, Fraction(0)),
        ("a", "?", Course.WORSE, Fraction(0)),
        ("-", "a", Course.WORSE, Fraction(0)),
        ("-", "b", Course.NEW, Fraction(0)),
        ("-", "?", Course.NEW, Fraction(0)),
        ("d", "-", Course.GONE, Fraction(0)),
        ("!", "?", Course.ALIKE, Fraction(0)),
        ("b", "b", Course.SAME, Fraction(0)),
        ("-", "-", Course.SAME, Fraction(0)),
    ],
)
def test_a_changed_answer_has_one_kind_of_change_and_a_gain(
    before: str, after: str, expected: Course, gained: Fraction
) -> None:
    assert only(before, after)[1:] == (expected, gained)


def test_a_question_of_a_later_stage_is_new_when_the_stage_is_reached() -> None:
    rules = rulebook_of(section("s", question("one", from_stage="decision"), question("two", from_stage="decision")))
    said = chosen(one="b", two="a")
    courses = {each.change.question: each.course for each in found(rules, rules, said, said, (IDEA, DECISION))}
    assert courses == {"one": Course.NEW, "two": Course.WORSE}
    back = {each.course for each in found(rules, rules, said, said, (DECISION, IDEA))}
    assert back == {Course.GONE}


def test_a_question_not_asked_for_another_reason_is_unchanged() -> None:
    before = rulebook_of(section("s", question("one", from_stage="decision"), question("two")))
    after = rulebook_of(
        section("s", question("one", ask_if={"profile": "nation", "is": ["wales"]}, not_asked_because="No.")),
        section("t", question("two")),
    )
    courses = {each.change.question: each.course for each in found(before, after, chosen(two="b"), chosen(two="b"))}
    assert courses == {"one": Course.ALIKE, "two": Course.RULES}


def test_a_change_only_in_the_rules_is_neither_better_nor_worse() -> None:
    after = rulebook_of(
        section("s", question("one", points=(0, 2, 3, 4)), question("two", weight=3), question("four")),
    )
    said = chosen(one="b", two="b", three="b")
    assert [(each.change.question, each.course) for each in found(RULES, after, said, said)] == [
        ("four", Course.NEW),
        ("three", Course.GONE),
        ("one", Course.RULES),
        ("two", Course.RULES),
    ]


def test_questions_that_count_in_neither_result_follow_the_rules() -> None:
    later = question("later", from_stage="decision")
    with_it = rulebook_of(section("s", question("one"), later))
    without = rulebook_of(section("s", question("one")))
    said = chosen(one="b")
    assert found(without, with_it, said, said)[0].course is Course.NEW
    assert found(with_it, without, said, said)[0].course is Course.GONE


def test_the_most_improved_and_the_most_worrying_come_first() -> None:
    rules = rulebook_of(
        section("s", *(question(name, weight=at) for at, name in enumerate(("a1", "b2", "c3", "d4", "e5"), 1)))
    )
    before = chosen(a1="a", b2="a", c3="d", d4="d", e5="?")
    after = chosen(a1="d", b2="c", c3="a", d4="?", e5="a")
    assert [(each.change.question, each.course) for each in found(rules, rules, before, after)] == [
        ("b2", Course.BETTER),  # two thirds of 2
        ("a1", Course.BETTER),  # all of 1
        ("d4", Course.WORSE),
        ("c3", Course.WORSE),
        ("e5", Course.WORSE),  # nothing was evidenced before either
    ]


def other(case: Case) -> Changes:
    """Return the case with other answers, another profile and, for drawn rules, other rules."""
    rules = case.draw(generated()) if case.draw(st.booleans()) else case.rules
    before = evaluate(case.rules, case.profile, case.answers)
    return changes(before, evaluate(rules, case.draw(profiles(rules)), case.draw(answers(rules))))


@on_every_rulebook
def test_a_result_compared_with_itself_has_only_unchanged_questions(case: Case) -> None:
    result = evaluate(case.rules, case.profile, case.answers)
    assert {(each.course, each.gained) for each in moves(changes(result, result))} == {(Course.SAME, Fraction(0))}


@on_every_rulebook
def test_every_question_of_either_result_is_listed_exactly_once(case: Case) -> None:
    both = other(case)
    names = [each.change.question for each in moves(both)]
    assert sorted(names) == sorted({row.question for result in (both.before, both.after) for row in result.trace})


@on_every_rulebook
def test_swapping_the_results_swaps_better_with_worse_and_new_with_gone(case: Case) -> None:
    both = other(case)
    there = {each.change.question: each for each in moves(both)}
    back = {each.change.question: each for each in moves(changes(both.after, both.before))}
    turned = {
        Course.BETTER: {Course.WORSE},
        Course.WORSE: {Course.BETTER, Course.WORSE, Course.GONE},
        Course.NEW: {Course.GONE},
        Course.GONE: {Course.NEW, Course.WORSE},
    }
    for name, move in there.items():
        assert back[name].gained == -move.gained
        assert back[name].course in turned.get(move.course, {move.course})
        assert (move.gained < 0) == (move.course is Course.WORSE and back[name].course is Course.BETTER) or (
            move.course is Course.RULES
        )


@on_every_rulebook
def test_with_equal_rules_and_profile_the_gains_add_up_to_the_gain_of_the_overall_score(case: Case) -> None:
    chosen_before, chosen_after = (
        {name: each for name, each in said.items() if not each.does_not_apply}
        for said in (case.answers, case.draw(answers(case.rules)))
    )
    before, after = (evaluate(case.rules, case.profile, said) for said in (chosen_before, chosen_after))
    if before.now.overall is not None and after.now.overall is not None:
        total = sum(each.gained for each in moves(changes(before, after)))
        assert total == after.now.overall.evidenced - before.now.overall.evidenced
