"""The stored plan: saved, carried over, copied and deleted with its assessment."""

from collections.abc import Iterator
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from assess.core.model.assessment import Assessment
from assess.core.model.plan import Action, ActionState, Plan
from assess.storage.records import (
    ActionConflictError,
    NotFoundError,
    Release,
    StoredRulebook,
    compute_etag,
    plan_page_key,
)
from assess.storage.store import Store

KEPT = StoredRulebook(Release("small", "1.0.0", "aa"), b"rules", b"evidence")
PLANNED = Action("Head of HR", date(2027, 5, 1), ActionState.UNDER_WAY)
PLAN: Plan = {"write": PLANNED, "vote": Action(reason="ŵ 😀\nNo money", carried_from="First")}
LIBRARIES = Assessment("Borough of Sample", "Libraries", plan=PLAN)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


def load_plan(store: Store, number: int) -> Plan:
    return store.load_assessment(number).assessment.plan


def test_a_plan_is_stored_and_copied_with_its_assessment(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, KEPT)
    copied = store.copy_assessment(number, "Copy")
    store.save_action(copied, "write", Action(reason="Not now"))
    assert load_plan(store, number) == PLAN
    assert load_plan(store, copied) == {**PLAN, "write": Action(reason="Not now")}


def test_an_action_is_saved_changed_and_deleted_together_with_its_draft(store: Store) -> None:
    number = store.create_assessment("First", Assessment("Borough of Sample", "Libraries"), KEPT)
    store.save_page_draft(number, plan_page_key("write"), {"owner": "half"})
    store.save_action(number, "write", PLANNED, compute_etag(Action()))
    assert store.load_assessment(number).unfinished == frozenset()
    assert load_plan(store, number) == {"write": PLANNED}
    store.save_action(number, "write", Action(), compute_etag(PLANNED))
    assert load_plan(store, number) == {}


def test_the_second_of_two_saves_of_one_action_is_a_conflict_and_writes_nothing(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, KEPT)
    mine, theirs = Action("Head of finance"), Action(reason="No money")
    store.save_action(number, "write", theirs, compute_etag(PLANNED))
    with pytest.raises(ActionConflictError) as raised:
        store.save_action(number, "write", mine, compute_etag(PLANNED))
    assert raised.value.current == theirs
    store.save_action(number, "write", theirs, compute_etag(PLANNED))
    assert load_plan(store, number)["write"] == theirs


def test_of_six_concurrent_saves_of_one_action_one_wins_and_five_conflict(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, KEPT)
    ready, clashes = Barrier(6), list[Action]()

    def save(mine: Action) -> None:
        ready.wait()
        try:
            store.save_action(number, "write", mine, compute_etag(PLANNED))
        except ActionConflictError as conflict:
            clashes.append(conflict.current)

    threads = [Thread(target=save, args=(Action(f"Owner {each}"),)) for each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = load_plan(store, number)["write"]
    assert winner.owner.startswith("Owner ")
    assert clashes == [winner] * 5


def test_carried_over_actions_can_be_dropped_unless_saved_since(store: Store) -> None:
    carried = {**PLAN, "old": Action("A", carried_from="First")}
    number = store.create_assessment("Second", Assessment("Borough of Sample", "Libraries", plan=carried), KEPT)
    store.save_action(number, "vote", Action(reason="Still no money"))
    assert store.delete_carried_actions(number) == 1
    assert load_plan(store, number) == {"write": PLANNED, "vote": Action(reason="Still no money")}


def test_the_newest_assessment_of_a_service_is_found_ignoring_case(store: Store) -> None:
    assert store.load_latest_assessment("Borough of Sample", "Libraries") is None
    store.create_assessment("First", LIBRARIES, KEPT)
    store.create_assessment("Second", LIBRARIES, KEPT)
    store.create_assessment("Other", Assessment("Borough of Sample", "Parks"), KEPT)
    found = store.load_latest_assessment("borough of sample", "LIBRARIES")
    assert found is not None
    assert (found.name, found.assessment.plan) == ("Second", PLAN)


def test_deleting_an_assessment_takes_its_plan_with_it(store: Store) -> None:
    store.delete_assessment(store.create_assessment("First", LIBRARIES, KEPT))
    with store.read_transaction() as connection:
        assert connection.scalar(text("select count(*) from action")) == 0


def test_actions_of_a_deleted_assessment_cannot_be_saved(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.save_action(7, "write", PLANNED)
    with pytest.raises(NotFoundError):
        store.delete_carried_actions(7)
