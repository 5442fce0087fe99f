"""The report in JSON: its schema, its documentation, and the round trip to the same result."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from assess.cli.main import main
from assess.cli.options import EXIT_OK
from assess.core.interchange.answers_json import load_report
from assess.report.build import render_report
from assess.report.options import ReportOptions
from assess.report.readers import describe_version_difference, read_answers
from tests import frozen
from tests.report import edge_cases, factories
from tests.report.tables.test_csv_writer import refuse_to_serve

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "json.md").read_text("utf-8")
SCHEMA = json.loads((DOCS / "report.schema.json").read_text("utf-8"))
CHECK = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
PARTS: dict[str, Any] = {part["title"]: part for part in (SCHEMA, *SCHEMA["$defs"].values())}
ENTRY = re.compile(r"^- `([^`]+)` \((needed|optional)\): \S", re.MULTILINE)


def render_case_json(name: str, *, with_answers: bool = True) -> Any:
    """Return the document of an unusual case."""
    rulebook, assessment = edge_cases.CASES[name]()
    edition = ReportOptions(".json", edge_cases.DAY, with_answers=with_answers)
    return json.loads(render_report(rulebook, assessment, edition, {}))


@pytest.mark.parametrize("path", frozen.SAMPLES, ids=lambda path: path.stem)
def test_each_sample_matches_the_schema_and_reads_back_with_the_same_figures(path: Path) -> None:
    rulebook, assessment = frozen.load_frozen_rulebook(), frozen.load_sample(path)
    data = render_report(rulebook, assessment, ReportOptions(".json", edge_cases.DAY), {})
    document = json.loads(data)
    assert [error.message for error in CHECK.iter_errors(document)] == []
    assert document["result"] == frozen.load_approved_figures(path)
    assert load_report(data, rulebook, "a.json") == assessment


@pytest.mark.parametrize("name", [name for name in edge_cases.CASES if name not in ("odd-characters", "long-note")])
def test_unusual_results_match_the_schema_with_and_without_answers(name: str) -> None:
    for with_answers in (True, False):
        document = render_case_json(name, with_answers=with_answers)
        assert [error.message for error in CHECK.iter_errors(document)] == []
        assert ("assessment" in document) == with_answers


def test_the_schema_allows_no_other_key() -> None:
    assert not CHECK.is_valid({**render_case_json("middling"), "more": 1})
    assert not CHECK.is_valid({**render_case_json("middling"), "format_version": 3})


@pytest.mark.parametrize("title", PARTS)
def test_every_key_of_the_schema_is_documented_and_no_other(title: str) -> None:
    found = re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    needed = PARTS[title]["required"]
    keys = [(key, "needed" if key in needed else "optional") for key in PARTS[title]["properties"]]
    assert ENTRY.findall(found[1]) == keys


def test_the_page_documents_nothing_that_the_schema_lacks() -> None:
    assert re.findall(r"^### (.*)", PAGE, re.MULTILINE) == list(PARTS)


def test_the_example_on_the_page_is_valid_and_matches_the_schema() -> None:
    [example] = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assessment = load_report(example.encode(), frozen.load_frozen_rulebook(), "docs/json.md")
    assert not isinstance(assessment, tuple), assessment
    assert CHECK.is_valid({**json.loads(example), "result": render_case_json("middling")["result"]})


def test_forbidden_characters_are_escaped_and_rejected_when_read() -> None:
    rulebook, assessment = edge_cases.CASES["odd-characters"]()
    data = render_report(rulebook, assessment, ReportOptions(".json", edge_cases.DAY), {})
    found = read_answers(data, rulebook, "A.JSON")
    assert isinstance(found, tuple)
    assert "The text contains a character that cannot be shown (U+0007). Remove it." in str(found[0])


def test_answers_on_other_rules_are_read_with_a_warning() -> None:
    rulebook, assessment = factories.build_rulebook(), factories.build_assessment()
    assert describe_version_difference(assessment, rulebook) == ""
    other = type(assessment)(assessment.council, assessment.service, rulebook="1.0.0")
    assert describe_version_difference(other, rulebook) == (
        "The answers were given on version 1.0.0 of the rules. Here they are read on version 1.2.3."
    )


def test_the_command_line_reads_a_report_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = ["--rules", str(frozen.RULES)]
    path, written = frozen.SAMPLES[0], tmp_path / "answers.json"
    assert main(["report", str(path), "-o", str(written), *rules], refuse_to_serve) == EXIT_OK
    capsys.readouterr()
    said = [(main(["score", str(each), *rules], refuse_to_serve), capsys.readouterr().out) for each in (path, written)]
    assert said[0] == said[1]


def test_the_command_line_reports_a_file_on_other_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, written = frozen.SAMPLES[0], tmp_path / "answers.yaml"
    written.write_text(f"rulebook: 0.9.0\n{path.read_text('utf-8')}", "utf-8")
    assert main(["score", str(written), "--rules", str(frozen.RULES)], refuse_to_serve) == EXIT_OK
    assert capsys.readouterr().err.startswith(f"{written}: The answers were given on version 0.9.0 of the rules.")
