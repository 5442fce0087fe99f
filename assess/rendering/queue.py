"""The orders that wait: those that somebody waits for before those begun ahead of time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

from assess.rendering.models import Failed, Made, Order, Outcome

MOST_URGENT = 20
"""Orders that may wait at once while somebody waits for each."""
MOST_AHEAD = 10
"""Orders begun ahead of time that may wait at once."""


@dataclass(eq=False, slots=True)
class Job:
    """An order, and what has become of it."""

    order: Order
    number: int
    """The number of the assessment."""
    urgent: bool
    """Whether somebody waits for it."""
    begun: bool = False
    kept: bool = True
    """Whether what is made of it may be kept for others who ask."""
    outcome: Outcome | None = None
    """None as long as it waits or is being made."""
    done: Event = field(default_factory=Event)

    @property
    def made(self) -> Made | None:
        """The report, where there is one."""
        return self.outcome if isinstance(self.outcome, Made) else None

    @property
    def failed(self) -> Failed | None:
        """Why there is no report, where there will be none."""
        return self.outcome if isinstance(self.outcome, Failed) else None


class Waiting:
    """Jobs that nobody works on yet; not safe to use from several threads by itself."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __iter__(self) -> Iterator[Job]:
        return iter(self.jobs)

    @property
    def is_full(self) -> bool:
        """Tell whether nobody more can wait."""
        return sum(job.urgent for job in self.jobs) >= MOST_URGENT

    def add(self, job: Job) -> None:
        """Let a job wait; of those begun ahead of time only the latest of each assessment, and not too many."""
        if not job.urgent:
            self.jobs = [each for each in self.jobs if each.urgent or each.number != job.number]
            ahead = [each for each in self.jobs if not each.urgent]
            for each in ahead[: max(0, len(ahead) + 1 - MOST_AHEAD)]:
                self.jobs.remove(each)
        self.jobs.append(job)

    def take(self, *, only_urgent: bool) -> Job | None:
        """Give the job to do next, which waits no longer; none where there is none."""
        fitting = [job for job in self.jobs if job.urgent or not only_urgent]
        found = next((job for job in fitting if job.urgent), fitting[0] if fitting else None)
        if found is not None:
            self.jobs.remove(found)
        return found

    def before(self, job: Job) -> int:
        """Give how many jobs that somebody waits for are done before this one."""
        urgent = [each for each in self.jobs if each.urgent]
        return urgent.index(job) if job in urgent else 0
