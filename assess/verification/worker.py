"""The worker process that verifies reports, run with `python -m assess.verification.worker`.

An untrusted file is never read by the process that serves pages.
"""

import gc
from typing import NamedTuple

from assess.verification.models import VerificationReport
from assess.verification.verify import verify_report
from assess.workers import RequestHandler, limit_cpu, limit_memory, serve_requests


class VerificationLimits(NamedTuple):
    """The limits of a verification: seconds of CPU time and memory in MB."""

    seconds: int
    megabytes: int


_OUT_OF_MEMORY = "The report asks for more memory than a report needs, so it was not checked."


def _initialise(limits: VerificationLimits) -> RequestHandler:
    """Limit the process and return the function that answers a request."""
    limit_memory(limits.megabytes)
    gc.freeze()

    def answer(data: bytes) -> VerificationReport:
        limit_cpu(limits.seconds)
        try:
            return verify_report(data)
        except MemoryError:
            return VerificationReport(refused=(_OUT_OF_MEMORY,))

    return answer


if __name__ == "__main__":
    serve_requests(_initialise)
