"""Store services, which are found by council and name however these are spelled, and shown as first typed."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from assess.core.syntax.names import fold_name
from assess.storage.conditional import insert_row
from assess.storage.records import ServiceRecord
from assess.storage.tables import assessment, service


def _build_service_key(council: str, name: str) -> str:
    """Return the folded names of a service, by which it is found and sorted."""
    return f"{fold_name(council)}\n{fold_name(name)}"


def matches_service(council: str, name: str) -> ColumnElement[bool]:
    """Build the condition that matches a service by its names, however they are spelled."""
    return service.c.key == _build_service_key(council, name)


def matches_council(council: str) -> ColumnElement[bool]:
    """Build the condition that matches the services of a council, however its name is spelled."""
    return service.c.council_key == fold_name(council)


def matches_words(text: str) -> ColumnElement[bool]:
    """Build the condition that the names of council, service and assessment have every word of a text."""
    return and_(
        *(
            or_(service.c.key.contains(word, autoescape=True), assessment.c.key.contains(word, autoescape=True))
            for word in fold_name(text).split()
        )
    )


def load_service(connection: Connection, number: int) -> ServiceRecord | None:
    """Load a service and the number of its assessments, or return None if it does not exist."""
    assessment_count = select(func.count()).where(assessment.c.service_id == number).scalar_subquery()
    row = connection.execute(
        select(service.c.council, service.c.name, assessment_count).where(service.c.id == number)
    ).first()
    return None if row is None else ServiceRecord(*row)


def get_or_create_service(connection: Connection, council: str, name: str, now: datetime) -> int:
    """Return the id of a service, creating it if necessary, in the council as it was first typed."""
    first_spelling = select(service.c.council).where(matches_council(council)).order_by(service.c.id).limit(1)
    values = {
        "council": connection.scalar(first_spelling) or council,
        "name": name,
        "key": _build_service_key(council, name),
        "council_key": fold_name(council),
        "created_at": now,
    }
    find_service = select(service.c.id).where(matches_service(council, name))
    service_id: int | None = connection.scalar(find_service)
    if service_id is None:
        insert_row(connection, service, values)  # or somebody else does so at the same time
        service_id = connection.scalar(find_service)
    return service_id or 0


def respell_service(connection: Connection, service_id: int, council: str, name: str) -> None:
    """Spell a service as it was typed now, and its council, which all its services share."""
    connection.execute(service.update().where(matches_council(council)).values(council=council))
    connection.execute(service.update().where(service.c.id == service_id).values(name=name))


def find_service_id(connection: Connection, number: int) -> int:
    """Return the id of an assessment's service, or 0 if there is no such assessment."""
    return connection.scalar(select(assessment.c.service_id).where(assessment.c.id == number)) or 0


def delete_if_empty(connection: Connection, service_id: int) -> None:
    """Delete a service if it has no assessments."""
    has_assessments = select(assessment.c.id).where(assessment.c.service_id == service_id).exists()
    connection.execute(service.delete().where(service.c.id == service_id, ~has_assessments))
