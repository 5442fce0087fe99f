"""What was made, until there is too much of it: in memory alone, since it holds answers."""

from collections import OrderedDict

from assess.rendering.queue import Job

MOST_BYTES = 48_000_000
MOST_JOBS = 200


class Shelf:
    """Jobs that are done, by the key of their order; not safe to use from several threads by itself."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.jobs: OrderedDict[str, Job] = OrderedDict()
        self.bytes = 0

    def put(self, job: Job) -> None:
        """Keep a job, and let go of those asked for longest ago where there is too much."""
        self.drop(job.order.key)
        self.jobs[job.order.key] = job
        self.bytes += size(job)
        while self.jobs and (self.bytes > self.most_bytes or len(self.jobs) > MOST_JOBS):
            self.drop(next(iter(self.jobs)))

    def get(self, key: str) -> Job | None:
        """Give the job of an order, as the one asked for last; none where it is not kept."""
        found = self.jobs.get(key)
        if found is not None:
            self.jobs.move_to_end(key)
        return found

    def drop(self, key: str) -> None:
        """Let go of a job, where it is kept."""
        found = self.jobs.pop(key, None)
        if found is not None:
            self.bytes -= size(found)

    def forget(self, number: int) -> None:
        """Let go of all that was made of an assessment."""
        for key in [key for key, job in self.jobs.items() if job.number == number]:
            self.drop(key)


def size(job: Job) -> int:
    """Give the bytes of what was made."""
    return len(job.made.content) if job.made else 0
