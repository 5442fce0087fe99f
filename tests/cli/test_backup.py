"""`assess backup` and `assess restore`, on the configured data folder."""

from pathlib import Path

import pytest

from assess.cli.database import open_service
from tests.cli.conftest import Run
from tests.cli.test_import import load_stored, write_file
from tests.verification.reports import ASSESSMENT, render_standard_report


def test_what_was_backed_up_is_restored_into_a_new_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", write_file(tmp_path, "report.pdf", render_standard_report()))
    file = tmp_path / "backup.zip"
    said = run("backup", str(file))
    assert said.code == 0
    assert said.text.startswith(
        f"Backed up {tmp_path / 'data'} to {file}, and read it back. It contains assess.sqlite3, with one assessment.\n"
        "It contains the published rules and the draft"
    )
    assert run("restore", str(file)).text.startswith(f"The folder {tmp_path / 'data'} is not empty")
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "restored"))
    said = run("restore", str(file))
    assert said.code == 0
    assert said.text.startswith(f"Restored {file} to {tmp_path / 'restored'}. It contains")
    assert load_stored(1).assessment == ASSESSMENT


def test_a_backup_has_what_was_deleted_and_it_can_be_brought_back_after_restoring(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", write_file(tmp_path, "report.pdf", render_standard_report()))
    with open_service() as service:
        service.store.delete_assessment(1)
    said = run("backup", str(tmp_path / "backup.zip")).text
    assert "It contains assess.sqlite3, with no assessments and one deleted assessment.\n" in said
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "restored"))
    run("restore", str(tmp_path / "backup.zip"))
    with open_service() as service:
        service.store.restore_assessment(1)
    assert load_stored(1).assessment == ASSESSMENT


def test_a_backup_is_not_written_over_a_file(run: Run, tmp_path: Path) -> None:
    run("import", write_file(tmp_path, "report.pdf", render_standard_report()))
    assert run("backup", write_file(tmp_path, "old.zip", b"old")).code == 1
    assert (tmp_path / "old.zip").read_bytes() == b"old"
