"""Presses for tests: they print in the thread that asks, and make nothing ahead of time unless they are told to."""

from assess.rendering.limits import tried
from assess.rendering.models import Order, Outcome
from assess.rendering.service import Press
from assess.rendering.worker import make

LONG = 600
"""Seconds of patience: whoever waits does so until it is done."""


class Here:
    """A printer without a process."""

    def warm(self) -> None:
        """Be ready."""

    def make(self, order: Order) -> Outcome:
        """Make a report here."""
        return tried(make, order)

    def stop(self) -> None:
        """Hold nothing."""

    def leave(self) -> None:
        """Do nothing that could be left."""


class Quiet(Press):
    """A press that only remembers what it might begin, as most tests look at results and want no report."""

    def __init__(self) -> None:
        super().__init__([Here()], LONG)
        self.might_begin: list[tuple[Order, int]] = []

    def begin(self, order: Order, number: int) -> None:
        """Remember an order."""
        self.might_begin.append((order, number))
