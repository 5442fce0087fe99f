"""A publishing service on small rules, whose files and clock tests control."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assess.releases.files import FILE_NAMES
from assess.releases.service import PublishingService
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store

SMALL = Path(__file__).parent.parent / "web" / "small"


class Clock:
    """A clock that advances by a minute with each reading."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The folder of the small rules, which tests may change."""
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    return folder


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'assess.sqlite3'}"


@pytest.fixture
def store(url: str, tmp_path: Path, empty_database: Path) -> Iterator[Store]:
    shutil.copy(empty_database, tmp_path / empty_database.name)
    opened = Store(url, Clock())
    yield opened
    opened.close()


@pytest.fixture
def publishing(store: Store, rules: Path) -> PublishingService:
    """A publishing service on which version 1.0.0 is current."""
    made = PublishingService(store, rules)
    made.get_current_release()
    return made


def read_files(folder: Path) -> RulesFiles:
    """Return the two files as they are on disk."""
    return RulesFiles(*((folder / name).read_bytes() for name in FILE_NAMES))


def change_files(files: RulesFiles, *changes: tuple[str, str]) -> RulesFiles:
    """Return the files with text of the readiness file replaced."""
    text = files.readiness.decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return RulesFiles(text.encode(), files.evidence)


def write_files(folder: Path, files: RulesFiles) -> None:
    """Write files as an editor does."""
    for name, content in zip(FILE_NAMES, files, strict=True):
        (folder / name).write_bytes(content)


HEAVIER = (("version: 1.0.0", "version: 1.0.1"), ("weight: 3", "weight: 4"))
HEAVIEST = (("version: 1.0.0", "version: 1.0.1"), ("weight: 3", "weight: 9"))
