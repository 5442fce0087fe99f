"""Store services, which are found by council and name regardless of case."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from assess.storage.records import ServiceRecord
from assess.storage.tables import assessment, service


def _build_service_key(council: str, name: str) -> str:
    """Return the case-folded names of a service, by which it is found and sorted."""
    return f"{council.casefold()}\n{name.casefold()}"


def matches_service(council: str, name: str) -> Any:
    """Build the condition that matches a service by its names, regardless of case."""
    return service.c.key == _build_service_key(council, name)


def load_service(connection: Connection, number: int) -> ServiceRecord | None:
    """Load a service and the number of its assessments, or return None if it does not exist."""
    assessment_count = select(func.count()).where(assessment.c.service_id == number).scalar_subquery()
    row = connection.execute(
        select(service.c.council, service.c.name, assessment_count).where(service.c.id == number)
    ).first()
    return None if row is None else ServiceRecord(*row)


def get_or_create_service(connection: Connection, council: str, name: str, now: datetime) -> int:
    """Return the id of a service, creating it if necessary."""
    service_id: int | None = connection.scalar(select(service.c.id).where(matches_service(council, name)))
    if service_id is not None:
        return service_id
    values = {"council": council, "name": name, "key": _build_service_key(council, name), "created_at": now}
    inserted = connection.execute(service.insert().values(values))
    return int(inserted.inserted_primary_key[0]) if inserted.inserted_primary_key else 0


def find_service_id(connection: Connection, number: int) -> int:
    """Return the id of an assessment's service, or 0 if there is no such assessment."""
    return connection.scalar(select(assessment.c.service_id).where(assessment.c.id == number)) or 0


def delete_if_empty(connection: Connection, service_id: int) -> None:
    """Delete a service if it has no assessments."""
    has_assessments = select(assessment.c.id).where(assessment.c.service_id == service_id).exists()
    connection.execute(service.delete().where(service.c.id == service_id, ~has_assessments))
