"""The command line on small rules, with a data folder of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assess import cli
from tests.releases.conftest import SMALL, changed, files_in, put


class Said(NamedTuple):
    """The output of a command and its exit code."""

    code: int
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


Run = Callable[..., Said]


def not_served(_host: str, _port: int) -> int:
    raise AssertionError


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the current rules, which tests may change."""
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    monkeypatch.setenv("ASSESS_RULES", str(folder))
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    return folder


@pytest.fixture
def run(rules: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A function that runs a command and returns its output."""
    assert rules.is_dir()

    def said(*typed: str) -> Said:
        capfdbinary.readouterr()
        code = cli.main(typed, not_served)
        return Said(code, capfdbinary.readouterr().out.decode())

    return said


def change(folder: Path, *changes: tuple[str, str]) -> None:
    """Replace text in the readiness file on disk."""
    put(folder, changed(files_in(folder), *changes))
