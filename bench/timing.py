"""Interleaved measurements (A B A B) of CPU time, which is the least disturbed by other load."""

import gc
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from statistics import median
from time import process_time
from types import FrameType

Task = Callable[[], object]

PACKAGES = ("assess", "site-packages")
SAMPLING_INTERVAL = 0.002


def time_cpu(work: Task) -> float:
    """Return the CPU seconds of one run."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def measure_medians(rounds: int, *works: Task) -> tuple[float, ...]:
    """Return the median CPU seconds of each callable over this many rounds, running each once per round."""
    taken = [[time_cpu(work) for work in works] for _ in range(rounds)]
    return tuple(median(column) for column in zip(*taken, strict=True))


def run_next(works: Iterator[Task]) -> None:
    """Run the next callable."""
    next(works)()


def profile_by_module(work: Task, most: int = 6) -> str:
    """Describe which modules take the time of one run, sampled every two milliseconds of CPU time."""
    seen: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        seen[shorten_path(frame.f_code.co_filename if frame else "")] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, SAMPLING_INTERVAL, SAMPLING_INTERVAL)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return format_shares(seen.most_common(most), max(seen.total(), 1))


def format_shares(spent: Sequence[tuple[str, int]], whole: int) -> str:
    """Format the share of each module of the whole: `a 40 %, b 20 %`."""
    return ", ".join(f"{name} {100 * own / whole:.0f} %" for name, own in spent)


def shorten_path(file: str) -> str:
    """Return the path of a file within its package; C code counts towards its caller."""
    parts = PurePath(file).parts
    starts = [len(parts) - parts[::-1].index(name) for name in PACKAGES if name in parts]
    if starts:
        return "/".join(parts[max(starts) :] if "site-packages" in parts else ("assess", *parts[max(starts) :]))
    return PurePath(file).name
