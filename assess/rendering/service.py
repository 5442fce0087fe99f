"""The render service: renders each requested report once, prefetches some, and caches the results."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from statistics import median
from threading import BoundedSemaphore, Condition, Thread
from time import monotonic

from assess.rendering.cache import ReportCache
from assess.rendering.models import FailureReason, Rendered, RenderFailed, RenderRequest
from assess.rendering.queue import PendingQueue, RenderJob
from assess.rendering.worker_handle import RenderWorker

_log = logging.getLogger(__name__)
_WAIT_TIMEOUT = 1.5
"""Seconds that a request waits for its report before a waiting page is shown; most reports are ready by then."""
MAX_WAITERS = 3
"""Maximum number of requests that wait at once; each blocks one of the few threads that serve pages."""
_DURATION_SAMPLES = 9
"""The number of recent reports from which the usual duration is computed."""


class QueueFullError(Exception):
    """The queue of pending reports is full."""


class RenderService:
    """Render workers, each driven by a thread of its own; thread-safe.

    Workers are started when they are first needed. If there are several workers, one of them takes urgent jobs only.
    """

    def __init__(
        self,
        workers: Sequence[RenderWorker],
        wait_timeout: float = _WAIT_TIMEOUT,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.workers, self.wait_timeout, self.clock = workers, wait_timeout, clock
        self.wait_slots = BoundedSemaphore(MAX_WAITERS)
        self.changed = Condition()
        self.pending, self.cache = PendingQueue(), ReportCache()
        self.in_progress: dict[str, RenderJob] = {}
        self.durations: deque[float] = deque(maxlen=_DURATION_SAMPLES)
        self.threads: list[Thread] = []
        self.is_open = True

    def start(self) -> None:
        """Start all workers in the background."""
        with self.changed:
            if self.is_open and not self.threads:
                is_single = len(self.workers) == 1
                self.threads = [
                    Thread(
                        target=self._run_worker,
                        args=(worker,),
                        kwargs={"only_urgent": not (index or is_single)},
                        daemon=True,
                    )
                    for index, worker in enumerate(self.workers)
                ]
                for thread in self.threads:
                    thread.start()

    def prefetch(self, request: RenderRequest, assessment_id: int) -> None:
        """Queue a report before it is requested, unless it is cached, queued or known to fail."""
        self.start()
        with self.changed:
            if self._find(request.key) is None:
                self._add(RenderJob(request, assessment_id, urgent=False))

    def submit(self, request: RenderRequest, assessment_id: int) -> RenderJob:
        """Return the job for a requested report, queueing it if necessary; a failed report is tried again.

        Raises `QueueFullError` if too many reports are pending.
        """
        self.start()
        with self.changed:
            job = self._find(request.key)
            if job is None or job.failure:
                if self.pending.is_full:
                    raise QueueFullError
                job = RenderJob(request, assessment_id, urgent=True)
                self._add(job)
            elif not job.urgent:
                job.urgent = True
                self.changed.notify_all()
            return job

    def wait(self, job: RenderJob) -> None:
        """Wait briefly for a job to finish, unless too many requests are waiting already."""
        if self.wait_slots.acquire(blocking=False):
            try:
                job.done.wait(self.wait_timeout)
            finally:
                self.wait_slots.release()

    def get(self, request: RenderRequest) -> RenderJob | None:
        """Return the job for a report in whatever state it is, or None."""
        with self.changed:
            return self._find(request.key)

    def queue_position(self, job: RenderJob) -> int:
        """Return the number of reports that are rendered before this one is started."""
        with self.changed:
            return self.pending.position(job)

    @property
    def usual_duration(self) -> float:
        """The median duration of recent reports; 0 if there are none."""
        with self.changed:
            return median(self.durations) if self.durations else 0

    def evict(self, assessment_id: int) -> None:
        """Remove all cached reports of an assessment, and do not cache those that are in progress."""
        with self.changed:
            self.cache.evict(assessment_id)
            for job in (*self.pending, *self.in_progress.values()):
                if job.assessment_id == assessment_id:
                    job.cacheable = False

    def close(self) -> None:
        """Terminate all workers at once; waiting requests receive a failure."""
        with self.changed:
            self.is_open = False
            self.changed.notify_all()
        for worker in self.workers:
            worker.terminate()
        for thread in self.threads:
            thread.join()

    def _find(self, key: str) -> RenderJob | None:
        """Return the job for a key, whether it is pending, in progress or finished."""
        waiting = next((job for job in self.pending if job.request.key == key), None)
        return waiting or self.in_progress.get(key) or self.cache.get(key)

    def _add(self, job: RenderJob) -> None:
        """Queue a job and wake the workers."""
        self.pending.add(job)
        self.changed.notify_all()

    def _run_worker(self, worker: RenderWorker, *, only_urgent: bool) -> None:
        """Run jobs on one worker until the service is closed."""
        worker.prepare()
        while (job := self._next_job(only_urgent=only_urgent)) is not None:
            started_at = self.clock()
            try:
                outcome = worker.render(job.request)
            except Exception:  # a failing worker must not end its thread
                _log.exception("a render worker failed")
                outcome = RenderFailed(FailureReason.ERROR)
            if isinstance(outcome, RenderFailed) and self.is_open:
                _log.error("a report could not be made: %s %s", outcome.reason, outcome.detail)
            self._finish(job, outcome, self.clock() - started_at)
            worker.prepare()
        worker.stop()

    def _next_job(self, *, only_urgent: bool) -> RenderJob | None:
        """Wait for a job and return it, or None if the service is closed."""
        with self.changed:
            while self.is_open:
                job = self.pending.pop(only_urgent=only_urgent)
                if job is not None:
                    job.started = True
                    self.in_progress[job.request.key] = job
                    return job
                self.changed.wait()
            return None

    def _finish(self, job: RenderJob, outcome: Rendered | RenderFailed, duration: float) -> None:
        """Record the outcome of a job and notify those waiting for it."""
        with self.changed:
            job.outcome = outcome
            del self.in_progress[job.request.key]
            if job.cacheable:
                self.cache.put(job)
            if isinstance(outcome, Rendered):
                self.durations.append(duration)
        job.done.set()
