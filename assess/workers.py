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

_NICENESS = 5
"""Niceness of a worker, so that serving pages comes first."""


MEGABYTE = 1_000_000


_EXIT_TIMEOUT = 10
"""Seconds to wait for a process that no longer answers to exit."""


class WorkerDiedError(Exception):
    """A worker process exited before it answered."""


class WorkerTimeoutError(WorkerDiedError):
    """A worker process was killed because it exceeded its time limit."""


class WorkerProcess:
    """A process that runs a module, with the pipes to and from it."""

    def __init__(self, module: str, niceness: int = _NICENESS) -> None:
        command = [sys.executable, "-m", module]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        if hasattr(os, "setpriority"):
            with suppress(OSError):  # it has exited already, which the next call reports
                os.setpriority(os.PRIO_PROCESS, self.process.pid, niceness)

    def send(self, message: object) -> None:
        """Send a message to the process.

        Raises `WorkerDiedError` if the process has exited.
        """
        try:
            pickle.dump(message, _require_pipe(self.process.stdin))
            _require_pipe(self.process.stdin).flush()
        except OSError as error:
            raise WorkerDiedError from error

    def call(self, message: object, timeout: float | None = None) -> Any:
        """Send a message and return the answer.

        Raises `WorkerDiedError` if the process exits before it answers, and `WorkerTimeoutError` if the answer takes
        longer than the timeout in seconds or the process exceeds its CPU limit.
        """
        with self._deadline(timeout) as late:
            try:
                self.send(message)
                return pickle.load(_require_pipe(self.process.stdout))  # noqa: S301 - written by our own process
            except (WorkerDiedError, EOFError, pickle.UnpicklingError) as error:
                raise WorkerTimeoutError if late.is_set() or self._hit_cpu_limit() else WorkerDiedError from error

    @contextmanager
    def _deadline(self, timeout: float | None) -> Iterator[Event]:
        """Kill the process if the block takes longer than the timeout; yield an event that is set when that happens."""
        late = Event()

        def end() -> None:
            late.set()
            self.kill()

        timer = Timer(timeout or 0, end)
        if timeout is not None:
            timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    @property
    def has_ended(self) -> bool:
        """Whether the process has exited."""
        return self.process.poll() is not None

    def _hit_cpu_limit(self) -> bool:
        """Return whether a process that stopped answering was killed for exceeding its CPU limit."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(_EXIT_TIMEOUT) == -signal.SIGXCPU
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
                _require_pipe(end).close()


def _require_pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return a pipe that is known to be open."""
    assert pipe is not None  # noqa: S101 - the process was started with both pipes
    return pipe


RequestHandler = Callable[[Any], object]


def serve_requests(
    initialise: Callable[[Any], RequestHandler], after_response: Callable[[], object] = lambda: None
) -> None:
    """Serve requests in a worker process until the parent closes the pipe.

    The first message is passed to `initialise`, which returns the function that answers all later messages.
    `after_response` is called after each answer has been sent, when nobody is waiting for it.

    Messages are read in a thread, so that the process ends with its parent even while it is working.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both, and the parent ends this process
    _set_limit(resource.RLIMIT_CORE, 0)  # a core dump would contain answers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with the answers
    asked: SimpleQueue[Any] = SimpleQueue()
    messages = os.fdopen(os.dup(sys.stdin.fileno()), "rb")  # Python cannot end while a thread reads its own stdin
    Thread(target=_read_requests, args=(messages, asked), daemon=True).start()
    answer = initialise(asked.get())
    with suppress(BrokenPipeError):
        while True:
            pickle.dump(answer(asked.get()), answers)
            answers.flush()
            after_response()


def _read_requests(pipe: IO[bytes], requests: SimpleQueue[Any]) -> None:
    """Read messages into a queue and exit the process at the end of the pipe."""
    try:
        while True:
            requests.put(pickle.load(pipe))  # noqa: S301 - written by our own program, which started this process
    except EOFError:
        os._exit(0)


def limit_memory(megabytes: int) -> None:
    """Limit the memory of this process."""
    _set_limit(resource.RLIMIT_DATA, megabytes * MEGABYTE)


def limit_cpu(seconds: int) -> None:
    """Limit this process to a number of further seconds of CPU time."""
    _set_limit(resource.RLIMIT_CPU, int(_get_cpu_seconds()) + seconds + 1)


def _set_limit(limit: int, maximum: int) -> None:
    """Set a resource limit of this process, where the system supports it."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (maximum if hard == resource.RLIM_INFINITY else min(maximum, hard), hard))


def _get_cpu_seconds() -> float:
    """Return the seconds of CPU time that this process has used."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime
