"""An assessment and its result as one JSON document, written and read back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.answers_json import FORMAT, dump_report, load_report
from assess.core.interchange.result_json import result_to_json
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.invalid_rules_files import VALID_FILES

loaded = load_rulebook(*VALID_FILES)
assert isinstance(loaded, Rulebook)
RULEBOOK = loaded

REPORT = {"date": "2026-11-22", "status": "draft"}
ASSESSMENT = Assessment(
    "Borough of Sample",
    "Libraries",
    {"stage": "decision", "nation": "england", "staff": 40},
    {
        "plan-written": Answer("begun", note="71 of 90\nso far", by="Project lead"),
        "plan-costed": Answer(does_not_apply="No one would pay"),
    },
    "1.0.0",
)


def assessment_figures(assessment: Assessment) -> dict[str, Any]:
    """Return the figures of an assessment."""
    result = evaluate(RULEBOOK, assessment.profile, assessment.answers)
    return result_to_json(RULEBOOK, result, compute_what_if(RULEBOOK, assessment.profile, assessment.answers))


def assessment_document(assessment: Assessment, *, with_answers: bool = True) -> bytes:
    """Return the document of an assessment."""
    return dump_report(assessment, assessment_figures(assessment), REPORT, with_answers=with_answers)


def list_problems(text: str) -> list[str]:
    """Return the problems of a document as they are printed."""
    found = load_report(text.encode(), RULEBOOK, "a.json")
    assert isinstance(found, tuple)
    return [str(problem) for problem in found]


def test_the_document_has_its_format_the_full_answers_and_the_figures() -> None:
    made = json.loads(
        assessment_document(replace(ASSESSMENT, answers={"plan-costed": Answer(dont_know=True, note="?")}))
    )
    assert made == {
        "format": FORMAT,
        "format_version": 1,
        "report": REPORT,
        "assessment": {
            "council": "Borough of Sample",
            "service": "Libraries",
            "rulebook": "1.0.0",
            "profile": {"stage": "decision", "nation": "england", "staff": 40},
            "answers": {"plan-costed": {"dont_know": True, "note": "?"}},
        },
        "result": assessment_figures(replace(ASSESSMENT, answers={"plan-costed": Answer(dont_know=True)})),
    }


def test_a_short_answer_is_written_in_full() -> None:
    made = json.loads(assessment_document(replace(ASSESSMENT, answers={"plan-written": Answer("begun")})))
    assert made["assessment"]["answers"] == {"plan-written": {"answer": "begun"}}


def test_it_is_read_back_as_the_same_assessment() -> None:
    assert load_report(assessment_document(ASSESSMENT), RULEBOOK, "a.json") == ASSESSMENT


def test_without_answers_nothing_reveals_them_and_reading_it_reports_so() -> None:
    made = assessment_document(ASSESSMENT, with_answers=False)
    result = json.loads(made)["result"]
    assert not {"trace", "find_out", "road"} & set(result)
    assert "because" not in made.decode()
    assert "71 of 90" not in made.decode()
    assert list_problems(made.decode()) == [
        "a.json:1:1: This report was made without answers, so no assessment can be read back from it."
    ]


def test_invisible_characters_are_escaped() -> None:
    made = assessment_document(replace(ASSESSMENT, service="\u2028\ufeff\ud800"))
    assert b'"\\u2028\\uFEFF\\uD800"' in made


HEAD = '{"format": "mutual-readiness-report", "format_version": 1,\n "assessment": '
FACTS = '{"stage": "decision", "nation": "england"}, '
NAMES = '{"council": "A", "service": "B", "profile": {"stage": "decision", "nation": "england"},\n  '


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "a.json:1:1: This is not a report from this tool in JSON"),
        ("{}", "a.json:1:1: This is not a report from this tool in JSON"),
        ('{"stage": "idea"}', "a.json:1:1: This is not a report from this tool in JSON"),
        ("{", "a.json:1:2: A key in double quotes must be here."),
        (HEAD.replace("1", "3") + "{}}", "a.json:1:57: This file is in version `3` of its format, and this version"),
        (HEAD.replace("1", "0") + "{}}", "a.json:1:57: `format_version` must be a whole number such as 1"),
        (HEAD.replace("1", "[]") + "{}}", "a.json:1:57: `format_version` must be a whole number such as 1"),
        (HEAD.replace("1", "1e999") + "{}}", "a.json:1:57: `format_version` must be a whole number such as 1"),
        (HEAD.replace("_version", "_ver") + "{}}", "a.json:1:1: `format_version` must be a whole number such as 1"),
        (HEAD + "[]}", "a.json:2:16: `assessment` must be a group of keys, but here it is an empty list."),
        (HEAD + "{}}", "a.json:2:2: The fact `stage` is required and is missing."),
        (HEAD + '{"service": "B", "profile": ' + FACTS + '"council": null}}', "a.json:2:99: `council` is empty."),
        (HEAD + NAMES + '"answers": {"plan-writen": {}}}}', "a.json:3:15: There is no question `plan-writen`."),
        (HEAD + NAMES + '"answers": {"plan-written": {"answer": null}}}}', "a.json:3:42: The question `plan-written`"),
        (HEAD + NAMES + '"answers": {"plan-written": {"dont_know": 1}}}}', "a.json:3:45: `dont_know` must be `true`"),
        (HEAD + NAMES + '"answers": {"plan-written": 7}}}', "a.json:3:31: The question `plan-written`"),
        (
            HEAD + NAMES + '"answers": {"plan-written": "begun", "plan-written": "begun"}}}',
            "a.json:3:40: `plan-written`",
        ),
        (
            HEAD + NAMES + '"answers": {"plan-written": {"note": "\\ud800"}}}}',
            "a.json:3:40: The text contains a character",
        ),
    ],
)
def test_a_mistake_has_a_location_and_a_message(text: str, said: str) -> None:
    assert list_problems(text)[0].startswith(said)


def test_a_huge_number_is_rejected_without_being_parsed() -> None:
    text = HEAD + NAMES.replace('"england"', '"england", "staff": 1e999999999') + '"answers": {}}}'
    assert [each.split(": ", 1)[1] for each in list_problems(text)] == [
        (
            "The fact `staff` must be a whole number from 0, such as 3400000 or "
            "3,400,000, or `unknown`, but here it is `1e999999999`."
        )
    ]


words = some.text(
    some.characters(exclude_categories=["Cs"]).filter(lambda sign: not FORBIDDEN_CHARACTERS.match(sign)), max_size=30
)
some_words = words.filter(lambda text: bool(text.strip()))
notes = {"note": words, "evidence": words, "by": words}
answers = some.one_of(
    some.builds(Answer, option=some.sampled_from(["uncosted", "costed"]), **notes),
    some.builds(Answer, dont_know=some.booleans(), **notes),
    some.builds(Answer, does_not_apply=some_words, **notes),
)
assessments = some.builds(
    Assessment,
    council=some_words,
    service=some_words,
    profile=some.fixed_dictionaries(
        {"stage": some.just("decision"), "nation": some.just("england")}, optional={"staff": some.integers(0, 10**9)}
    ),
    answers=some.fixed_dictionaries({}, optional={"plan-costed": answers}),
    rulebook=some.sampled_from(["", "1.0.0", "10.20.3"]),
)


@given(assessments)
def test_a_written_document_reads_back_the_same_with_the_same_result(assessment: Assessment) -> None:
    made = assessment_document(assessment)
    again = load_report(made, RULEBOOK, "a.json")
    assert again == assessment
    assert assessment_figures(again) == json.loads(made)["result"]
