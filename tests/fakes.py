"""Render services for tests that render in the calling thread and prefetch nothing."""

from assess.rendering.limits import tried
from assess.rendering.models import Order, Outcome
from assess.rendering.service import Press
from assess.rendering.worker import make

LONG = 600
"""Seconds to wait for a report: practically until it is done."""


class Here:
    """A worker without a process."""

    def warm(self) -> None:
        """Do nothing: it is always ready."""

    def make(self, order: Order) -> Outcome:
        """Render a report in this process."""
        return tried(make, order)

    def stop(self) -> None:
        """Do nothing: there is no process."""

    def leave(self) -> None:
        """Do nothing: there is nothing to interrupt."""


class Quiet(Press):
    """A render service that only records prefetch requests, since most tests need no report."""

    def __init__(self) -> None:
        super().__init__([Here()], LONG)
        self.might_begin: list[tuple[Order, int]] = []

    def begin(self, order: Order, number: int) -> None:
        """Record a request."""
        self.might_begin.append((order, number))
