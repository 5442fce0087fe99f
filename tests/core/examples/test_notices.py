"""What changed rules do to worked examples: a notice for each change that somebody has to confirm, and no other."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.examples.expectations import check_expectations, list_expected
from assess.core.examples.notices import NoticeKind, compare_examples, measure_drift
from assess.core.examples.outcomes import (
    NAMED_KEYS,
    OUTCOME_KEYS,
    SCORE_KEYS,
    answer_all,
    build_example_profile,
    run_example,
)
from assess.core.model.assessment import Answer
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Rules
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    CachedDraw,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    random_answers,
    random_profiles,
    random_rulebooks,
)

EXAMPLE = {
    "name": "A park",
    "profile": {"stage": "idea"},
    "answers": {"q": "b", "r": "c"},
    "expect": {"band": "middle"},
}
BETTER = {**EXAMPLE, "answers": {"q": "b", "r": "d"}, "expect": {}}
"""With the second barrier at its best; it leaves the middle band when that barrier weighs twice as much."""


def build_rules(*examples: dict[str, Any], weight: int = 1, **parts: Any) -> Rulebook:
    """Return rules with two barriers, of which the second has this weight."""
    advice = build_rule("advise", {"question": "q", "is": ["b"]}, effort="days", claims=["act-01"])
    return build_rulebook(
        build_section("s", build_question("q")),
        build_section("t", build_question("r"), weight=weight),
        examples=list(examples),
        **{"recommendations": [advice], **parts},
    )


def list_kinds(before: Rulebook, after: Rulebook) -> dict[str, tuple[NoticeKind, ...]]:
    """Return why each worked example is for a person to look at."""
    return {each.name: each.kinds for each in compare_examples(before, after)}


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({}, ()),
        ({"expect": {"band": "middle", "evidenced": 12}}, ()),
        ({"expect": {"band": "middle", "blockers": []}}, (NoticeKind.EXPECTATION,)),
        ({"expect": {"band": "high"}}, (NoticeKind.EXPECTATION, NoticeKind.UNEXPECTED)),
        ({"answers": {"q": "b", "r": "b"}}, (NoticeKind.INPUTS, NoticeKind.UNEXPECTED)),
        ({"profile": {"stage": "options"}}, (NoticeKind.INPUTS,)),
        ({"others": "best"}, (NoticeKind.INPUTS,)),
        ({"answers": {"q": "b", "r": "c", "went": "a"}}, (NoticeKind.INPUTS, NoticeKind.UNKNOWN)),
    ],
)
def test_an_edited_example_is_a_notice_unless_only_its_scores_changed(
    changed: dict[str, Any], kinds: tuple[NoticeKind, ...]
) -> None:
    assert list_kinds(build_rules(EXAMPLE), build_rules({**EXAMPLE, **changed})) == {"A park": kinds}


@pytest.mark.parametrize(
    ("example", "kinds", "move"),
    [(EXAMPLE, (), Fraction(50, 9)), (BETTER, (NoticeKind.OUTCOME,), Fraction(100, 9))],
)
def test_a_changed_outcome_is_a_notice_and_a_changed_score_is_not(
    example: dict[str, Any], kinds: tuple[NoticeKind, ...], move: Fraction
) -> None:
    (found,) = compare_examples(build_rules(example), build_rules(example, weight=2))
    assert (found.kinds, found.score_move) == (kinds, move)


def test_a_removed_example_is_a_notice() -> None:
    assert list_kinds(build_rules(EXAMPLE), build_rules()) == {"A park": (NoticeKind.REMOVED,)}


def test_an_example_cannot_be_edited_or_removed_to_hide_a_changed_outcome() -> None:
    old = build_rules(BETTER)
    assert list_kinds(old, build_rules(weight=2)) == {"A park": (NoticeKind.REMOVED, NoticeKind.OUTCOME)}
    edited = build_rules({**BETTER, "others": "best", "answers": {}}, weight=2)
    (found,) = compare_examples(old, edited)
    assert found.kinds == (NoticeKind.INPUTS, NoticeKind.OUTCOME)
    assert (found.before.band, found.kept.band, found.after.band) == ("middle", "high", "high")


def test_a_new_example_is_a_notice_only_if_it_comes_out_differently() -> None:
    assert list_kinds(build_rules(), build_rules(EXAMPLE, weight=2)) == {"A park": ()}
    assert list_kinds(build_rules(), build_rules(BETTER, weight=2)) == {"A park": (NoticeKind.OUTCOME,)}
    odd = {**EXAMPLE, "expect": {"band": "low"}}
    assert list_kinds(build_rules(), build_rules(odd)) == {"A park": (NoticeKind.UNEXPECTED,)}


def test_a_recommendation_counts_only_if_the_example_expects_it() -> None:
    expecting = {**EXAMPLE, "expect": {"recommends": ["advise"]}}
    for example, kinds in ((EXAMPLE, ()), (expecting, (NoticeKind.OUTCOME, NoticeKind.UNEXPECTED))):
        assert list_kinds(build_rules(example), build_rules(example, recommendations=[])) == {"A park": kinds}


def test_possible_blockers_count_only_if_the_example_names_them() -> None:
    held = build_rule("held", {"question": "r", "is": ["a"]}, caps_at="low", lifted_by="Do it", claims=["act-01"])
    unknown = {**EXAMPLE, "answers": {"q": "b"}, "expect": {}}
    naming = {**unknown, "expect": {"possible_blockers": []}}
    for example, kinds in ((unknown, ()), (naming, (NoticeKind.OUTCOME, NoticeKind.UNEXPECTED))):
        assert list_kinds(build_rules(example), build_rules(example, blockers=[held])) == {"A park": kinds}


def test_an_example_that_named_a_removed_question_before_is_no_news() -> None:
    lost = {**EXAMPLE, "answers": {"q": "b", "r": "c", "went": "a"}}
    assert list_kinds(build_rules(lost), build_rules(lost)) == {"A park": ()}


def test_drift_is_measured_with_the_examples_of_the_later_rules() -> None:
    both = build_rules(BETTER, {**EXAMPLE, "name": "Two"}, weight=2)
    assert measure_drift(build_rules(), both) == (Fraction(100, 9), Fraction(50, 9))
    assert measure_drift(build_rules(), build_rules(BETTER, score_from=3)) == (Fraction(0),)


# ---- Laws, of docs/scoring.md, section 7 ----


@st.composite
def random_examples(draw: st.DrawFn, rules: Rulebook) -> dict[str, Any]:
    """Draw a worked example whose facts and answers the rules have, and which expects anything."""
    dice = CachedDraw(draw)
    answers = {
        name: answer.option or ({"dont_know": "true"} if answer.dont_know else {"does_not_apply": "So"})
        for name, answer in draw(random_answers(rules)).items()
        if dice.number(0, 1)
    }
    expect = {"evidenced": 50, "band": dice.one(["low", "middle", "high"]), "blockers": dice.some(["b0", "b1", "w0"])}
    if dice.number(0, 1):
        expect["possible_blockers"] = dice.some(["b0", "b1"])
    return {
        "name": f"Example {dice.number(0, 2)}",
        "profile": {name: str(value) for name, value in draw(random_profiles(rules)).items()},
        "answers": answers,
        "others": dice.one(["best", "worst", "not-answered"]),
        "expect": {key: value for key, value in expect.items() if dice.number(0, 1)},
    }


def with_examples(rules: Rulebook, examples: list[dict[str, Any]]) -> Rulebook:
    """Return the rules with these examples, of which each name occurs once."""
    named = {example["name"]: example for example in examples}
    changed = {**rules.rules.model_dump(by_alias=True, exclude_defaults=True), "examples": list(named.values())}
    return Rulebook(Rules.model_validate(changed), rules.evidence, repr(named))


@st.composite
def random_versions(draw: st.DrawFn) -> tuple[Rulebook, Rulebook]:
    """Draw two rulebooks with worked examples, some of which both have."""
    before, after = draw(random_rulebooks()), draw(random_rulebooks())
    examples = [draw(random_examples(draw(st.sampled_from([before, after])))) for _ in range(3)]
    return with_examples(before, examples[:2]), with_examples(after, examples[1:])


@given(random_versions())
def test_there_is_a_notice_exactly_where_the_contract_says(versions: tuple[Rulebook, Rulebook]) -> None:
    """Compare with the plainest reading of docs/scoring.md, section 7."""
    before, after = versions
    old, new = ({each.name: each for each in rules.rules.examples} for rules in versions)
    for name, kinds in list_kinds(before, after).items():
        mine = [side[name] for side in (old, new) if name in side]
        outcomes = [[run_example(example, rules) for rules in versions] for example in mine]
        moved = any(
            set_of(first, key) != set_of(second, key)
            for example, (first, second) in zip(mine, outcomes, strict=True)
            for key in (*OUTCOME_KEYS, *list_expected(example.expect).keys() & {"possible_blockers"})
        )
        assert (NoticeKind.OUTCOME in kinds) == moved  # no drawn example expects a recommendation
        assert (NoticeKind.REMOVED in kinds) == (name not in new)
        if name in new:
            outcome = run_example(new[name], after)
            expected = {key: each for key, each in list_expected(new[name].expect).items() if key not in SCORE_KEYS}
            wrong = any(set_of(outcome, key) != as_set(each) for key, each in expected.items())
            assert (NoticeKind.UNEXPECTED in kinds) == wrong
        if name in new and name in old:
            same_inputs = all(getattr(old[name], key) == getattr(new[name], key) for key in ("profile", "answers"))
            assert (NoticeKind.INPUTS in kinds) == (not same_inputs or old[name].others != new[name].others)


def set_of(outcome: Any, key: str) -> object:
    return as_set(getattr(outcome, key))


def as_set(figure: object) -> object:
    return frozenset(figure) if isinstance(figure, tuple) else figure


@given(random_versions())
def test_an_example_is_tried_with_what_the_rules_have_and_nothing_else(versions: tuple[Rulebook, Rulebook]) -> None:
    """An example runs on any rules, and its answers are all theirs."""
    for rules in versions:
        for example in (*versions[0].rules.examples, *versions[1].rules.examples):
            answers, profile = answer_all(example, rules), build_example_profile(example, rules)
            assert answers.keys() <= rules.questions.keys()
            assert profile.keys() <= rules.facts.keys()
            options = {name: [option.id for option in question.options] for name, question in rules.questions.items()}
            assert all(answer.option in options[name] for name, answer in answers.items() if answer.option)
            result = evaluate(rules, profile, answers)
            assert run_example(example, rules).score == result.now.overall
            if example.others == "best":
                unnamed = options.keys() - example.answers.keys()
                assert all(answers[name] == Answer(option=options[name][-1]) for name in unnamed)


@given(random_versions())
def test_rules_that_expect_what_they_give_have_no_notice_against_themselves(
    versions: tuple[Rulebook, Rulebook],
) -> None:
    rules = versions[0]
    examples = [
        {
            **example.model_dump(by_alias=True, exclude_none=True),
            "expect": {key: run_example(example, rules).get(key) for key in (*OUTCOME_KEYS, *NAMED_KEYS, *SCORE_KEYS)},
        }
        for example in rules.rules.examples
    ]
    settled = with_examples(rules, examples)
    assert all(check.corrections == {} for check in check_expectations(settled))
    assert all(kinds == () for kinds in list_kinds(settled, settled).values())
