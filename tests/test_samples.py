"""The samples: fictional services in the format of a file of answers, each with the expected figures."""

import json
import re
from pathlib import Path

import pytest

from assess import resources
from assess.cli.main import main
from assess.cli.options import EXIT_OK
from assess.core.interchange.answers_yaml import dump_assessment, load_assessment
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.result import NotAskedReason, QuestionState
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate

RULES = resources.find_folder("rules")
SAMPLES = resources.list_samples()

# The file of answers from the specification of the command line, verbatim.
DOCUMENTED_ANSWERS = """\
council: Borough of Sample
service: Libraries
profile: {nation: england, sector: libraries, stage: business-case, lgps-members: 40}
answers:
  pension-fund-told: replied
  pension-security: {dont_know: true}
  pension-other: {does_not_apply: No one is in another scheme}
  staff-support: {answer: ballot-won, note: 71 of 90 voted, evidence: https://…}
"""


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    loaded = load_rulebook((RULES / "readiness.yaml").read_bytes(), (RULES / "evidence.yaml").read_bytes())
    assert isinstance(loaded, Rulebook)
    return loaded


def load_sample(path: Path, rulebook: Rulebook) -> Assessment:
    loaded = load_assessment(path.read_bytes(), rulebook, path.name)
    assert isinstance(loaded, Assessment), "\n".join(map(str, loaded))
    return loaded


def refuse_to_serve(host: str, port: int) -> int:
    raise AssertionError(f"nothing is served here, so not on {host}:{port}")


def print_figures(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    code = main(["score", str(path), "--rules", str(RULES), "--format", "json"], refuse_to_serve)
    printed = capsys.readouterr().out
    assert code == EXIT_OK, printed
    return printed


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_each_sample_has_the_expected_figures(
    path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = path.with_suffix(".expected.json")
    printed = print_figures(path, capsys)
    if request.config.getoption("--approve"):
        expected.write_text(printed, "utf-8")
    assert json.loads(printed) == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_each_sample_is_the_same_after_it_is_written_and_read_again(path: Path, rulebook: Rulebook) -> None:
    assessment = load_sample(path, rulebook)
    assert load_assessment(dump_assessment(assessment).encode(), rulebook, "again.yaml") == assessment


def test_there_are_at_least_six_samples_and_no_figures_without_one() -> None:
    names = {path.stem for path in SAMPLES}
    assert len(names) >= 6
    assert {path.name.removesuffix(".expected.json") for path in SAMPLES[0].parent.glob("*.json")} == names


def test_the_samples_cover_every_nation_stage_state_and_kind_of_note(rulebook: Rulebook) -> None:
    assessments = [load_sample(path, rulebook) for path in SAMPLES]
    results = [evaluate(rulebook, each.profile, each.answers) for each in assessments]
    answers = [answer for each in assessments for answer in each.answers.values()]
    assert {each.profile["nation"] for each in assessments} == {"england", "wales", "scotland"}
    assert {each.profile["stage"] for each in assessments} == set(rulebook.stages)
    assert {row.state for result in results for row in result.trace} == set(QuestionState)
    assert {row.not_asked for result in results for row in result.trace} == {None, *NotAskedReason}
    assert len({each.council for each in assessments}) == len(assessments)
    assert any(answer.dont_know and answer.note for answer in answers)
    assert all(
        any(getattr(answer, kind) for answer in answers) for kind in ("note", "evidence", "by", "does_not_apply")
    )


def test_the_samples_cover_every_band_and_one_has_no_recommendations(rulebook: Rulebook) -> None:
    assessments = [load_sample(path, rulebook) for path in SAMPLES]
    results = [evaluate(rulebook, each.profile, each.answers) for each in assessments]
    bands = {band for result in results if result.now.bands for band in result.now.bands}
    assert bands == set(rulebook.bands)
    assert any(not result.recommendations for result in results)
    assert any(result.facts["reservable"] == "not-listed" for result in results)


def test_the_library_sample_has_two_blockers_and_some_unknowns(rulebook: Rulebook) -> None:
    libraries = load_sample(next(path for path in SAMPLES if path.stem == "libraries"), rulebook)
    now = evaluate(rulebook, libraries.profile, libraries.answers).now
    assert (libraries.council, libraries.service) == ("Borough of Sample", "Libraries")
    assert {each.id for each in now.blockers} == {"bid-and-contract-not-separated", "pension-risk-not-discussed"}
    assert 3 <= now.asked - now.answered <= 8


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_sample_contains_a_real_url_or_email_address(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"https?://(?!example\.org/)\S+", text) == []
    assert re.findall(r"\S+@\S+|\b(?:Mr|Mrs|Ms|Miss|Dr)\b", text) == []


def test_the_documented_file_of_answers_loads_and_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(DOCUMENTED_ANSWERS, "utf-8")
    figures = json.loads(print_figures(path, capsys))
    # Of the pension questions, weights 3, 4, 5, 3 and 3 are due and apply: 4 × 2/3 of 18 is 14.8 of 100.
    assert {each["id"]: each["evidenced"] for each in figures["sections"]}["pensions"] == 14
    assert (figures["evidenced"], figures["possible"], figures["answered"]) == (2, 98, 1)
    assert figures["stage"] == "business-case"
    assert "open-pension-fund-file" in {each["id"] for each in figures["recommendations"]}
