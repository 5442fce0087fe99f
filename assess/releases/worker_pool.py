"""Pool of worker processes that compute the impact on the stored assessments."""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from assess.releases.impact_models import Tally, together
from assess.releases.impact_worker import Task
from assess.storage.bulk_reads import Span
from assess.workers import EndedError, Process

WORKER = "assess.releases.impact_worker"
"""The module that a worker runs."""
WORKERS = 2
"""The number of workers: as many as the smallest supported computer has processors."""
SIZE = 250
"""The number of assessments in a batch: a fortieth of 10,000, so that a progress bar moves."""

STOPPED = "A process that works out what would change came to a sudden end. Nothing was lost. Start it again."


class StoppedError(Exception):
    """A worker process ended unexpectedly."""


class Crew:
    """Worker processes that share ranges of assessments."""

    def __init__(
        self, task: Task, spans: Iterable[Span], told: Callable[[int], None], wanted: Callable[[], bool]
    ) -> None:
        self.task, self.told, self.wanted = task, told, wanted
        self.waiting = deque(spans)
        self.tallies: list[Tally] = []

    def run(self) -> Tally:
        """Process all ranges, or until the result is no longer current, and return the merged summary.

        Raises `ImpactStoppedError`.
        """
        count = min(WORKERS, len(self.waiting))
        if count:
            with ThreadPoolExecutor(count) as threads:
                for done in [threads.submit(self.work) for _ in range(count)]:
                    done.result()
        return together(self.tallies)

    def work(self) -> None:
        """Process ranges in one worker until none are left; raises ImpactStoppedError."""
        worker = Process(WORKER)
        try:
            worker.send(self.task)
            while self.waiting and self.wanted():
                with suppress(IndexError):  # another worker took the last range
                    self.note(worker.ask(self.waiting.popleft()))
        except EndedError as error:
            self.waiting.clear()
            raise StoppedError(STOPPED) from error
        finally:
            worker.stop()

    def note(self, tally: Tally) -> None:
        """Store a summary and report progress."""
        self.tallies.append(tally)
        self.told(tally.looked_at)
