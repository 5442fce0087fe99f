"""List assessments page by page, grouped by service."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from assess.storage.records import Entry, Listing, Listings, Window
from assess.storage.tables import answer, assessment, rulebook, service

ORDER = (service.c.key, service.c.id, assessment.c.id.desc())
"""Services by name, and the newest assessment of each first."""


def has_text(text: str) -> Any:
    """Build the condition that the council, the service or the assessment has a text in its name."""
    small = text.casefold()
    return or_(
        service.c.key.contains(small, autoescape=True), func.lower(assessment.c.name).contains(small, autoescape=True)
    )


def listings(connection: Connection, text: str, window: Window) -> Listings:
    """Load a page of services with those of their assessments that have a text in their names."""
    found = select(assessment.c.id).join(service, assessment.c.service_id == service.c.id)
    found = found.where(has_text(text)) if text else found
    page = found.order_by(*ORDER).limit(window.most).offset(window.first)
    rows = connection.execute(entries().where(assessment.c.id.in_(list(connection.scalars(page))))).all()
    total = connection.scalar(counted(found) if text else select(func.count()).select_from(assessment)) or 0
    return Listings(by_service(rows), total)


def counted(found: Select[Any]) -> Select[Any]:
    """Build the statement that counts the rows of another."""
    return select(func.count()).select_from(found.subquery())


def entries() -> Select[Any]:
    """Build the statement that selects the entries of the list."""
    answers = select(func.count()).where(answer.c.assessment_id == assessment.c.id).scalar_subquery()
    whose = (service.c.council, service.c.name.label("service"))
    return (
        select(assessment, rulebook.c.version, answers.label("answers"), *whose)
        .join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
        .join(service, assessment.c.service_id == service.c.id)
        .order_by(*ORDER)
    )


def by_service(rows: Sequence[Row[Any]]) -> tuple[Listing, ...]:
    """Group the entries by service."""
    groups = groupby(rows, key=lambda row: (row.service_id, row.council, row.service))
    return tuple(Listing(*whose, tuple(map(entry, lines))) for whose, lines in groups)


def entry(row: Row[Any]) -> Entry:
    """Build an entry from its row."""
    return Entry(row.id, row.name, row.version, row.answers, row.created_at, row.changed_at)
