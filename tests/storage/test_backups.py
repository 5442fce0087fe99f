"""A backup is complete while the tool runs, is read back, and never replaces anything."""

import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from assess.settings import build_sqlite_url
from assess.storage import backups
from assess.storage.backups import BackupError, back_up, restore
from assess.storage.store import Store
from tests.storage.test_store import FIRST, LIBRARIES

FILES = {
    "secret-key": b"k" * 32,
    "council.toml": b'name = "Borough"\nlogo = "logo.svg"\ntemplate = "report.docx"\n',
    "logo.svg": b"<svg/>",
    "report.docx": b"PK",
    "notes.txt": b"not ours",
}


@pytest.fixture
def data(tmp_path: Path, empty_database: Path) -> Path:
    """A data folder with a database and everything that may stand beside it."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(empty_database, folder / "assess.sqlite3")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def open_store(folder: Path) -> Store:
    return Store(build_sqlite_url(folder / "assess.sqlite3"))


def list_modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_a_backup_made_while_the_tool_runs_holds_all_that_was_saved(data: Path, tmp_path: Path) -> None:
    running = open_store(data)
    number = running.create_assessment("First", LIBRARIES, FIRST)
    backup = back_up(data, tmp_path / "backup.zip")
    running.close()
    assert backup.names == ("assess.sqlite3", "secret-key", "council.toml", "logo.svg", "report.docx")
    assert backup.rows["assessment"] == 1
    assert restore(tmp_path / "backup.zip", tmp_path / "restored") == backup
    store = open_store(tmp_path / "restored")
    assert store.load_assessment(number).assessment.answers == LIBRARIES.answers
    store.close()
    assert (tmp_path / "restored" / "logo.svg").read_bytes() == b"<svg/>"


def test_only_the_owner_can_read_a_backup_and_what_is_restored(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "restored")
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "restored").stat().st_mode) == 0o700
    assert list_modes(tmp_path / "restored") == {0o600}


def test_a_backup_never_replaces_a_file(data: Path, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_bytes(b"older")
    with pytest.raises(BackupError, match=r"backup\.zip exists already, and will not be overwritten"):
        back_up(data, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_bytes() == b"older"


def test_a_folder_without_a_database_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no database in the folder"):
        back_up(tmp_path / "none", tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_differs_when_read_back_is_not_kept(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_check_database", lambda _: {})
    with pytest.raises(BackupError, match="the copy differs from the original"):
        back_up(data, tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == [data]


def test_a_folder_with_anything_in_it_is_not_restored_into(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup.zip")
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    with pytest.raises(BackupError, match="is not empty, and a backup never replaces what is there"):
        restore(tmp_path / "backup.zip", data)
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_an_empty_folder_is_restored_into(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup.zip")
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "backup.zip", tmp_path / "empty")
    assert (tmp_path / "empty" / "secret-key").read_bytes() == FILES["secret-key"]


def write_zip(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return path


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"notes": b""}, "is not a backup, or is damaged .there is no assess.sqlite3 in it"),
        ({"assess_sqlite3": b"not a database" * 100}, "is not a backup, or is damaged .file is not a database"),
        ({"assess_sqlite3": b"", "__/escaped": b""}, "is not the name of a file"),
        ({"assess_sqlite3": b""}, "contains a database of another program"),
    ],
)
def test_what_is_no_backup_is_refused_and_leaves_nothing(tmp_path: Path, files: dict[str, bytes], reason: str) -> None:
    source = write_zip(tmp_path / "backup.zip", **files)
    with pytest.raises(BackupError, match=reason):
        restore(source, tmp_path / "data")
    assert list(tmp_path.iterdir()) == [source]


def test_a_damaged_backup_is_refused(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup.zip")
    content = bytearray((tmp_path / "backup.zip").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "backup.zip").write_bytes(content)
    with pytest.raises(BackupError, match="is not a backup, or is damaged"):
        restore(tmp_path / "backup.zip", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_backup_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"none\.zip could not be restored \(No such file or directory\)"):
        restore(tmp_path / "none.zip", tmp_path / "data")
