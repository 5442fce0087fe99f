"""The path to the next band, on small rulebooks and compared with trying every set of questions."""

from collections.abc import Collection
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.analysis.next_band import find_next_band
from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.result import NeedState, NextBandPath, NoPath, Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    best_answers,
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

ENGLAND: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}


def search_exhaustively(rules: Rulebook, profile: Profile, said: Answers) -> NextBandPath | None:
    """Try every set of questions, the smallest first."""
    now = compute_headline(rules, profile, said)
    assert now.overall
    assert now.bands
    result = evaluate(rules, profile, said)
    counting = [row.question for row in result.trace if row.share is not None]
    bands, ideal = list(rules.bands), best_answers(rules)
    found: list[tuple[object, NextBandPath]] = []
    for size in range(1, len(counting) + 1):
        for taken in combinations(sorted(counting), size):
            then = compute_headline(rules, profile, {**said, **{name: ideal[name] for name in taken}})
            assert then.overall
            assert then.bands
            if bands.index(then.bands.evidenced) > bands.index(now.bands.evidenced):
                gain = then.overall.evidenced - now.overall.evidenced
                found.append(
                    ((-gain, taken), NextBandPath(taken, gain, then.bands.evidenced, find_needs(result, taken)))
                )
        if found:
            return min(found)[1]
    return None


def find_needs(result: Result, taken: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return those of the questions whose need is not met, with the option needed."""
    unmet = [(row.question, str(row.need)) for row in result.trace if row.need_state not in (None, NeedState.MET)]
    return tuple(sorted((name, option) for name, option in unmet if name in taken))


@settings(max_examples=150)
@given(st.data())
def test_the_path_equals_an_exhaustive_search(data: st.DataObject) -> None:
    rules = data.draw(random_rulebooks(most=3))
    profile, said = data.draw(random_profiles(rules)), data.draw(random_answers(rules))
    result = evaluate(rules, profile, said)
    found = find_next_band(rules, result)
    if result.now.bands is None:
        assert found is None
    elif result.now.bands.evidenced == "high":
        assert found == NoPath(())
    elif isinstance(found, NoPath):
        assert search_exhaustively(rules, profile, said) is None
        still = compute_headline(rules, profile, {**said, **best_asked_answers(rules, profile, said)})
        capping = {blocker for blocker, _ in still.blockers}
        assert found.blockers
        assert set(found.blockers) <= capping
    else:
        assert found == search_exhaustively(rules, profile, said)


@settings(max_examples=40)
@given(st.data())
def test_the_path_is_exact_if_blockers_share_questions(data: st.DataObject) -> None:
    names = [f"q{place}" for place in range(7)]
    weights = data.draw(st.lists(st.integers(1, 9), min_size=7, max_size=7))
    some = st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True)
    whens = [
        {"all": [{"question": name, "is": ["a"]} for name in named]}
        for named in data.draw(st.lists(some, min_size=2, max_size=6))
    ]
    weak = {"section": "s1", "below": data.draw(st.integers(1, 100))}
    asked = [build_question(name, weight=weight) for name, weight in zip(names, weights, strict=True)]
    rules = build_rulebook(
        build_section("s0", *asked[:4]),
        build_section("s1", *asked[4:]),
        blockers=[build_rule(f"b{place}", when, caps_at="low") for place, when in enumerate([*whens, weak])],
    )
    said = build_answers(**{name: data.draw(st.sampled_from("aaab")) for name in names})
    assert find_next_band(rules, evaluate(rules, ENGLAND, said)) == search_exhaustively(rules, ENGLAND, said)


def best_asked_answers(rules: Rulebook, profile: Profile, said: Answers) -> dict[str, Answer]:
    counting = {row.question for row in evaluate(rules, profile, said).trace if row.share is not None}
    return {name: answer for name, answer in best_answers(rules).items() if name in counting}


@settings(max_examples=25)
@given(st.data())
def test_on_real_rules_the_path_reaches_its_band(data: st.DataObject) -> None:
    rules = load_frozen_rulebook()
    profile, said = data.draw(random_profiles(rules)), data.draw(random_answers(rules))
    result = evaluate(rules, profile, said)
    found = find_next_band(rules, result)
    assert result.now.bands
    if isinstance(found, NextBandPath):
        ideal = best_answers(rules)
        then = compute_headline(rules, profile, {**said, **{name: ideal[name] for name in found.questions}})
        assert then.bands
        assert then.overall
        assert result.now.overall
        assert then.bands.evidenced == found.band != result.now.bands.evidenced
        assert then.overall.evidenced - result.now.overall.evidenced == found.adds
        for left_out in found.questions:
            fewer = {name: ideal[name] for name in found.questions if name != left_out}
            short = compute_headline(rules, profile, {**said, **fewer}).bands
            assert short
            assert short.evidenced == result.now.bands.evidenced


def test_the_largest_gains_come_first_with_ties_broken_by_id() -> None:
    rules = build_rulebook(
        build_section("s", build_question("z"), build_question("y"), build_question("x"), build_question("w", weight=2))
    )
    found = find_next_band(rules, evaluate(rules, ENGLAND, build_answers(z="a", y="a", x="a", w="a")))
    assert found == NextBandPath(("w",), Fraction(40), "middle")
    found = find_next_band(rules, evaluate(rules, ENGLAND, build_answers(z="a", y="a", x="a", w="d")))
    assert found == NextBandPath(("x", "y"), Fraction(40), "high")


def test_the_question_of_a_blocker_is_on_the_path_even_if_it_adds_little() -> None:
    rules = build_rulebook(
        build_section("s", build_question("small"), build_question("large", weight=9)),
        blockers=[build_rule("stop", {"question": "small", "is": ["a"]}, caps_at="low")],
    )
    assert find_next_band(rules, evaluate(rules, ENGLAND, build_answers(small="a", large="d"))) == NextBandPath(
        ("small",), Fraction(10), "high"
    )


def test_of_the_ways_to_lift_a_blocker_the_one_with_the_largest_gain_is_chosen() -> None:
    rules = build_rulebook(
        build_section("s", build_question("one"), build_question("two", weight=2), build_question("three", weight=9)),
        blockers=[
            build_rule(
                "stop",
                {"all": [{"question": "one", "is": ["a"]}, {"question": "two", "is": ["a"]}]},
                caps_at="low",
            )
        ],
    )
    found = compute_what_if(rules, ENGLAND, build_answers(one="a", two="a", three="d")).next_band
    assert found == NextBandPath(("two",), Fraction(200, 12), "high")


def test_a_question_that_lifts_two_blockers_beats_two_that_lift_one_each() -> None:
    shared = [
        {"all": [{"question": "shared", "is": ["a"]}, {"question": other, "is": ["a"]}]} for other in ("one", "two")
    ]
    rules = build_rulebook(
        build_section(
            "s",
            build_question("shared"),
            build_question("one", weight=3),
            build_question("two", weight=3),
            build_question("rest", weight=90),
        ),
        blockers=[build_rule(f"stop-{place}", when, caps_at="low") for place, when in enumerate(shared)],
    )
    found = find_next_band(rules, evaluate(rules, ENGLAND, build_answers(shared="a", one="a", two="a", rest="d")))
    assert isinstance(found, NextBandPath)
    assert found.questions == ("shared",)


def test_a_blocker_on_a_section_asks_for_as_many_questions_as_its_score_needs() -> None:
    rules = build_rulebook(
        build_section("weak", build_question("one"), build_question("two"), build_question("three")),
        build_section("strong", build_question("four"), weight=20),
        blockers=[build_rule("stop", {"section": "weak", "below": 60}, caps_at="low")],
    )
    found = find_next_band(rules, evaluate(rules, ENGLAND, build_answers(one="a", two="a", three="b", four="d")))
    assert isinstance(found, NextBandPath)
    assert found.questions == ("one", "two")


def test_a_blocker_on_the_profile_leaves_no_path_and_is_named() -> None:
    rules = build_rulebook(
        build_section("s", build_question("one")),
        blockers=[
            build_rule("elsewhere", {"profile": "nation", "is": ["england"]}, caps_at="low"),
            build_rule("not-here", {"not": {"profile": "nation", "is": ["wales"]}}, caps_at="low"),
            build_rule("worst", {"question": "one", "is": ["a"]}, caps_at="low"),
        ],
    )
    assert find_next_band(rules, evaluate(rules, ENGLAND, build_answers(one="a"))) == NoPath(("elsewhere", "not-here"))


def test_there_is_no_path_in_the_top_band_or_if_nothing_is_asked() -> None:
    rules = build_rulebook(build_section("s", build_question("one", from_stage="decision")))
    assert find_next_band(rules, evaluate(rules, ENGLAND, build_answers(one="d"))) == NoPath(())
    assert find_next_band(rules, evaluate(rules, {"stage": "idea"}, build_answers(one="d"))) is None


def test_a_remaining_blocker_may_keep_the_path_below_the_band_of_the_score() -> None:
    rules = build_rulebook(
        build_section("s", build_question("one"), build_question("two")),
        blockers=[build_rule("stop", {"profile": "nation", "is": ["england"]}, caps_at="middle")],
    )
    found = find_next_band(rules, evaluate(rules, ENGLAND, build_answers(one="a", two="c")))
    assert isinstance(found, NextBandPath)
    assert found.band == "middle"
