"""Reports are checked in a process of their own, which is ended when it takes too much."""

import pytest

from assess.proving import aside
from assess.proving.aside import BusyError, check_aside
from assess.proving.verdict import Copy
from assess.proving.worker import Limits
from tests.proving.reports import ASSESSMENT, made

ENOUGH = Limits(60, 1000)
STAND_IN = "tests.stand_in"


def test_a_report_is_checked_in_a_process_of_its_own() -> None:
    verdict = check_aside(made(), ENOUGH)
    assert (verdict.copy, verdict.assessment) == (Copy.SAME, ASSESSMENT)


@pytest.mark.parametrize(("words", "said"), [("sleep", aside.TOO_LATE), ("die", aside.ENDED), ("fail", aside.ENDED)])
def test_a_check_that_takes_too_long_or_ends_is_told_in_words(words: str, said: str) -> None:
    limits = Limits(1 if words == "sleep" else 60, 500)
    assert check_aside(words, limits, STAND_IN).refused == (said,)  # type: ignore[arg-type]


def test_who_finds_no_place_in_time_is_refused() -> None:
    taken = [aside.places.acquire(blocking=False) for _ in range(aside.PLACES)]
    try:
        with pytest.raises(BusyError):
            check_aside(made(), ENOUGH, patience=0.01)
    finally:
        for _ in filter(None, taken):
            aside.places.release()
