"""What reports were made from: kept without notes, bounded, and deleted with the assessment."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.storage.records import NotFoundError, Release, StoredRulebook
from assess.storage.snapshots import MAX_SNAPSHOTS
from assess.storage.store import Store
from tests.storage.test_store import Clock

FIRST = StoredRulebook(Release("small", "1.0.0", "aa"), b"a", b"b")
SECOND = StoredRulebook(Release("small", "1.0.1", "bb"), b"c", b"d")
PROFILE: Profile = {"stage": "idea", "members": 3}
ANSWERS = {
    "told": Answer("yes", note="Secret", evidence="File 7", by="Head of HR"),
    "list": Answer(dont_know=True, note="Ask"),
    "ballot": Answer(does_not_apply="No staff"),
    "costs": Answer(note="Only a note"),
}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url, Clock()) as opened:
        opened.create_assessment("First", Assessment("Testham", "Parks", PROFILE, ANSWERS), FIRST)
        yield opened


def save_snapshot(store: Store) -> None:
    store.save_snapshot(store.load_assessment(1))


def test_facts_and_answers_are_kept_without_notes(store: Store) -> None:
    save_snapshot(store)
    (kept,) = store.list_snapshots(1)
    assert (kept.release, kept.profile) == (FIRST.release, PROFILE)
    assert kept.answers == {
        "told": Answer("yes"),
        "list": Answer(dont_know=True),
        "ballot": Answer(does_not_apply="No staff"),
    }
    with store.read_transaction() as connection:
        assert "Secret" not in str(connection.execute(text("select * from snapshot")).all())


def test_a_snapshot_changes_nothing_of_the_assessment(store: Store) -> None:
    before = store.load_assessment(1)
    save_snapshot(store)
    assert store.load_assessment(1) == before


def test_the_same_answers_are_kept_once_with_the_latest_time(store: Store) -> None:
    save_snapshot(store)
    (first,) = store.list_snapshots(1)
    store.save_answer(1, "told", Answer("yes", note="Another note"))
    save_snapshot(store)
    (second,) = store.list_snapshots(1)
    assert second == first._replace(taken_at=second.taken_at)
    assert second.taken_at > first.taken_at


def test_a_change_of_answers_facts_or_rules_is_another_snapshot_the_latest_first(store: Store) -> None:
    save_snapshot(store)
    store.save_answer(1, "told", Answer("no"))
    save_snapshot(store)
    store.save_profile(1, {"stage": "options"})
    save_snapshot(store)
    store.move_to_rulebook(1, SECOND)
    save_snapshot(store)
    found = store.list_snapshots(1)
    assert [each.answers["told"].option for each in found] == ["no", "no", "no", "yes"]
    assert [each.profile["stage"] for each in found] == ["options", "options", "idea", "idea"]
    assert [each.release.version for each in found] == ["1.0.1", "1.0.0", "1.0.0", "1.0.0"]


def test_only_the_latest_are_kept_of_each_assessment(store: Store) -> None:
    other = store.copy_assessment(1, "Copy")
    assert store.list_snapshots(other) == ()
    store.save_snapshot(store.load_assessment(other))
    for members in range(MAX_SNAPSHOTS + 3):
        store.save_profile(1, {"members": members})
        save_snapshot(store)
    assert [each.profile["members"] for each in store.list_snapshots(1)] == list(range(MAX_SNAPSHOTS + 2, 2, -1))
    assert len(store.list_snapshots(other)) == 1


def test_snapshots_are_deleted_with_their_assessment(store: Store) -> None:
    save_snapshot(store)
    record = store.load_assessment(1)
    store.delete_assessment(1)
    with store.read_transaction() as connection:
        assert connection.scalar(text("select count(*) from snapshot")) == 0
    with pytest.raises(NotFoundError):
        store.save_snapshot(record)
