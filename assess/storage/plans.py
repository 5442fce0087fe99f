"""Store the plan of an assessment: an action for each recommendation that has been decided on."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from assess.core.model.plan import NO_ACTION, Action, ActionState, Plan
from assess.storage import answers
from assess.storage.conditional import RowValues, replace_row
from assess.storage.records import ActionConflictError, AnswerKey, compute_etag, plan_page_key
from assess.storage.tables import action

_ACTION_COLUMNS = (action.c.owner, action.c.due, action.c.state, action.c.reason, action.c.carried_from)


def load_plan(connection: Connection, assessment_id: int) -> Plan:
    """Load the plan of an assessment, sorted by recommendation id."""
    condition = action.c.assessment_id == assessment_id
    rows = connection.execute(
        select(action.c.recommendation, *_ACTION_COLUMNS).where(condition).order_by(action.c.recommendation)
    )
    return {row.recommendation: _build_action(row) for row in rows}


def _build_action(row: Any) -> Action:
    """Build an action from its row."""
    return Action(row.owner, row.due, ActionState(row.state), row.reason, row.carried_from)


def _load_action(connection: Connection, assessment_id: int, recommendation: str) -> Action:
    """Load one action, which is empty if nothing has been decided."""
    row = connection.execute(select(*_ACTION_COLUMNS).where(_matches_action(assessment_id, recommendation))).first()
    return _build_action(row) if row else NO_ACTION


def _matches_action(assessment_id: int, recommendation: str) -> Any:
    """Build the condition that matches one action."""
    return and_(action.c.assessment_id == assessment_id, action.c.recommendation == recommendation)


def save_action(connection: Connection, key: AnswerKey, new: Action, etag: str | None, now: datetime) -> None:
    """Save an action; raises ActionConflictError if it has been saved since the ETag `etag` was computed.

    The page of `key` is the id of the recommendation.
    """
    current = _load_action(connection, *key)
    if etag is not None and compute_etag(current) != etag and current != new:
        raise ActionConflictError(current)
    row_key = {"assessment_id": key.assessment_id, "recommendation": key.page}
    written = replace_row(connection, action, row_key, _build_values(current), _build_values(new), changed_at=now)
    if not written:
        raise ActionConflictError(_load_action(connection, *key))
    answers.delete_page_draft(connection, AnswerKey(key.assessment_id, plan_page_key(key.page)))


def _build_values(planned: Action) -> RowValues | None:
    """Return the column values of an action, or None for an empty one, which has no row."""
    if planned == NO_ACTION:
        return None
    return {
        "owner": planned.owner,
        "due": planned.due,
        "state": planned.state.value,
        "reason": planned.reason,
        "carried_from": planned.carried_from,
    }


def insert_actions(connection: Connection, assessment_id: int, plan: Plan, now: datetime) -> None:
    """Insert actions."""
    rows = [
        {"assessment_id": assessment_id, "recommendation": recommendation, **values, "changed_at": now}
        for recommendation, planned in plan.items()
        if (values := _build_values(planned))
    ]
    if rows:
        connection.execute(action.insert(), rows)


def delete_carried_actions(connection: Connection, assessment_id: int) -> int:
    """Delete the actions carried over from an earlier assessment and never saved since; return how many."""
    carried = and_(action.c.assessment_id == assessment_id, action.c.carried_from != "")
    return connection.execute(action.delete().where(carried)).rowcount
