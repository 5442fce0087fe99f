"""Memory is measured over long and short reports."""

from assess.core.scoring.evaluate import evaluate
from bench.memory import PDFS, complete_assessment, is_long_report, read_peak_rss_mb, read_rss_mb
from bench.shipped import load_libraries_sample, load_shipped_rulebook


def test_the_first_and_last_two_reports_are_long_and_most_are_short() -> None:
    long = [number for number in range(PDFS) if is_long_report(number)]
    assert long[:2] == [0, 1]
    assert long[-2:] == [98, 99]
    assert len(long) <= 10


def test_the_short_report_is_of_an_assessment_with_the_best_answers() -> None:
    done = complete_assessment(load_shipped_rulebook(), load_libraries_sample())
    result = evaluate(load_shipped_rulebook(), done.profile, done.answers)
    assert result.recommendations == ()


def test_a_process_never_uses_more_memory_than_its_peak() -> None:
    assert 10 < read_rss_mb() <= read_peak_rss_mb() + 1
