"""Keep services: each is one council's, found by its names whatever their capitals."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from assess.storage.records import Service
from assess.storage.tables import assessment, service


def key_of(council: str, name: str) -> str:
    """Give the names of a service in small letters, by which it is found and put in order."""
    return f"{council.casefold()}\n{name.casefold()}"


def is_service(council: str, name: str) -> Any:
    """Give the condition that picks a service by its names, whatever their capitals."""
    return service.c.key == key_of(council, name)


def load(connection: Connection, number: int) -> Service | None:
    """Give a service and how many assessments it has; none where there is no service of this number."""
    counted = select(func.count()).where(assessment.c.service_id == number).scalar_subquery()
    row = connection.execute(select(service.c.council, service.c.name, counted).where(service.c.id == number)).first()
    return None if row is None else Service(*row)


def service_row(connection: Connection, council: str, name: str, now: datetime) -> int:
    """Give the row of a service, made now if the council has none of this name."""
    found: int | None = connection.scalar(select(service.c.id).where(is_service(council, name)))
    if found is not None:
        return found
    values = {"council": council, "name": name, "key": key_of(council, name), "created_at": now}
    made = connection.execute(service.insert().values(values))
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0


def of_assessment(connection: Connection, number: int) -> int:
    """Give the row of the service that an assessment is of; 0 where there is no such assessment."""
    return connection.scalar(select(assessment.c.service_id).where(assessment.c.id == number)) or 0


def drop_if_empty(connection: Connection, row: int) -> None:
    """Delete a service if no assessment belongs to it."""
    left = select(assessment.c.id).where(assessment.c.service_id == row).exists()
    connection.execute(service.delete().where(service.c.id == row, ~left))
