"""Reports are verified in a separate process, which is killed if it exceeds its limits."""

import pytest

from assess.verification import subprocess_check
from assess.verification.models import Copy
from assess.verification.subprocess_check import BusyError, check_aside
from assess.verification.worker import Limits
from tests.verification.reports import ASSESSMENT, made

ENOUGH = Limits(60, 1000)
STAND_IN = "tests.fake_worker"


def test_a_report_is_verified_in_a_separate_process() -> None:
    verdict = check_aside(made(), ENOUGH)
    assert (verdict.copy, verdict.assessment) == (Copy.SAME, ASSESSMENT)


@pytest.mark.parametrize(
    ("words", "said"),
    [("sleep", subprocess_check.TOO_LATE), ("die", subprocess_check.ENDED), ("fail", subprocess_check.ENDED)],
)
def test_a_check_that_times_out_or_dies_is_reported(words: str, said: str) -> None:
    limits = Limits(1 if words == "sleep" else 60, 500)
    assert check_aside(words, limits, STAND_IN).refused == (said,)  # type: ignore[arg-type]


def test_a_check_without_a_free_slot_is_rejected() -> None:
    taken = [subprocess_check.places.acquire(blocking=False) for _ in range(subprocess_check.PLACES)]
    try:
        with pytest.raises(BusyError):
            check_aside(made(), ENOUGH, patience=0.01)
    finally:
        for _ in filter(None, taken):
            subprocess_check.places.release()
