"""Worker processes: what they answer, how they fail, and that none outlives the process that started it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.workers import WorkerDiedError, WorkerPool, WorkerTimeoutError, get_answer

FAKE_WORKER = "tests.fake_worker:build_handler"
PROBER = "tests.fake_worker:build_prober"
ROOT = Path(__file__).parent.parent
TIMEOUT = 120
"""Seconds after which a test fails that would otherwise wait for good."""
WORKERS = 10

SERVER = f"""
import sys
from assess.workers import WorkerPool, get_answer
first, doing = sys.argv[1:]
pool = WorkerPool({FAKE_WORKER!r}, first, size={WORKERS})
requests = [pool.submit(doing) for _ in range({WORKERS})]
if doing == "idle":
    for request in requests:
        get_answer(request, {TIMEOUT})
if doing in ("idle", "start"):
    print("begun\\n" * {WORKERS}, file=sys.stderr, flush=True)
sys.stdin.read()
"""
WITHOUT_SIGNAL = "import fcntl; del fcntl.F_SETSIG\n"
HANGUP = """
import time
from assess import workers
workers._exit_at_hangup(0)
print("begun", flush=True)
time.sleep(600)
"""
CONSOLE_SCRIPT = f"""
import colorsys
from assess.workers import WorkerPool, get_answer
if __name__ == "__main__":
    pool = WorkerPool({PROBER!r}, "first")
    print(get_answer(pool.submit("main"), {TIMEOUT})["imported"])
    pool.close()
"""


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    """A worker that answers with what it was built with, the request, and its process id."""
    made = WorkerPool(FAKE_WORKER, "first")
    yield made
    made.close()


def ask(pool: WorkerPool, words: str, timeout: float = TIMEOUT) -> tuple[str, str, int]:
    """Send a request and return the answer."""
    answer: tuple[str, str, int] = get_answer(pool.submit(words), timeout)
    return answer


def test_a_worker_answers_one_request_after_another(pool: WorkerPool) -> None:
    first, second = ask(pool, "one"), ask(pool, "two")
    assert first == ("first", "one", second[2])
    assert second[:2] == ("first", "two")


def test_a_worker_is_replaced_after_its_number_of_tasks() -> None:
    pool = WorkerPool(FAKE_WORKER, "first", max_tasks=2)
    pids = [ask(pool, "one")[2] for _ in range(5)]
    pool.close()
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


def test_a_worker_has_a_low_priority_and_leaves_no_core_dump() -> None:
    pool = WorkerPool(PROBER, "first")
    probed = get_answer(pool.submit(""), TIMEOUT)
    pool.close()
    assert probed == {"niceness": min(19, os.nice(0) + 10), "core": 0, "imported": []}


def test_printed_output_of_a_worker_goes_to_the_standard_error(
    pool: WorkerPool, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(pool, "print")[1] == "print"
    assert capfd.readouterr() == ("", "this is no answer\n")


@pytest.mark.parametrize("doing", ["sleep", "hold-the-gil"])
def test_a_worker_that_takes_too_long_is_killed_when_the_pool_is_closed(doing: str) -> None:
    pool = WorkerPool(FAKE_WORKER, "first")
    pid = ask(pool, "one")[2]
    with pytest.raises(WorkerTimeoutError):
        ask(pool, doing, timeout=0)
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_worker_that_takes_too_long_to_begin_is_killed_as_well() -> None:
    with WorkerPool(FAKE_WORKER, "begin for good") as pool, pytest.raises(WorkerTimeoutError):
        ask(pool, "one", timeout=1)
    assert multiprocessing.active_children() == []


def test_a_worker_that_exceeds_its_cpu_limit_has_timed_out(pool: WorkerPool) -> None:
    with pytest.raises(WorkerTimeoutError):
        ask(pool, "exceed-cpu-limit")


def test_a_worker_that_dies_is_distinguished_from_one_that_times_out(pool: WorkerPool) -> None:
    with pytest.raises(WorkerDiedError) as raised:
        ask(pool, "die")
    assert not isinstance(raised.value, WorkerTimeoutError)


def test_a_worker_that_raises_has_failed_and_its_traceback_is_logged(
    pool: WorkerPool, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WorkerDiedError):
        ask(pool, "fail")
    assert "ValueError: it fell over" in caplog.text


def test_a_worker_that_cannot_begin_prints_its_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    pool = WorkerPool(FAKE_WORKER, "fail to begin")
    with pytest.raises(WorkerDiedError):
        ask(pool, "one")
    pool.close()
    assert "ValueError: it would not begin" in capfd.readouterr().err


def test_a_closed_pool_accepts_nothing_and_leaves_no_process_and_no_thread() -> None:
    threads = threading.active_count()
    pool = WorkerPool(FAKE_WORKER, "first", size=2)
    ask(pool, "one")
    pool.close()
    with pytest.raises(WorkerDiedError):
        pool.submit("two")
    assert (multiprocessing.active_children(), threading.active_count()) == ([], threads)


def test_a_worker_does_not_import_the_script_that_started_the_program(tmp_path: Path) -> None:
    script = tmp_path / "assess"
    script.write_text(CONSOLE_SCRIPT)
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, str(script)], env=environ, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.mark.parametrize(
    ("first", "doing"),
    [
        ("first", "start"),
        ("begin for good", "nothing"),
        ("first", "idle"),
        ("first", "tell sleep"),
        ("first", "tell spin"),
        ("first", "tell hold-the-gil"),
    ],
)
def test_no_worker_outlives_a_server_that_is_killed(first: str, doing: str) -> None:
    command = [sys.executable, "-c", SERVER, first, doing]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True
    ) as server:
        assert server.stderr is not None
        try:
            for _ in range(WORKERS):
                assert server.stderr.readline() == b"begun\n"
            server.kill()
            server.communicate(timeout=TIMEOUT)  # to the end of the standard error, which every worker holds open
        finally:
            kill_group(server.pid)


def kill_group(group: int) -> None:
    """Kill what is left of a group of processes."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.mark.parametrize(("without", "code"), [("", -signal.SIGKILL), (WITHOUT_SIGNAL, 1)])
def test_a_process_ends_at_a_hangup_by_a_signal_or_where_there_is_none_by_a_thread(without: str, code: int) -> None:
    command = [sys.executable, "-c", without + HANGUP]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.stdin.close()
        assert process.wait(TIMEOUT) == code


def test_a_process_that_starts_after_the_hangup_ends_at_once() -> None:
    reader, writer = os.pipe()
    os.close(writer)
    run = subprocess.run([sys.executable, "-c", HANGUP], stdin=reader, capture_output=True, cwd=ROOT, check=False)
    os.close(reader)
    assert (run.returncode, run.stdout) == (1, b"")
