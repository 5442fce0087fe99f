"""The command line on small rules, with a data folder of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assess.cli.main import main
from tests.releases.conftest import SMALL, change_files, read_files, write_files


class CommandOutput(NamedTuple):
    """The output of a command and its exit code."""

    code: int
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


Run = Callable[..., CommandOutput]


def refuse_to_serve(_host: str, _port: int) -> int:
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

    def said(*typed: str) -> CommandOutput:
        capfdbinary.readouterr()
        code = main(typed, refuse_to_serve)
        return CommandOutput(code, capfdbinary.readouterr().out.decode())

    return said


def change_rules(folder: Path, *changes: tuple[str, str]) -> None:
    """Replace text in the readiness file on disk."""
    write_files(folder, change_files(read_files(folder), *changes))
