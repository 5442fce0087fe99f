"""Orders, and printers that do what a test tells them."""

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
"""Seconds after which a test that waits has failed."""


def order(service: str = "Libraries", **changes: object) -> Order:
    """Give an order for a service, its assessment changed."""
    assessment = replace(WITHOUT_RULES.assessment, service=service, **changes)  # type: ignore[arg-type]
    return replace(WITHOUT_RULES, assessment=assessment)


def real_order(form: str) -> Order:
    """Give an order on small rules."""
    files = {name: (SMALL / name).read_bytes() for name in (READINESS, EVIDENCE)}
    answers = {"fund-told": Answer(dont_know=True, note="Letter of 4 May")}
    assessment = Assessment("Borough of Sample", "Parks", {"nation": "england", "stage": "idea"}, answers)
    return Order(files, assessment, replace(EDITION, form=form))


class Told:
    """A printer that says what it begins, and ends with what it is told."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[str] = SimpleQueue()
        self.outcomes: SimpleQueue[Outcome | Exception] = SimpleQueue()
        self.stopped = False

    def warm(self) -> None:
        """Be ready."""

    def make(self, order: Order) -> Outcome:
        """Say what is begun and wait for what comes of it."""
        self.begun.put(order.assessment.service)
        outcome = self.outcomes.get(timeout=LONG)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def ends(self, outcome: Outcome | Exception = Made(b"made")) -> None:  # noqa: B008 - it is frozen
        """Have what is being made, or is made next, end so."""
        self.outcomes.put(outcome)

    def begins(self) -> str:
        """Wait until something is begun and say what."""
        return self.begun.get(timeout=LONG)

    def stop(self) -> None:
        """Remember it."""
        self.stopped = True

    def leave(self) -> None:
        """Leave what is being made."""
        self.ends()
