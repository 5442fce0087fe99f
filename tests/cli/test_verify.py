"""`assess verify`: output and exit codes."""

import json
from pathlib import Path

import pytest

from assess.cli.main import main
from tests.cli.conftest import refuse_to_serve
from tests.verification.reports import render_standard_report, replace_in_attachment


def run_command(*arguments: str) -> int:
    """Run a command."""
    return main(arguments, refuse_to_serve)


def test_a_genuine_report_exits_with_0_and_states_what_is_not_proved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(render_standard_report())
    assert run_command("verify", str(path)) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"{path}: The figures follow from the answers and rules inside this file.\n")
    assert "The file is byte for byte what this program makes of them" in printed
    assert "This does not prove who made the report" in printed


def test_a_false_report_exits_with_1_and_lists_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(replace_in_attachment("figures.json", b'"answered": 1', b'"answered": 2'))
    assert run_command("verify", str(path), "--format", "json") == 1
    printed = json.loads(capsys.readouterr().out)
    assert (printed["holds"], printed["follows"], printed["copy"]) == (False, False, "changed")
    assert printed["differences"] == [{"path": "answered", "stated": "2", "computed": "1"}]
    assert printed["about"]["service"] == "Parks"


@pytest.mark.parametrize("content", [None, b"", b"council: Testham\n"])
def test_a_file_that_is_not_a_report_exits_with_1_and_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "report.pdf"
    if content is not None:
        path.write_bytes(content)
    assert run_command("verify", str(path)) == 1
    assert capsys.readouterr().out.startswith(f"{path}: ")
