"""Interleaved measurements (A B A B) of CPU time, which is the least disturbed by other load."""

import gc
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from statistics import median
from time import process_time
from types import FrameType

Work = Callable[[], object]

PACKAGES = ("assess", "site-packages")
LOOK = 0.002


def seconds(work: Work) -> float:
    """Return the CPU seconds of one run."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def medians(rounds: int, *works: Work) -> tuple[float, ...]:
    """Return the median CPU seconds of each callable over this many rounds, running each once per round."""
    taken = [[seconds(work) for work in works] for _ in range(rounds)]
    return tuple(median(column) for column in zip(*taken, strict=True))


def run_next(works: Iterator[Work]) -> None:
    """Run the next callable."""
    next(works)()


def where_time_goes(work: Work, most: int = 6) -> str:
    """Describe which modules take the time of one run, sampled every two milliseconds of CPU time."""
    seen: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        seen[module_of(frame.f_code.co_filename if frame else "")] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, LOOK, LOOK)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return shares(seen.most_common(most), max(seen.total(), 1))


def shares(spent: Sequence[tuple[str, int]], whole: int) -> str:
    """Format the share of each module of the whole: `a 40 %, b 20 %`."""
    return ", ".join(f"{name} {100 * own / whole:.0f} %" for name, own in spent)


def module_of(file: str) -> str:
    """Return the path of a file within its package; C code counts towards its caller."""
    parts = PurePath(file).parts
    starts = [len(parts) - parts[::-1].index(name) for name in PACKAGES if name in parts]
    if starts:
        return "/".join(parts[max(starts) :] if "site-packages" in parts else ("assess", *parts[max(starts) :]))
    return PurePath(file).name
