"""One worker process at a time, with another in its place when it is worn, late or gone."""

from contextlib import suppress
from threading import Lock
from typing import Protocol

from assess.rendering.limits import Terms
from assess.rendering.models import Failed, Made, Order, Outcome, Reason
from assess.settings import Settings
from assess.workers import EndedError, LateError, Process

WORKER = "assess.rendering.worker"
GIVES_WAY = 10
"""How much lower than the pages a worker stands in the queue for the processor: a page takes far less of it."""
PATIENCE = 5
"""How many times longer than it may use the processor a report may take on the clock, where others use it as well."""
MOST_REPORTS = 200
"""Reports after which a process is replaced, whatever it holds."""
WORN = 0.6
"""The part of the memory it may have after which a process is replaced."""


def printers_for(settings: Settings) -> tuple["ProcessPrinter", ...]:
    """Give as many printers as the settings say; each starts its process when it is first needed."""
    terms = Terms(settings.council.colour, settings.printing.seconds, settings.printing.megabytes)
    return tuple(ProcessPrinter(terms) for _ in range(settings.printing.processes))


class Printer(Protocol):
    """What makes one report after the other."""

    def warm(self) -> None:
        """Make ready."""

    def make(self, order: Order) -> Outcome:
        """Make a report."""

    def stop(self) -> None:
        """Let go of all it holds."""

    def leave(self) -> None:
        """Give up whatever is being made, at once and for good; called while another thread waits for it."""


class ProcessPrinter:
    """Makes reports in a process; one thread uses it, and any may leave it."""

    def __init__(self, terms: Terms, module: str = WORKER) -> None:
        self.terms, self.module = terms, module
        self.process: Process | None = None
        self.made = 0
        self.left = False
        self.lock = Lock()

    def warm(self) -> None:
        """Start a process, unless there is one; it makes itself ready while nobody waits."""
        if self.process is not None and self.process.has_ended:
            self.stop()
        with self.lock:
            if self.process is None and not self.left:
                with suppress(OSError, EndedError):  # whoever asks next is told
                    self.process, self.made = Process(self.module, GIVES_WAY), 0
                    self.process.send(self.terms)

    def make(self, order: Order) -> Outcome:
        """Make a report in the time that there is for it."""
        self.warm()
        outcome = self.asked(order)
        self.made += 1
        if self.is_spent(outcome):
            self.stop()
            self.warm()
        return outcome

    def asked(self, order: Order) -> Outcome:
        """Give what the process makes of an order."""
        try:
            seconds = PATIENCE * self.terms.seconds
            outcome: Outcome = self.process.ask(order, seconds) if self.process else Failed(Reason.ENDED)
        except LateError:
            return Failed(Reason.LATE)
        except EndedError:
            return Failed(Reason.ENDED)
        return outcome

    def is_spent(self, outcome: Outcome) -> bool:
        """Tell whether the process is to be replaced after this."""
        if isinstance(outcome, Made):
            return self.made >= MOST_REPORTS or outcome.megabytes > WORN * self.terms.megabytes
        return True

    def stop(self) -> None:
        """End the process."""
        process, self.process = self.process, None
        if process is not None:
            process.stop()

    def leave(self) -> None:
        """End the process at once, whatever it is doing, and start no other."""
        with self.lock:
            self.left = True
            if self.process is not None:
                self.process.kill()
