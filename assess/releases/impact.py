"""The impact of the draft on every stored assessment: one background job at a time, with progress."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from threading import Lock, Thread

from assess.releases import rejections
from assess.releases.impact_models import Tally
from assess.releases.impact_worker import Task
from assess.releases.models import Reason, Refused
from assess.releases.service import Desk
from assess.releases.worker_pool import SIZE, Crew, StoppedError

Key = tuple[str, str]
"""The fingerprints of the current release and of the draft."""


class State(StrEnum):
    """The state of a job."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """The draft or the current release changed in the meantime."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A snapshot of a job's progress."""

    begun_at: datetime
    total: int
    """The number of stored assessments."""
    done: int = 0
    state: State = State.RUNNING
    tally: Tally | None = None
    """The outcome, once the job is done."""
    sentence: str = ""
    """Why the job failed."""


class Job:
    """Computes the impact of a draft in a thread that waits for its workers."""

    def __init__(self, desk: Desk, key: Key, task: Task) -> None:
        self.desk, self.key, self.task = desk, key, task
        self.spans = desk.store.spans(SIZE)
        self.lock = Lock()
        self.progress = Progress(desk.store.now(), sum(span.size for span in self.spans))
        self.thread = Thread(target=self.run, daemon=True)

    def run(self) -> None:
        """Process all assessments and record how the job ended."""
        try:
            tally = Crew(self.task, self.spans, self.told, self.is_wanted).run()
        except StoppedError as error:
            self.change(state=State.FAILED, sentence=str(error))
            return
        if self.progress.done < self.progress.total or not self.is_wanted():
            self.change(state=State.CANCELLED)
        else:
            self.change(state=State.DONE, tally=tally)

    def told(self, more: int) -> None:
        """Count more assessments as done."""
        with self.lock:
            self.progress = replace(self.progress, done=self.progress.done + more)

    def change(self, **values: object) -> None:
        """Update fields of the progress."""
        with self.lock:
            self.progress = replace(self.progress, **values)  # type: ignore[arg-type]

    def is_wanted(self) -> bool:
        """Return whether the draft and the current release are still those that the job started with."""
        return key_of(self.desk) == self.key


class Impacts:
    """Starts the impact job of the draft, and keeps its result until the draft changes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lock = Lock()
        self.latest: Job | None = None

    def start(self) -> Progress | Refused:
        """Start the job of the current draft, unless it is running or done."""
        with self.lock:
            job = self.current()
            if job is not None and job.progress.state in (State.RUNNING, State.DONE):
                return job.progress
            found = self.task()
            if isinstance(found, Refused):
                return found
            key, task = found
            self.latest = Job(self.desk, key, task)
            self.latest.thread.start()
            return self.latest.progress

    def task(self) -> tuple[Key, Task] | Refused:
        """Return what to compare, or why it cannot be compared."""
        desktop, in_force = self.desk.look(), self.desk.in_force()
        if desktop.draft is None:
            return Refused(Reason.NOTHING, (rejections.NO_DRAFT,))
        checked = self.desk.check(desktop.draft.files)
        if checked.untried is None:
            return Refused(Reason.PROBLEMS, (rejections.NOT_RULES,), checked.problems)
        key = (in_force.files.fingerprint, checked.files.fingerprint)
        return key, Task(self.desk.store.url, in_force.rulebook.rules, checked.untried.rules)

    def current(self) -> Job | None:
        """Return the job of the current draft, or None if it was never started."""
        job = self.latest
        return job if job is not None and job.is_wanted() else None

    def progress(self) -> Progress | None:
        """Return the progress of the current draft's job, or None if it was not started since the draft changed."""
        job = self.current()
        return None if job is None else job.progress


def key_of(desk: Desk) -> Key | None:
    """Return the fingerprints of the current release and of the draft, or None if there is no draft."""
    draft = desk.store.workbench().draft
    return draft and (desk.in_force().files.fingerprint, draft.files.fingerprint)
