"""Works are measured in turn, and the time of one is told by module."""

from bench.shipped import cases
from bench.timing import medians, module_of, where_time_goes


def test_works_are_run_in_turn() -> None:
    seen: list[str] = []
    taken = medians(3, lambda: seen.append("a"), lambda: seen.append("b"))
    assert "".join(seen) == "ababab"
    assert len(taken) == 2


def test_the_time_of_a_run_is_told_in_shares_of_modules() -> None:
    told = where_time_goes(lambda: [module_of("/somewhere/assess/cli.py") for _ in range(20_000)], most=9)
    assert "timing.py" in told
    assert told.endswith("%")


def test_a_module_is_named_as_it_stands_in_its_package() -> None:
    assert module_of("/somewhere/assess/core/scores.py") == "assess/core/scoring/scores.py"
    assert module_of("/somewhere/site-packages/weasyprint/text/fonts.py") == "weasyprint/text/fonts.py"
    assert module_of("/somewhere/lib/json/encoder.py") == "encoder.py"


def test_every_sample_and_every_worked_example_is_measured() -> None:
    assert len(cases()) >= 6 + 8
