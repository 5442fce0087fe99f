"""`assess verify`: output and exit codes."""

import json
from pathlib import Path

import pytest

from assess.cli.main import main
from tests.cli.conftest import refuse_to_serve
from tests.verification.attacks import stamp, swap_pages
from tests.verification.reports import count_pages, render_standard_report, replace_in_attachment, rewrite_report


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
    assert printed.startswith(
        f"{path}: The figures follow from the answers and rules inside this file, "
        "and its pages are as they were made.\n"
    )
    assert "The file is byte for byte what this tool makes from them" in printed
    assert "This does not prove who made the report" in printed


def test_a_false_report_exits_with_1_and_lists_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(replace_in_attachment("figures.json", b'"answered": 1', b'"answered": 2'))
    assert run_command("verify", str(path), "--format", "json") == 1
    printed = json.loads(capsys.readouterr().out)
    assert (printed["holds"], printed["follows"], printed["copy"]) == (False, False, "changed")
    assert printed["differences"] == [{"path": "answered", "stated": "2", "computed": "1"}]
    assert printed["about"]["service"] == "Parks"


def test_a_report_whose_pages_are_unknown_exits_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(replace_in_attachment("report.json", b'"code": "', b'"code": "0', rewrite_report(swap_pages)))
    assert run_command("verify", str(path)) == 3
    assert capsys.readouterr().out.startswith(f"{path}: The figures follow, but what the pages show is unknown.\n")
    assert run_command("verify", str(path), "--format", "json") == 3
    printed = json.loads(capsys.readouterr().out)
    assert (printed["holds"], printed["follows"], printed["copy"]) == (False, True, "unknown")
    assert (printed["pages"], printed["pages_reordered"], printed["pages_compared"]) == ([], True, count_pages())


def test_what_was_added_to_a_report_is_in_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(rewrite_report(stamp))
    assert run_command("verify", str(path), "--format", "json") == 1
    printed = json.loads(capsys.readouterr().out)
    assert (printed["pages"], printed["added"]) == ([1], [{"text": "a stamp", "pages": [1]}])


def test_the_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("verify", "--help") == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert (
        "The exit code is 0 if the figures follow and the file is byte for byte as this program makes it; 1 if"
        in printed
    )
    assert "and 3 if the figures follow but what the pages show is unknown." in printed


@pytest.mark.parametrize("content", [None, b"", b"council: Testham\n"])
def test_a_file_that_is_not_a_report_exits_with_1_and_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "report.pdf"
    if content is not None:
        path.write_bytes(content)
    assert run_command("verify", str(path)) == 1
    assert capsys.readouterr().out.startswith(f"{path}: ")
