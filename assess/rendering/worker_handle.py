"""A render worker that runs one process at a time and replaces it after a failure or heavy use."""

from contextlib import suppress
from threading import Lock
from typing import Protocol

from assess.rendering.limits import Terms
from assess.rendering.models import Failed, Made, Order, Outcome, Reason
from assess.settings import Settings
from assess.workers import EndedError, LateError, Process

WORKER = "assess.rendering.worker"
GIVES_WAY = 10
"""Niceness of a worker; pages need far less CPU time and come first."""
PATIENCE = 5
"""Wall-clock limit of a report as a multiple of its CPU limit, as other processes use the CPU as well."""
MOST_REPORTS = 200
"""Number of reports after which a process is replaced."""
WORN = 0.6
"""Fraction of the memory limit above which a process is replaced."""


def printers_for(settings: Settings) -> tuple["ProcessPrinter", ...]:
    """Create the configured number of workers; each starts its process when it is first needed."""
    terms = Terms(settings.council.colour, settings.printing.seconds, settings.printing.megabytes)
    return tuple(ProcessPrinter(terms) for _ in range(settings.printing.processes))


class Printer(Protocol):
    """A worker that renders one report after the other."""

    def warm(self) -> None:
        """Start up in the background."""

    def make(self, order: Order) -> Outcome:
        """Render a report."""

    def stop(self) -> None:
        """Release all resources."""

    def leave(self) -> None:
        """Abort any rendering immediately and for good; called while another thread waits for the result."""


class ProcessPrinter:
    """A worker that renders in a process; used by one thread, while any thread may terminate it."""

    def __init__(self, terms: Terms, module: str = WORKER) -> None:
        self.terms, self.module = terms, module
        self.process: Process | None = None
        self.made = 0
        self.left = False
        self.lock = Lock()

    def warm(self) -> None:
        """Start a process unless one is running; it warms up in the background."""
        if self.process is not None and self.process.has_ended:
            self.stop()
        with self.lock:
            if self.process is None and not self.left:
                with suppress(OSError, EndedError):  # the next call reports it
                    self.process, self.made = Process(self.module, GIVES_WAY), 0
                    self.process.send(self.terms)

    def make(self, order: Order) -> Outcome:
        """Render a report within the time limit, and replace the process if necessary."""
        self.warm()
        outcome = self.asked(order)
        self.made += 1
        if self.is_spent(outcome):
            self.stop()
            self.warm()
        return outcome

    def asked(self, order: Order) -> Outcome:
        """Send a request to the process and return the outcome."""
        try:
            seconds = PATIENCE * self.terms.seconds
            outcome: Outcome = self.process.ask(order, seconds) if self.process else Failed(Reason.ENDED)
        except LateError:
            return Failed(Reason.LATE)
        except EndedError:
            return Failed(Reason.ENDED)
        return outcome

    def is_spent(self, outcome: Outcome) -> bool:
        """Return whether the process has to be replaced after this outcome."""
        if isinstance(outcome, Made):
            return self.made >= MOST_REPORTS or outcome.megabytes > WORN * self.terms.megabytes
        return True

    def stop(self) -> None:
        """Stop the process."""
        process, self.process = self.process, None
        if process is not None:
            process.stop()

    def leave(self) -> None:
        """Kill the process and start no other."""
        with self.lock:
            self.left = True
            if self.process is not None:
                self.process.kill()
