"""Reports are verified in a separate process, which is killed if it exceeds its limits."""

import pytest

from assess.verification import subprocess_check
from assess.verification.models import CopyStatus
from assess.verification.subprocess_check import BusyError, VerificationLimits, verify_in_subprocess
from tests.verification.reports import ASSESSMENT, render_standard_report

GENEROUS_LIMITS = VerificationLimits(60, 1000)
FAKE_WORKER = "tests.fake_worker:build_handler"


def test_a_report_is_verified_in_a_separate_process() -> None:
    verdict = verify_in_subprocess(render_standard_report(), GENEROUS_LIMITS)
    assert (verdict.copy.status, verdict.assessment) == (CopyStatus.SAME, ASSESSMENT)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("sleep", subprocess_check.TIMED_OUT),
        ("die", subprocess_check.EXCEEDED_LIMITS),
        ("fail", subprocess_check.EXCEEDED_LIMITS),
    ],
)
def test_a_check_that_times_out_or_dies_is_reported(words: str, said: str) -> None:
    limits = VerificationLimits(1 if words == "sleep" else 60, 500)
    assert verify_in_subprocess(words, limits, FAKE_WORKER).refused == (said,)  # type: ignore[arg-type]


def test_a_check_without_a_free_slot_is_rejected() -> None:
    taken = [subprocess_check.slots.acquire(blocking=False) for _ in range(subprocess_check.MAX_CONCURRENT)]
    try:
        with pytest.raises(BusyError):
            verify_in_subprocess(render_standard_report(), GENEROUS_LIMITS, slot_timeout=0.01)
    finally:
        for _ in filter(None, taken):
            subprocess_check.slots.release()
