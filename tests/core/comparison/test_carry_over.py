"""What of an assessment is still meaningful on other rules."""

from dataclasses import replace

import pytest

from assess.core.comparison.carry_over import carry_over_assessment, rename_answers
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action
from assess.core.model.rulebook import Renames, Rulebook
from tests.core.invalid_rules_files import VALID_FILES

loaded = load_rulebook(*VALID_FILES)
assert isinstance(loaded, Rulebook)
RULEBOOK = loaded


def test_known_ids_are_kept_and_others_are_dropped() -> None:
    known = next(iter(RULEBOOK.recommendations))
    given = Assessment(
        "A",
        "B",
        {"stage": "decision", "nation": "france", "staff": 4, "gone": "yes"},
        {"plan-written": Answer("begun"), "gone": Answer("begun")},
        plan={known: Action("Head"), "gone": Action("Head")},
    )
    fits = carry_over_assessment(RULEBOOK, given)
    assert fits.profile == {"stage": "decision", "staff": 4}
    assert fits.answers == {"plan-written": Answer("begun")}
    assert fits.plan == {known: Action("Head")}


def test_an_unknown_fact_is_kept_and_text_for_a_number_is_dropped() -> None:
    kept = carry_over_assessment(RULEBOOK, Assessment("A", "B", {"staff": "unknown", "nation": "unknown"})).profile
    assert kept == {"staff": "unknown", "nation": "unknown"}
    assert carry_over_assessment(RULEBOOK, Assessment("A", "B", {"staff": "many"})).profile == {}


def test_the_note_of_a_removed_option_is_kept() -> None:
    noted = Answer(note="71 of 90", evidence="file", by="Head")
    always = next(question for question in RULEBOOK.questions.values() if not question.may_not_apply)
    for name, given in (
        ("plan-written", replace(noted, option="gone")),
        (always.id, replace(noted, does_not_apply="no")),
    ):
        assert carry_over_assessment(RULEBOOK, Assessment("A", "B", {}, {name: given})).answers == {name: noted}


RENAMED = load_rulebook(
    VALID_FILES.readiness.replace(
        b"id: begun, text: It is begun, points: 1", b"id: begun, text: It is begun, points: 1, was: [started, sketched]"
    ).replace(b"      - id: plan-written\n", b"      - id: plan-written\n        was: [plan]\n", 1),
    VALID_FILES.evidence,
)


@pytest.mark.parametrize(
    ("given", "carried"),
    [
        ({"plan": "started"}, {"plan-written": "begun"}),
        ({"plan": "done"}, {"plan-written": "done"}),
        ({"plan-written": "sketched"}, {"plan-written": "begun"}),
        ({"plan": "done", "plan-written": "none"}, {"plan-written": "none"}),
        ({"plan-written": "begun", "other": "started"}, {"plan-written": "begun", "other": "started"}),
    ],
)
def test_answers_move_to_the_ids_that_a_question_and_its_options_have_now(
    given: dict[str, str], carried: dict[str, str]
) -> None:
    assert isinstance(RENAMED, Rulebook)
    answers = {question: Answer(option, note="71 of 90") for question, option in given.items()}
    expected = {question: Answer(option, note="71 of 90") for question, option in carried.items()}
    assert rename_answers(RENAMED, answers) == expected
    kept = carry_over_assessment(RENAMED, Assessment("A", "B", {}, answers)).answers
    assert kept == {question: answer for question, answer in expected.items() if question != "other"}


def test_the_renames_of_a_rulebook_are_those_of_its_questions_and_options() -> None:
    assert isinstance(RENAMED, Rulebook)
    options = {("plan-written", "started"): "begun", ("plan-written", "sketched"): "begun"}
    assert RENAMED.renames == Renames({"plan": "plan-written"}, options)
