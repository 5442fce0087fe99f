"""List assessments page by page, grouped by service."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from assess.storage import services
from assess.storage.records import AssessmentEntry, PageSlice, ServiceListing, ServicePage
from assess.storage.tables import answer, assessment, rulebook, service

_SERVICE_ORDER = (service.c.key, service.c.id, assessment.c.id.desc())
"""Services by name, and the newest assessment of each first."""


def load_service_page(connection: Connection, text: str, page_slice: PageSlice) -> ServicePage:
    """Load a page of services with those of their assessments that have the words of a text in their names."""
    matching = select(assessment.c.id).join(service, assessment.c.service_id == service.c.id)
    matching = matching.where(services.matches_words(text)) if text else matching
    page = matching.order_by(*_SERVICE_ORDER).limit(page_slice.limit).offset(page_slice.offset)
    rows = connection.execute(_select_entries().where(assessment.c.id.in_(list(connection.scalars(page))))).all()
    total = connection.scalar(select_count(matching) if text else select(func.count()).select_from(assessment)) or 0
    return ServicePage(_group_by_service(rows), total)


def select_count(statement: Select[Any]) -> Select[Any]:
    """Build the statement that counts the rows of another."""
    return select(func.count()).select_from(statement.subquery())


def _select_entries() -> Select[Any]:
    """Build the statement that selects the entries of the list."""
    answers = select(func.count()).where(answer.c.assessment_id == assessment.c.id).scalar_subquery()
    names = (service.c.council, service.c.name.label("service"))
    return (
        select(assessment, rulebook.c.version, answers.label("answers"), *names)
        .join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
        .join(service, assessment.c.service_id == service.c.id)
        .order_by(*_SERVICE_ORDER)
    )


def _group_by_service(rows: Sequence[Row[Any]]) -> tuple[ServiceListing, ...]:
    """Group the entries by service."""
    groups = groupby(rows, key=lambda row: (row.service_id, row.council, row.service))
    return tuple(ServiceListing(*key, tuple(map(_build_entry, lines))) for key, lines in groups)


def _build_entry(row: Row[Any]) -> AssessmentEntry:
    """Build an entry from its row."""
    return AssessmentEntry(row.id, row.name, row.version, row.answers, row.created_at, row.changed_at)
