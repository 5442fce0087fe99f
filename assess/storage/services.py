"""Store services, which are found by council and name regardless of case."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from assess.storage.records import Service
from assess.storage.tables import assessment, service


def key_of(council: str, name: str) -> str:
    """Return the case-folded names of a service, by which it is found and sorted."""
    return f"{council.casefold()}\n{name.casefold()}"


def is_service(council: str, name: str) -> Any:
    """Build the condition that matches a service by its names, regardless of case."""
    return service.c.key == key_of(council, name)


def load(connection: Connection, number: int) -> Service | None:
    """Load a service and the number of its assessments, or return None if it does not exist."""
    counted = select(func.count()).where(assessment.c.service_id == number).scalar_subquery()
    row = connection.execute(select(service.c.council, service.c.name, counted).where(service.c.id == number)).first()
    return None if row is None else Service(*row)


def service_row(connection: Connection, council: str, name: str, now: datetime) -> int:
    """Return the id of a service, creating it if necessary."""
    found: int | None = connection.scalar(select(service.c.id).where(is_service(council, name)))
    if found is not None:
        return found
    values = {"council": council, "name": name, "key": key_of(council, name), "created_at": now}
    made = connection.execute(service.insert().values(values))
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0


def of_assessment(connection: Connection, number: int) -> int:
    """Return the id of an assessment's service, or 0 if there is no such assessment."""
    return connection.scalar(select(assessment.c.service_id).where(assessment.c.id == number)) or 0


def drop_if_empty(connection: Connection, row: int) -> None:
    """Delete a service if it has no assessments."""
    left = select(assessment.c.id).where(assessment.c.service_id == row).exists()
    connection.execute(service.delete().where(service.c.id == row, ~left))
