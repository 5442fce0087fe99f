"""Verify a report in a worker process, which is killed when it takes too long.

An untrusted file is never read by the process that serves pages.
"""

from threading import BoundedSemaphore
from typing import NamedTuple

from assess.verification.models import VerificationReport
from assess.workers import WorkerDiedError, WorkerPool, WorkerTimeoutError, get_answer

_TARGET = "assess.verification.worker:initialise"
MAX_CONCURRENT = 2
"""Maximum number of concurrent checks: each uses a CPU for seconds and blocks a thread that serves pages."""
_SLOT_TIMEOUT = 5.0
"""Seconds to wait for a slot."""

TIMED_OUT = "The report took longer to check than a report should, so it was not checked."
EXCEEDED_LIMITS = "The report needs more than a report should, so it was not checked."
OUT_OF_MEMORY = "The report needs more memory than a report should, so it was not checked."

slots = BoundedSemaphore(MAX_CONCURRENT)


class BusyError(Exception):
    """Too many reports are being checked at once."""


class VerificationLimits(NamedTuple):
    """The limits of a verification: seconds, both elapsed and of CPU time, and memory in MB."""

    seconds: int
    megabytes: int


COMMAND_LIMITS = VerificationLimits(300, 1000)
"""The limits of a command, which keeps nobody else waiting."""


def verify_in_subprocess(
    data: bytes, limits: VerificationLimits, target: str = _TARGET, slot_timeout: float = _SLOT_TIMEOUT
) -> VerificationReport:
    """Verify an untrusted PDF in a worker process of its own.

    Raises `BusyError` if no slot becomes free in time.
    """
    if not slots.acquire(timeout=slot_timeout):
        raise BusyError
    try:
        return _run_verification(target, data, limits)
    finally:
        slots.release()


def _run_verification(target: str, data: bytes, limits: VerificationLimits) -> VerificationReport:
    """Verify a report in a worker process and stop the process."""
    with WorkerPool(target, limits) as pool:
        try:
            verdict: VerificationReport = get_answer(pool.submit(data), limits.seconds)
        except WorkerTimeoutError:
            return VerificationReport(refused=(TIMED_OUT,))
        except WorkerDiedError:
            return VerificationReport(refused=(EXCEEDED_LIMITS,))
        return verdict
