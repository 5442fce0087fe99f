"""Interleaved measurements, and the profile of a run by module."""

from bench.shipped import load_cases
from bench.timing import measure_medians, profile_by_module, shorten_path


def test_tasks_are_interleaved() -> None:
    seen: list[str] = []
    taken = measure_medians(3, lambda: seen.append("a"), lambda: seen.append("b"))
    assert "".join(seen) == "ababab"
    assert len(taken) == 2


def test_the_time_of_a_run_is_broken_down_by_module() -> None:
    told = profile_by_module(lambda: [shorten_path("/somewhere/assess/cli.py") for _ in range(20_000)], most=9)
    assert "timing.py" in told
    assert told.endswith("%")


def test_a_module_is_named_by_its_path_within_its_package() -> None:
    assert shorten_path("/somewhere/assess/core/scoring/scores.py") == "assess/core/scoring/scores.py"
    assert shorten_path("/somewhere/site-packages/weasyprint/text/fonts.py") == "weasyprint/text/fonts.py"
    assert shorten_path("/somewhere/lib/json/encoder.py") == "encoder.py"


def test_every_sample_and_every_worked_example_is_measured() -> None:
    assert len(load_cases()) >= 6 + 8
