"""Processes beside the one that serves pages, which share out the stored assessments among them."""

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
"""As many as the smallest computer that this runs on has processors."""
SIZE = 250
"""Assessments worked out at once: a fortieth of 10,000, so that a progress bar moves."""

STOPPED = "A process that works out what would change came to a sudden end. Nothing was lost. Start it again."


class StoppedError(Exception):
    """A worker came to its end before its work did."""


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
        worker = Process(WORKER)
        try:
            worker.send(self.task)
            while self.waiting and self.wanted():
                with suppress(IndexError):  # the other worker took the last one
                    self.note(worker.ask(self.waiting.popleft()))
        except EndedError as error:
            self.waiting.clear()
            raise StoppedError(STOPPED) from error
        finally:
            worker.stop()

    def note(self, tally: Tally) -> None:
        """Keep what was found and tell how many more are done."""
        self.tallies.append(tally)
        self.told(tally.looked_at)
