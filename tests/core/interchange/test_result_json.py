"""A result in the form that `assess score --format json` prints."""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.answers_json import dump_report
from assess.core.interchange.result_json import floor_score, floor_to_tenth, format_fraction, result_to_json
from assess.core.model.assessment import Answers, Assessment, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    DrawnCase,
    build_answers,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    for_every_rulebook,
)

ONE = {"question": "one", "is": ["a"]}
PROFILE: Profile = {"stage": "options", "nation": "england", "sector": "parks"}
RULES = build_rulebook(
    build_section("s", build_question("one", may_not_apply=False), build_question("two", weight=2), weight=3),
    build_section("t", build_question("three"), build_question("later", from_stage="decision")),
    build_section("u", build_question("four", ask_if={"profile": "nation", "is": ["wales"]})),
    blockers=[build_rule("stop", ONE, caps_at="low", claims=["act-01"])],
    warnings=[build_rule("warn", {"question": "three", "is": ["a", "b"]}, claims=["act-01"])],
    recommendations=[build_rule("mend", {"question": "one", "is": ["a", "b"]}, effort="days", claims=["guide-01"])],
    notices=[{"id": "here", "when": {"profile": "nation", "is": ["england"]}, "says": "It is so."}],
)


def result_figures(rules: Rulebook, profile: Profile, said: Answers) -> str:
    found = result_to_json(rules, evaluate(rules, profile, said), compute_what_if(rules, profile, said))
    return json.dumps(found, indent=2) + "\n"


def test_figures_contain_every_step_from_answer_to_band_and_source(approved: Callable[[str, str], None]) -> None:
    approved("figures.json", result_figures(RULES, PROFILE, build_answers(one="a", two="b", three="?")))


WITH_NEEDS = build_rulebook(
    build_section(
        "s",
        build_question("one", needs={"options": "b", "decision": "d"}, may_not_apply=False),
        build_question("two", needs={"idea": "c"}, may_not_apply=False, ask_if={"profile": "members", "above": 0}),
        weight=3,
    ),
    build_section("t", build_question("later", needs={"decision": "b"}, may_not_apply=False, from_stage="decision")),
    needs={"cap": "low"},
    score_from=2,
    recommendations=[build_rule("mend", {"question": "one", "is": ["a"]}, effort="days", claims=["act-01"])],
    contradictions=[{"id": "odd", "when": {"question": "one", "is": ["a"]}, "says": "It cannot be."}],
)


def test_figures_of_rules_with_needs_contain_each_need_its_state_and_its_cap(
    approved: Callable[[str, str], None],
) -> None:
    approved("figures-with-needs.json", result_figures(WITH_NEEDS, PROFILE, build_answers(one="a")))


def test_figures_below_the_least_number_of_questions_say_that_it_is_too_early() -> None:
    found = json.loads(result_figures(WITH_NEEDS, {**PROFILE, "stage": "idea", "members": 0}, build_answers(one="a")))
    assert (found["too_early"], found["evidenced"], found["road"], found["firmness"]) == (True, None, None, [])
    assert found["ahead"]["too_early"] is False


def test_a_report_without_answers_keeps_the_counts_of_needs_but_not_which_are_unmet() -> None:
    assessment = Assessment("Council", "Parks", PROFILE, build_answers(one="a"))
    figures = json.loads(result_figures(WITH_NEEDS, PROFILE, assessment.answers))
    whole, bare = (
        json.loads(dump_report(assessment, figures, {}, with_answers=with_answers)) for with_answers in (True, False)
    )
    assert (whole["format_version"], whole["result"]) == (2, figures)
    assert bare["result"]["needs"]["missing"] == 1
    assert not {"unmet_needs", "next_stage", "contradictions", "meets"} & set(re.findall(r'"(\w+)":', json.dumps(bare)))


def test_the_figures_match_the_schema() -> None:
    schema = json.loads((Path(__file__).parents[3] / "docs" / "report.schema.json").read_text("utf-8"))
    figures = json.loads(result_figures(WITH_NEEDS, PROFILE, build_answers(one="a")))
    check = Draft202012Validator({"$ref": "#/$defs/result", "$defs": schema["$defs"]})
    figures["rulebook"]["hash"] = "0" * 64
    assert [error.message for error in check.iter_errors(figures)] == []


def test_rules_without_needs_have_the_keys_of_version_1_only() -> None:
    assert not {"too_early", "needs", "next_stage"} & set(json.loads(result_figures(RULES, PROFILE, {})))


def test_if_nothing_is_asked_scores_bands_and_path_are_null() -> None:
    rules = build_rulebook(build_section("s", build_question("later", from_stage="decision")))
    found = json.loads(result_figures(rules, {"stage": "idea"}, {}))
    assert (found["evidenced"], found["possible"], found["band"], found["road"]) == (
        None,
        None,
        {"evidenced": None, "possible": None},
        None,
    )
    assert found["sections"] == [{"id": "s", "weight": 1, "evidenced": None, "possible": None}]
    assert found["ahead"]["possible"] == 100


def test_the_path_is_null_in_the_top_band_and_lists_blockers_that_no_answer_lifts() -> None:
    rules = build_rulebook(build_section("s", build_question("one")))
    assert json.loads(result_figures(rules, PROFILE, build_answers(one="d")))["road"] is None
    stop = build_rule("stop", {"profile": "nation", "is": ["england"]}, caps_at="low")
    stopped = build_rulebook(build_section("s", build_question("one")), blockers=[stop])
    assert json.loads(result_figures(stopped, PROFILE, build_answers(one="d")))["road"] == {
        "questions": None,
        "blockers": ["stop"],
    }


@pytest.mark.parametrize(
    ("value", "in_whole", "in_tenths", "as_text"),
    [
        (Fraction(40), 40, 40.0, "40/1"),
        (Fraction(39999, 1000), 39, 39.9, "39999/1000"),
        (Fraction(2, 3), 0, 0.6, "2/3"),
    ],
)
def test_scores_and_points_are_rounded_down(value: Fraction, in_whole: int, in_tenths: float, as_text: str) -> None:
    assert (floor_score(value), floor_to_tenth(value), format_fraction(value)) == (in_whole, in_tenths, as_text)


@for_every_rulebook
def test_the_displayed_score_and_the_uncapped_band_never_disagree(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    now = evaluate(rules, profile, said).now
    for score, band in zip(now.overall or (), now.uncapped or (), strict=True):
        reached = [name for name, each in rules.bands.items() if each.from_ <= floor_score(score)]
        assert reached[-1] == band


@for_every_rulebook
def test_figures_are_plain_values(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    text = result_figures(rules, profile, said)
    assert json.dumps(json.loads(text), indent=2) + "\n" == text
