"""What is printed when the server starts."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from errno import EADDRINUSE, ENOSPC
from pathlib import Path

import pytest
from flask import Flask

from assess.settings import build_sqlite_url
from assess.storage.store import Store
from assess.web.server import describe_rules, serve
from tests.conftest import find_open_connections
from tests.storage.test_store import FIRST, LIBRARIES
from tests.web.conftest import StrictClient

ADDRESS = "localhost:8000"
TO_PUBLISH = "It is not in force until someone publishes it: see localhost:8000/rules"


def run_server(app: Flask) -> list[str]:
    return list(describe_rules(app, ADDRESS))


def refuse_port(*_: object) -> None:
    raise OSError(EADDRINUSE, "Address already in use")


def change_file(rules: Path, old: str, new: str) -> None:
    path = rules / "readiness.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_a_database_that_cannot_be_opened_is_reported_before_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "assess.sqlite3").mkdir()
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    monkeypatch.setattr("os.umask", lambda mask: mask)
    assert serve("127.0.0.1", 0) == 1
    said = capsys.readouterr()
    assert said.err.startswith("The database cannot be opened: ")
    assert f"You need permission to write to the folder {tmp_path} and the files in it, and the disk must" in said.err
    assert said.out == ""


def test_a_port_in_use_is_reported_and_the_database_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    monkeypatch.setattr("os.umask", lambda mask: mask)
    monkeypatch.setattr("assess.web.server.build_server", refuse_port)
    before = set(find_open_connections())
    assert serve("127.0.0.1", 8000) == 1
    assert capsys.readouterr().err == "Port 8000 cannot be used (Address already in use). Try another: --port 8001\n"
    assert set(find_open_connections()) == before


def test_a_secret_key_that_cannot_be_written_is_reported_before_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Path) -> bytes:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    monkeypatch.setattr("os.umask", lambda mask: mask)
    monkeypatch.setattr("assess.web.app.load_secret_key", fail)
    assert serve("127.0.0.1", 0) == 1
    assert capsys.readouterr().err == (
        "The data folder cannot be written: No space left on device. You need permission to write to the folder "
        f"{tmp_path} and the files in it, and the disk must have space. Or set ASSESS_DATA to another folder.\n"
    )


def test_what_was_deleted_long_ago_is_removed_when_the_server_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = build_sqlite_url(tmp_path / "assess.sqlite3")
    with Store(url, lambda: datetime(2020, 1, 1, tzinfo=UTC)) as store:
        store.delete_assessment(store.create_assessment("First", LIBRARIES, FIRST))
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    monkeypatch.setattr("os.umask", lambda mask: mask)
    monkeypatch.setattr("assess.web.server.build_server", refuse_port)
    assert serve("127.0.0.1", 8000) == 1
    with closing(sqlite3.connect(tmp_path / "assess.sqlite3")) as connection:
        assert connection.execute("select count(*) from deleted_assessment").fetchone() == (0,)


def test_a_data_folder_with_a_key_and_no_database_is_not_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret-key").write_bytes(b"k" * 32)
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    monkeypatch.setattr("os.umask", lambda mask: mask)
    assert serve("127.0.0.1", 0) == 1
    assert capsys.readouterr().err == (
        f"The database beside the secret key in the folder {tmp_path} is missing or empty. No new one is created in "
        "its place. Restore a backup into a new folder with “assess restore”, or delete the file secret-key if you "
        "really want to start again.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_the_current_version_is_printed(app: Flask) -> None:
    assert run_server(app) == ["Version 1.0.0 of the rules is in force."]


def test_files_changed_while_the_server_was_down_become_a_draft_and_are_reported(
    app: Flask, rules: Path, client: StrictClient
) -> None:
    client.get("/")
    change_file(rules, "weight: 3", "weight: 4")
    assert run_server(app) == [
        "Version 1.0.0 of the rules is in force.",
        f"The files in {rules} contain a change that is not published. It is the draft.",
        TO_PUBLISH,
    ]


def test_files_changed_beside_a_draft_require_a_choice(app: Flask, rules: Path, client: StrictClient) -> None:
    client.send("/rules/draft/heading/all", title="Other rules", version="1.0.1", effective_from="2026-11-22")
    change_file(rules, "weight: 3", "weight: 4")
    assert run_server(app)[1:] == [f"The files in {rules} contain a change that is not published.", TO_PUBLISH]


def test_an_unpublished_draft_is_reported_too(app: Flask, client: StrictClient) -> None:
    client.send("/rules/draft/heading/all", title="Other rules", version="1.0.1", effective_from="2026-11-22")
    assert run_server(app)[1:] == ["There is a draft of the rules.", TO_PUBLISH]


def test_a_missing_file_is_reported(app: Flask, rules: Path, client: StrictClient) -> None:
    client.get("/")
    (rules / "evidence.yaml").unlink()
    assert run_server(app)[1].startswith(f"The files in {rules} cannot be read.")
    assert run_server(app)[2].startswith(f"{rules / 'evidence.yaml'}: This file cannot be read")


@pytest.mark.parametrize("old", ["weight: 3"])
def test_invalid_rules_at_the_first_start_are_listed(app: Flask, rules: Path, old: str) -> None:
    change_file(rules, old, "weight: many")
    first, *problems = run_server(app)
    assert first.startswith("No rules are in force, because the rules files have problems.")
    assert len(problems) == 1
    assert problems[0].startswith(f"{rules / 'readiness.yaml'}:")
