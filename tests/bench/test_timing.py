"""Interleaved measurements, and the profile of a run by module."""

from bench.shipped import cases
from bench.timing import medians, module_of, where_time_goes


def test_tasks_are_interleaved() -> None:
    seen: list[str] = []
    taken = medians(3, lambda: seen.append("a"), lambda: seen.append("b"))
    assert "".join(seen) == "ababab"
    assert len(taken) == 2


def test_the_time_of_a_run_is_broken_down_by_module() -> None:
    told = where_time_goes(lambda: [module_of("/somewhere/assess/cli.py") for _ in range(20_000)], most=9)
    assert "timing.py" in told
    assert told.endswith("%")


def test_a_module_is_named_by_its_path_within_its_package() -> None:
    assert module_of("/somewhere/assess/core/scoring/scores.py") == "assess/core/scoring/scores.py"
    assert module_of("/somewhere/site-packages/weasyprint/text/fonts.py") == "weasyprint/text/fonts.py"
    assert module_of("/somewhere/lib/json/encoder.py") == "encoder.py"


def test_every_sample_and_every_worked_example_is_measured() -> None:
    assert len(cases()) >= 6 + 8
