"""Where the range comes from, section by section."""

from fractions import Fraction

from assess.report.content.models import RangeBreakdown
from tests.report import edge_cases


def build_case_unknowns(name: str) -> RangeBreakdown:
    """Return where the range of a case comes from."""
    gap = edge_cases.build_case(name).range_breakdown
    assert gap is not None
    return gap


def test_the_sections_account_for_the_whole_range_largest_part_first() -> None:
    gap = build_case_unknowns("all-unknown")
    assert [float(row.holds) for row in gap.rows] == sorted((float(row.holds) for row in gap.rows), reverse=True)
    assert sum(Fraction(row.holds) for row in gap.rows) == 100
    assert gap.says == (
        "The range is 100.0 points wide, because 40 answers are not known. It is spread over eight barriers."
    )


def test_each_bar_begins_where_the_previous_one_ends() -> None:
    steps = [row.segment for row in build_case_unknowns("all-unknown").rows]
    ends = [float(step.start) + float(step.width) for step in steps]
    assert [float(step.start) for step in steps] == [0.0, *ends[:-1]]
    assert ends[-1] == 100
    assert steps[0].title == "Route to a contract: its unknown answers account for 20.0 points."


def test_there_is_nothing_to_compare_with_fewer_than_two_contributing_sections() -> None:
    assert edge_cases.build_case("best").range_breakdown is None
    assert edge_cases.build_case("nothing-due").range_breakdown is None


def test_the_sections_that_account_for_two_thirds_are_named() -> None:
    assert build_case_unknowns("middling").says == (
        "The range is 2.6 points wide, because two answers are not known. Most of it comes from “Staff”."
    )
