"""The CPU and memory limits of a render worker, and rendering that turns failures into results."""

import resource
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from assess.rendering.models import FailureReason, Rendered, RenderFailed, RenderOutcome, RenderRequest
from assess.workers import MEGABYTE, limit_cpu

_PROC_STATUS = Path("/proc/self/status")


class ResourceLimits(NamedTuple):
    """The limits and settings that a worker is started with."""

    colour: str
    """The council's colour, which most reports use."""
    seconds: int
    """Maximum CPU time for a report."""
    megabytes: int
    """Maximum memory of the process."""


def run_limited(
    limits: ResourceLimits, render: Callable[[RenderRequest], bytes], request: RenderRequest
) -> RenderOutcome:
    """Render a report within the CPU limit, or return why it failed."""
    limit_cpu(limits.seconds)
    return run_guarded(render, request)


def run_guarded(render: Callable[[RenderRequest], bytes], request: RenderRequest) -> RenderOutcome:
    """Render a report, or return why it failed."""
    try:
        content = render(request)
    except MemoryError:
        return RenderFailed(FailureReason.MEMORY)
    except Exception:  # any failure is reported to the parent
        return RenderFailed(FailureReason.ERROR, traceback.format_exc())
    return Rendered(content, _measure_peak_rss())


def _measure_peak_rss() -> int:
    """Return the peak memory use of the process in MB.

    Linux's `ru_maxrss` includes the peak of the parent before exec, so `VmHWM` is read from /proc instead.
    """
    if _PROC_STATUS.exists():
        kilobytes = next(
            line.split()[1] for line in _PROC_STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM")
        )
        return int(kilobytes) * 1024 // MEGABYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE  # macOS counts bytes
