import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from assess.workers import EndedError, LateError, Process

STAND_IN = "tests.fake_worker"
PARENT = f"""
import sys
from assess.workers import Process
process = Process({STAND_IN!r})
process.send("first")
print(process.ask("hello")[2], flush=True)
process.send(sys.argv[1])
sys.stdin.read()
"""


@pytest.fixture
def process() -> Iterator[Process]:
    """A process that answers with its first message, the message that was sent, and its process id."""
    started = Process(STAND_IN)
    started.send("first")
    yield started
    started.stop()


def test_a_process_answers_one_message_after_another(process: Process) -> None:
    number = process.process.pid
    assert process.ask("one") == ("first", "one", number)
    assert process.ask("two") == ("first", "two", number)
    assert not process.has_ended


def test_printed_output_of_a_process_is_not_an_answer(capfd: pytest.CaptureFixture[str]) -> None:
    process = Process(STAND_IN)
    process.send("first")
    assert process.ask("print")[1] == "print"
    process.stop()
    assert capfd.readouterr() == ("", "this is no answer\n")


def test_a_process_that_takes_too_long_is_killed(process: Process) -> None:
    with pytest.raises(LateError):
        process.ask("sleep", seconds=0)
    assert process.process.wait() == -signal.SIGKILL
    assert process.has_ended


def test_a_process_that_answers_in_time_continues(process: Process) -> None:
    assert process.ask("one", seconds=600)[1] == "one"
    assert process.ask("two", seconds=600)[1] == "two"


def test_a_process_that_dies_is_distinguished_from_one_that_times_out(process: Process) -> None:
    with pytest.raises(EndedError) as raised:
        process.ask("die", seconds=600)
    assert not isinstance(raised.value, LateError)


def test_a_dead_process_gives_no_answer(process: Process) -> None:
    process.process.kill()
    process.process.wait()
    with pytest.raises(EndedError):
        process.ask("one")


@pytest.mark.parametrize(("first", "words"), [("fail to begin", "one"), ("first", "fail")])
def test_a_process_that_raises_exits_with_a_traceback(
    first: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    process = Process(STAND_IN)
    process.send(first)
    with pytest.raises(EndedError):
        process.ask(words)
    assert process.process.wait() == 1
    process.stop()
    assert "ValueError: it " in capfd.readouterr().err


@pytest.mark.parametrize("doing", ["sleep", "hello"])
def test_a_process_ends_with_its_parent_whatever_it_is_doing(doing: str) -> None:
    command = [sys.executable, "-c", PARENT, doing]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        assert int(parent.stdout.readline())
        parent.kill()
        assert parent.stderr.read() == b""  # end of file only once both have ended
