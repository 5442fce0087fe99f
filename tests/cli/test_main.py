import os
import subprocess
import sys
from importlib.metadata import version
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


def test_a_command_whose_reader_has_exited_exits_with_0() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "assess", "schema"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_file_in_place_of_the_rules_folder_is_reported(run: Run, rules: Path) -> None:
    file = rules / "readiness.yaml"
    said = run("check", str(file))
    assert said.code == 1
    assert said.text == f"{file}: this is a file. Name the folder that contains readiness.yaml and evidence.yaml.\n"


def test_another_os_error_is_not_mistaken_for_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.core.loading.schema.build_json_schema", raise_permission_error)
    with pytest.raises(PermissionError):
        main(["schema"], refuse_to_serve)


def raise_permission_error(_name: str, _page: str) -> None:
    raise PermissionError


def test_the_version_is_that_of_the_installed_package(run: Run) -> None:
    assert run("--version") == (0, f"assess {version('assess')}\n")


def test_serve_starts_the_given_server_and_returns_its_exit_code() -> None:
    addresses = []

    def serve(host: str, port: int) -> int:
        addresses.append((host, port))
        return 3

    assert main(["serve"], serve) == 3
    assert main(["serve", "--host", "localhost", "--port", "8001"], serve) == 3
    assert addresses == [("127.0.0.1", 8000), ("localhost", 8001)]


@pytest.mark.parametrize("arguments", [(), ("rules",)])
def test_without_a_command_the_help_is_a_usage_error(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments, refuse_to_serve) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.split("[")[0]) == ("", f"Usage: {' '.join(('assess', *arguments))} ")
    assert "Commands:" in printed.err


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_printed_on_request(run: Run, option: str) -> None:
    code, text = run("rules", "publish", option)
    assert code == 0
    assert text.startswith(
        "Usage: assess rules publish [OPTIONS] [DIR]\n\n  Check the rules files and put them in force."
    )
    assert "--by NAME             the name of the person who publishes  [required]" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("verfy", "No such command 'verfy'. Did you mean 'verify'?"),
        ("rules chek", "No such command 'chek'."),
        ("score --colour", "No such option '--colour'."),
        ("score", "Missing argument 'ANSWERS'."),
        ("score a.yaml b.yaml", "Got unexpected extra argument (b.yaml)"),
        ("score a.yaml --format xml", "Invalid value for '--format': 'xml' is not one of 'text', 'json'."),
        ("rules publish --by Anna", "Missing option '--why'."),
        ("report a.yaml -o", "Option '-o' requires an argument."),
        (
            "report a.yaml -o ./a",
            "Invalid value for '-o' / '--output': ./a must end in .pdf, .html, .docx, .xlsx, .odt, .ods, .csv or .json",
        ),
    ],
)
def test_wrong_usage_exits_with_2_and_a_sentence(
    arguments: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments.split(), refuse_to_serve) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.splitlines()[-1]) == ("", f"Error: {sentence}")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.0", "\N{FULLWIDTH DIGIT EIGHT}", "http", ""])
def test_a_port_is_a_whole_number(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", port], refuse_to_serve) == 2
    assert f"'--port': {port} is not a port: use a whole number from 1 to 65535\n" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["11/22/2026", "2026-02-30", "20261122", "today", ""])
def test_a_date_is_a_day_of_the_calendar(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["paper", "-o", "a.pdf", "--date", typed], refuse_to_serve) == 2
    assert f"'--date': {typed} is not a date: use one such as 2026-11-22 or 22/11/2026\n" in capsys.readouterr().err


def test_the_century_of_a_date_is_not_guessed_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["paper", "-o", "a.pdf", "--date", "29/1/27"], refuse_to_serve) == 2
    assert "'--date': the year of 29/1/27 must include 4 numbers: use one such as " in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["2026-11-22", "22/11/2026", "22 Nov 2026"])
def test_a_date_is_taken_as_people_write_it(typed: str, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    arguments = ["report", str(LIBRARIES), "--rules", str(RULES), "-o", str(output), "--date", typed]
    assert main(arguments, refuse_to_serve) == 0
    assert "22 November 2026" in output.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        ("assess sc", "plain,schema\nplain,score\n"),
        ("assess rules p", "plain,publish\n"),
        ("assess report --large", "plain,--large-print\n"),
        ("assess verify a.pdf --format j", "plain,json\n"),
        ("assess score libr", "file,libr\n"),
        ("assess report a.yaml -o libr", "file,libr\n"),
    ],
)
def test_a_shell_completes_commands_options_and_files(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: str, completions: str
) -> None:
    monkeypatch.setenv("_ASSESS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    assert run() == (0, completions)


@pytest.mark.parametrize(
    ("shell", "registration"),
    [
        ("bash", "complete -o nosort -F _assess_completion assess\n"),
        ("zsh", "compdef _assess_completion assess\n"),
        ("fish", "complete --no-files --command assess "),
    ],
)
def test_completion_is_set_up_by_a_script(
    run: Run, monkeypatch: pytest.MonkeyPatch, shell: str, registration: str
) -> None:
    monkeypatch.setenv("_ASSESS_COMPLETE", f"{shell}_source")
    code, script = run()
    assert code == 0
    assert registration in script
