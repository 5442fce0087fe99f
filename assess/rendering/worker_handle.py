"""A render worker that runs one process at a time and replaces it after a failure or heavy use."""

from concurrent.futures import Future
from contextlib import suppress
from threading import Lock
from typing import Protocol

from assess.rendering.limits import ResourceLimits
from assess.rendering.models import FailureReason, RenderFailed, RenderOutcome, RenderRequest
from assess.settings import Settings
from assess.workers import WorkerDiedError, WorkerPool, WorkerTimeoutError, get_answer

_TARGET = "assess.rendering.worker:initialise"
_WALL_CLOCK_FACTOR = 5
"""Wall-clock limit of a report as a multiple of its CPU limit, as other processes use the CPU as well."""
MAX_REPORTS = 200
"""Number of reports after which a process is replaced."""
_TASKS_PER_REPORT = 2
"""A report and the garbage collection after it."""
_RECYCLE_AT = 0.6
"""Fraction of the memory limit above which a process is replaced."""


def create_workers(settings: Settings) -> tuple["SubprocessWorker", ...]:
    """Create the configured number of workers; each starts its process when it is first needed."""
    terms = ResourceLimits(settings.council.colour, settings.rendering.seconds, settings.rendering.megabytes)
    return tuple(SubprocessWorker(terms) for _ in range(settings.rendering.processes))


class RenderWorker(Protocol):
    """A worker that renders one report after the other."""

    def prepare(self) -> None:
        """Get ready for the next report in the background."""

    def render(self, request: RenderRequest) -> RenderOutcome:
        """Render a report."""

    def stop(self) -> None:
        """Release all resources."""

    def terminate(self) -> None:
        """Abort any rendering immediately and for good; called while another thread waits for the result."""


class SubprocessWorker:
    """A worker that renders in a pool of one process; used by one thread, while any thread may terminate it."""

    def __init__(self, limits: ResourceLimits, target: str = _TARGET) -> None:
        self.limits, self.target = limits, target
        self.pool: WorkerPool | None = None
        self.must_recycle = False
        self.current: Future[RenderOutcome] | None = None
        self.terminated = False
        self.lock = Lock()

    def prepare(self) -> None:
        """Start or replace the process if necessary, or else collect the garbage of the last report."""
        with suppress(WorkerDiedError):  # the next report tries again
            self._open_pool().collect_garbage()

    def render(self, request: RenderRequest) -> RenderOutcome:
        """Render a report within the time limit."""
        try:
            outcome: RenderOutcome = get_answer(self._submit(request), _WALL_CLOCK_FACTOR * self.limits.seconds)
        except WorkerTimeoutError:
            outcome = RenderFailed(FailureReason.TIMEOUT)
        except WorkerDiedError:
            outcome = RenderFailed(FailureReason.CRASHED)
        self.must_recycle = self._is_spent(outcome)
        return outcome

    def _submit(self, request: RenderRequest) -> Future[RenderOutcome]:
        """Send a request to the process; raises WorkerDiedError."""
        pool = self._open_pool()
        with self.lock:
            if self.terminated:
                raise WorkerDiedError
            self.current = pool.submit(request)
            return self.current

    def _open_pool(self) -> WorkerPool:
        """Return the pool, which is replaced if its process failed, has grown or died; raises WorkerDiedError."""
        if self.terminated:
            raise WorkerDiedError
        if self.pool is not None and (self.must_recycle or self.pool.is_broken):
            self.stop()
        if self.pool is None:
            self.pool = WorkerPool(self.target, self.limits, max_tasks=_TASKS_PER_REPORT * MAX_REPORTS)
        return self.pool

    def _is_spent(self, outcome: RenderOutcome) -> bool:
        """Return whether the process has to be replaced after this outcome."""
        return isinstance(outcome, RenderFailed) or outcome.peak_megabytes > _RECYCLE_AT * self.limits.megabytes

    def stop(self) -> None:
        """Stop the process."""
        pool, self.pool, self.must_recycle = self.pool, None, False
        if pool is not None:
            pool.close()

    def terminate(self) -> None:
        """Abandon the current report and render no other."""
        with self.lock:
            self.terminated = True
            if self.current is not None:
                self.current.cancel()
