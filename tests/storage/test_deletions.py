"""A deleted assessment is found nowhere, comes back whole within 30 days, and is then removed for good."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assess.core.model.assessment import Answer, Assessment
from assess.storage.records import AssessmentNames, DeletedAssessment, NotFoundError
from assess.storage.store import Store
from assess.storage.tables import (
    MOVED_TABLES,
    assessment,
    deleted_assessment,
    metadata,
    overview,
    overview_section,
    service,
)
from tests.storage.test_store import FIRST, LIBRARIES
from tests.storage.test_v0_1 import ASSESSMENTS, open_v0_1

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
SECOND = timedelta(seconds=1)
COMPUTED = {overview, overview_section}
"""Tables that follow from the others and are filled again on demand."""

Rows = dict[str, list[Any]]


class StoppedClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def store(tmp_path: Path, clock: StoppedClock) -> Iterator[Store]:
    """A database that version 0.1 wrote, with answers, plans and unfinished pages."""
    with open_v0_1(tmp_path, clock) as opened:
        yield opened


def read_rows(store: Store) -> Rows:
    """Return all rows of all tables, except what is computed and when a service was first named."""
    columns = {
        table.name: [column for column in table.c if column not in (assessment.c.worked_out, service.c.created_at)]
        for table in metadata.sorted_tables
        if table not in COMPUTED
    }
    with store.read_transaction() as connection:
        return {name: sorted(connection.execute(select(*listed)).all(), key=str) for name, listed in columns.items()}


def count_traces(store: Store, number: int) -> dict[str, int]:
    """Count the rows about an assessment in each table that has any."""
    referring = {table: table.c.get("assessment_id") for table in metadata.sorted_tables}
    columns = {table: column for table, column in referring.items() if column is not None}
    columns |= {assessment: assessment.c.id, deleted_assessment: deleted_assessment.c.id}
    with store.read_transaction() as connection:
        counts = {
            table.name: len(connection.execute(select(table).where(column == number)).all())
            for table, column in columns.items()
        }
    return {name: count for name, count in counts.items() if count}


def test_everything_that_belongs_to_an_assessment_moves_or_is_computed() -> None:
    belonging = {key.parent.table for table in metadata.tables.values() for key in table.foreign_keys
                 if key.column is assessment.c.id}  # fmt: skip
    assert belonging == {source for source, _ in MOVED_TABLES} | COMPUTED
    kept = set(deleted_assessment.c.keys()) - {"council", "service", "deleted_at"}
    assert kept == set(assessment.c.keys()) - {"service_id", "worked_out", "key"}


def test_a_deleted_assessment_is_only_among_the_deleted(store: Store) -> None:
    assert store.delete_assessment(1) == DeletedAssessment(1, "Borough of Sample", "Libraries", "First", 4, NOON)
    assert count_traces(store, 1) == {
        "deleted_assessment": 1,
        "deleted_answer": 4,
        "deleted_action": 3,
        "deleted_draft": 3,
    }
    assert store.list_assessments().total == 2
    with pytest.raises(NotFoundError):
        store.load_assessment(1)


@pytest.mark.parametrize("number", [record.id for record in ASSESSMENTS])
def test_undoing_a_deletion_brings_everything_back_unchanged(store: Store, number: int) -> None:
    before = read_rows(store)
    store.delete_assessment(number)
    store.restore_assessment(number)
    assert read_rows(store) == before


def test_the_snapshots_of_reports_come_back_in_their_order(store: Store) -> None:
    first = store.load_assessment(1)
    store.save_snapshot(first)
    store.save_answer(1, "told", Answer(option="no"))
    store.save_snapshot(store.load_assessment(1))
    before = [snapshot._replace(id=0) for snapshot in store.list_snapshots(1)]
    store.delete_assessment(1)
    store.save_snapshot(store.load_assessment(2))  # which takes a number that is free now
    store.restore_assessment(1)
    assert [snapshot._replace(id=0) for snapshot in store.list_snapshots(1)] == before
    assert len(before) == 2
    assert len(store.list_snapshots(2)) == 1


def test_an_assessment_comes_back_to_its_service_even_if_that_was_begun_again(store: Store) -> None:
    store.delete_assessment(4)
    again = store.create_assessment("Second", Assessment("CYNGOR ŵ", "parks & Paths"), FIRST)
    store.restore_assessment(4)
    assert store.load_assessment(4).service_id == store.load_assessment(again).service_id
    assert store.load_assessment(4).assessment.council == "CYNGOR ŵ"


def test_undoing_twice_changes_nothing_more(store: Store) -> None:
    store.delete_assessment(1)
    store.restore_assessment(1)
    store.rename_assessment(1, AssessmentNames("Council", "Service", "Renamed"))
    store.restore_assessment(1)
    assert store.load_assessment(1).name == "Renamed"


def test_deleting_twice_changes_nothing_more(store: Store, clock: StoppedClock) -> None:
    deleted = store.delete_assessment(1)
    clock.now += SECOND
    assert store.delete_assessment(1) == deleted
    assert store.list_deleted() == (deleted,)


def test_what_never_was_or_was_removed_for_good_cannot_be_brought_back(store: Store) -> None:
    store.delete_assessment(1)
    store.remove_deleted(1)
    assert count_traces(store, 1) == {}
    for number in (1, 99):
        with pytest.raises(NotFoundError):
            store.restore_assessment(number)
        with pytest.raises(NotFoundError):
            store.remove_deleted(number)


def test_an_assessment_that_is_there_cannot_be_removed_for_good(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.remove_deleted(1)
    assert store.load_assessment(1).name == "First"


def test_a_deletion_can_be_undone_until_30_days_have_passed(store: Store, clock: StoppedClock) -> None:
    deleted = store.delete_assessment(1)
    assert deleted.kept_until == NOON + MONTH
    clock.now = deleted.kept_until - SECOND
    assert store.list_deleted() == (deleted,)
    assert store.load_deleted(1) == deleted
    clock.now = deleted.kept_until
    assert store.list_deleted() == ()
    assert store.load_deleted(1) is None
    with pytest.raises(NotFoundError):
        store.restore_assessment(1)


def test_what_is_past_30_days_is_removed_with_the_next_deletion_or_on_request(
    store: Store, clock: StoppedClock
) -> None:
    store.delete_assessment(1)
    clock.now += timedelta(days=29)
    store.delete_assessment(2)
    assert count_traces(store, 1)
    clock.now += timedelta(days=1)
    store.delete_assessment(4)
    assert count_traces(store, 1) == {}
    clock.now += timedelta(days=29)
    assert store.remove_expired() == 1
    assert [deleted.id for deleted in store.list_deleted()] == [4]


def test_the_last_deleted_is_listed_first(store: Store, clock: StoppedClock) -> None:
    for number in (2, 4, 1):
        clock.now += SECOND
        store.delete_assessment(number)
    assert [deleted.id for deleted in store.list_deleted()] == [1, 4, 2]


def test_the_number_of_a_removed_assessment_is_never_used_again(store: Store) -> None:
    number = store.create_assessment("Last", LIBRARIES, FIRST)
    store.delete_assessment(number)
    store.remove_deleted(number)
    assert store.create_assessment("Next", LIBRARIES, FIRST) == number + 1
