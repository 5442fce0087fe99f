"""Actions on recommendations: counted, required before a report is final, and carried over."""

from datetime import date

import pytest

from assess.core.model.plan import (
    Action,
    ActionState,
    Plan,
    Progress,
    carried,
    must_be_decided,
    no_longer_advised,
    progress,
)
from assess.core.model.result import Result
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import chosen, question, rulebook, section, worded

MAY = date(2027, 5, 1)
NOT_STARTED, UNDER_WAY, DONE = ActionState


def on(name: str) -> dict[str, object]:
    """Return the condition that a question has its worst option."""
    return {"question": name, "is": ["a"]}


def result(**options: str) -> Result:
    """Return a result in which `a` triggers `stop` (a blocker), two `warn` (a warning), three `other`."""
    rules = rulebook(
        section("s", *map(question, ("one", "two", "three"))),
        blockers=[worded("blocked", on("one"), caps_at="low")],
        warnings=[worded("warned", on("two"))],
        recommendations=[
            worded(name, on(where), effort="days", claims=["act-01"])
            for name, where in (("stop", "one"), ("warn", "two"), ("other", "three"))
        ],
    )
    return evaluate(rules, {"stage": "idea"}, chosen(**options))


ALL = result(one="a", two="a", three="a")


def test_actions_that_lift_a_blocker_or_a_warning_must_be_decided() -> None:
    assert must_be_decided(ALL) == ("stop", "warn")
    assert must_be_decided(result(one="d", two="a", three="a")) == ("warn",)
    assert must_be_decided(result(one="d", two="d", three="a")) == ()


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
        ({}, Progress(0, 0, 0, 0, to_decide=3)),
        ({"stop": Action("A", MAY, DONE), "gone": Action("A", MAY)}, Progress(1, 0, 0, 0, to_decide=2)),
        (
            {"stop": Action("A", MAY, UNDER_WAY), "warn": Action("A", MAY), "other": Action(reason="No", state=DONE)},
            Progress(0, 1, 1, 1, to_decide=0),
        ),
        ({"stop": Action("A", state=UNDER_WAY)}, Progress(0, 0, 0, 0, to_decide=3)),
    ],
)
def test_progress_counts_decided_actions_among_those_advised(plan: Plan, counts: Progress) -> None:
    assert progress(ALL, plan) == counts
    assert counts.recommendations == 3
    assert counts.decided == 3 - counts.to_decide


def test_actions_that_are_no_longer_advised_are_listed_separately() -> None:
    plan = {"warn": Action("A"), "stop": Action("A"), "gone": Action("A"), "none": Action()}
    assert no_longer_advised(result(one="d", two="a", three="a"), plan) == ("gone", "stop")


def test_the_next_assessment_starts_with_the_plan_and_records_its_origin() -> None:
    plan = {
        "stop": Action("A", MAY, DONE),
        "warn": Action("B", MAY, UNDER_WAY, carried_from="Zeroth"),
        "other": Action(),
    }
    assert carried(plan, "First") == {
        "stop": Action("A", MAY, DONE, carried_from="First"),
        "warn": Action("B", MAY, UNDER_WAY, carried_from="Zeroth"),
    }
