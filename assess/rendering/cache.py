"""A cache of finished reports, kept in memory only because reports contain answers."""

from collections import OrderedDict

from assess.rendering.queue import RenderJob

_MAX_BYTES = 48_000_000
MAX_JOBS = 200


class ReportCache:
    """A least-recently-used cache of finished jobs by the key of their request; not thread-safe by itself."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self.max_bytes = max_bytes
        self.jobs: OrderedDict[str, RenderJob] = OrderedDict()
        self.total_bytes = 0

    def put(self, job: RenderJob) -> None:
        """Add a job and remove the least recently used ones above the limits."""
        self.remove(job.request.key)
        self.jobs[job.request.key] = job
        self.total_bytes += _count_bytes(job)
        while self.jobs and (self.total_bytes > self.max_bytes or len(self.jobs) > MAX_JOBS):
            self.remove(next(iter(self.jobs)))

    def get(self, key: str) -> RenderJob | None:
        """Return the cached job for a key and mark it as recently used, or None."""
        job = self.jobs.get(key)
        if job is not None:
            self.jobs.move_to_end(key)
        return job

    def remove(self, key: str) -> None:
        """Remove a job if it is cached."""
        removed = self.jobs.pop(key, None)
        if removed is not None:
            self.total_bytes -= _count_bytes(removed)

    def evict(self, assessment_id: int) -> None:
        """Remove all reports of an assessment."""
        for key in [key for key, job in self.jobs.items() if job.assessment_id == assessment_id]:
            self.remove(key)


def _count_bytes(job: RenderJob) -> int:
    """Return the size of a job's report in bytes."""
    return len(job.rendered.content) if job.rendered else 0
