"""The CPU and memory limits of a render worker, and rendering that turns failures into results."""

import resource
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from assess.rendering.models import Failed, Made, Order, Outcome, Reason
from assess.workers import MEGA, allow_seconds

STATUS = Path("/proc/self/status")


class Terms(NamedTuple):
    """The limits and settings that a worker is started with."""

    colour: str
    """The council's colour, which most reports use."""
    seconds: int
    """Maximum CPU time for a report."""
    megabytes: int
    """Maximum memory of the process."""


def answered(terms: Terms, make: Callable[[Order], bytes], order: Order) -> Outcome:
    """Render a report within the CPU limit, or return why it failed."""
    allow_seconds(terms.seconds)
    return tried(make, order)


def tried(make: Callable[[Order], bytes], order: Order) -> Outcome:
    """Render a report, or return why it failed."""
    try:
        content = make(order)
    except MemoryError:
        return Failed(Reason.MEMORY)
    except Exception:  # any failure is reported to the parent
        return Failed(Reason.BROKEN, traceback.format_exc())
    return Made(content, held())


def held() -> int:
    """Return the peak memory use of the process in MB.

    Linux's `ru_maxrss` includes the peak of the parent before exec, so `VmHWM` is read from /proc instead.
    """
    if STATUS.exists():
        kilobytes = next(line.split()[1] for line in STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(kilobytes) * 1024 // MEGA
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGA  # macOS counts bytes
