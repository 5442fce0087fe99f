"""Memory is measured over long and short reports."""

from assess.core.scoring.evaluate import evaluate
from bench.memory import PDFS, all_done, held_now, is_long, peak
from bench.shipped import libraries, rulebook


def test_the_first_and_last_two_reports_are_long_and_most_are_short() -> None:
    long = [number for number in range(PDFS) if is_long(number)]
    assert long[:2] == [0, 1]
    assert long[-2:] == [98, 99]
    assert len(long) <= 10


def test_the_short_report_is_of_an_assessment_with_the_best_answers() -> None:
    done = all_done(rulebook(), libraries())
    result = evaluate(rulebook(), done.profile, done.answers)
    assert result.recommendations == ()


def test_a_process_never_uses_more_memory_than_its_peak() -> None:
    assert 10 < held_now() <= peak() + 1
