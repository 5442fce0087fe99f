"""Each chart says one thing in a sentence, and its rows and shapes say the same."""

import pytest
from hypothesis import given, settings

from assess.report.content.charts.heat_map import select_heat_rows
from tests.report import edge_cases
from tests.report.content.drawn import DrawnReport, draw_reports
from tests.report.content.test_needs import NEEDED, answer, build, build_rules

for_every_report = settings(max_examples=40, derandomize=True, deadline=None)


# ---- Heat map ----


@for_every_report
@given(draw_reports())
def test_the_heat_map_shows_every_question_once_with_the_points_of_the_trace(drawn: DrawnReport) -> None:
    cells = [cell for row in drawn.content.heat_map.rows for cell in row.cells]
    counted = any(row.share is not None for row in drawn.result.trace)
    assert [cell.question for cell in cells] == [row.question for row in drawn.result.trace if counted]
    for cell, row in zip(cells, drawn.result.trace, strict=False):
        assert (cell.kind == "off") == (row.share is None)
        assert cell.points == ("" if row.share is None else f"{'?' if row.points is None else row.points}") + (
            f"/{row.highest}" if row.points is not None and row.share is not None else ""
        )


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "All 3 things that this stage needs are in place."),
        (
            {"q-1-2": "nothing", "q-2-1": "?"},
            "Two of the 3 things that this stage needs are not in place, in “Route to a contract” and “Pensions”.",
        ),
        ({"q-3-5": "nothing"}, "One of the 3 things that this stage needs is not in place, in “Staff”."),
    ],
)
def test_the_sentence_above_the_heat_map_counts_the_framed_needs(answers: dict[str, str], says: str) -> None:
    content = build(build_rules(NEEDED), {name: answer(option) for name, option in answers.items()})
    assert content.heat_map.says == says
    words = {cell.question: cell.word for row in content.heat_map.rows for cell in row.cells}
    expected = {"nothing": "missing", "?": "unknown", "done": "in place"}
    assert {name: words[name] for name in NEEDED} == {name: expected[answers.get(name, "done")] for name in NEEDED}


def test_without_needs_the_heat_map_counts_what_is_not_known() -> None:
    assert edge_cases.build_case("best").heat_map.says == "Every question that counts has an answer."
    assert edge_cases.build_case("all-unknown").heat_map.says == "No question that counts has an answer."


def test_a_heat_map_of_nothing_is_a_sentence() -> None:
    heat_map = edge_cases.build_case("nothing-due").heat_map
    assert (heat_map.says, heat_map.rows) == ("No question counts at this stage.", ())


def test_an_extract_shows_the_questions_of_its_barriers_without_the_sentence_on_all() -> None:
    whole = edge_cases.build_case("middling").heat_map
    assert select_heat_rows(whole, [row.section for row in whole.rows]) == whole
    assert [row.section for row in select_heat_rows(whole, ["s-2"]).rows] == ["s-2"]
    assert select_heat_rows(whole, ["s-2"]).says == ""
