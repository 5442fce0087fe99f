"""Output of the figures as a plain-text table and as JSON."""

from bench.figures import Figure, figures_to_json, format_figures

FAST = Figure("fast", "Something fast", "at least 5 a second", "7 a second", True, {"a_second": 7.0})
SLOW = Figure("slow", "Something slow", "under 1 ms", "20 ms", False, {"ms": 20.0}, ("20 ms go to thinking.",))

TABLE = """\
what            target               measured
--------------  -------------------  ----------  -------
Something fast  at least 5 a second  7 a second  met
Something slow  under 1 ms           20 ms       not met

Something slow: 20 ms go to thinking.
"""


def test_the_table_shows_target_and_figure_and_whether_it_is_met_with_notes_below() -> None:
    assert format_figures([FAST, SLOW]) == TABLE


def test_a_table_without_notes_ends_with_its_last_figure() -> None:
    assert format_figures([FAST]).splitlines()[-1].endswith("met")


def test_the_json_contains_the_numbers_by_name() -> None:
    assert figures_to_json([SLOW]) == {"slow": {"target": "under 1 ms", "measured": "20 ms", "met": False, "ms": 20.0}}
