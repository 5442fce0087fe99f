"""Check a report beside the pages, in a process that is ended when it takes too long."""

from threading import BoundedSemaphore

from assess.verification.models import Verdict
from assess.verification.worker import Limits
from assess.workers import EndedError, LateError, Process

WORKER = "assess.verification.worker"
PLACES = 2
"""How many are checked at once: each takes a processor for seconds and keeps a thread from serving pages."""
PATIENCE = 5.0
"""Seconds to wait for a place."""

TOO_LATE = "The report took longer to check than a report needs, so it was not checked."
ENDED = "The report asks for more than a report needs, so it was not checked."

places = BoundedSemaphore(PLACES)


class BusyError(Exception):
    """Others are being checked, and there was no place in time."""


def check_aside(data: bytes, limits: Limits, module: str = WORKER, patience: float = PATIENCE) -> Verdict:
    """Give what can be said of a PDF that may come from anybody; raises BusyError."""
    if not places.acquire(timeout=patience):
        raise BusyError
    try:
        return checked(Process(module), data, limits)
    finally:
        places.release()


def checked(process: Process, data: bytes, limits: Limits) -> Verdict:
    """Have one process check one report, and end it."""
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
