"""List assessments page by page."""

from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from assess.storage import services
from assess.storage.records import AssessmentEntry, AssessmentListFilter, AssessmentPage, PageSlice
from assess.storage.service_records import NO_SCORE
from assess.storage.tables import answer, assessment, overview, service

_ORDERS: dict[str, tuple[Any, ...]] = {
    "changed": (assessment.c.changed_at.desc(), assessment.c.id.desc()),
    "service": (service.c.key, service.c.id, assessment.c.id.desc()),
    "stage": (overview.c.stage_place, overview.c.assessment_id),
}
"""The newest assessment of a service comes first. Each order is that of an index, so that nothing is left to sort."""
_STAGE_WITH_GAPS = (func.coalesce(overview.c.stage_place, NO_SCORE), assessment.c.id)
"""The order by stage while some assessments have no summary."""


def load_page(connection: Connection, criteria: AssessmentListFilter, page_slice: PageSlice) -> AssessmentPage:
    """Load a page of the assessments that have the words of a text in their names, in the given order."""
    matching = select(assessment.c.id)
    if criteria.text or criteria.order == "service":
        matching = matching.join(service, assessment.c.service_id == service.c.id)
    matching = matching.where(services.matches_words(criteria.text)) if criteria.text else matching
    total = select_count(matching) if criteria.text else select(func.count()).select_from(assessment)
    ordered = _order(connection, matching, criteria.order).limit(page_slice.limit).offset(page_slice.offset)
    numbers = list(connection.scalars(ordered))
    rows = {row.id: row for row in connection.execute(_select_entries().where(assessment.c.id.in_(numbers)))}
    return AssessmentPage(tuple(_build_entry(rows[number]) for number in numbers), connection.scalar(total) or 0)


def _order(connection: Connection, matching: Select[Any], order: str) -> Select[Any]:
    """Put the statement that selects the ids in order."""
    if order != "stage":
        return matching.order_by(*_ORDERS[order])
    sizes = [connection.scalar(select(func.count()).select_from(table)) for table in (assessment, overview)]
    has_gaps = len(set(sizes)) > 1
    joined = matching.join(overview, overview.c.assessment_id == assessment.c.id, isouter=has_gaps)
    return joined.order_by(*(_STAGE_WITH_GAPS if has_gaps else _ORDERS[order]))


def select_count(statement: Select[Any]) -> Select[Any]:
    """Build the statement that counts the rows of another."""
    return select(func.count()).select_from(statement.subquery())


def _select_entries() -> Select[Any]:
    """Build the statement that selects the entries of the list."""
    is_answer = or_(answer.c.option.is_not(None), answer.c.dont_know, answer.c.does_not_apply != "")
    is_started = select(answer.c.question).where(answer.c.assessment_id == assessment.c.id, is_answer).exists()
    names = (service.c.council, service.c.name.label("service"), assessment.c.name)
    return select(assessment.c.id, *names, assessment.c.changed_at, is_started.label("is_started")).join(
        service, assessment.c.service_id == service.c.id
    )


def _build_entry(row: Row[Any]) -> AssessmentEntry:
    """Build an entry from its row."""
    return AssessmentEntry(row.id, row.council, row.service, row.name, row.changed_at, bool(row.is_started))
