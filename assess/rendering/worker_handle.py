"""A render worker that runs one process at a time and replaces it after a failure or heavy use."""

from contextlib import suppress
from threading import Lock
from typing import Protocol

from assess.rendering.limits import ResourceLimits
from assess.rendering.models import FailureReason, Rendered, RenderFailed, RenderOutcome, RenderRequest
from assess.settings import Settings
from assess.workers import WorkerDiedError, WorkerProcess, WorkerTimeoutError

_WORKER_MODULE = "assess.rendering.worker"
_NICENESS = 10
"""Niceness of a worker; pages need far less CPU time and come first."""
_WALL_CLOCK_FACTOR = 5
"""Wall-clock limit of a report as a multiple of its CPU limit, as other processes use the CPU as well."""
MAX_REPORTS = 200
"""Number of reports after which a process is replaced."""
_RECYCLE_AT = 0.6
"""Fraction of the memory limit above which a process is replaced."""


def create_workers(settings: Settings) -> tuple["SubprocessWorker", ...]:
    """Create the configured number of workers; each starts its process when it is first needed."""
    terms = ResourceLimits(settings.council.colour, settings.rendering.seconds, settings.rendering.megabytes)
    return tuple(SubprocessWorker(terms) for _ in range(settings.rendering.processes))


class RenderWorker(Protocol):
    """A worker that renders one report after the other."""

    def start(self) -> None:
        """Start up in the background."""

    def render(self, request: RenderRequest) -> RenderOutcome:
        """Render a report."""

    def stop(self) -> None:
        """Release all resources."""

    def terminate(self) -> None:
        """Abort any rendering immediately and for good; called while another thread waits for the result."""


class SubprocessWorker:
    """A worker that renders in a process; used by one thread, while any thread may terminate it."""

    def __init__(self, limits: ResourceLimits, module: str = _WORKER_MODULE) -> None:
        self.limits, self.module = limits, module
        self.process: WorkerProcess | None = None
        self.rendered_count = 0
        self.terminated = False
        self.lock = Lock()

    def start(self) -> None:
        """Start a process unless one is running; it warms up in the background."""
        if self.process is not None and self.process.has_ended:
            self.stop()
        with self.lock:
            if self.process is None and not self.terminated:
                with suppress(OSError, WorkerDiedError):  # the next call reports it
                    self.process, self.rendered_count = WorkerProcess(self.module, _NICENESS), 0
                    self.process.send(self.limits)

    def render(self, request: RenderRequest) -> RenderOutcome:
        """Render a report within the time limit, and replace the process if necessary."""
        self.start()
        outcome = self.call_process(request)
        self.rendered_count += 1
        if self._must_recycle(outcome):
            self.stop()
            self.start()
        return outcome

    def call_process(self, request: RenderRequest) -> RenderOutcome:
        """Send a request to the process and return the outcome."""
        try:
            seconds = _WALL_CLOCK_FACTOR * self.limits.seconds
            outcome: RenderOutcome = (
                self.process.call(request, seconds) if self.process else RenderFailed(FailureReason.CRASHED)
            )
        except WorkerTimeoutError:
            return RenderFailed(FailureReason.TIMEOUT)
        except WorkerDiedError:
            return RenderFailed(FailureReason.CRASHED)
        return outcome

    def _must_recycle(self, outcome: RenderOutcome) -> bool:
        """Return whether the process has to be replaced after this outcome."""
        if isinstance(outcome, Rendered):
            return self.rendered_count >= MAX_REPORTS or outcome.peak_megabytes > _RECYCLE_AT * self.limits.megabytes
        return True

    def stop(self) -> None:
        """Stop the process."""
        process, self.process = self.process, None
        if process is not None:
            process.stop()

    def terminate(self) -> None:
        """Kill the process and start no other."""
        with self.lock:
            self.terminated = True
            if self.process is not None:
                self.process.kill()
