"""Actions on recommendations: counted, required before a report is final, and carried over."""

from datetime import date

import pytest

from assess.core.model.plan import (
    Action,
    ActionState,
    Plan,
    PlanCounts,
    carry_forward,
    count_decisions,
    find_obsolete_actions,
    find_required_decisions,
)
from assess.core.model.result import Result
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import build_answers, build_question, build_rule, build_rulebook, build_section

MAY = date(2027, 5, 1)
NOT_STARTED, UNDER_WAY, DONE = ActionState


def worst_option_of(name: str) -> dict[str, object]:
    """Return the condition that a question has its worst option."""
    return {"question": name, "is": ["a"]}


def build_result(**options: str) -> Result:
    """Return a result in which `a` triggers `stop` (a blocker), two `warn` (a warning), three `other`."""
    rules = build_rulebook(
        build_section("s", *map(build_question, ("one", "two", "three"))),
        blockers=[build_rule("blocked", worst_option_of("one"), caps_at="low")],
        warnings=[build_rule("warned", worst_option_of("two"))],
        recommendations=[
            build_rule(name, worst_option_of(where), effort="days", claims=["act-01"])
            for name, where in (("stop", "one"), ("warn", "two"), ("other", "three"))
        ],
    )
    return evaluate(rules, {"stage": "idea"}, build_answers(**options))


ALL = build_result(one="a", two="a", three="a")


def test_actions_that_lift_a_blocker_or_a_warning_must_be_decided() -> None:
    assert find_required_decisions(ALL) == ("stop", "warn")
    assert find_required_decisions(build_result(one="d", two="a", three="a")) == ("warn",)
    assert find_required_decisions(build_result(one="d", two="d", three="a")) == ()


@pytest.mark.parametrize(
    ("action", "decided"),
    [
        (Action(), False),
        (Action("Head of HR", MAY), True),
        (Action("Head of HR", MAY, DONE), True),
        (Action("Head of HR"), False),
        (Action(due=MAY), False),
        (Action(state=DONE), False),
        (Action(reason="No money"), True),
        (Action("Head of HR", MAY, UNDER_WAY, carried_from="First"), True),
        (Action("Head of HR", MAY, DONE, carried_from="First"), False),
        (Action(reason="No money", carried_from="First"), False),
    ],
)
def test_an_action_is_decided_by_owner_and_date_or_by_a_reason_in_this_assessment(
    action: Action, decided: bool
) -> None:
    assert action.is_decided is decided


@pytest.mark.parametrize(
    ("action", "overdue"),
    [
        (Action(due=MAY), True),
        (Action(due=date(2027, 5, 2)), False),
        (Action(), False),
        (Action(due=MAY, state=DONE), False),
        (Action(due=MAY, reason="No money"), False),
    ],
)
def test_an_action_is_overdue_from_the_day_after_its_date_unless_done_or_dropped(action: Action, overdue: bool) -> None:
    assert action.is_overdue(date(2027, 5, 2)) is overdue


@pytest.mark.parametrize(
    ("plan", "counts"),
    [
        ({}, PlanCounts(0, 0, 0, 0, undecided=3)),
        ({"stop": Action("A", MAY, DONE), "gone": Action("A", MAY)}, PlanCounts(1, 0, 0, 0, undecided=2)),
        (
            {"stop": Action("A", MAY, UNDER_WAY), "warn": Action("A", MAY), "other": Action(reason="No", state=DONE)},
            PlanCounts(0, 1, 1, 1, undecided=0),
        ),
        ({"stop": Action("A", state=UNDER_WAY)}, PlanCounts(0, 0, 0, 0, undecided=3)),
    ],
)
def test_progress_counts_decided_actions_among_those_advised(plan: Plan, counts: PlanCounts) -> None:
    assert count_decisions(ALL, plan) == counts
    assert counts.recommendations == 3
    assert counts.decided == 3 - counts.undecided


def test_actions_that_are_no_longer_advised_are_listed_separately() -> None:
    plan = {"warn": Action("A"), "stop": Action("A"), "gone": Action("A"), "none": Action()}
    assert find_obsolete_actions(build_result(one="d", two="a", three="a"), plan) == ("gone", "stop")


def test_the_next_assessment_starts_with_the_plan_and_records_its_origin() -> None:
    plan = {
        "stop": Action("A", MAY, DONE),
        "warn": Action("B", MAY, UNDER_WAY, carried_from="Zeroth"),
        "other": Action(),
    }
    assert carry_forward(plan, "First") == {
        "stop": Action("A", MAY, DONE, carried_from="First"),
        "warn": Action("B", MAY, UNDER_WAY, carried_from="Zeroth"),
    }
