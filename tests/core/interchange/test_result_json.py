"""A result in the form that `assess score --format json` prints."""

import json
from collections.abc import Callable
from fractions import Fraction

import pytest

from assess.core.analysis.what_if import outlook
from assess.core.interchange.result_json import exact, figures, tenths, whole
from assess.core.model.assessment import Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import Case, chosen, on_every_rulebook, question, rulebook, section, worded

ONE = {"question": "one", "is": ["a"]}
PROFILE: Profile = {"stage": "options", "nation": "england", "sector": "parks"}
RULES = rulebook(
    section("s", question("one", may_not_apply=False), question("two", weight=2), weight=3),
    section("t", question("three"), question("later", from_stage="decision")),
    section("u", question("four", ask_if={"profile": "nation", "is": ["wales"]})),
    blockers=[worded("stop", ONE, caps_at="low", claims=["act-01"])],
    warnings=[worded("warn", {"question": "three", "is": ["a", "b"]}, claims=["act-01"])],
    recommendations=[worded("mend", {"question": "one", "is": ["a", "b"]}, effort="days", claims=["guide-01"])],
    notices=[{"id": "here", "when": {"profile": "nation", "is": ["england"]}, "says": "It is so."}],
)


def shown(rules: Rulebook, profile: Profile, said: Answers) -> str:
    found = figures(rules, evaluate(rules, profile, said), outlook(rules, profile, said))
    return json.dumps(found, indent=2) + "\n"


def test_figures_contain_every_step_from_answer_to_band_and_source(approved: Callable[[str, str], None]) -> None:
    approved("figures.json", shown(RULES, PROFILE, chosen(one="a", two="b", three="?")))


def test_if_nothing_is_asked_scores_bands_and_path_are_null() -> None:
    rules = rulebook(section("s", question("later", from_stage="decision")))
    found = json.loads(shown(rules, {"stage": "idea"}, {}))
    assert (found["evidenced"], found["possible"], found["band"], found["road"]) == (
        None,
        None,
        {"evidenced": None, "possible": None},
        None,
    )
    assert found["sections"] == [{"id": "s", "weight": 1, "evidenced": None, "possible": None}]
    assert found["ahead"]["possible"] == 100


def test_the_path_is_null_in_the_top_band_and_lists_blockers_that_no_answer_lifts() -> None:
    rules = rulebook(section("s", question("one")))
    assert json.loads(shown(rules, PROFILE, chosen(one="d")))["road"] is None
    stop = worded("stop", {"profile": "nation", "is": ["england"]}, caps_at="low")
    stopped = rulebook(section("s", question("one")), blockers=[stop])
    assert json.loads(shown(stopped, PROFILE, chosen(one="d")))["road"] == {"questions": None, "blockers": ["stop"]}


@pytest.mark.parametrize(
    ("value", "in_whole", "in_tenths", "as_text"),
    [
        (Fraction(40), 40, 40.0, "40/1"),
        (Fraction(39999, 1000), 39, 39.9, "39999/1000"),
        (Fraction(2, 3), 0, 0.6, "2/3"),
    ],
)
def test_scores_and_points_are_rounded_down(value: Fraction, in_whole: int, in_tenths: float, as_text: str) -> None:
    assert (whole(value), tenths(value), exact(value)) == (in_whole, in_tenths, as_text)


@on_every_rulebook
def test_the_displayed_score_and_the_uncapped_band_never_disagree(case: Case) -> None:
    rules, profile, said, _ = case
    now = evaluate(rules, profile, said).now
    for score, band in zip(now.overall or (), now.uncapped or (), strict=True):
        reached = [name for name, each in rules.bands.items() if each.from_ <= whole(score)]
        assert reached[-1] == band


@on_every_rulebook
def test_figures_are_plain_values(case: Case) -> None:
    rules, profile, said, _ = case
    text = shown(rules, profile, said)
    assert json.dumps(json.loads(text), indent=2) + "\n" == text
