"""Each chart says one thing in a sentence, and its rows and shapes say the same."""

from fractions import Fraction

import pytest
from hypothesis import given

from assess.report.content.charts.heat_map import select_heat_rows
from tests.report import edge_cases, factories
from tests.report.content.drawn import DrawnReport, draw_reports, for_every_report
from tests.report.content.test_needs import NEEDED, answer, build, build_rules

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


# ---- What moves the score most ----


@for_every_report
@given(draw_reports())
def test_the_answers_that_move_the_score_are_sorted_within_one_scale(drawn: DrawnReport) -> None:
    movers, overall = drawn.content.score_movers, drawn.result.now.overall
    assert (movers is None) == (overall is None or overall.evidenced == 100)
    if movers:
        gains = [Fraction(row.adds) for row in movers.rows]
        assert gains == sorted(gains, reverse=True)
        assert len({row.drawing.shapes[-1] for row in movers.rows}) == 1, "They have one axis"
        for row in movers.rows:
            for shape in row.drawing.shapes:
                assert shape.x >= -0.001
                assert shape.x + shape.width <= row.drawing.width + 0.001


def test_the_sentence_adds_up_what_the_ten_answers_hold() -> None:
    worst, best = (edge_cases.build_case(name).score_movers for name in ("worst", "best"))
    assert worst
    assert worst.says == "Ten answers hold 39.7 of the 100.0 points that are still to win."
    assert len(worst.rows) == 10
    assert best is None


def test_fewer_than_ten_answers_hold_all_that_is_left() -> None:
    answers = {"q-1-1": answer("nothing"), "q-1-2": answer("begun"), "q-3-5": answer("?")}
    movers = build(factories.build_rulebook(), answers).score_movers
    assert movers
    assert movers.says == "Three answers hold all 11.5 points that are still to win."
    assert {row.number: (row.state, row.now, row.adds) for row in movers.rows} == {
        "Q1": ("blocker", "0.0", "4.0"),
        "Q2": ("", "1.7", "3.5"),
        "Q17": ("not known", "0.0", "4.0"),
    }
