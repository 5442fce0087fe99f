"""The impact of the draft on every stored assessment: one background job at a time, with progress."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from threading import Lock, Thread

from assess.releases import rejections
from assess.releases.impact_models import ImpactSummary
from assess.releases.impact_worker import ImpactTask
from assess.releases.models import RejectedError, RejectionReason
from assess.releases.service import PublishingService
from assess.releases.worker_pool import BATCH_SIZE, ImpactStoppedError, run_impact
from assess.storage.database import DatabaseUnavailableError

ImpactKey = tuple[str, str]
"""The fingerprints of the current release and of the draft."""


class ImpactState(StrEnum):
    """The state of a job."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """The draft or the current release changed in the meantime."""


@dataclass(frozen=True, slots=True)
class ImpactProgress:
    """A snapshot of a job's progress."""

    started_at: datetime
    total: int
    """The number of stored assessments."""
    done: int = 0
    state: ImpactState = ImpactState.RUNNING
    summary: ImpactSummary | None = None
    """The outcome, once the job is done."""
    error: str = ""
    """Why the job failed."""


class ImpactJob:
    """Computes the impact of a draft in a thread that waits for its workers."""

    def __init__(self, service: PublishingService, key: ImpactKey, task: ImpactTask) -> None:
        self.service, self.key, self.task = service, key, task
        self.id_ranges = service.store.split_into_ranges(BATCH_SIZE)
        self._lock = Lock()
        self.progress = ImpactProgress(service.store.now(), sum(id_range.size for id_range in self.id_ranges))
        self.thread = Thread(target=self.run, daemon=True)

    def run(self) -> None:
        """Process all assessments and record how the job ended."""
        try:
            summary = run_impact(self.task, self.id_ranges, self.add_done, self.is_current)
            is_complete = self.progress.done == self.progress.total and self.is_current()
        except (ImpactStoppedError, DatabaseUnavailableError) as error:
            self._update(state=ImpactState.FAILED, error=str(error))
            return
        if is_complete:
            self._update(state=ImpactState.DONE, summary=summary)
        else:
            self._update(state=ImpactState.CANCELLED)

    def add_done(self, more: int) -> None:
        """Count more assessments as done."""
        with self._lock:
            self.progress = replace(self.progress, done=self.progress.done + more)

    def _update(self, **values: object) -> None:
        """Update fields of the progress."""
        with self._lock:
            self.progress = replace(self.progress, **values)  # type: ignore[arg-type]

    def is_current(self) -> bool:
        """Return whether the draft and the current release are still those that the job started with."""
        return _build_key(self.service) == self.key


class ImpactRunner:
    """Starts the impact job of the draft, and keeps its result until the draft changes."""

    def __init__(self, service: PublishingService) -> None:
        self._service = service
        self._lock = Lock()
        self.latest_job: ImpactJob | None = None

    def start(self) -> ImpactProgress:
        """Start the job of the current draft, unless it is running or done; raises RejectedError."""
        with self._lock:
            job = self._find_current_job()
            if job is not None and job.progress.state in (ImpactState.RUNNING, ImpactState.DONE):
                return job.progress
            self.latest_job = ImpactJob(self._service, *self._build_task())
            self.latest_job.thread.start()
            return self.latest_job.progress

    def _build_task(self) -> tuple[ImpactKey, ImpactTask]:
        """Return what to compare; raises RejectedError if it cannot be compared."""
        status, current = self._service.sync_with_disk(), self._service.get_current_release()
        if status.draft is None:
            raise RejectedError(RejectionReason.NO_DRAFT, (rejections.NO_DRAFT,))
        checked = self._service.check(status.draft.files)
        if checked.rulebook is None:
            raise RejectedError(RejectionReason.PROBLEMS, (rejections.INVALID_DRAFT,), checked.problems)
        key = (current.files.fingerprint, checked.files.fingerprint)
        return key, ImpactTask(self._service.store.url, current.rulebook.rules, checked.rulebook.rules)

    def _find_current_job(self) -> ImpactJob | None:
        """Return the job of the current draft, or None if it was never started."""
        job = self.latest_job
        return job if job is not None and job.is_current() else None

    def get_progress(self) -> ImpactProgress | None:
        """Return the progress of the current draft's job, or None if it was not started since the draft changed."""
        job = self._find_current_job()
        return None if job is None else job.progress


def _build_key(service: PublishingService) -> ImpactKey | None:
    """Return the fingerprints of the current release and of the draft, or None if there is no draft."""
    draft = service.store.load_draft_state().draft
    return draft and (service.get_current_release().files.fingerprint, draft.files.fingerprint)
