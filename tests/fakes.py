"""Render services for tests that render in the calling thread and prefetch nothing."""

from assess.rendering.limits import run_guarded
from assess.rendering.models import RenderOutcome, RenderRequest
from assess.rendering.service import RenderService
from assess.rendering.worker import render

WAIT_SECONDS = 600
"""Seconds to wait for a report: practically until it is done."""


class InProcessWorker:
    """A worker without a process."""

    def prepare(self) -> None:
        """Do nothing: it is always ready."""

    def render(self, request: RenderRequest) -> RenderOutcome:
        """Render a report in this process."""
        return run_guarded(render, request)

    def stop(self) -> None:
        """Do nothing: there is no process."""

    def terminate(self) -> None:
        """Do nothing: there is nothing to interrupt."""


class FakeRenderService(RenderService):
    """A render service that only records prefetch requests, since most tests need no report."""

    def __init__(self) -> None:
        super().__init__([InProcessWorker()], WAIT_SECONDS)
        self.prefetched: list[tuple[RenderRequest, int]] = []

    def prefetch(self, request: RenderRequest, assessment_id: int) -> None:
        """Record a request."""
        self.prefetched.append((request, assessment_id))
