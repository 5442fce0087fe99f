"""`assess import`: an assessment started from a report or a file of answers, in the configured database."""

from pathlib import Path

import pytest

from assess.report.options import ReportOptions
from assess.settings import load_settings
from assess.storage.records import AssessmentRecord
from assess.storage.store import Store
from tests.cli.conftest import Run
from tests.verification.reports import (
    ASSESSMENT,
    OPTIONS,
    render_report_on,
    render_standard_report,
    replace_in_attachment,
)


def load_stored(number: int) -> AssessmentRecord:
    """Return what the configured database holds."""
    settings = load_settings()
    assert not isinstance(settings, str)
    store = Store(settings.database_url)
    try:
        return store.load_assessment(number)
    finally:
        store.close()


def write_file(folder: Path, name: str, content: bytes) -> str:
    """Write a file and return its path."""
    (folder / name).write_bytes(content)
    return str(folder / name)


def test_a_report_becomes_an_assessment_on_its_own_rules(run: Run, tmp_path: Path) -> None:
    path = write_file(tmp_path, "report.pdf", render_standard_report())
    said = run("import", path, "--name", "From the archive")
    assert said.code == 0
    assert said.text == f"{path}: “From the archive” of Parks, Testham, is assessment 1 now.\n"
    record = load_stored(1)
    assert (record.name, record.assessment) == ("From the archive", ASSESSMENT)


def test_a_report_that_was_imported_before_is_there_once(run: Run, tmp_path: Path) -> None:
    path = write_file(tmp_path, "report.pdf", render_standard_report())
    other = write_file(tmp_path, "report.json", render_report_on(ASSESSMENT, ReportOptions(".json", OPTIONS.day)))
    run("import", path, "--name", "From the archive")
    for file in (path, other):
        said = run("import", file)
        where = "“From the archive” of Parks, Testham, is assessment 1. Use --again to have it twice."
        assert (said.code, said.text) == (0, f"{file}: it was imported before: {where}\n")
    assert "is assessment 2 now" in run("import", path, "--again").text


@pytest.mark.parametrize("form", [".json", ".csv"])
def test_other_forms_of_the_report_do_too(run: Run, tmp_path: Path, form: str) -> None:
    path = write_file(tmp_path, f"report{form}", render_report_on(ASSESSMENT, ReportOptions(form, OPTIONS.day)))
    assert run("import", path).code == 0
    assert load_stored(1).assessment == ASSESSMENT


def test_different_rules_under_a_known_version_are_reported_and_not_stored(run: Run, tmp_path: Path) -> None:
    path = write_file(tmp_path, "report.pdf", replace_in_attachment("readiness.yaml", b"from: 50", b"from: 60"))
    said = run("import", path)
    assert said.code == 0
    assert "The figures do not follow from the answers and rules inside this file." in said.text
    assert (
        "The report was made on other rules than version 1.0.0 as stored here. "
        "It was opened on version 1.0.0: two answers carried over."
    ) in said.text
    assert load_stored(1).assessment.answers == ASSESSMENT.answers


def test_a_report_on_an_older_version_stays_on_that_version(run: Run, rules: Path, tmp_path: Path) -> None:
    run("rules", "list")
    newer = (rules / "readiness.yaml").read_text("utf-8").replace("version: 1.0.0", "version: 1.1.0")
    (rules / "readiness.yaml").write_text(newer, "utf-8")
    assert run("rules", "publish", "--by", "A", "--why", "B").code == 0
    said = run("import", write_file(tmp_path, "report.pdf", render_standard_report()))
    assert "It is on version 1.0.0 of the rules, as the report is. Version 1.1.0 is in force" in said.text
    assert load_stored(1).release.version == "1.0.0"


def test_answers_unknown_to_the_current_rules_are_kept(run: Run, rules: Path, tmp_path: Path) -> None:
    text = (rules / "readiness.yaml").read_text("utf-8")
    other = text.replace("{id: told,", "{id: heard,").replace("[not-contacted, told]", "[not-contacted, heard]")
    (rules / "readiness.yaml").write_text(other.replace("id: small", "id: ours"), "utf-8")
    said = run("import", write_file(tmp_path, "report.pdf", render_standard_report()))
    assert "one answer carried over. One answer does not exist in it, but is kept." in said.text
    assert load_stored(1).assessment.answers == ASSESSMENT.answers


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("report.pdf", b"%PDF-1.7", ": The PDF is damaged"),
        ("answers.yaml", b"council: Testham\n", ":1:1: `service` is missing."),
        ("answers.json", b"{}", ":1:1: This is not a report from this tool in JSON"),
    ],
)
def test_an_invalid_file_is_rejected_and_nothing_is_stored(
    run: Run, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = write_file(tmp_path, name, content)
    said = run("import", path)
    assert said.code == 1
    assert said.text.startswith(f"{path}{says}")


def test_a_file_with_more_text_than_an_assessment_holds_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assess.storage.text_limit.MAX_CHARACTERS", 12)
    path = write_file(
        tmp_path,
        "answers.yaml",
        b"council: Testham\nservice: Parks\nanswers:\n  fund-told: {answer: told, note: Thirteen long}\n",
    )
    sentence = (
        "All notes and other texts of this assessment together would come to 13 characters. "
        "Shorten them to 12 or fewer, so that the report can be printed."
    )
    assert run("import", path) == (1, f"{path}: {sentence}\n")
