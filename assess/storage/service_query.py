"""Query the list of services in any order, using an index whenever nothing is filtered out.

A table is joined only if a filter or the order needs it. Skipping to a page in the middle then costs little for each
row that is skipped, and a page in the second half is read from the end.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, Table, and_, func, or_, select

from assess.storage import assessment_list
from assess.storage.records import Window
from assess.storage.service_records import NO_SCORE, SECTION, Wanted
from assess.storage.tables import assessment, overview, overview_section, rulebook, service

ORDERS: dict[str, tuple[Column[Any], ...]] = {
    "service": (service.c.key, service.c.id, assessment.c.id),
    "stage": (overview.c.stage_place, overview.c.assessment_id),
    "score": (overview.c.evidenced, overview.c.assessment_id),
    "could": (overview.c.possible, overview.c.assessment_id),
    "band": (overview.c.band_place, overview.c.evidenced, overview.c.assessment_id),
    "blockers": (overview.c.blockers, overview.c.assessment_id),
    "changed": (assessment.c.changed_at, assessment.c.id),
    "rules": (assessment.c.rulebook_id, assessment.c.id),
}
"""Each ends with an id that the index of its first column contains, so that nothing is left to sort."""
LATEST = assessment.alias("latest")
IS_LATEST = assessment.c.id == (
    select(func.max(LATEST.c.id)).where(LATEST.c.service_id == assessment.c.service_id).scalar_subquery()
)
BLOCKERS: dict[str, Any] = {
    "some": overview.c.blockers > 0,
    "possible": and_(overview.c.blockers == 0, overview.c.possible_blockers > 0),
    "none": and_(overview.c.blockers == 0, overview.c.possible_blockers == 0),
}
JOINS = {service: assessment.c.service_id == service.c.id, overview: overview.c.assessment_id == assessment.c.id}


class Filter(NamedTuple):
    """A condition, and the table that it needs."""

    table: Table
    condition: Any


class Listed:
    """The list for the given criteria, in one transaction; only summaries computed by `build_id` count."""

    def __init__(self, connection: Connection, maker: str, wanted: Wanted) -> None:
        self.connection, self.maker, self.wanted = connection, maker, wanted

    @cached_property
    def is_settled(self) -> bool:
        """Whether all summaries are computed, so that no row has to be checked for one."""
        return self.connection.scalar(any_waiting(self.maker)) is None

    @property
    def is_counted(self) -> bool:
        """Whether the list is a whole table, so that its rows need not be counted one by one."""
        return self.wanted.is_whole and self.is_settled

    @property
    def is_every(self) -> bool:
        """Whether the list holds every assessment, so that an index alone yields their ids in order."""
        return self.is_counted and not self.wanted.is_latest

    @cached_property
    def has_gaps(self) -> bool:
        """Whether some assessments have no row for the section by which the list is sorted."""
        return has_gaps(self.connection, self.wanted.sort.removeprefix(SECTION))

    def total(self) -> int:
        """Count the rows of the whole list."""
        if self.is_counted:
            table = service if self.wanted.is_latest else assessment
            return self.connection.scalar(select(func.count()).select_from(table)) or 0
        return self.connection.scalar(assessment_list.counted(self.found())) or 0

    def numbers(self, window: Window) -> list[int]:
        """Return the ids of the assessments on a page, reading from the end for a page in the second half."""
        if window.first and self.is_counted:
            total = self.total()
            held = max(0, min(window.most, total - window.first))
            after = max(0, total - window.first - window.most)
            if after < window.first:
                return self.part(Window(after, held), not self.wanted.is_falling)[::-1]
        return self.part(window, self.wanted.is_falling)

    def part(self, window: Window, is_falling: bool) -> list[int]:
        """Return the ids in a slice of the list, or of the reversed list."""
        return list(self.connection.scalars(self.in_order(is_falling).limit(window.most).offset(window.first)))

    def in_order(self, is_falling: bool) -> Select[Any]:
        """Build the statement that selects the sorted ids."""
        if self.wanted.sort.startswith(SECTION):
            statement, order = self.by_section(self.wanted.sort.removeprefix(SECTION))
        else:
            order = ORDERS[self.wanted.sort]
            is_alone = self.is_every and order[0].table is overview
            statement = select(order[-1]) if is_alone else self.found(order[0].table)
        return statement.order_by(*(column.desc() if is_falling else column for column in order))

    def by_section(self, section: str) -> tuple[Select[Any], tuple[Any, ...]]:
        """Build the statement and the order by one section, whose index contains only assessments with a row for it."""
        number, evidenced = overview_section.c.assessment_id, overview_section.c.evidenced
        is_section = overview_section.c.section == section
        if self.is_every and not self.has_gaps:
            return select(number).where(is_section), (evidenced, number)
        joined = and_(number == assessment.c.id, is_section)
        statement = self.found().join(overview_section, joined, isouter=self.has_gaps)
        if self.has_gaps:
            return statement, (func.coalesce(evidenced, NO_SCORE), assessment.c.id)
        return statement, (evidenced, number)

    def found(self, *tables: Any) -> Select[Any]:
        """Build the statement that selects the ids of the list unsorted, joined to the given tables."""
        filters = list(filters_of(self.wanted))
        if not self.is_settled:
            # written so that no index applies: the index of the order has to be used
            filters.append(Filter(overview, func.coalesce(assessment.c.worked_out, "") == self.maker))
        used = {*tables, *(each.table for each in filters)}
        statement = select(assessment.c.id)
        for table, joined in JOINS.items():
            statement = statement.join(table, joined) if table in used else statement
        return statement.where(*(each.condition for each in filters))


def is_waiting(maker: str) -> Any:
    """Build the condition that an assessment has no summary, as ranges that an index can look up."""
    column = assessment.c.worked_out
    return or_(column.is_(None), column < maker, column > maker)


def any_waiting(maker: str) -> Select[Any]:
    """Build the statement that selects the id of any assessment without a summary."""
    return select(assessment.c.id).where(is_waiting(maker)).limit(1)


def has_gaps(connection: Connection, section: str) -> bool:
    """Return whether some assessments with a summary have no row for a section."""
    held = connection.scalar(select(func.count()).where(overview_section.c.section == section))
    return held != connection.scalar(select(func.count()).select_from(overview))


def filters_of(wanted: Wanted) -> Iterator[Filter]:
    """Yield the filters of the given criteria."""
    if wanted.is_latest:
        yield Filter(assessment, IS_LATEST)
    if wanted.text:
        yield Filter(service, assessment_list.has_text(wanted.text))
    if wanted.council:
        yield Filter(service, service.c.council == wanted.council)
    if wanted.version:
        versions = select(rulebook.c.id).where(rulebook.c.version == wanted.version)
        yield Filter(assessment, assessment.c.rulebook_id.in_(versions))
    for column, value in ((overview.c.stage, wanted.stage), (overview.c.band, wanted.band)):
        if value:
            yield Filter(overview, column == value)
    if wanted.blockers:
        yield Filter(overview, BLOCKERS[wanted.blockers])
