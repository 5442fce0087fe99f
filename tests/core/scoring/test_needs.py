"""What each stage needs, what it caps, and when it is too early for a score."""

from fractions import Fraction
from typing import Any

import pytest

from assess.core.analysis.sensitivity import compute_sensitivity
from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import NeedCounts, NeedState, NextBandPath, NextStage, Outcome, Range, Result, UnmetNeed
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.scores import ZERO
from tests.core.naive_evaluation import NaiveEvaluation
from tests.core.rulebooks import (
    build_answers,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    load_frozen_with_needs,
)

ENGLAND: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}
CAP = {"cap": "middle"}


def build_needed(name: str = "one", needs: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """Return a question that every stage needs, at least with option c."""
    return build_question(name, needs=needs or {"idea": "c"}, may_not_apply=False, **more)


def build_small(*questions: dict[str, Any], **parts: Any) -> Rulebook:
    """Return rules with these questions, and a large one without a need so that the score stays high."""
    rest = build_question("rest", weight=90)
    return build_rulebook(build_section("s", *questions), build_section("t", rest, weight=99), needs=CAP, **parts)


def evaluate_one(option: str, *, profile: Profile = ENGLAND, **more: Any) -> Outcome:
    """Return the outcome with one needed question answered so and all else at its best."""
    return evaluate(build_small(build_needed(**more)), profile, build_answers(one=option, rest="d")).now


@pytest.mark.parametrize(
    ("option", "state", "bands"),
    [
        ("a", NeedState.MISSING, ("middle", "middle")),
        ("b", NeedState.MISSING, ("middle", "middle")),
        ("c", NeedState.MET, ("high", "high")),
        ("d", NeedState.MET, ("high", "high")),
        ("?", NeedState.UNKNOWN, ("middle", "high")),
        ("gone", NeedState.UNKNOWN, ("middle", "high")),
    ],
)
def test_a_missing_need_caps_both_ends_and_an_unknown_one_the_evidenced_end(
    option: str, state: NeedState, bands: tuple[str, str]
) -> None:
    now = evaluate_one(option)
    assert (now.bands, now.uncapped) == (bands, ("high", "high"))
    assert now.unmet == (() if state is NeedState.MET else (UnmetNeed("one", "c", state),))


def test_the_lowest_cap_of_needs_and_blockers_holds() -> None:
    stop = build_rule("stop", {"question": "one", "is": ["a"]}, caps_at="low")
    rules = build_small(build_needed(), blockers=[stop])
    bands = [evaluate(rules, ENGLAND, build_answers(one=option, rest="d")).now.bands for option in "ab"]
    assert bands == [("low", "low"), ("middle", "middle")]


@pytest.mark.parametrize(
    ("stage", "needed"), [("idea", None), ("options", "b"), ("decision", "b"), ("transition", "d")]
)
def test_a_need_is_that_of_the_latest_stage_named_up_to_this_one(stage: str, needed: str | None) -> None:
    stages = [{"id": each, "text": each} for each in ("idea", "options", "decision", "transition")]
    fact = {"id": "stage", "text": "Stage?", "kind": "choice", "required": True, "options": stages}
    question = build_needed(needs={"transition": "d", "options": "b"})
    rules = build_rulebook(build_section("s", question), needs=CAP, facts=[fact], derived=[])
    [row] = evaluate(rules, {"stage": stage}, build_answers(one="a")).trace
    assert (row.need, row.need_state) == (needed, needed and NeedState.MISSING)


def test_among_options_with_equal_points_the_later_one_is_the_better() -> None:
    question = build_question("one", (0, 3, 3), needs={"idea": "c"}, may_not_apply=False)
    result = evaluate(build_small(question), ENGLAND, build_answers(one="b", rest="d"))
    assert result.now.overall == Range(Fraction(100), Fraction(100))
    assert [need.state for need in result.now.unmet] == [NeedState.MISSING]


def test_needs_are_counted_overall_and_for_each_section() -> None:
    wales, members = (
        {"profile": fact, **test} for fact, test in (("nation", {"is": ["wales"]}), ("members", {"above": 5}))
    )
    rules = build_rulebook(
        build_section("s", build_needed("met"), build_needed("missing"), build_question("free")),
        build_section("t", build_needed("out", ask_if=wales), build_needed("perhaps", ask_if=members)),
        build_section("u", build_needed("later", {"decision": "b"}, from_stage="decision")),
        needs=CAP,
    )
    now = evaluate(rules, {"stage": "idea", "nation": "england"}, build_answers(met="c", missing="b", out="d")).now
    assert now.section_needs == (
        NeedCounts(met=1, missing=1),
        NeedCounts(unknown=1, left_out=1, assumed=1),
        NeedCounts(),
    )
    assert (now.needs, now.needs.named) == (NeedCounts(1, 1, 1, 1, 1), 3)
    assert now.assumed == ("perhaps",)


def test_rules_without_needs_count_none() -> None:
    result = evaluate(build_rulebook(build_section("s", build_question("one"))), ENGLAND, {})
    assert (result.now.needs.named, result.now.section_needs, result.next_stage) == (0, (), None)
    assert result.now.is_too_early is False


def list_next(rules: Rulebook, stage: str, said: Answers) -> NextStage | None:
    return evaluate(rules, {**ENGLAND, "stage": stage}, said).next_stage


def test_the_next_stage_lists_what_is_not_met_then_and_is_not_listed_already() -> None:
    rules = build_small(
        build_needed("listed", {"idea": "b", "options": "c"}),
        build_needed("more", {"idea": "b", "options": "c"}),
        build_needed("new", {"options": "c"}, from_stage="options"),
        build_needed("met", {"options": "c"}),
        build_needed("far", {"decision": "c"}),
    )
    said = build_answers(listed="a", more="b", met="d")
    more, new = UnmetNeed("more", "c", NeedState.MISSING), UnmetNeed("new", "c", NeedState.UNKNOWN)
    assert list_next(rules, "idea", said) == NextStage("options", (more, new))
    assert list_next(rules, "options", said) == NextStage("decision", (UnmetNeed("far", "c", NeedState.UNKNOWN),))
    assert list_next(rules, "decision", said) is None


def test_ahead_uses_the_needs_of_the_last_stage() -> None:
    rules = build_small(build_needed(needs={"idea": "b", "decision": "d"}))
    result = evaluate(rules, {**ENGLAND, "stage": "idea"}, build_answers(one="b", rest="d"))
    assert (result.now.bands, result.ahead.bands) == (("high", "high"), ("middle", "middle"))
    assert result.ahead.unmet == (UnmetNeed("one", "d", NeedState.MISSING),)


def test_a_recommendation_that_meets_a_need_comes_after_those_that_lift_a_blocker() -> None:
    whens = {name: {"question": name, "is": ["a"]} for name in ("stopped", "needed", "warned", "large")}
    rules = build_rulebook(
        build_section(
            "s", *map(build_question, ("stopped", "warned")), build_needed("needed"), build_question("large", weight=9)
        ),
        needs=CAP,
        blockers=[build_rule("stop", whens["stopped"], caps_at="low")],
        warnings=[build_rule("warn", whens["warned"])],
        recommendations=[build_rule(f"mend-{name}", when, effort="days") for name, when in whens.items()],
    )
    found = evaluate(rules, ENGLAND, build_answers(stopped="a", needed="a", warned="a", large="a")).recommendations
    assert [(each.id, each.meets) for each in found] == [
        ("mend-stopped", ()),
        ("mend-needed", ("needed",)),
        ("mend-warned", ()),
        ("mend-large", ()),
    ]


def test_what_a_need_waits_for_is_found_out_after_blockers_and_a_blank_fact_before_its_questions() -> None:
    rules = build_rulebook(
        build_section(
            "s",
            build_question("large", weight=9),
            build_needed("needed", weight=2),
            build_needed("perhaps", ask_if={"profile": "listed", "is": ["ask"]}),
            build_question("stopped"),
        ),
        needs=CAP,
        blockers=[build_rule("stop", {"question": "stopped", "is": ["a"]}, caps_at="low")],
    )
    profile: Profile = {"stage": "decision", "nation": "england"}
    unknown = compute_what_if(rules, profile, {}).unknowns
    assert [(each.id, each.needs) for each in unknown] == [
        ("stopped", ()),
        ("sector", ("perhaps",)),
        ("needed", ("needed",)),
        ("perhaps", ("perhaps",)),
        ("large", ()),
        ("members", ()),
    ]


def find_path(rules: Rulebook, **options: str) -> object:
    return compute_what_if(rules, ENGLAND, build_answers(**options)).next_band


def test_the_path_above_the_cap_holds_every_unmet_need_even_one_with_full_points() -> None:
    equal = build_question("equal", (0, 3, 3), needs={"idea": "c"}, may_not_apply=False)
    rules = build_small(equal, build_needed("open", weight=3))
    found = find_path(rules, equal="b", open="?", rest="d")
    assert isinstance(found, NextBandPath)
    assert (found.questions, found.band) == (("equal", "open"), "high")
    assert found.needs == (("equal", "c"), ("open", "c"))


def test_the_path_below_the_cap_needs_nothing_and_does_not_pass_it() -> None:
    found = find_path(build_small(build_needed()), one="a", rest="a")
    assert isinstance(found, NextBandPath)
    assert (found.questions, found.band, found.needs) == (("rest",), "middle", ())


def test_a_band_that_a_need_caps_has_no_upper_limit_of_weights() -> None:
    rules = build_small(build_needed())
    result = evaluate(rules, ENGLAND, build_answers(one="b", rest="d"))
    assert [each.highest for each in compute_sensitivity(rules, result) if each.section == "t"] == [None]


EARLY = build_rulebook(
    build_section("s", build_needed(), build_question("two")),
    build_section("t", build_question("later", from_stage="options")),
    needs=CAP,
    score_from=3,
    warnings=[build_rule("weak", {"section": "s", "below": 50})],
    recommendations=[build_rule("mend", {"question": "one", "is": ["a"]}, effort="days")],
)


def evaluate_early(stage: str, **options: str) -> Result:
    return evaluate(EARLY, {**ENGLAND, "stage": stage}, build_answers(**options))


def test_below_the_least_number_of_questions_there_is_no_score_but_all_else_is_shown() -> None:
    result = evaluate_early("idea", one="a", two="b")
    assert result.now.is_too_early
    assert (result.now.overall, result.now.bands, result.now.uncapped) == (None, None, None)
    assert [section.score is None for section in result.now.sections] == [False, True]
    assert [warning.state for warning in result.warnings] == ["true"]
    assert [(each.id, each.adds, each.meets) for each in result.recommendations] == [("mend", ZERO, ("one",))]
    assert {row.worth for row in result.trace} == {0}
    view = compute_what_if(EARLY, {**ENGLAND, "stage": "idea"}, {})
    assert (view.next_band, view.sensitivity) == (None, ())
    assert [each.id for each in view.unknowns] == ["one", "two"]


def test_ahead_counts_its_own_questions() -> None:
    result = evaluate_early("idea", one="d", two="d", later="d")
    assert (result.ahead.is_too_early, result.ahead.bands) == (False, ("high", "high"))


def test_a_question_that_does_not_apply_counts_towards_the_least_number() -> None:
    assert evaluate_early("options", one="d", two="-", later="-").now.overall == Range(Fraction(100), Fraction(100))


def test_the_shipped_rules_with_needs_have_nineteen_of_them() -> None:
    rules = load_frozen_with_needs()
    needed = [question for question in rules.questions.values() if question.needs]
    assert len(needed) == 19
    plain = NaiveEvaluation(rules, {"stage": list(rules.stages)[-1]}, {})
    assert set(plain.needs()) <= {question.id for question in needed}
