"""`assess paper` writes the questionnaire and the briefs, and reports errors in a sentence."""

import io
from pathlib import Path

import docx
import pypdf
import pytest

from assess.cli.main import main
from tests.cli.conftest import Run, refuse_to_serve

ANSWERS = "council: A\nservice: Parks\nprofile: {nation: england, stage: idea, members: 0}\nanswers: {}\n"


def extract_text(made: Path) -> str:
    if made.suffix == ".docx":
        return " ".join(each.text for each in docx.Document(io.BytesIO(made.read_bytes())).paragraphs)
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.read_bytes())).pages)


pytestmark = pytest.mark.usefixtures("rules")

EXPECTED_TEXT = {
    (): (("Has the pension fund", "Have staff voted?", "Where is the council?"), ()),
    ("--section", "pensions"): (("Is there a list?",), ("Have staff voted?",)),
    ("--briefs",): (("Brief for the HR business partner", "Brief for the section 151 officer"), ()),
    ("--brief", "hr"): (("Brief for the HR business partner",), ("Brief for the section 151 officer",)),
}
"""What a paper contains and does not contain, by options."""


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize("options", EXPECTED_TEXT)
def test_papers_are_written(run: Run, tmp_path: Path, suffix: str, options: tuple[str, ...]) -> None:
    made = tmp_path / f"made{suffix}"
    assert run("paper", "-o", str(made), *options).text == f"Wrote {made}.\n"
    text, (shown, hidden) = " ".join(extract_text(made).split()), EXPECTED_TEXT[options]
    assert [part for part in shown if part not in text] == []
    assert [part for part in hidden if part in text] == []


def test_a_paper_has_the_name_of_the_council(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "council.toml").write_text('name = "Borough of Sample"\n')
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    run("paper", "-o", str(tmp_path / "made.docx"), "--brief", "hr")
    assert "Borough of Sample is finding out how ready" in extract_text(tmp_path / "made.docx")


def test_with_answers_only_questions_that_are_asked_are_included(run: Run, tmp_path: Path) -> None:
    answers, made = tmp_path / "a.yaml", tmp_path / "made.docx"
    answers.write_text(ANSWERS)
    run("paper", "-o", str(made), "--answers", str(answers))
    text = extract_text(made)
    assert "A: Parks" in text
    assert "One question is left out, because the facts about this service rule it out." in text
    assert "Has the pension fund" not in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--section", "pension"), "There is no section `pension`. Did you mean `pensions`?\n"),
        (("--brief", "finances"), "There is no role `finances`. Did you mean `finance`?\n"),
    ],
)
def test_unknown_ids_are_rejected(run: Run, tmp_path: Path, options: tuple[str, str], said: str) -> None:
    assert run("paper", "-o", str(tmp_path / "made.pdf"), *options) == (1, said)


def test_a_role_that_nobody_asks_has_no_brief(run: Run, rules: Path, tmp_path: Path) -> None:
    readiness = rules / "readiness.yaml"
    readiness.write_text(readiness.read_text().replace("roles:\n", "roles:\n  - {id: idle, title: Idle officer}\n", 1))
    said = run("paper", "-o", str(tmp_path / "made.pdf"), "--brief", "idle")
    assert said == (1, "Nothing in “idle” is asked, so there is nothing to print.\n")


def test_an_unwritable_path_is_reported(run: Run, tmp_path: Path) -> None:
    said = run("paper", "-o", str(tmp_path / "nowhere" / "made.docx"))
    assert said.code == 1
    assert "could not be written" in said.text


def test_an_unsupported_file_type_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["paper", "-o", str(tmp_path / "made.txt")], refuse_to_serve) == 2
    assert "must end in .pdf or .docx" in capsys.readouterr().err


def test_two_choices_at_once_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["paper", "-o", "made.pdf", "--section", "pensions", "--briefs"], refuse_to_serve) == 2
    assert "--section and --briefs cannot be used together" in capsys.readouterr().err
