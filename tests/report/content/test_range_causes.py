"""Where the range comes from, on the scale of the gap itself."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from assess.core.model.assessment import Answer
from assess.report.content.chart_models import RangeCauses
from tests.report import edge_cases, factories
from tests.report.content.drawn import DrawnReport, draw_reports, for_every_report
from tests.report.content.test_needs import build


def build_causes(**answers: Answer) -> RangeCauses | None:
    """Return what the range comes from if all else has its best answer."""
    named = {name.replace("_", "-"): answer for name, answer in answers.items()}
    return build(factories.build_rulebook(), named).range_causes


UNKNOWN = Answer(dont_know=True)


@for_every_report
@given(draw_reports())
def test_each_bar_begins_where_the_previous_one_ends_and_they_fill_the_gap(drawn: DrawnReport) -> None:
    causes, overall = drawn.content.range_causes, drawn.result.now.overall
    assert (causes is None) == (overall is None or overall.evidenced == overall.possible)
    if causes and causes.rows:
        bars = [row.drawing.shapes[1] for row in causes.rows]
        assert bars[0].x == 0
        assert bars[-1].x + bars[-1].width == pytest.approx(causes.rows[0].drawing.width)
        assert all(left.x + left.width == pytest.approx(right.x, abs=1.5) for left, right in pairwise(bars))
        assert [bar.width for bar in bars] == sorted((bar.width for bar in bars), reverse=True)


def test_more_than_ten_answers_are_put_together_by_barrier() -> None:
    causes = edge_cases.build_case("all-unknown").range_causes
    assert causes
    assert sum(Fraction(row.holds) for row in causes.rows) == 100
    assert causes.rows[0].text == "Route to a contract: five answers"
    assert causes.says == (
        "The unknown answers in four barriers account for more than half of the gap between 0 and 100."
    )


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (("q_1_1",), "One unknown answer, Q1, accounts for the whole gap between 96 and 100."),
        (
            ("q_1_1", "q_8_1"),
            "One unknown answer in “Route to a contract” accounts for more than half of the gap between 93 and 100.",
        ),
        (
            ("q_1_1", "q_1_2", "q_8_1"),
            "Two unknown answers in “Route to a contract” account for more than half of the gap between 88 and 100.",
        ),
    ],
)
def test_the_sentence_names_the_fewest_answers_behind_most_of_the_gap(answers: tuple[str, ...], says: str) -> None:
    causes = build_causes(**dict.fromkeys(answers, UNKNOWN))
    assert causes
    assert causes.says == says


def test_with_nothing_unknown_there_is_no_chart() -> None:
    assert build_causes() is None
    assert edge_cases.build_case("nothing-due").range_causes is None
