"""Store the plan of an assessment: an action for each recommendation that has been decided on."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from assess.core.model.plan import NOTHING, Action, ActionState, Plan
from assess.storage import answers
from assess.storage.records import ActionClash, Place, fingerprint, plan_page
from assess.storage.tables import action

FIELDS = (action.c.owner, action.c.due, action.c.state, action.c.reason, action.c.carried_from)


def load_plan(connection: Connection, assessment: int) -> Plan:
    """Load the plan of an assessment, sorted by recommendation id."""
    whose = action.c.assessment_id == assessment
    rows = connection.execute(select(action.c.recommendation, *FIELDS).where(whose).order_by(action.c.recommendation))
    return {row.recommendation: action_of(row) for row in rows}


def action_of(row: Any) -> Action:
    """Build an action from its row."""
    return Action(row.owner, row.due, ActionState(row.state), row.reason, row.carried_from)


def load_action(connection: Connection, assessment: int, recommendation: str) -> Action:
    """Load one action, which is empty if nothing has been decided."""
    row = connection.execute(select(*FIELDS).where(is_action(assessment, recommendation))).first()
    return action_of(row) if row else NOTHING


def is_action(assessment: int, recommendation: str) -> Any:
    """Build the condition that matches one action."""
    return and_(action.c.assessment_id == assessment, action.c.recommendation == recommendation)


def save(connection: Connection, place: Place, new: Action, seen: str | None, now: datetime) -> ActionClash | None:
    """Save an action, or return the conflict if it has been saved since the ETag `etag` was computed.

    The page of `key` is the id of the recommendation.
    """
    theirs = load_action(connection, *place)
    if seen is not None and fingerprint(theirs) != seen and theirs != new:
        return ActionClash(theirs)
    connection.execute(action.delete().where(is_action(*place)))
    if new != NOTHING:
        write(connection, place.assessment, {place.page: new}, now)
    answers.drop_draft(connection, Place(place.assessment, plan_page(place.page)))
    return None


def write(connection: Connection, assessment: int, plan: Plan, now: datetime) -> None:
    """Insert actions."""
    rows = [
        {
            "assessment_id": assessment,
            "recommendation": recommendation,
            "owner": planned.owner,
            "due": planned.due,
            "state": planned.state.value,
            "reason": planned.reason,
            "carried_from": planned.carried_from,
            "changed_at": now,
        }
        for recommendation, planned in plan.items()
    ]
    if rows:
        connection.execute(action.insert(), rows)


def drop_carried(connection: Connection, assessment: int) -> int:
    """Delete the actions carried over from an earlier assessment and never saved since; return how many."""
    carried = and_(action.c.assessment_id == assessment, action.c.carried_from != "")
    return connection.execute(action.delete().where(carried)).rowcount
