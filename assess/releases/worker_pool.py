"""Pool of worker processes that compute the impact on the stored assessments."""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from assess.releases.impact_models import ImpactSummary, merge_summaries
from assess.releases.impact_worker import ImpactTask
from assess.storage.bulk_reads import IdRange
from assess.workers import WorkerDiedError, WorkerProcess

_WORKER_MODULE = "assess.releases.impact_worker"
"""The module that a worker runs."""
WORKER_COUNT = 2
"""The number of workers: as many as the smallest supported computer has processors."""
BATCH_SIZE = 250
"""The number of assessments in a batch: a fortieth of 10,000, so that a progress bar moves."""

STOPPED_MESSAGE = "A process that works out what would change came to a sudden end. Nothing was lost. Start it again."


class ImpactStoppedError(Exception):
    """A worker process ended unexpectedly."""


class ImpactPool:
    """Worker processes that share ranges of assessments."""

    def __init__(
        self,
        task: ImpactTask,
        id_ranges: Iterable[IdRange],
        on_progress: Callable[[int], None],
        is_current: Callable[[], bool],
    ) -> None:
        self._task, self._on_progress, self._is_current = task, on_progress, is_current
        self._pending = deque(id_ranges)
        self._summaries: list[ImpactSummary] = []

    def run(self) -> ImpactSummary:
        """Process all ranges, or until the result is no longer current, and return the merged summary.

        Raises `ImpactStoppedError`.
        """
        count = min(WORKER_COUNT, len(self._pending))
        if count:
            with ThreadPoolExecutor(count) as threads:
                for future in [threads.submit(self._process_ranges) for _ in range(count)]:
                    future.result()
        return merge_summaries(self._summaries)

    def _process_ranges(self) -> None:
        """Process ranges in one worker until none are left; raises ImpactStoppedError."""
        worker = WorkerProcess(_WORKER_MODULE)
        try:
            worker.send(self._task)
            while self._pending and self._is_current():
                with suppress(IndexError):  # another worker took the last range
                    self._record(worker.call(self._pending.popleft()))
        except WorkerDiedError as error:
            self._pending.clear()
            raise ImpactStoppedError(STOPPED_MESSAGE) from error
        finally:
            worker.stop()

    def _record(self, summary: ImpactSummary) -> None:
        """Store a summary and report progress."""
        self._summaries.append(summary)
        self._on_progress(summary.examined)
