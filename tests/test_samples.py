"""The samples: fictional services in the format of a file of answers. Their figures are pinned on the frozen rules."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assess import resources
from assess.cli.main import main
from assess.cli.options import EXIT_OK
from assess.core.interchange.answers_yaml import FILE_KEYS, dump_assessment, load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.result import NotAskedReason, QuestionState
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.yaml_reader import Document, load_yaml
from tests import frozen
from tests.test_rules import load_shipped_rulebook

SHIPPED = resources.list_samples()

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


def refuse_to_serve(host: str, port: int) -> int:
    raise AssertionError(f"nothing is served here, so not on {host}:{port}")


def print_figures(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    code = main(["score", str(path), "--rules", str(frozen.RULES), "--format", "json"], refuse_to_serve)
    printed = capsys.readouterr().out
    assert code == EXIT_OK, printed
    return printed


# ---- The shipped samples, whatever officers change in the rules ----


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_sample_is_a_file_of_answers(path: Path) -> None:
    document = load_yaml(path.read_bytes(), path.name)
    assert isinstance(document, Document), document
    assert isinstance(document.tree, dict)
    assert set(document.tree) <= set(FILE_KEYS)
    loaded = load_assessment(path.read_bytes(), load_shipped_rulebook(), path.name)
    if not isinstance(loaded, Assessment):
        pytest.skip(f"the shipped rules no longer fit this sample, so the tool does not offer it: {loaded[0]}")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_sample_contains_a_real_url_or_email_address(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"https?://(?!example\.org/)\S+", text) == []
    assert re.findall(r"\S+@\S+|\b(?:Mr|Mrs|Ms|Miss|Dr)\b", text) == []


# ---- The frozen samples on the frozen rules ----


@pytest.mark.parametrize("path", frozen.SAMPLES, ids=lambda path: path.stem)
def test_each_sample_has_the_approved_figures(
    path: Path, approved: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    approved(f"samples/{path.stem}.json", print_figures(path, capsys))


@pytest.mark.parametrize("path", frozen.SAMPLES, ids=lambda path: path.stem)
def test_each_sample_is_the_same_after_it_is_written_and_read_again(path: Path) -> None:
    assessment = frozen.load_sample(path)
    again = load_assessment(dump_assessment(assessment).encode(), frozen.load_frozen_rulebook(), "again.yaml")
    assert again == assessment


def test_every_approved_result_belongs_to_a_sample() -> None:
    assert {path.stem for path in frozen.APPROVED.iterdir()} == {path.stem for path in frozen.SAMPLES}


def test_the_samples_cover_every_nation_stage_state_and_kind_of_note() -> None:
    rulebook, assessments = frozen.load_frozen_rulebook(), [frozen.load_sample(path) for path in frozen.SAMPLES]
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


def test_the_samples_cover_every_band_and_one_has_no_recommendations() -> None:
    rulebook, assessments = frozen.load_frozen_rulebook(), [frozen.load_sample(path) for path in frozen.SAMPLES]
    results = [evaluate(rulebook, each.profile, each.answers) for each in assessments]
    bands = {band for result in results if result.now.bands for band in result.now.bands}
    assert bands == set(rulebook.bands)
    assert any(not result.recommendations for result in results)
    assert any(result.facts["reservable"] == "not-listed" for result in results)


def test_the_library_sample_has_two_blockers_and_some_unknowns() -> None:
    libraries = frozen.load_sample(frozen.LIBRARIES)
    now = evaluate(frozen.load_frozen_rulebook(), libraries.profile, libraries.answers).now
    assert (libraries.council, libraries.service) == ("Borough of Sample", "Libraries")
    assert {each.id for each in now.blockers} == {"bid-and-contract-not-separated", "pension-risk-not-discussed"}
    assert 3 <= now.asked - now.answered <= 8


def test_the_documented_file_of_answers_loads_and_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(DOCUMENTED_ANSWERS, "utf-8")
    figures = json.loads(print_figures(path, capsys))
    # Of the pension questions, weights 3, 4, 5, 3 and 3 are due and apply: 4 × 2/3 of 18 is 14.8 of 100.
    assert {each["id"]: each["evidenced"] for each in figures["sections"]}["pensions"] == 14
    assert (figures["evidenced"], figures["possible"], figures["answered"]) == (2, 98, 1)
    assert figures["stage"] == "business-case"
    assert "open-pension-fund-file" in {each["id"] for each in figures["recommendations"]}
