"""Worker processes that answer one request after the other over pipes.

They are started afresh, never forked from a program with threads. They run at a lower priority than the program that
started them and end when it ends.
"""

import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Event, Thread, Timer
from typing import IO, Any

GIVES_WAY = 5
"""Niceness of a worker, so that serving pages comes first."""


MEGA = 1_000_000


ENDING = 10
"""Seconds to wait for a process that no longer answers to exit."""


class EndedError(Exception):
    """A worker process exited before it answered."""


class LateError(EndedError):
    """A worker process was killed because it exceeded its time limit."""


class Process:
    """A process that runs a module, with the pipes to and from it."""

    def __init__(self, module: str, gives_way: int = GIVES_WAY) -> None:
        command = [sys.executable, "-m", module]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        if hasattr(os, "setpriority"):
            with suppress(OSError):  # it has exited already, which the next call reports
                os.setpriority(os.PRIO_PROCESS, self.process.pid, gives_way)

    def send(self, words: object) -> None:
        """Send a message to the process.

        Raises `WorkerDiedError` if the process has exited.
        """
        try:
            pickle.dump(words, end_of(self.process.stdin))
            end_of(self.process.stdin).flush()
        except OSError as error:
            raise EndedError from error

    def ask(self, words: object, seconds: float | None = None) -> Any:
        """Send a message and return the answer.

        Raises `WorkerDiedError` if the process exits before it answers, and `WorkerTimeoutError` if the answer takes
        longer than the timeout in seconds or the process exceeds its CPU limit.
        """
        with self.ended_after(seconds) as late:
            try:
                self.send(words)
                return pickle.load(end_of(self.process.stdout))  # noqa: S301 - written by our own process
            except (EndedError, EOFError, pickle.UnpicklingError) as error:
                raise LateError if late.is_set() or self.is_used_up() else EndedError from error

    @contextmanager
    def ended_after(self, seconds: float | None) -> Iterator[Event]:
        """Kill the process if the block takes longer than the timeout; yield an event that is set when that happens."""
        late = Event()

        def end() -> None:
            late.set()
            self.kill()

        timer = Timer(seconds or 0, end)
        if seconds is not None:
            timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    @property
    def has_ended(self) -> bool:
        """Whether the process has exited."""
        return self.process.poll() is not None

    def is_used_up(self) -> bool:
        """Return whether a process that stopped answering was killed for exceeding its CPU limit."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(ENDING) == -signal.SIGXCPU
        return False

    def kill(self) -> None:
        """Kill the process; a caller waiting for its answer gets `WorkerDiedError`."""
        self.process.kill()

    def stop(self) -> None:
        """Kill the process, wait for it to exit and close its pipes."""
        self.kill()
        self.process.wait()
        for end in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # unsent data cannot be flushed any more
                end_of(end).close()


def end_of(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return a pipe that is known to be open."""
    assert pipe is not None  # noqa: S101 - the process was started with both pipes
    return pipe


Answering = Callable[[Any], object]


def answer_all(begin: Callable[[Any], Answering], afterwards: Callable[[], object] = lambda: None) -> None:
    """Serve requests in a worker process until the parent closes the pipe.

    The first message is passed to `initialise`, which returns the function that answers all later messages.
    `after_response` is called after each answer has been sent, when nobody is waiting for it.

    Messages are read in a thread, so that the process ends with its parent even while it is working.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both, and the parent ends this process
    limited(resource.RLIMIT_CORE, 0)  # a core dump would contain answers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with the answers
    asked: SimpleQueue[Any] = SimpleQueue()
    messages = os.fdopen(os.dup(sys.stdin.fileno()), "rb")  # Python cannot end while a thread reads its own stdin
    Thread(target=read_all, args=(messages, asked), daemon=True).start()
    answer = begin(asked.get())
    with suppress(BrokenPipeError):
        while True:
            pickle.dump(answer(asked.get()), answers)
            answers.flush()
            afterwards()


def read_all(pipe: IO[bytes], asked: SimpleQueue[Any]) -> None:
    """Read messages into a queue and exit the process at the end of the pipe."""
    try:
        while True:
            asked.put(pickle.load(pipe))  # noqa: S301 - written by our own program, which started this process
    except EOFError:
        os._exit(0)


def hold_memory(megabytes: int) -> None:
    """Limit the memory of this process."""
    limited(resource.RLIMIT_DATA, megabytes * MEGA)


def allow_seconds(seconds: int) -> None:
    """Limit this process to a number of further seconds of CPU time."""
    limited(resource.RLIMIT_CPU, int(used()) + seconds + 1)


def limited(which: int, most: int) -> None:
    """Set a resource limit of this process, where the system supports it."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def used() -> float:
    """Return the seconds of CPU time that this process has used."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime
