"""Render requests, and a worker controlled by the test."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.model.assessment import Answer, Assessment
from assess.rendering.models import Rendered, RenderOutcome, RenderRequest
from assess.report.options import ReportOptions

SMALL = Path(__file__).parent.parent / "web" / "small"
OPTIONS = ReportOptions(".pdf", date(2026, 11, 22))
REQUEST_WITHOUT_RULES = RenderRequest({}, Assessment("Borough of Sample", "Libraries"), OPTIONS)
TEST_TIMEOUT = 60
"""Seconds after which a waiting test fails."""


def request_for(service: str = "Libraries", **changes: object) -> RenderRequest:
    """Return a request for a service, with some fields of its assessment changed."""
    assessment = replace(REQUEST_WITHOUT_RULES.assessment, service=service, **changes)  # type: ignore[arg-type]
    return replace(REQUEST_WITHOUT_RULES, assessment=assessment)


def real_request_for(form: str) -> RenderRequest:
    """Return a request on the small rules."""
    files = {name: (SMALL / name).read_bytes() for name in (READINESS_FILENAME, EVIDENCE_FILENAME)}
    answers = {"fund-told": Answer(dont_know=True, note="Letter of 4 May")}
    assessment = Assessment("Borough of Sample", "Parks", {"nation": "england", "stage": "idea"}, answers)
    return RenderRequest(files, assessment, replace(OPTIONS, form=form))


class ControlledWorker:
    """A worker that reports what it starts and returns the outcomes that the test supplies."""

    def __init__(self) -> None:
        self.started: SimpleQueue[str] = SimpleQueue()
        self.outcomes: SimpleQueue[RenderOutcome | Exception] = SimpleQueue()
        self.stopped = False

    def prepare(self) -> None:
        """Do nothing: it is always ready."""

    def render(self, request: RenderRequest) -> RenderOutcome:
        """Report the request and wait for its outcome."""
        self.started.put(request.assessment.service)
        outcome = self.outcomes.get(timeout=TEST_TIMEOUT)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def finish(self, outcome: RenderOutcome | Exception = Rendered(b"made")) -> None:  # noqa: B008 - immutable
        """Supply the outcome of the current or the next request."""
        self.outcomes.put(outcome)

    def wait_for_start(self) -> str:
        """Wait until a request is started and return its service."""
        return self.started.get(timeout=TEST_TIMEOUT)

    def stop(self) -> None:
        """Record that it was stopped."""
        self.stopped = True

    def terminate(self) -> None:
        """Finish the current request."""
        self.finish()
