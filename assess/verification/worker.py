"""The worker process that verifies reports, run with `python -m assess.verification.worker`.

An untrusted file is never read by the process that serves pages.
"""

import gc
from typing import NamedTuple

from assess.verification.models import Verdict
from assess.verification.verify import check
from assess.workers import Answering, allow_seconds, answer_all, hold_memory


class Limits(NamedTuple):
    """The limits of a verification: seconds of CPU time and memory in MB."""

    seconds: int
    megabytes: int


COSTS_TOO_MUCH = "The report asks for more memory than a report needs, so it was not checked."


def begin(limits: Limits) -> Answering:
    """Limit the process and return the function that answers a request."""
    hold_memory(limits.megabytes)
    gc.freeze()

    def answer(data: bytes) -> Verdict:
        allow_seconds(limits.seconds)
        try:
            return check(data)
        except MemoryError:
            return Verdict(refused=(COSTS_TOO_MUCH,))

    return answer


if __name__ == "__main__":
    answer_all(begin)
