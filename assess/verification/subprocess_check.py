"""Verify a report in a subprocess that is killed when it takes too long."""

from threading import BoundedSemaphore

from assess.verification.models import VerificationReport
from assess.verification.worker import VerificationLimits
from assess.workers import WorkerDiedError, WorkerProcess, WorkerTimeoutError

_WORKER_MODULE = "assess.verification.worker"
MAX_CONCURRENT = 2
"""Maximum number of concurrent checks: each uses a CPU for seconds and blocks a thread that serves pages."""
_SLOT_TIMEOUT = 5.0
"""Seconds to wait for a slot."""

TIMED_OUT = "The report took longer to check than a report needs, so it was not checked."
EXCEEDED_LIMITS = "The report asks for more than a report needs, so it was not checked."

slots = BoundedSemaphore(MAX_CONCURRENT)


class BusyError(Exception):
    """Too many reports are being checked at once."""


def verify_in_subprocess(
    data: bytes, limits: VerificationLimits, module: str = _WORKER_MODULE, slot_timeout: float = _SLOT_TIMEOUT
) -> VerificationReport:
    """Verify an untrusted PDF in a subprocess.

    Raises `BusyError` if no slot becomes free in time.
    """
    if not slots.acquire(timeout=slot_timeout):
        raise BusyError
    try:
        return _run_verification(WorkerProcess(module), data, limits)
    finally:
        slots.release()


def _run_verification(process: WorkerProcess, data: bytes, limits: VerificationLimits) -> VerificationReport:
    """Verify a report in a worker process and stop the process."""
    try:
        process.send(limits)
        verdict: VerificationReport = process.call(data, limits.seconds)
    except WorkerTimeoutError:
        return VerificationReport(refused=(TIMED_OUT,))
    except WorkerDiedError:
        return VerificationReport(refused=(EXCEEDED_LIMITS,))
    finally:
        process.stop()
    return verdict
