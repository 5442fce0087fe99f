"""Query the list of services in any order, using an index whenever nothing is filtered out.

A table is joined only if a filter or the order needs it. Skipping to a page in the middle then costs little for each
row that is skipped, and a page in the second half is read from the end.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, Table, and_, func, or_, select

from assess.storage import assessment_list, services
from assess.storage.records import PageSlice
from assess.storage.service_records import NO_SCORE, SECTION_SORT_PREFIX, ServiceListFilter
from assess.storage.tables import assessment, overview, overview_section, rulebook, service

_SORT_COLUMNS: dict[str, tuple[Column[Any], ...]] = {
    "service": (service.c.key, service.c.id, assessment.c.id),
    "stage": (overview.c.stage_place, overview.c.assessment_id),
    "score": (overview.c.evidenced, overview.c.assessment_id),
    "could": (overview.c.possible, overview.c.assessment_id),
    "band": (overview.c.band_place, overview.c.evidenced, overview.c.assessment_id),
    "blockers": (overview.c.blockers, overview.c.assessment_id),
    "needs": (overview.c.needs_missing, overview.c.needs_unknown, overview.c.assessment_id),
    "changed": (assessment.c.changed_at, assessment.c.id),
    "rules": (assessment.c.rulebook_id, assessment.c.id),
}
"""Each ends with an id that the index of its first column contains, so that nothing is left to sort."""
_LATEST_ASSESSMENT = assessment.alias("latest")
_IS_LATEST = assessment.c.id == (
    select(func.max(_LATEST_ASSESSMENT.c.id))
    .where(_LATEST_ASSESSMENT.c.service_id == assessment.c.service_id)
    .scalar_subquery()
)
_BLOCKER_CONDITIONS: dict[str, Any] = {
    "some": overview.c.blockers > 0,
    "possible": and_(overview.c.blockers == 0, overview.c.possible_blockers > 0),
    "none": and_(overview.c.blockers == 0, overview.c.possible_blockers == 0),
}
_NEED_CONDITIONS: dict[str, Any] = {
    "missing": overview.c.needs_missing > 0,
    "unknown": and_(overview.c.needs_missing == 0, overview.c.needs_unknown > 0),
    "met": and_(overview.c.needs > 0, overview.c.needs_missing == 0, overview.c.needs_unknown == 0),
}
_JOINS = {service: assessment.c.service_id == service.c.id, overview: overview.c.assessment_id == assessment.c.id}


class QueryFilter(NamedTuple):
    """A condition, and the table that it needs."""

    table: Table
    condition: Any


class ServiceListQuery:
    """The list for the given criteria, in one transaction; only summaries computed by `build_id` count."""

    def __init__(self, connection: Connection, build_id: str, criteria: ServiceListFilter) -> None:
        self._connection, self._build_id, self._criteria = connection, build_id, criteria

    @cached_property
    def _is_complete(self) -> bool:
        """Whether all summaries are computed, so that no row has to be checked for one."""
        return self._connection.scalar(select_any_pending(self._build_id)) is None

    @property
    def _is_whole_table(self) -> bool:
        """Whether the list is a whole table, so that its rows need not be counted one by one."""
        return self._criteria.is_unfiltered and self._is_complete

    @property
    def _has_every_assessment(self) -> bool:
        """Whether the list holds every assessment, so that an index alone yields their ids in order."""
        return self._is_whole_table and not self._criteria.is_latest

    @cached_property
    def _has_missing_sections(self) -> bool:
        """Whether some assessments have no row for the section by which the list is sorted."""
        return has_missing_sections(self._connection, self._criteria.sort.removeprefix(SECTION_SORT_PREFIX))

    def count(self) -> int:
        """Count the rows of the whole list."""
        if self._is_whole_table:
            table = service if self._criteria.is_latest else assessment
            return self._connection.scalar(select(func.count()).select_from(table)) or 0
        return self._connection.scalar(assessment_list.select_count(self.select_ids())) or 0

    def fetch_ids(self, page_slice: PageSlice) -> list[int]:
        """Return the ids of the assessments on a page, reading from the end for a page in the second half."""
        if page_slice.offset and self._is_whole_table:
            total = self.count()
            size = max(0, min(page_slice.limit, total - page_slice.offset))
            after = max(0, total - page_slice.offset - page_slice.limit)
            if after < page_slice.offset:
                return self._fetch_slice(PageSlice(after, size), not self._criteria.descending)[::-1]
        return self._fetch_slice(page_slice, self._criteria.descending)

    def _fetch_slice(self, page_slice: PageSlice, descending: bool) -> list[int]:
        """Return the ids in a slice of the list, or of the reversed list."""
        return list(
            self._connection.scalars(self.select_ordered(descending).limit(page_slice.limit).offset(page_slice.offset))
        )

    def select_ordered(self, descending: bool) -> Select[Any]:
        """Build the statement that selects the sorted ids."""
        if self._criteria.sort.startswith(SECTION_SORT_PREFIX):
            statement, order = self._select_by_section(self._criteria.sort.removeprefix(SECTION_SORT_PREFIX))
        else:
            order = _SORT_COLUMNS[self._criteria.sort]
            is_alone = self._has_every_assessment and order[0].table is overview
            statement = select(order[-1]) if is_alone else self.select_ids(order[0].table)
        return statement.order_by(*(column.desc() if descending else column for column in order))

    def _select_by_section(self, section: str) -> tuple[Select[Any], tuple[Any, ...]]:
        """Build the statement and the order by one section, whose index contains only assessments with a row for it."""
        number, evidenced = overview_section.c.assessment_id, overview_section.c.evidenced
        is_section = overview_section.c.section == section
        if self._has_every_assessment and not self._has_missing_sections:
            return select(number).where(is_section), (evidenced, number)
        join_condition = and_(number == assessment.c.id, is_section)
        statement = self.select_ids().join(overview_section, join_condition, isouter=self._has_missing_sections)
        if self._has_missing_sections:
            return statement, (func.coalesce(evidenced, NO_SCORE), assessment.c.id)
        return statement, (evidenced, number)

    def select_ids(self, *tables: Any) -> Select[Any]:
        """Build the statement that selects the ids of the list unsorted, joined to the given tables."""
        filters = list(_build_filters(self._criteria))
        if not self._is_complete:
            # written so that no index applies: the index of the order has to be used
            filters.append(QueryFilter(overview, func.coalesce(assessment.c.worked_out, "") == self._build_id))
        used_tables = {*tables, *(each.table for each in filters)}
        statement = select(assessment.c.id)
        for table, join_condition in _JOINS.items():
            statement = statement.join(table, join_condition) if table in used_tables else statement
        return statement.where(*(each.condition for each in filters))


def is_pending(build_id: str) -> Any:
    """Build the condition that an assessment has no summary, as ranges that an index can look up."""
    column = assessment.c.worked_out
    return or_(column.is_(None), column < build_id, column > build_id)


def select_any_pending(build_id: str) -> Select[Any]:
    """Build the statement that selects the id of any assessment without a summary."""
    return select(assessment.c.id).where(is_pending(build_id)).limit(1)


def has_missing_sections(connection: Connection, section: str) -> bool:
    """Return whether some assessments with a summary have no row for a section."""
    section_count = connection.scalar(select(func.count()).where(overview_section.c.section == section))
    return section_count != connection.scalar(select(func.count()).select_from(overview))


def _build_filters(criteria: ServiceListFilter) -> Iterator[QueryFilter]:
    """Yield the filters of the given criteria."""
    if criteria.is_latest:
        yield QueryFilter(assessment, _IS_LATEST)
    if criteria.text:
        yield QueryFilter(service, services.matches_words(criteria.text))
    if criteria.council:
        yield QueryFilter(service, services.matches_council(criteria.council))
    if criteria.version:
        versions = select(rulebook.c.id).where(rulebook.c.version == criteria.version)
        yield QueryFilter(assessment, assessment.c.rulebook_id.in_(versions))
    yield from _build_overview_filters(criteria)


def _build_overview_filters(criteria: ServiceListFilter) -> Iterator[QueryFilter]:
    """Yield the filters by what the summaries say."""
    for column, value in ((overview.c.stage, criteria.stage), (overview.c.band, criteria.band)):
        if value:
            yield QueryFilter(overview, column == value)
    for conditions, name in ((_BLOCKER_CONDITIONS, criteria.blockers), (_NEED_CONDITIONS, criteria.needs)):
        if name:
            yield QueryFilter(overview, conditions[name])
