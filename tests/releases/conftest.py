"""A desk on the small rules of the pages, whose files and clock are free to be changed."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assess.releases.files import NAMES
from assess.releases.service import Desk
from assess.storage.release_records import Files
from assess.storage.store import Store

SMALL = Path(__file__).parent.parent / "web" / "small"


class Clock:
    """A clock that moves on by a minute each time it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The folder of the small rules, free to be changed."""
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    return folder


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'assess.sqlite3'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url, Clock())
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, rules: Path) -> Desk:
    """A desk where version 1.0.0 is in force."""
    made = Desk(store, rules)
    made.in_force()
    return made


def files_in(folder: Path) -> Files:
    """Give the two files as they are on disk."""
    return Files(*((folder / name).read_bytes() for name in NAMES))


def changed(files: Files, *changes: tuple[str, str]) -> Files:
    """Give the files with words of the readiness file replaced."""
    text = files.readiness.decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return Files(text.encode(), files.evidence)


def put(folder: Path, files: Files) -> None:
    """Write files as an editor does."""
    for name, content in zip(NAMES, files, strict=True):
        (folder / name).write_bytes(content)


HEAVIER = (("version: 1.0.0", "version: 1.0.1"), ("weight: 3", "weight: 4"))
HEAVIEST = (("version: 1.0.0", "version: 1.0.1"), ("weight: 3", "weight: 9"))
