import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from assess.workers import WorkerDiedError, WorkerProcess, WorkerTimeoutError

FAKE_WORKER = "tests.fake_worker"
PARENT_SCRIPT = f"""
import sys
from assess.workers import WorkerProcess
process = WorkerProcess({FAKE_WORKER!r})
process.send("first")
print(process.call("hello")[2], flush=True)
process.send(sys.argv[1])
sys.stdin.read()
"""


@pytest.fixture
def process() -> Iterator[WorkerProcess]:
    """A process that answers with its first message, the message that was sent, and its process id."""
    started = WorkerProcess(FAKE_WORKER)
    started.send("first")
    yield started
    started.stop()


def test_a_process_answers_one_message_after_another(process: WorkerProcess) -> None:
    number = process.process.pid
    assert process.call("one") == ("first", "one", number)
    assert process.call("two") == ("first", "two", number)
    assert not process.has_ended


def test_printed_output_of_a_process_is_not_an_answer(capfd: pytest.CaptureFixture[str]) -> None:
    process = WorkerProcess(FAKE_WORKER)
    process.send("first")
    assert process.call("print")[1] == "print"
    process.stop()
    assert capfd.readouterr() == ("", "this is no answer\n")


def test_a_process_that_takes_too_long_is_killed(process: WorkerProcess) -> None:
    with pytest.raises(WorkerTimeoutError):
        process.call("sleep", timeout=0)
    assert process.process.wait() == -signal.SIGKILL
    assert process.has_ended


def test_a_process_that_answers_in_time_continues(process: WorkerProcess) -> None:
    assert process.call("one", timeout=600)[1] == "one"
    assert process.call("two", timeout=600)[1] == "two"


def test_a_process_that_dies_is_distinguished_from_one_that_times_out(process: WorkerProcess) -> None:
    with pytest.raises(WorkerDiedError) as raised:
        process.call("die", timeout=600)
    assert not isinstance(raised.value, WorkerTimeoutError)


def test_a_dead_process_gives_no_answer(process: WorkerProcess) -> None:
    process.process.kill()
    process.process.wait()
    with pytest.raises(WorkerDiedError):
        process.call("one")


@pytest.mark.parametrize(("first", "words"), [("fail to begin", "one"), ("first", "fail")])
def test_a_process_that_raises_exits_with_a_traceback(
    first: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    process = WorkerProcess(FAKE_WORKER)
    process.send(first)
    with pytest.raises(WorkerDiedError):
        process.call(words)
    assert process.process.wait() == 1
    process.stop()
    assert "ValueError: it " in capfd.readouterr().err


@pytest.mark.parametrize("doing", ["sleep", "hello"])
def test_a_process_ends_with_its_parent_whatever_it_is_doing(doing: str) -> None:
    command = [sys.executable, "-c", PARENT_SCRIPT, doing]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        assert int(parent.stdout.readline())
        parent.kill()
        assert parent.stderr.read() == b""  # end of file only once both have ended
