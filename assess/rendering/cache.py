"""A cache of finished reports, kept in memory only because reports contain answers."""

from collections import OrderedDict

from assess.rendering.queue import Job

MOST_BYTES = 48_000_000
MOST_JOBS = 200


class Shelf:
    """A least-recently-used cache of finished jobs by the key of their request; not thread-safe by itself."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.jobs: OrderedDict[str, Job] = OrderedDict()
        self.bytes = 0

    def put(self, job: Job) -> None:
        """Add a job and remove the least recently used ones above the limits."""
        self.drop(job.order.key)
        self.jobs[job.order.key] = job
        self.bytes += size(job)
        while self.jobs and (self.bytes > self.most_bytes or len(self.jobs) > MOST_JOBS):
            self.drop(next(iter(self.jobs)))

    def get(self, key: str) -> Job | None:
        """Return the cached job for a key and mark it as recently used, or None."""
        found = self.jobs.get(key)
        if found is not None:
            self.jobs.move_to_end(key)
        return found

    def drop(self, key: str) -> None:
        """Remove a job if it is cached."""
        found = self.jobs.pop(key, None)
        if found is not None:
            self.bytes -= size(found)

    def forget(self, number: int) -> None:
        """Remove all reports of an assessment."""
        for key in [key for key, job in self.jobs.items() if job.number == number]:
            self.drop(key)


def size(job: Job) -> int:
    """Return the size of a job's report in bytes."""
    return len(job.made.content) if job.made else 0
