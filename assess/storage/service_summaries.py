"""Summaries of all results, stored so that a list of thousands can be sorted without computing them.

They are a cache of what follows from the answers and can be deleted at any time. `assessment.worked_out` holds the id
of the program build that computed a summary. Every change of an assessment clears it in the same transaction, so a
summary is never that of an earlier state; and a summary is stored only if the assessment has not changed since it was
read.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, cast, delete, func, literal, select, update

from assess.core.model.assessment import Answer, AnswerCode
from assess.core.scoring.states import DOES_NOT_APPLY, DONT_KNOW
from assess.storage.bulk_reads import ANSWER_CODE, JSON_AGG
from assess.storage.records import PageSlice, Release
from assess.storage.service_query import ServiceListQuery, has_missing_sections, is_pending, select_any_pending
from assess.storage.service_records import (
    NO_SCORE,
    PendingSummary,
    ResultSummary,
    SectionScoreRange,
    ServiceListFilter,
    SummaryRow,
)
from assess.storage.store import Store
from assess.storage.tables import answer, assessment, overview, overview_section, rulebook, service

_SUMMARY_COLUMNS = tuple(column for column in overview.c if column is not overview.c.assessment_id)


class SummaryStore:
    """The summaries that the program build `build_id` computed; each method is one transaction."""

    def __init__(self, store: Store, build_id: str) -> None:
        self.store, self.build_id = store, build_id

    def list_pending(self, limit: int) -> tuple[PendingSummary, ...]:
        """List some of the assessments without a summary."""
        with self.store.read_transaction() as connection:
            # the search starts at the newest, and would read every assessment if none is pending
            none_pending = connection.scalar(select_any_pending(self.build_id)) is None
            return () if none_pending else tuple(_load_pending(connection, is_pending(self.build_id), limit))

    def list_pending_among(self, numbers: Sequence[int]) -> tuple[PendingSummary, ...]:
        """List which of the given assessments have no summary."""
        with self.store.read_transaction() as connection:
            return tuple(
                _load_pending(connection, is_pending(self.build_id) & assessment.c.id.in_(numbers), len(numbers))
            )

    def count_pending(self) -> int:
        """Count the assessments without a summary."""
        with self.store.read_transaction() as connection:
            return connection.scalar(select(func.count()).where(is_pending(self.build_id))) or 0

    def save(self, summaries: Sequence[tuple[PendingSummary, ResultSummary]]) -> None:
        """Save summaries, except those of assessments that have changed in the meantime."""
        with self.store.write_transaction() as connection:
            _save_summaries(connection, self.build_id, summaries)

    def clear(self) -> None:
        """Delete all summaries; they are computed again on demand."""
        with self.store.write_transaction() as connection:
            for table in (overview, overview_section):
                connection.execute(delete(table))
            connection.execute(update(assessment).values(worked_out=None))

    def repair(self, sections: Iterable[str] = ()) -> None:
        """Mark summaries that were deleted by hand as missing, and fill in rows missing for the given sections."""
        is_lost = assessment.c.worked_out.is_not(None), assessment.c.id.not_in(select(overview.c.assessment_id))
        with self.store.read_transaction() as connection:
            is_whole = connection.scalar(select(assessment.c.id).where(*is_lost).limit(1)) is None
            gaps = [section for section in sections if has_missing_sections(connection, section)]
        if gaps or not is_whole:
            with self.store.write_transaction() as connection:
                connection.execute(update(assessment).where(*is_lost).values(worked_out=None))
                for section in gaps:
                    _insert_missing_sections(connection, section)

    def load_page(self, criteria: ServiceListFilter, page_slice: PageSlice) -> tuple[SummaryRow, ...]:
        """Load a page of the list."""
        with self.store.read_transaction() as connection:
            return _load_rows(connection, ServiceListQuery(connection, self.build_id, criteria).fetch_ids(page_slice))

    def count(self, criteria: ServiceListFilter) -> int:
        """Count the rows of the whole list."""
        with self.store.read_transaction() as connection:
            return ServiceListQuery(connection, self.build_id, criteria).count()

    def list_ids(self, criteria: ServiceListFilter, limit: int) -> tuple[int, ...]:
        """Return the ids of the assessments in the list, in order."""
        with self.store.read_transaction() as connection:
            return tuple(ServiceListQuery(connection, self.build_id, criteria).fetch_ids(PageSlice(0, limit)))

    def load_figures(self, numbers: Sequence[int]) -> dict[int, ResultSummary]:
        """Load the summaries of the given assessments without their sections, as far as there are any."""
        statement = select(overview.c.assessment_id, *_SUMMARY_COLUMNS).where(overview.c.assessment_id.in_(numbers))
        with self.store.read_transaction() as connection:
            return {row[0]: ResultSummary._make((*row[1:], ())) for row in connection.execute(statement)}

    def load_rows(self, numbers: Sequence[int]) -> tuple[SummaryRow, ...]:
        """Load the rows of the given assessments in the given order, without those that are deleted."""
        with self.store.read_transaction() as connection:
            return _load_rows(connection, numbers)

    def list_councils(self, limit: int) -> tuple[str, ...]:
        """List the names of councils in alphabetical order."""
        with self.store.read_transaction() as connection:
            return tuple(connection.scalars(select_councils(limit)))


def _insert_missing_sections(connection: Connection, section: str) -> None:
    """Insert a row without a score for every assessment that has no row for a section."""
    present = select(overview_section.c.assessment_id).where(overview_section.c.section == section)
    rows = select(overview.c.assessment_id, literal(section), literal(NO_SCORE), literal(NO_SCORE))
    missing = rows.where(overview.c.assessment_id.not_in(present))
    connection.execute(overview_section.insert().from_select(list(overview_section.c.keys()), missing))


def select_councils(limit: int) -> Select[Any]:
    """Build the statement that selects council names, each looked up as the next after the one before.

    Selecting distinct names would read every service.
    """
    key = service.c.council_key
    each = select(func.min(key).label("key")).cte("each", recursive=True)
    following = select(func.min(key)).where(key > each.c.key).scalar_subquery()
    each = each.union_all(select(following).where(each.c.key.is_not(None)))
    name = select(func.min(service.c.council)).where(key == each.c.key).scalar_subquery()
    return select(name).where(each.c.key.is_not(None)).limit(limit)


def _load_pending(connection: Connection, condition: ColumnElement[bool], limit: int) -> Iterator[PendingSummary]:
    """Yield some of the assessments for which the condition is true, the newest first: they are asked for first."""
    columns = (assessment.c.id, assessment.c.revision, assessment.c.profile)
    release_columns = (rulebook.c.name, rulebook.c.version, rulebook.c.hash)
    statement = select(*columns, *release_columns).join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
    rows = connection.execute(statement.where(condition).order_by(assessment.c.id.desc()).limit(limit)).all()
    texts = _load_answers_json(connection, [row.id for row in rows])
    for row in rows:
        answers = {question: _build_answer(code) for question, code in json.loads(texts.get(row.id, "{}")).items()}
        yield PendingSummary(row.id, row.revision, Release(*row[3:]), row.profile, answers)


@lru_cache(10_000)
def _build_answer(code: AnswerCode) -> Answer:
    """Build an answer from its option or state; most are alike, and each is built once."""
    if isinstance(code, str):
        return Answer(option=code)
    return Answer(dont_know=code == DONT_KNOW, does_not_apply="yes" if code == DOES_NOT_APPLY else "")


def _load_answers_json(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Load the answers of assessments as JSON that the database builds."""
    gathered = JSON_AGG[connection.dialect.name](answer.c.question, ANSWER_CODE)
    statement = select(answer.c.assessment_id, cast(gathered, Text)).where(answer.c.assessment_id.in_(numbers))
    return {row[0]: row[1] for row in connection.execute(statement.group_by(answer.c.assessment_id))}


def _save_summaries(
    connection: Connection, build_id: str, summaries: Sequence[tuple[PendingSummary, ResultSummary]]
) -> None:
    """Save the summaries of assessments that have not changed."""
    saved = [
        (pending.number, summary) for pending, summary in summaries if _mark_computed(connection, build_id, pending)
    ]
    numbers = [number for number, _ in saved]
    for table in (overview, overview_section):
        connection.execute(delete(table).where(table.c.assessment_id.in_(numbers)))
    if saved:
        rows = [{"assessment_id": number, **_summary_to_columns(figures)} for number, figures in saved]
        connection.execute(overview.insert(), rows)
    sections = [{"assessment_id": number, **ends._asdict()} for number, figures in saved for ends in figures.sections]
    if sections:
        connection.execute(overview_section.insert(), sections)


def _mark_computed(connection: Connection, build_id: str, pending: PendingSummary) -> bool:
    """Mark a summary as computed; return whether the assessment is still at the given revision."""
    same = (assessment.c.id == pending.number, assessment.c.revision == pending.revision)
    return bool(connection.execute(update(assessment).where(*same).values(worked_out=build_id)).rowcount)


def _summary_to_columns(summary: ResultSummary) -> dict[str, Any]:
    """Return the column values of a summary, without its sections."""
    return {key: value for key, value in summary._asdict().items() if key != "sections"}


def _load_rows(connection: Connection, numbers: Sequence[int]) -> tuple[SummaryRow, ...]:
    """Load the rows of assessments in the order of the given ids."""
    names = (service.c.council, service.c.name.label("service"), assessment.c.name, rulebook.c.version)
    statement = (
        select(assessment.c.id, *names, assessment.c.changed_at, *_SUMMARY_COLUMNS)
        .join(service, assessment.c.service_id == service.c.id)
        .join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
        .join(overview, overview.c.assessment_id == assessment.c.id)
        .where(assessment.c.id.in_(numbers))
    )
    rows = {row.id: row for row in connection.execute(statement)}
    sections = _load_section_scores(connection, numbers)
    return tuple(_build_summary_row(rows[number], sections.get(number, ())) for number in numbers if number in rows)


def _load_section_scores(connection: Connection, numbers: Iterable[int]) -> dict[int, tuple[SectionScoreRange, ...]]:
    """Load the section scores of assessments."""
    rows = connection.execute(select(overview_section).where(overview_section.c.assessment_id.in_(list(numbers))))
    gathered: dict[int, tuple[SectionScoreRange, ...]] = {}
    for row in rows:
        gathered[row.assessment_id] = (*gathered.get(row.assessment_id, ()), SectionScoreRange(*row[1:]))
    return gathered


def _build_summary_row(row: Row[Any], sections: tuple[SectionScoreRange, ...]) -> SummaryRow:
    """Build a row of the list."""
    figures = row[len(row) - len(_SUMMARY_COLUMNS) :]
    return SummaryRow(
        row.id,
        row.council,
        row.service,
        row.name,
        row.version,
        row.changed_at,
        ResultSummary._make((*figures, sections)),
    )
