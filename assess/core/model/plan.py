"""The plan: for each recommendation who acts on it by when and how far it has got, or why nobody will."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.result import Result

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""The days that an action may bear: outside them a date is a slip, and spreadsheets know none before 1900."""


class ActionState(StrEnum):
    """How far an action has got."""

    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Action:
    """What is decided about one recommendation: to act on it, or with a reason not to.

    With a reason the rest is kept, so that a change of mind loses nothing, but does not count.
    """

    owner: str = ""
    """Who sees to it: a job title, never a name."""
    due: date | None = None
    """When it is to be done, or when it was done."""
    state: ActionState = ActionState.NOT_STARTED
    reason: str = ""
    """Why the council will not act on it; empty where it will."""
    carried_from: str = ""
    """The earlier assessment that it comes from, until somebody saves it in this one."""

    @property
    def is_decided(self) -> bool:
        """Whether somebody has decided: an owner and a date, or a reason for not acting.

        What closed a recommendation in an earlier assessment has to be said again in this one.
        """
        if self.carried_from and (self.reason or self.state is ActionState.DONE):
            return False
        return bool(self.reason or (self.owner and self.due))

    def is_overdue(self, day: date) -> bool:
        """Tell whether it should have been done before this day and is not."""
        return bool(self.due and self.due < day and not self.reason and self.state is not ActionState.DONE)


Plan = Mapping[str, Action]
"""Recommendation id to action; a recommendation about which nothing was said is absent."""

NOTHING = Action()


def must_be_decided(result: Result) -> tuple[str, ...]:
    """Give what must be decided before a report is final: what lifts a blocker or a warning."""
    return tuple(advice.id for advice in result.recommendations if advice.lifts)


class Progress(NamedTuple):
    """How many of the recommendations of a result are decided, and what was decided."""

    done: int
    under_way: int
    not_started: int
    not_acted_on: int
    to_decide: int

    @property
    def decided(self) -> int:
        """How many are decided."""
        return self.recommendations - self.to_decide

    @property
    def recommendations(self) -> int:
        """How many recommendations there are."""
        return sum(self)


def progress(result: Result, plan: Plan) -> Progress:
    """Count what is decided about the recommendations of a result."""
    actions = [plan.get(advice.id, NOTHING) for advice in result.recommendations]
    decided = [action for action in actions if action.is_decided]
    states = [action.state for action in decided if not action.reason]
    counts = (
        states.count(ActionState.DONE),
        states.count(ActionState.UNDER_WAY),
        states.count(ActionState.NOT_STARTED),
    )
    return Progress(*counts, not_acted_on=len(decided) - len(states), to_decide=len(actions) - len(decided))


def no_longer_advised(result: Result, plan: Plan) -> tuple[str, ...]:
    """Give the recommendations that have an action and do not follow from the answers any more, by id."""
    advised = {advice.id for advice in result.recommendations}
    return tuple(sorted(name for name, action in plan.items() if name not in advised and action != NOTHING))


def carried(plan: Plan, name: str) -> Plan:
    """Give a plan as the next assessment of the service begins with it; `name` is that of the one it comes from."""
    return {
        recommendation: replace(action, carried_from=action.carried_from or name)
        for recommendation, action in plan.items()
        if action != NOTHING
    }
