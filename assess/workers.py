"""Processes beside the one that serves pages, each of which answers one message after the other.

They are started anew, never forked from a program with threads. They give way to that program where both want the
processor, and end when it has gone.
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
"""How much lower than the pages these processes stand in the queue for the processor."""


MEGA = 1_000_000


ENDING = 10
"""The most seconds that a process takes from its last word to its end."""


class EndedError(Exception):
    """A process came to its end before it had answered."""


class LateError(EndedError):
    """A process was ended because it took longer than it may."""


class Process:
    """A process that runs a module, and our ends of the pipes to it."""

    def __init__(self, module: str, gives_way: int = GIVES_WAY) -> None:
        command = [sys.executable, "-m", module]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        if hasattr(os, "setpriority"):
            with suppress(OSError):  # it has ended already; whoever asks it is told
                os.setpriority(os.PRIO_PROCESS, self.process.pid, gives_way)

    def send(self, words: object) -> None:
        """Send something to the process; raises EndedError."""
        try:
            pickle.dump(words, end_of(self.process.stdin))
            end_of(self.process.stdin).flush()
        except OSError as error:
            raise EndedError from error

    def ask(self, words: object, seconds: float | None = None) -> Any:
        """Give the process's answer.

        Raises EndedError, and LateError where it took longer than this many seconds, or more of the processor than it
        may have.
        """
        with self.ended_after(seconds) as late:
            try:
                self.send(words)
                return pickle.load(end_of(self.process.stdout))  # noqa: S301 - written by our own process
            except (EndedError, EOFError, pickle.UnpicklingError) as error:
                raise LateError if late.is_set() or self.is_used_up() else EndedError from error

    @contextmanager
    def ended_after(self, seconds: float | None) -> Iterator[Event]:
        """End the process unless what is done meanwhile takes less than this; tell whether it was ended."""
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
        """Tell whether the process is there no more."""
        return self.process.poll() is not None

    def is_used_up(self) -> bool:
        """Tell, of a process that gives no answer, whether it ended because its time on the processor was over."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(ENDING) == -signal.SIGXCPU
        return False

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer is told."""
        self.process.kill()

    def stop(self) -> None:
        """End the process at once and let go of it."""
        self.kill()
        self.process.wait()
        for end in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not sent yet has nowhere to go
                end_of(end).close()


def end_of(pipe: IO[bytes] | None) -> IO[bytes]:
    """Give our end of a pipe that was asked for."""
    assert pipe is not None  # noqa: S101 - both were asked for when the process was started
    return pipe


Answering = Callable[[Any], object]


def answer_all(begin: Callable[[Any], Answering], afterwards: Callable[[], object] = lambda: None) -> None:
    """In such a process, begin with the first message and answer all others, until nobody is there to ask.

    What is to be done after each answer is done once it is sent, while nobody waits.

    The messages are read in a thread, so that the process ends with the one that asks even in the midst of its work.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both, and the one that asks ends this one
    limited(resource.RLIMIT_CORE, 0)  # what a process held when it ended is nobody's
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
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
    """Read messages, and end the process when no more can come."""
    try:
        while True:
            asked.put(pickle.load(pipe))  # noqa: S301 - written by our own program, which started this process
    except EOFError:
        os._exit(0)


def hold_memory(megabytes: int) -> None:
    """Let this process have no more memory than this."""
    limited(resource.RLIMIT_DATA, megabytes * MEGA)


def allow_seconds(seconds: int) -> None:
    """Let this process have so many seconds more of the processor."""
    limited(resource.RLIMIT_CPU, int(used()) + seconds + 1)


def limited(which: int, most: int) -> None:
    """Let the process have no more than this of something, where the system knows such a limit."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def used() -> float:
    """Give the seconds of processor time that the process has had."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime
