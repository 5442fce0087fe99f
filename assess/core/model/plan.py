"""Action plans: who acts on each recommendation, by when and how far it has got, or why nobody will."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.result import Result

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""The range of dates allowed for an action; others are typing errors, and spreadsheets have none before 1900."""


class ActionState(StrEnum):
    """The progress of an action."""

    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Action:
    """The decision on one recommendation: to act on it or, with a reason, not to.

    If there is a reason, the other fields are ignored but kept, so that the decision can be reversed without loss.
    """

    owner: str = ""
    """Who is responsible: a job title, never a name."""
    due: date | None = None
    """When it is due, or when it was done."""
    state: ActionState = ActionState.NOT_STARTED
    reason: str = ""
    """Why the council will not act on it; empty if it will."""
    carried_from: str = ""
    """The earlier assessment it was copied from; cleared when somebody saves it in this one."""

    @property
    def is_decided(self) -> bool:
        """Whether there is a decision: someone responsible and a date, or a reason for not acting.

        A reason or a done state carried over from an earlier assessment must be confirmed in this one.
        """
        if self.carried_from and (self.reason or self.state is ActionState.DONE):
            return False
        return bool(self.reason or (self.owner and self.due))

    def is_overdue(self, day: date) -> bool:
        """Return whether it was due before this day and is not done."""
        return bool(self.due and self.due < day and not self.reason and self.state is not ActionState.DONE)


Plan = Mapping[str, Action]
"""Map each recommendation id to its action; recommendations without one are absent."""

NO_ACTION = Action()


def find_required_decisions(result: Result) -> tuple[str, ...]:
    """Return the ids of recommendations to decide before a report is final: those that lift a blocker or warning."""
    return tuple(advice.id for advice in result.recommendations if advice.lifts)


class PlanCounts(NamedTuple):
    """Numbers of recommendations by decision."""

    done: int
    under_way: int
    not_started: int
    not_acted_on: int
    undecided: int

    @property
    def decided(self) -> int:
        """The number of decided recommendations."""
        return self.recommendations - self.undecided

    @property
    def recommendations(self) -> int:
        """The number of recommendations."""
        return sum(self)


def count_decisions(result: Result, plan: Plan) -> PlanCounts:
    """Count the recommendations of a result by decision."""
    actions = [plan.get(advice.id, NO_ACTION) for advice in result.recommendations]
    decided = [action for action in actions if action.is_decided]
    states = [action.state for action in decided if not action.reason]
    counts = (
        states.count(ActionState.DONE),
        states.count(ActionState.UNDER_WAY),
        states.count(ActionState.NOT_STARTED),
    )
    return PlanCounts(*counts, not_acted_on=len(decided) - len(states), undecided=len(actions) - len(decided))


def find_obsolete_actions(result: Result, plan: Plan) -> tuple[str, ...]:
    """Return the sorted ids of recommendations that have an action but no longer follow from the answers."""
    advised = {advice.id for advice in result.recommendations}
    return tuple(sorted(name for name, action in plan.items() if name not in advised and action != NO_ACTION))


def carry_forward(plan: Plan, assessment_name: str) -> Plan:
    """Return the plan that the next assessment of a service starts with, its actions marked with their origin."""
    return {
        recommendation: replace(action, carried_from=action.carried_from or assessment_name)
        for recommendation, action in plan.items()
        if action != NO_ACTION
    }
