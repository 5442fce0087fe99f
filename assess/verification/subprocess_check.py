"""Verify a report in a subprocess that is killed when it takes too long."""

from threading import BoundedSemaphore

from assess.verification.models import Verdict
from assess.verification.worker import Limits
from assess.workers import EndedError, LateError, Process

WORKER = "assess.verification.worker"
PLACES = 2
"""Maximum number of concurrent checks: each uses a CPU for seconds and blocks a thread that serves pages."""
PATIENCE = 5.0
"""Seconds to wait for a slot."""

TOO_LATE = "The report took longer to check than a report needs, so it was not checked."
ENDED = "The report asks for more than a report needs, so it was not checked."

places = BoundedSemaphore(PLACES)


class BusyError(Exception):
    """Too many reports are being checked at once."""


def check_aside(data: bytes, limits: Limits, module: str = WORKER, patience: float = PATIENCE) -> Verdict:
    """Verify an untrusted PDF in a subprocess.

    Raises `BusyError` if no slot becomes free in time.
    """
    if not places.acquire(timeout=patience):
        raise BusyError
    try:
        return checked(Process(module), data, limits)
    finally:
        places.release()


def checked(process: Process, data: bytes, limits: Limits) -> Verdict:
    """Verify a report in a worker process and stop the process."""
    try:
        process.send(limits)
        verdict: Verdict = process.ask(data, limits.seconds)
    except LateError:
        return Verdict(refused=(TOO_LATE,))
    except EndedError:
        return Verdict(refused=(ENDED,))
    finally:
        process.stop()
    return verdict
