"""Processes beside the one that serves pages, which share out the stored assessments among them."""

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO

from assess.publishing.impact_values import Tally, together
from assess.publishing.impact_worker import Task
from assess.storage.sittings import Span

WORKERS = 2
"""As many as the smallest computer that this runs on has processors."""
SIZE = 250
"""Assessments worked out at once: a fortieth of 10,000, so that a progress bar moves."""

STOPPED = "A process that works out what would change came to a sudden end. Nothing was lost. Start it again."


class StoppedError(Exception):
    """A worker came to its end before its work did."""


class Worker:
    """A process that answers one span after the other."""

    def __init__(self, task: Task) -> None:
        command = [sys.executable, "-m", "assess.publishing.impact_worker"]
        self.task = task
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own

    def start(self) -> None:
        """Tell the process what to do; raises StoppedError."""
        self.send(self.task)

    def answer(self, span: Span) -> Tally:
        """Give what the process finds among the assessments of a span; raises StoppedError."""
        self.send(span)
        try:
            found: Tally = pickle.load(end_of(self.process.stdout))  # noqa: S301 - written by our own process
        except (EOFError, pickle.UnpicklingError) as error:
            raise StoppedError(STOPPED) from error
        return found

    def send(self, words: Task | Span) -> None:
        """Send something to the process; raises StoppedError."""
        try:
            pickle.dump(words, end_of(self.process.stdin))
            end_of(self.process.stdin).flush()
        except OSError as error:
            raise StoppedError(STOPPED) from error

    def stop(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        for end in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not sent yet has nowhere to go
                end_of(end).close()


def end_of(pipe: IO[bytes] | None) -> IO[bytes]:
    """Give our end of a pipe that was asked for."""
    assert pipe is not None  # noqa: S101 - both were asked for when the process was started
    return pipe


class Crew:
    """Workers that share out spans of assessments."""

    def __init__(
        self, task: Task, spans: Iterable[Span], told: Callable[[int], None], wanted: Callable[[], bool]
    ) -> None:
        self.task, self.told, self.wanted = task, told, wanted
        self.waiting = deque(spans)
        self.tallies: list[Tally] = []

    def run(self) -> Tally:
        """Give what was found among all spans, or among those that were done when nobody wanted more.

        Raises StoppedError.
        """
        count = min(WORKERS, len(self.waiting))
        if count:
            with ThreadPoolExecutor(count) as threads:
                for done in [threads.submit(self.work) for _ in range(count)]:
                    done.result()
        return together(self.tallies)

    def work(self) -> None:
        """Have one worker answer spans as long as there are any and somebody wants them; raises StoppedError."""
        worker = Worker(self.task)
        try:
            worker.start()
            while self.waiting and self.wanted():
                with suppress(IndexError):  # the other worker took the last one
                    self.note(worker.answer(self.waiting.popleft()))
        except StoppedError:
            self.waiting.clear()
            raise
        finally:
            worker.stop()

    def note(self, tally: Tally) -> None:
        """Keep what was found and tell how many more are done."""
        self.tallies.append(tally)
        self.told(tally.looked_at)
