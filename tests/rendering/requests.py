"""Render requests, and a worker controlled by the test."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.model.assessment import Answer, Assessment
from assess.rendering.models import Made, Order, Outcome
from assess.report.options import Edition

SMALL = Path(__file__).parent.parent / "web" / "small"
EDITION = Edition(".pdf", date(2026, 11, 22))
WITHOUT_RULES = Order({}, Assessment("Borough of Sample", "Libraries"), EDITION)
LONG = 60
"""Seconds after which a waiting test fails."""


def order(service: str = "Libraries", **changes: object) -> Order:
    """Return a request for a service, with some fields of its assessment changed."""
    assessment = replace(WITHOUT_RULES.assessment, service=service, **changes)  # type: ignore[arg-type]
    return replace(WITHOUT_RULES, assessment=assessment)


def real_order(form: str) -> Order:
    """Return a request on the small rules."""
    files = {name: (SMALL / name).read_bytes() for name in (READINESS, EVIDENCE)}
    answers = {"fund-told": Answer(dont_know=True, note="Letter of 4 May")}
    assessment = Assessment("Borough of Sample", "Parks", {"nation": "england", "stage": "idea"}, answers)
    return Order(files, assessment, replace(EDITION, form=form))


class Told:
    """A worker that reports what it starts and returns the outcomes that the test supplies."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[str] = SimpleQueue()
        self.outcomes: SimpleQueue[Outcome | Exception] = SimpleQueue()
        self.stopped = False

    def warm(self) -> None:
        """Do nothing: it is always ready."""

    def make(self, order: Order) -> Outcome:
        """Report the request and wait for its outcome."""
        self.begun.put(order.assessment.service)
        outcome = self.outcomes.get(timeout=LONG)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def ends(self, outcome: Outcome | Exception = Made(b"made")) -> None:  # noqa: B008 - immutable
        """Supply the outcome of the current or the next request."""
        self.outcomes.put(outcome)

    def begins(self) -> str:
        """Wait until a request is started and return its service."""
        return self.begun.get(timeout=LONG)

    def stop(self) -> None:
        """Record that it was stopped."""
        self.stopped = True

    def leave(self) -> None:
        """Finish the current request."""
        self.ends()
