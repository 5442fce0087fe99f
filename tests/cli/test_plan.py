"""The plan on the command line, which a final report requires."""

from pathlib import Path

import pytest

from assess.cli.main import main
from tests.cli.conftest import Run, refuse_to_serve

ANSWERS = """\
council: Borough of Sample
service: Libraries
profile: {nation: england, stage: idea, members: 12}
answers: {fund-told: not-contacted, fund-list: none}
"""
NOT_FINAL = (
    "The report cannot be final yet. Each of these lifts a blocker or a warning and needs someone responsible and a "
    "date, or a reason for not acting, under `plan` in the file of answers:\n"
    "  R1 write: Write to the fund\n"
)


def write_answers(folder: Path, plan: str = "") -> str:
    """Return the path of a file of answers with a plan."""
    path = folder / "answers.yaml"
    path.write_text(ANSWERS + plan, "utf-8")
    return str(path)


def test_a_final_report_is_rejected_with_a_list_of_undecided_actions(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    said = run("report", write_answers(tmp_path), "-o", str(output), "--final")
    assert (said.code, said.text) == (1, NOT_FINAL)
    assert not output.exists()


def test_a_draft_is_written_and_so_is_a_final_report_with_a_plan(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    assert run("report", write_answers(tmp_path), "-o", str(output)).code == 0
    plan = "plan: {write: {owner: Head of HR, due: 2027-05-01}}\n"
    assert run("report", write_answers(tmp_path, plan), "-o", str(output), "--final").code == 0
    assert "Final" in output.read_text("utf-8")


DATED = "plan: {write: {owner: Head of HR, due: 2027-05-01}}\n"


@pytest.mark.parametrize(
    ("suffix", "starts"), [(".xlsx", b"PK"), (".CSV", b"\xef\xbb\xbfNo.,"), (".ics", b"BEGIN:VCAL")]
)
def test_the_plan_is_written_as_a_file(run: Run, tmp_path: Path, suffix: str, starts: bytes) -> None:
    output = tmp_path / f"plan{suffix}"
    said = run("plan", write_answers(tmp_path, DATED), "-o", str(output), "--date", "2026-11-22")
    assert (said.code, said.text) == (0, f"Wrote {output}.\n")
    assert output.read_bytes().startswith(starts)


def test_a_plan_without_a_date_has_no_calendar(run: Run, tmp_path: Path) -> None:
    said = run("plan", write_answers(tmp_path), "-o", str(tmp_path / "plan.ics"))
    assert said.code == 1
    assert said.text == "No unfinished action has a date, so there is nothing to put in a calendar.\n"


def test_a_plan_that_cannot_be_written_is_reported(run: Run, tmp_path: Path) -> None:
    said = run("plan", write_answers(tmp_path), "-o", str(tmp_path / "nowhere" / "plan.csv"))
    assert said.code == 1
    assert said.text.endswith("the plan could not be written (No such file or directory).\n")


def test_an_unsupported_form_of_the_plan_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "answers.yaml", "-o", "plan.pdf"], refuse_to_serve) == 2
    assert "plan.pdf must end in .xlsx, .csv or .ics" in capsys.readouterr().err


def test_mistakes_in_the_plan_are_reported_with_locations(run: Run, tmp_path: Path) -> None:
    said = run("plan", write_answers(tmp_path, "plan: {wrote: {}}\n"), "-o", str(tmp_path / "plan.csv"))
    assert said.code == 1
    assert said.text.endswith("answers.yaml:5:8: There is no recommendation `wrote`. Did you mean `write`?\n")
