"""Delete assessments in such a way that this can be undone for 30 days.

The rows of a deleted assessment move to tables of their own, where no list, export or comparison finds them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, delete, func, insert, select

from assess.core.syntax.names import fold_name
from assess.storage import services
from assess.storage.conditional import insert_row
from assess.storage.records import UNDO_PERIOD, DeletedAssessment, NotFoundError
from assess.storage.tables import MOVED_TABLES, answer, assessment, deleted_assessment, service

_SELECT_NAMED = select(assessment, service.c.council, service.c.name.label("service")).join(
    service, assessment.c.service_id == service.c.id
)
_deleted_answer = dict(MOVED_TABLES)[answer]
_SELECT_DELETED = select(
    deleted_assessment.c.id,
    deleted_assessment.c.council,
    deleted_assessment.c.service,
    deleted_assessment.c.name,
    select(func.count()).where(_deleted_answer.c.assessment_id == deleted_assessment.c.id).scalar_subquery(),
    deleted_assessment.c.deleted_at,
)


def delete_assessment(connection: Connection, number: int, now: datetime) -> DeletedAssessment:
    """Delete an assessment, unless somebody else has, and its service if that is now empty; raises NotFoundError."""
    remove_expired(connection, now)
    row = connection.execute(_SELECT_NAMED.where(assessment.c.id == number)).mappings().first()
    if row is not None:
        _move_to_deleted(connection, row, now)
    deleted = load_deleted(connection, number, now)
    if deleted is None:
        raise NotFoundError(number)
    return deleted


def _move_to_deleted(connection: Connection, row: RowMapping, now: datetime) -> None:
    """Move an assessment, given its row, to the tables of deleted ones."""
    values = {name: row[name] for name in row if name in deleted_assessment.c}
    if not insert_row(connection, deleted_assessment, values | {"deleted_at": now}):
        return  # somebody else has moved it in the meantime
    for table, deleted in MOVED_TABLES:
        _copy_rows(connection, table, deleted, row["id"])
    connection.execute(delete(assessment).where(assessment.c.id == row["id"]))
    services.delete_if_empty(connection, row["service_id"])


def list_deleted(connection: Connection, now: datetime) -> tuple[DeletedAssessment, ...]:
    """List the deleted assessments that can be brought back, the last deleted first."""
    newest = _select_unexpired(now).order_by(deleted_assessment.c.deleted_at.desc(), deleted_assessment.c.id.desc())
    return tuple(DeletedAssessment(*row) for row in connection.execute(newest))


def load_deleted(connection: Connection, number: int, now: datetime) -> DeletedAssessment | None:
    """Load a deleted assessment, or return None if there is none or it cannot be brought back any more."""
    row = connection.execute(_select_unexpired(now).where(deleted_assessment.c.id == number)).first()
    return DeletedAssessment(*row) if row else None


def restore_assessment(connection: Connection, number: int, now: datetime) -> None:
    """Undo the deletion of an assessment, unless somebody else has; raises NotFoundError."""
    is_wanted = deleted_assessment.c.id == number, deleted_assessment.c.deleted_at > now - UNDO_PERIOD
    row = connection.execute(select(deleted_assessment).where(*is_wanted)).mappings().first()
    if row is None:
        if not services.find_service_id(connection, number):
            raise NotFoundError(number)
        return
    service_id = services.get_or_create_service(connection, row["council"], row["service"], now)
    values = {name: row[name] for name in row if name in assessment.c}
    given = {"service_id": service_id, "key": fold_name(row["name"])}
    connection.execute(insert(assessment).values(values | given))
    for table, deleted in MOVED_TABLES:
        _copy_rows(connection, deleted, table, number)
    remove_deleted(connection, number)


def remove_deleted(connection: Connection, number: int) -> None:
    """Remove a deleted assessment for good; raises NotFoundError."""
    if not connection.execute(delete(deleted_assessment).where(deleted_assessment.c.id == number)).rowcount:
        raise NotFoundError(number)


def remove_expired(connection: Connection, now: datetime) -> int:
    """Remove for good what was deleted too long ago to be brought back; return how many assessments."""
    is_expired = deleted_assessment.c.deleted_at <= now - UNDO_PERIOD
    return connection.execute(delete(deleted_assessment).where(is_expired)).rowcount


def _select_unexpired(now: datetime) -> Select[Any]:
    """Build the statement that selects the deleted assessments that can be brought back."""
    return _SELECT_DELETED.where(deleted_assessment.c.deleted_at > now - UNDO_PERIOD)


def _copy_rows(connection: Connection, source: Table, target: Table, number: int) -> None:
    """Copy the rows of an assessment to a table with the same columns; ids of their own are given anew, in order."""
    columns = [column.name for column in target.c if column.name != "id"]
    rows = select(*(source.c[name] for name in columns)).where(source.c.assessment_id == number)
    connection.execute(insert(target).from_select(columns, rows.order_by(*source.primary_key)))
