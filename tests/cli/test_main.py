import subprocess
import sys
from pathlib import Path

import pytest

from assess.cli.main import main
from tests.cli.conftest import Run, refuse_to_serve
from tests.frozen import LIBRARIES, RULES


def run_in_shell(*arguments: str, after: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a shell that processes its output."""
    python = f"{sys.executable} -m assess {' '.join(arguments)} {after}"
    return subprocess.run(["sh", "-c", python], capture_output=True, text=True, env=environment, check=False)


def test_unsupported_characters_are_printed_as_question_marks() -> None:
    said = run_in_shell("score", str(LIBRARIES), "--rules", str(RULES), PYTHONIOENCODING="ascii")
    assert (said.returncode, said.stderr) == (0, "")
    assert "?" in said.stdout


def test_a_full_disk_is_reported_in_a_sentence() -> None:
    said = run_in_shell("schema", after="> /dev/full")
    assert (said.returncode, said.stderr) == (1, "The output could not be written: there is no space left.\n")


@pytest.mark.parametrize("after", ["| true", ">&-", "| head -c 1 > /dev/null"])
def test_a_closed_pipe_is_not_an_error(after: str) -> None:
    assert run_in_shell("schema", after=after).stderr == ""


def test_a_file_in_place_of_the_rules_folder_is_reported(run: Run, rules: Path) -> None:
    file = rules / "readiness.yaml"
    said = run("check", str(file))
    assert said.code == 1
    assert said.text == f"{file}: this is a file. Name the folder that holds readiness.yaml and evidence.yaml.\n"


def test_another_os_error_is_not_mistaken_for_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.cli.main.run", raise_permission_error)
    with pytest.raises(PermissionError):
        main(["schema"], refuse_to_serve)


def raise_permission_error(_options: object) -> int:
    raise PermissionError
