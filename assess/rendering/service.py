"""The press: it makes each report that is ordered once, some ahead of time, and keeps what it made."""

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
"""Seconds for which a report is waited for before something else is shown: most are there by then."""
PLACES = 3
"""How many may wait so at once; each keeps a thread from serving pages, of which there are few."""
REMEMBERED = 9
"""How many of the last reports say how long the next will take."""


class FullError(Exception):
    """So many wait already that nobody more can."""


class Press:
    """Printers, each with a thread that waits for it; safe to use from several threads.

    Nothing is started before it is needed. What is begun ahead of time leaves one printer, where there are several, to
    those who wait.
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
        """Make every printer ready, in the background."""
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
        """Make a report ahead of time, unless it is there or on its way or could not be made."""
        self.warm()
        with self.changed:
            if self.find(order.key) is None:
                self.add(Job(order, number, urgent=False))

    def ask(self, order: Order, number: int) -> Job:
        """Give the job of a report that somebody waits for, begun anew where it had failed; raises FullError."""
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
        """Wait a little for a job to be done, unless as many wait already as may."""
        if self.places.acquire(blocking=False):
            try:
                job.done.wait(self.patience)
            finally:
                self.places.release()

    def look(self, order: Order) -> Job | None:
        """Give the job of a report, however far it has come; none where there is none."""
        with self.changed:
            return self.find(order.key)

    def before(self, job: Job) -> int:
        """Give how many reports are made before this one is begun."""
        with self.changed:
            return self.waiting.before(job)

    @property
    def usual_seconds(self) -> float:
        """How long a report took of late; 0 where none was made yet."""
        with self.changed:
            return median(self.took) if self.took else 0

    def forget(self, number: int) -> None:
        """Let go of all that was made of an assessment, and keep nothing of what is being made of it."""
        with self.changed:
            self.shelf.forget(number)
            for job in (*self.waiting, *self.making.values()):
                if job.number == number:
                    job.kept = False

    def close(self) -> None:
        """End every printer at once, whatever it is doing; those who wait are told."""
        with self.changed:
            self.open = False
            self.changed.notify_all()
        for printer in self.printers:
            printer.leave()
        for thread in self.threads:
            thread.join()

    def find(self, key: str) -> Job | None:
        """Give the job of an order wherever it is."""
        waiting = next((job for job in self.waiting if job.order.key == key), None)
        return waiting or self.making.get(key) or self.shelf.get(key)

    def add(self, job: Job) -> None:
        """Let a job wait for a printer."""
        self.waiting.add(job)
        self.changed.notify_all()

    def work(self, printer: Printer, *, only_urgent: bool) -> None:
        """Have one printer do one job after the other."""
        printer.warm()
        while (job := self.next_job(only_urgent=only_urgent)) is not None:
            begun = self.clock()
            try:
                outcome = printer.make(job.order)
            except Exception:  # a printer that fails must not take its thread with it
                log.exception("a printer failed")
                outcome = Failed(Reason.BROKEN)
            if isinstance(outcome, Failed) and self.open:
                log.error("a report could not be made: %s %s", outcome.reason, outcome.detail)
            self.end(job, outcome, self.clock() - begun)
        printer.stop()

    def next_job(self, *, only_urgent: bool) -> Job | None:
        """Wait for a job and take it; none when the press is closed."""
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
        """Keep what has become of a job and tell those who wait for it."""
        with self.changed:
            job.outcome = outcome
            del self.making[job.order.key]
            if job.kept:
                self.shelf.put(job)
            if isinstance(outcome, Made):
                self.took.append(took)
        job.done.set()
