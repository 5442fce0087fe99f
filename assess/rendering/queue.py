"""The queue of pending render jobs: urgent jobs come before prefetched ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

from assess.rendering.models import Failed, Made, Order, Outcome

MOST_URGENT = 20
"""Maximum number of pending jobs that a user is waiting for."""
MOST_AHEAD = 10
"""Maximum number of pending prefetched jobs."""


@dataclass(eq=False, slots=True)
class Job:
    """A render request and its state."""

    order: Order
    number: int
    """The id of the assessment."""
    urgent: bool
    """Whether a user is waiting for it."""
    begun: bool = False
    kept: bool = True
    """Whether the result may be cached."""
    outcome: Outcome | None = None
    """None while the job is pending or being rendered."""
    done: Event = field(default_factory=Event)

    @property
    def made(self) -> Made | None:
        """The report, if it has been rendered."""
        return self.outcome if isinstance(self.outcome, Made) else None

    @property
    def failed(self) -> Failed | None:
        """The failure, if rendering failed."""
        return self.outcome if isinstance(self.outcome, Failed) else None


class Waiting:
    """Jobs that have not been started; not thread-safe by itself."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __iter__(self) -> Iterator[Job]:
        return iter(self.jobs)

    @property
    def is_full(self) -> bool:
        """Whether no more urgent jobs are accepted."""
        return sum(job.urgent for job in self.jobs) >= MOST_URGENT

    def add(self, job: Job) -> None:
        """Add a job; of prefetched jobs, keep only the latest of each assessment and the latest few overall."""
        if not job.urgent:
            self.jobs = [each for each in self.jobs if each.urgent or each.number != job.number]
            ahead = [each for each in self.jobs if not each.urgent]
            for each in ahead[: max(0, len(ahead) + 1 - MOST_AHEAD)]:
                self.jobs.remove(each)
        self.jobs.append(job)

    def take(self, *, only_urgent: bool) -> Job | None:
        """Remove and return the next job, or None."""
        fitting = [job for job in self.jobs if job.urgent or not only_urgent]
        found = next((job for job in fitting if job.urgent), fitting[0] if fitting else None)
        if found is not None:
            self.jobs.remove(found)
        return found

    def before(self, job: Job) -> int:
        """Return the number of urgent jobs ahead of this one."""
        urgent = [each for each in self.jobs if each.urgent]
        return urgent.index(job) if job in urgent else 0
