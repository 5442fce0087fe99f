"""Each chart says one thing in a sentence, and its rows and shapes say the same."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState
from assess.core.scoring.evaluate import evaluate
from assess.report.content.change_models import SectionChangeRow
from assess.report.content.chart_models import EffortGrid, Timeline
from assess.report.content.charts.dumbbell import describe_section_changes, draw_dumbbell, sort_section_changes
from assess.report.content.charts.effort_grid import build_effort_grid
from assess.report.content.charts.heat_map import select_heat_rows
from assess.report.content.charts.timeline import build_timeline
from assess.report.content.plan import build_plan_content
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


# ---- Timeline ----


def build_timeline_of(**actions: Action) -> Timeline | None:
    """Build the timeline of a plan for the middling case, with R1, R2 and so on as its keys."""
    ids = {each.number: each.id for each in edge_cases.build_case("middling").recommendations}
    rules, assessment = edge_cases.CASES["middling"]()
    plan = {ids[number]: action for number, action in actions.items()}
    result = evaluate(rules, assessment.profile, assessment.answers)
    return build_timeline(build_plan_content(rules, result, plan, edge_cases.DAY).lines, edge_cases.DAY)


def due(days: int, state: ActionState = ActionState.NOT_STARTED) -> Action:
    return Action("Head of legal", edge_cases.DAY + timedelta(days), state)


@pytest.mark.parametrize(
    ("actions", "says"),
    [
        (
            {"R1": due(-1), "R2": due(40)},
            "One action is overdue: R1; it would lift a blocker. The last date is 1 January 2027.",
        ),
        (
            {"R1": due(10), "R2": due(40)},
            "No action is overdue. The next date is 2 December 2026. The last date is 1 January 2027.",
        ),
        ({"R1": due(-10, ActionState.DONE)}, "Every action with a date is done."),
        ({"R1": Action("Head of legal")}, "No action has a date yet."),
    ],
)
def test_the_sentence_above_the_timeline_names_what_is_overdue_or_comes_next(
    actions: dict[str, Action], says: str
) -> None:
    timeline = build_timeline_of(**actions)
    assert timeline
    assert timeline.says == says


def test_without_a_plan_there_is_no_timeline_and_without_dates_no_rows() -> None:
    assert build_timeline_of() is None
    assert build_timeline_of(R1=Action(reason="It is done elsewhere.")) is None
    undated = build_timeline_of(R1=Action("Head of legal"))
    assert undated
    assert undated.rows == ()


def test_the_timeline_lists_what_is_done_then_by_date_then_without_one() -> None:
    timeline = build_timeline_of(R1=Action("Head of legal"), R2=due(30), R3=due(-30), R4=due(60, ActionState.DONE))
    assert timeline
    assert [(row.number, row.state) for row in timeline.rows] == [
        ("R4", "Done"), ("R3", "Overdue"), ("R2", "Not started"), ("R1", "To decide"),
    ]  # fmt: skip
    kinds = [
        [shape.kind for shape in row.drawing.shapes if shape.kind not in ("track", "gap")] for row in timeline.rows
    ]
    assert kinds == [["solid", "ink"], ["late", "ink"], ["outline", "solid", "ink"], ["ink"]]


@for_every_report
@given(st.lists(st.dates(FIRST_DAY, LAST_DAY), min_size=1, max_size=5), st.sampled_from(ActionState))
def test_everything_on_the_timeline_is_within_its_axis(dates: list[date], state: ActionState) -> None:
    timeline = build_timeline_of(**{f"R{place}": Action("Legal", day, state) for place, day in enumerate(dates, 1)})
    assert timeline
    assert timeline.axis
    for drawing in (timeline.axis, *(row.drawing for row in timeline.rows)):
        assert all(shape.x >= 0 and shape.width >= 0 for shape in drawing.shapes)
        assert all(shape.x + shape.width <= drawing.width + 0.001 for shape in drawing.shapes)
    ends = [label.x for label in timeline.axis.labels[1:]]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (100, ["Nov", "Dec", "Jan", "Feb", "Mar"]),
        (800, ["2027", "Apr", "Jul", "Oct", "2028", "Apr", "Jul", "Oct"]),
        (2200, ["2027", "2028", "2029", "2030", "2031", "2032"]),
    ],
)
def test_the_marks_of_the_axis_are_months_then_quarters_then_years(days: int, names: list[str]) -> None:
    timeline = build_timeline_of(R1=due(days))
    assert timeline
    assert timeline.axis
    assert [label.text for label in timeline.axis.labels[1:]] == names


# ---- Effort against effect ----


def build_grid_of(adds: str, effort: str, count: int, kind: str = "to-decide") -> EffortGrid:
    """Build the table of some recommendations with the same effort and effect."""
    first = edge_cases.build_case("middling").recommendations[0]
    planned = first.planned._replace(kind=kind, due=None if kind == "to-decide" else edge_cases.DAY)
    return build_effort_grid(
        [replace(first, number=f"R{n}", adds=adds, effort=effort, planned=planned) for n in range(1, count + 1)]
    )


QUICK = " could add 2 points or more within weeks"


@pytest.mark.parametrize("name", ["middling", "worst", "sixty", "nobody-has-looked"])
def test_each_recommendation_is_in_one_cell_of_effort_against_effect(name: str) -> None:
    content = edge_cases.build_case(name)
    cells = [cell for row in content.effort_grid.rows for cell in row.cells]
    assert sum(len(cell.marks) + cell.more for cell in cells) == len(content.recommendations)


@pytest.mark.parametrize(
    ("grid", "says"),
    [
        (
            build_grid_of("2.0", "Weeks", 4),
            f"Four recommendations{QUICK}; none of them has a date yet.",
        ),
        (
            build_grid_of("2.0", "Days", 1),
            f"One recommendation{QUICK}; it has no date yet.",
        ),
        (
            build_grid_of("9.9", "Days", 2, "under-way"),
            f"Two recommendations{QUICK}; each has a date.",
        ),
        (build_grid_of("1.9", "Weeks", 4), "No recommendation could add 2 points or more within weeks."),
        (build_grid_of("3.0", "Months", 4), "No recommendation could add 2 points or more within weeks."),
    ],
)
def test_the_sentence_counts_what_adds_much_within_weeks(grid: EffortGrid, says: str) -> None:
    assert grid.says == says


@pytest.mark.parametrize(("count", "shown", "more"), [(14, 14, 0), (15, 15, 0), (20, 14, 6)])
def test_a_full_cell_says_how_many_more_there_are(count: int, shown: int, more: int) -> None:
    cell = build_grid_of("3.0", "Weeks", count).rows[1].cells[3]
    assert (len(cell.marks), cell.more) == (shown, more)
    assert build_effort_grid([]).rows == ()


# ---- Since last time ----


def change(title: str, before: int | None, now: int | None) -> SectionChangeRow:
    gain = None if before is None or now is None else now - before
    return SectionChangeRow(title, "", "", "", gain, draw_dumbbell(before, now))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((("A", 1, 3), ("B", 2, 3), ("C", 5, 4)), "Two barriers rose and one fell: “C”."),
        ((("A", 1, 3), ("B", None, 3)), "One barrier rose and none fell."),
        ((("A", 4, 3), ("B", 4, 2)), "Two barriers fell and none rose: “A” and “B”."),
        ((("A", 4, 4), ("B", 0, 0)), "No barrier rose or fell."),
        ((("A", None, 4), ("B", None, None)), "No barrier has a score both before and now."),
    ],
)
def test_the_sentence_above_the_dumbbells_counts_what_rose_and_fell(
    rows: tuple[tuple[str, int | None, int | None], ...], says: str
) -> None:
    assert describe_section_changes([change(*row) for row in rows]) == says


def test_the_barriers_that_rose_most_come_first_and_those_without_a_score_last() -> None:
    rows = [change("none", None, 4), change("fell", 4, 3), change("rose", 4, 30), change("same", 4, 4)]
    assert [row.title for row in sort_section_changes(rows)] == ["rose", "same", "fell", "none"]


@given(st.none() | st.integers(0, 100), st.none() | st.integers(0, 100))
def test_ring_and_dot_stand_at_their_scores(before: int | None, now: int | None) -> None:
    drawing = draw_dumbbell(before, now)
    assert (drawing is None) == (before is None and now is None)
    for shape in drawing.shapes if drawing else ():
        assert shape.x >= 0
        assert shape.x + shape.width <= 300
        if shape.kind in ("ring", "dot"):
            score = (shape.x + shape.width / 2 - 6) / 2.88
            assert score == pytest.approx(before if shape.kind == "ring" else now)
