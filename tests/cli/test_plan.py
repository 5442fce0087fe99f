"""The plan on the command line: asked for before a report is final."""

from pathlib import Path

from tests.cli.conftest import Run

ANSWERS = """\
council: Borough of Sample
service: Libraries
profile: {nation: england, stage: idea, members: 12}
answers: {fund-told: not-contacted, fund-list: none}
"""
NOT_FINAL = (
    "The report cannot be final yet. Each of these lifts a blocker or a warning and needs an owner and a date, "
    "or a reason for not acting, under `plan` in the file of answers:\n"
    "  R1 write: Write to the fund\n"
)


def file(folder: Path, plan: str = "") -> str:
    """Give the path of a file of answers with a plan."""
    path = folder / "answers.yaml"
    path.write_text(ANSWERS + plan, "utf-8")
    return str(path)


def test_a_final_report_is_refused_with_a_list_of_what_is_to_decide(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    said = run("report", file(tmp_path), "-o", str(output), "--final")
    assert (said.code, said.text) == (1, NOT_FINAL)
    assert not output.exists()


def test_a_draft_is_written_and_so_is_a_final_report_with_a_plan(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    assert run("report", file(tmp_path), "-o", str(output)).code == 0
    plan = "plan: {write: {owner: Head of HR, due: 2027-05-01}}\n"
    assert run("report", file(tmp_path, plan), "-o", str(output), "--final").code == 0
    assert "Final" in output.read_text("utf-8")
