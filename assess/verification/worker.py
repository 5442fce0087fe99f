"""Verify reports in a worker process, which alone imports what reads and draws PDFs."""

import gc

from assess.verification.models import VerificationReport
from assess.verification.subprocess_check import OUT_OF_MEMORY, VerificationLimits
from assess.verification.verify import verify_report
from assess.workers import RequestHandler, limit_cpu, limit_memory


def initialise(limits: VerificationLimits) -> RequestHandler:
    """Limit a worker process and return the function that verifies reports in it."""
    limit_memory(limits.megabytes)
    gc.freeze()

    def verify(data: bytes) -> VerificationReport:
        limit_cpu(limits.seconds)
        try:
            return verify_report(data)
        except MemoryError:
            return VerificationReport(refused=(OUT_OF_MEMORY,))

    return verify
