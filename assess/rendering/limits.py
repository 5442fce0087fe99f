"""What a worker may take: processor time and memory, held to by the system; and what it answers when it fails."""

import resource
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from assess.rendering.models import Failed, Made, Order, Outcome, Reason
from assess.workers import MEGA, allow_seconds

STATUS = Path("/proc/self/status")


class Terms(NamedTuple):
    """What a worker is told first."""

    colour: str
    """The council's, in which most reports will be."""
    seconds: int
    """The most processor time that a report may take."""
    megabytes: int
    """The most memory that the process may hold."""


def answered(terms: Terms, make: Callable[[Order], bytes], order: Order) -> Outcome:
    """Make a report in no more processor time than there is for it, or say why it cannot be made."""
    allow_seconds(terms.seconds)
    return tried(make, order)


def tried(make: Callable[[Order], bytes], order: Order) -> Outcome:
    """Make a report, or say why it cannot be made."""
    try:
        content = make(order)
    except MemoryError:
        return Failed(Reason.MEMORY)
    except Exception:  # whatever went wrong, the one that asked is told
        return Failed(Reason.BROKEN, traceback.format_exc())
    return Made(content, held())


def held() -> int:
    """Give the most memory that the process ever held, in MB.

    What Linux counts as used begins with what the process held that started this one, so its own page is read.
    """
    if STATUS.exists():
        kilobytes = next(line.split()[1] for line in STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(kilobytes) * 1024 // MEGA
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGA  # macOS counts bytes
