"""What a draft would change in every stored assessment: one job at a time, whose progress anybody can look at."""

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
"""The fingerprints of the rules in force and of the draft."""


class State(StrEnum):
    """How far a job has come."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """The draft or what is in force changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job had come when it was looked at."""

    begun_at: datetime
    total: int
    """How many assessments are stored."""
    done: int = 0
    state: State = State.RUNNING
    tally: Tally | None = None
    """What was found, once it is done."""
    sentence: str = ""
    """Why it failed."""


class Job:
    """Works out what a draft would change, in a thread that waits for its workers."""

    def __init__(self, desk: Desk, key: Key, task: Task) -> None:
        self.desk, self.key, self.task = desk, key, task
        self.spans = desk.store.spans(SIZE)
        self.lock = Lock()
        self.progress = Progress(desk.store.now(), sum(span.size for span in self.spans))
        self.thread = Thread(target=self.run, daemon=True)

    def run(self) -> None:
        """Go through all assessments and note how it ended."""
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
        """Count assessments that are done."""
        with self.lock:
            self.progress = replace(self.progress, done=self.progress.done + more)

    def change(self, **values: object) -> None:
        """Note something of the progress."""
        with self.lock:
            self.progress = replace(self.progress, **values)  # type: ignore[arg-type]

    def is_wanted(self) -> bool:
        """Tell whether the draft and what is in force are still those that the job began with."""
        return key_of(self.desk) == self.key


class Impacts:
    """The job of the draft, and its result as long as the draft stays as it is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lock = Lock()
        self.latest: Job | None = None

    def start(self) -> Progress | Refused:
        """Begin to work out what the draft would change, unless that is being done or was done."""
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
        """Give what is to be compared, or why it cannot be."""
        desktop, in_force = self.desk.look(), self.desk.in_force()
        if desktop.draft is None:
            return Refused(Reason.NOTHING, (rejections.NO_DRAFT,))
        checked = self.desk.check(desktop.draft.files)
        if checked.untried is None:
            return Refused(Reason.PROBLEMS, (rejections.NOT_RULES,), checked.problems)
        key = (in_force.files.fingerprint, checked.files.fingerprint)
        return key, Task(self.desk.store.url, in_force.rulebook.rules, checked.untried.rules)

    def current(self) -> Job | None:
        """Give the job of the draft as it is now; none where it was never begun."""
        job = self.latest
        return job if job is not None and job.is_wanted() else None

    def progress(self) -> Progress | None:
        """Give how far the job of the draft has come; none where it was not begun since the draft changed."""
        job = self.current()
        return None if job is None else job.progress


def key_of(desk: Desk) -> Key | None:
    """Give the fingerprints of what is in force and of the draft; none where there is no draft."""
    draft = desk.store.workbench().draft
    return draft and (desk.in_force().files.fingerprint, draft.files.fingerprint)
