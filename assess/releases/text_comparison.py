"""Compare texts of the rules line by line in a worker process, since a few texts would take hours.

Texts in which many lines are the same, such as blank ones, have no quick comparison that is always a short one.
"""

from collections.abc import Callable

from assess.core.comparison.text import Hunk, diff_lines
from assess.workers import WorkerDiedError, WorkerPool, get_answer, limit_cpu, limit_memory

_TARGET = "assess.releases.text_comparison:initialise"
_MAX_SECONDS = 5
"""Maximum CPU time of a comparison in seconds; ordinary rules take a hundredth of one."""
_TIMEOUT = 30
"""Seconds to wait, on a computer that does other work as well."""
_MAX_MEGABYTES = 1_000


def compare_texts(before: str, after: str, seconds: int = _MAX_SECONDS) -> tuple[Hunk, ...] | None:
    """Return the hunks between two texts, or None if they take too long to compare."""
    if before == after:
        return ()
    try:
        with WorkerPool(_TARGET, seconds) as pool:
            hunks: tuple[Hunk, ...] = get_answer(pool.submit((before, after)), _TIMEOUT)
            return hunks
    except WorkerDiedError:
        return None


def initialise(seconds: int) -> Callable[[tuple[str, str]], tuple[Hunk, ...]]:
    """Limit a worker process and return the function that compares two texts."""
    limit_memory(_MAX_MEGABYTES)
    limit_cpu(seconds)
    return lambda texts: diff_lines(*texts)
