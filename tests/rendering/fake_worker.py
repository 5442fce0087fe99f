"""What a worker process does in tests of rendering: it obeys the marking of the request."""

import os
import signal
import time
from collections.abc import Callable

from assess.rendering.limits import ResourceLimits, run_limited
from assess.rendering.models import Rendered, RenderOutcome, RenderRequest
from assess.workers import MEGABYTE, limit_memory

EXCESSIVE_BYTES = 1000 * MEGABYTE


def build_handler(terms: ResourceLimits) -> Callable[[RenderRequest], RenderOutcome]:
    """Start as the real worker does, without warming up."""
    limit_memory(terms.megabytes)

    def answer(order: RenderRequest) -> RenderOutcome:
        if order.options.marking == "large":
            return Rendered(process_id(), terms.megabytes)
        return run_limited(terms, obey_marking, order)

    return answer


def obey_marking(order: RenderRequest) -> bytes:
    """Do what the marking says."""
    marking = order.options.marking
    if marking == "eat":
        return bytes(EXCESSIVE_BYTES)
    if marking == "fail":
        raise ValueError("it fell over")
    if marking == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if marking == "sleep":
        time.sleep(600)
    while marking == "spin":
        pass
    return process_id()


def process_id() -> bytes:
    """Return the id of this process as bytes."""
    return str(os.getpid()).encode()
