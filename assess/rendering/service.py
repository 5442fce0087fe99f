"""The render service: renders each requested report once, prefetches some, and caches the results."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from statistics import median
from threading import BoundedSemaphore, Condition, Thread
from time import monotonic

from assess.rendering.cache import Shelf
from assess.rendering.models import Failed, Made, Order, Reason
from assess.rendering.queue import Job, Waiting
from assess.rendering.worker_handle import Printer

log = logging.getLogger(__name__)
PATIENCE = 1.5
"""Seconds that a request waits for its report before a waiting page is shown; most reports are ready by then."""
PLACES = 3
"""Maximum number of requests that wait at once; each blocks one of the few threads that serve pages."""
REMEMBERED = 9
"""The number of recent reports from which the usual duration is computed."""


class FullError(Exception):
    """The queue of pending reports is full."""


class Press:
    """Render workers, each driven by a thread of its own; thread-safe.

    Workers are started when they are first needed. If there are several workers, one of them takes urgent jobs only.
    """

    def __init__(
        self, printers: Sequence[Printer], patience: float = PATIENCE, clock: Callable[[], float] = monotonic
    ) -> None:
        self.printers, self.patience, self.clock = printers, patience, clock
        self.places = BoundedSemaphore(PLACES)
        self.changed = Condition()
        self.waiting, self.shelf = Waiting(), Shelf()
        self.making: dict[str, Job] = {}
        self.took: deque[float] = deque(maxlen=REMEMBERED)
        self.threads: list[Thread] = []
        self.open = True

    def warm(self) -> None:
        """Start all workers in the background."""
        with self.changed:
            if self.open and not self.threads:
                lone = len(self.printers) == 1
                self.threads = [
                    Thread(target=self.work, args=(printer,), kwargs={"only_urgent": not (place or lone)}, daemon=True)
                    for place, printer in enumerate(self.printers)
                ]
                for thread in self.threads:
                    thread.start()

    def begin(self, order: Order, number: int) -> None:
        """Queue a report before it is requested, unless it is cached, queued or known to fail."""
        self.warm()
        with self.changed:
            if self.find(order.key) is None:
                self.add(Job(order, number, urgent=False))

    def ask(self, order: Order, number: int) -> Job:
        """Return the job for a requested report, queueing it if necessary; a failed report is tried again.

        Raises `QueueFullError` if too many reports are pending.
        """
        self.warm()
        with self.changed:
            job = self.find(order.key)
            if job is None or job.failed:
                if self.waiting.is_full:
                    raise FullError
                job = Job(order, number, urgent=True)
                self.add(job)
            elif not job.urgent:
                job.urgent = True
                self.changed.notify_all()
            return job

    def wait(self, job: Job) -> None:
        """Wait briefly for a job to finish, unless too many requests are waiting already."""
        if self.places.acquire(blocking=False):
            try:
                job.done.wait(self.patience)
            finally:
                self.places.release()

    def look(self, order: Order) -> Job | None:
        """Return the job for a report in whatever state it is, or None."""
        with self.changed:
            return self.find(order.key)

    def before(self, job: Job) -> int:
        """Return the number of reports that are rendered before this one is started."""
        with self.changed:
            return self.waiting.before(job)

    @property
    def usual_seconds(self) -> float:
        """The median duration of recent reports; 0 if there are none."""
        with self.changed:
            return median(self.took) if self.took else 0

    def forget(self, number: int) -> None:
        """Remove all cached reports of an assessment, and do not cache those that are in progress."""
        with self.changed:
            self.shelf.forget(number)
            for job in (*self.waiting, *self.making.values()):
                if job.number == number:
                    job.kept = False

    def close(self) -> None:
        """Terminate all workers at once; waiting requests receive a failure."""
        with self.changed:
            self.open = False
            self.changed.notify_all()
        for printer in self.printers:
            printer.leave()
        for thread in self.threads:
            thread.join()

    def find(self, key: str) -> Job | None:
        """Return the job for a key, whether it is pending, in progress or finished."""
        waiting = next((job for job in self.waiting if job.order.key == key), None)
        return waiting or self.making.get(key) or self.shelf.get(key)

    def add(self, job: Job) -> None:
        """Queue a job and wake the workers."""
        self.waiting.add(job)
        self.changed.notify_all()

    def work(self, printer: Printer, *, only_urgent: bool) -> None:
        """Run jobs on one worker until the service is closed."""
        printer.warm()
        while (job := self.next_job(only_urgent=only_urgent)) is not None:
            begun = self.clock()
            try:
                outcome = printer.make(job.order)
            except Exception:  # a failing worker must not end its thread
                log.exception("a printer failed")
                outcome = Failed(Reason.BROKEN)
            if isinstance(outcome, Failed) and self.open:
                log.error("a report could not be made: %s %s", outcome.reason, outcome.detail)
            self.end(job, outcome, self.clock() - begun)
        printer.stop()

    def next_job(self, *, only_urgent: bool) -> Job | None:
        """Wait for a job and return it, or None if the service is closed."""
        with self.changed:
            while self.open:
                job = self.waiting.take(only_urgent=only_urgent)
                if job is not None:
                    job.begun = True
                    self.making[job.order.key] = job
                    return job
                self.changed.wait()
            return None

    def end(self, job: Job, outcome: Made | Failed, took: float) -> None:
        """Record the outcome of a job and notify those waiting for it."""
        with self.changed:
            job.outcome = outcome
            del self.making[job.order.key]
            if job.kept:
                self.shelf.put(job)
            if isinstance(outcome, Made):
                self.took.append(took)
        job.done.set()
