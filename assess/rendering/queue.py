"""The queue of pending render jobs: urgent jobs come before prefetched ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

from assess.rendering.models import Rendered, RenderFailed, RenderOutcome, RenderRequest

MAX_URGENT = 20
"""Maximum number of pending jobs that a user is waiting for."""
MAX_PREFETCHED = 10
"""Maximum number of pending prefetched jobs."""


@dataclass(eq=False, slots=True)
class RenderJob:
    """A render request and its state."""

    request: RenderRequest
    assessment_id: int
    """The id of the assessment."""
    urgent: bool
    """Whether a user is waiting for it."""
    started: bool = False
    cacheable: bool = True
    """Whether the result may be cached."""
    outcome: RenderOutcome | None = None
    """None while the job is pending or being rendered."""
    done: Event = field(default_factory=Event)

    @property
    def rendered(self) -> Rendered | None:
        """The report, if it has been rendered."""
        return self.outcome if isinstance(self.outcome, Rendered) else None

    @property
    def failure(self) -> RenderFailed | None:
        """The failure, if rendering failed."""
        return self.outcome if isinstance(self.outcome, RenderFailed) else None


class PendingQueue:
    """Jobs that have not been started; not thread-safe by itself."""

    def __init__(self) -> None:
        self.jobs: list[RenderJob] = []

    def __iter__(self) -> Iterator[RenderJob]:
        return iter(self.jobs)

    @property
    def is_full(self) -> bool:
        """Whether no more urgent jobs are accepted."""
        return sum(job.urgent for job in self.jobs) >= MAX_URGENT

    def add(self, job: RenderJob) -> None:
        """Add a job; of prefetched jobs, keep only the latest of each assessment and the latest few overall."""
        if not job.urgent:
            self.jobs = [each for each in self.jobs if each.urgent or each.assessment_id != job.assessment_id]
            ahead = [each for each in self.jobs if not each.urgent]
            for each in ahead[: max(0, len(ahead) + 1 - MAX_PREFETCHED)]:
                self.jobs.remove(each)
        self.jobs.append(job)

    def pop(self, *, only_urgent: bool) -> RenderJob | None:
        """Remove and return the next job, or None."""
        candidates = [job for job in self.jobs if job.urgent or not only_urgent]
        next_job = next((job for job in candidates if job.urgent), candidates[0] if candidates else None)
        if next_job is not None:
            self.jobs.remove(next_job)
        return next_job

    def position(self, job: RenderJob) -> int:
        """Return the number of urgent jobs ahead of this one."""
        urgent = [each for each in self.jobs if each.urgent]
        return urgent.index(job) if job in urgent else 0
