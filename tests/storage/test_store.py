from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action
from assess.core.model.rulebook import Renames
from assess.storage.records import (
    PROFILE_PAGE,
    ActionConflictError,
    AnswerConflictError,
    AssessmentListFilter,
    AssessmentNames,
    NotFoundError,
    ProfileConflictError,
    Release,
    StoredRulebook,
    VersionTakenError,
    compute_etag,
)
from assess.storage.store import Store

FIRST = StoredRulebook(Release("small", "1.0.0", "aa"), b"rules: \x00 whole", b"evidence")
SECOND = StoredRulebook(Release("small", "1.0.1", "bb"), b"other rules", b"evidence")
LIBRARIES = Assessment(
    "Borough of Sample", "Libraries", {"stage": "idea", "members": 12}, {"told": Answer(option="yes")}
)


class Clock:
    """A clock that advances by a minute with each reading."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url, Clock()) as opened:
        yield opened


def test_a_created_assessment_can_be_loaded(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    record = store.load_assessment(number)
    assert record.name == "First"
    assert record.assessment == Assessment(
        LIBRARIES.council, LIBRARIES.service, LIBRARIES.profile, LIBRARIES.answers, rulebook="1.0.0"
    )
    assert record.release == FIRST.release
    assert record.created_at == record.changed_at == datetime(2026, 11, 22, 9, 1, tzinfo=UTC)


def test_texts_from_a_file_are_stored_as_forms_return_them(store: Store) -> None:
    typed = " One \r\ntwo\rthree\n"
    given = Answer(does_not_apply=typed, note=typed, evidence=typed, by=typed)
    action = Action(owner=typed, reason=typed)
    number = store.create_assessment(
        typed, Assessment(typed, typed, {}, {"told": given}, plan={"write": action}), FIRST
    )
    record, line, lines = store.load_assessment(number), "One two three", "One \ntwo\nthree"
    assert (record.name, record.assessment.council, record.assessment.service) == (line, line, line)
    assert record.assessment.answers == {"told": Answer(does_not_apply=lines, note=lines, evidence=line, by=line)}
    assert record.assessment.plan == {"write": Action(owner=line, reason=lines)}


def test_answers_and_profiles_are_persistent(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    with Store(url) as first:
        number = first.create_assessment("First", LIBRARIES, FIRST)
    with Store(url) as second:
        assert second.load_assessment(number).assessment.answers == LIBRARIES.answers


def test_the_assessments_of_a_service_are_listed_newest_first(store: Store) -> None:
    store.create_assessment("First", LIBRARIES, FIRST)
    store.create_assessment("Second", Assessment("borough of sample", "LIBRARIES"), FIRST)
    store.create_assessment("Other", Assessment("Borough of Sample", "Parks"), FIRST)
    listed = store.list_assessments(AssessmentListFilter(order="service")).entries
    assert [(entry.service, entry.name) for entry in listed] == [
        ("Libraries", "Second"),
        ("Libraries", "First"),
        ("Parks", "Other"),
    ]


def test_an_answer_is_saved_changed_and_deleted(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    full = Answer(does_not_apply="No scheme", note="ŵ 𝄞\n", evidence="https://example.org", by="Head of HR")
    store.save_answer(number, "other", full)
    assert store.load_assessment(number).assessment.answers == {"told": Answer(option="yes"), "other": full}
    store.save_answer(number, "other", Answer())
    assert store.load_assessment(number).assessment.answers == LIBRARIES.answers
    assert store.load_assessment(number).changed_at > store.load_assessment(number).created_at


def test_the_second_of_two_saves_of_one_question_is_a_conflict_and_writes_nothing(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    seen = compute_etag(Answer(option="yes"))
    store.save_answer(number, "told", Answer(option="no"), seen)
    with pytest.raises(AnswerConflictError) as raised:
        store.save_answer(number, "told", Answer(option="maybe"), seen)
    assert raised.value.current == Answer(option="no")
    assert store.load_assessment(number).assessment.answers["told"] == Answer(option="no")


def test_a_conflict_leaves_the_whole_assessment_as_it_is(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    before = store.load_assessment(number)
    with pytest.raises(AnswerConflictError):
        store.save_answer(number, "told", Answer(option="no"), "outdated")
    with pytest.raises(ActionConflictError):
        store.save_action(number, "write", Action("Head of HR"), "outdated")
    with pytest.raises(ProfileConflictError):
        store.save_profile(number, {}, "outdated")
    assert store.load_assessment(number) == before


def test_saving_the_same_answer_twice_is_no_conflict(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    seen = compute_etag(Answer(option="yes"))
    store.save_answer(number, "told", Answer(option="no"), seen)
    store.save_answer(number, "told", Answer(option="no"), seen)


def test_of_many_concurrent_saves_one_wins_and_the_others_conflict(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    seen, together, clashes = compute_etag(Answer(option="yes")), Barrier(6), list[Answer]()

    def save(note: str) -> None:
        together.wait()
        try:
            store.save_answer(number, "told", Answer(note=note), seen)
        except AnswerConflictError as conflict:
            clashes.append(conflict.current)

    threads = [Thread(target=save, args=(str(each),)) for each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = store.load_assessment(number).assessment.answers["told"]
    assert winner.note in "012345"
    assert clashes == [winner] * 5


def test_the_second_of_two_saves_of_a_profile_is_a_conflict(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    seen = compute_etag(LIBRARIES.profile)
    store.save_profile(number, {"stage": "decision"}, seen)
    with pytest.raises(ProfileConflictError) as raised:
        store.save_profile(number, {"stage": "idea"}, seen)
    assert raised.value.current == {"stage": "decision"}
    assert store.load_assessment(number).assessment.profile == {"stage": "decision"}


def test_a_fingerprint_does_not_depend_on_the_order_of_facts() -> None:
    assert compute_etag({"a": 1, "b": "2"}) == compute_etag({"b": "2", "a": 1})
    assert compute_etag({"a": 1}) != compute_etag({"a": "1"})


def test_a_draft_is_kept_until_its_page_is_saved(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    store.save_page_draft(number, "told", {"answer": "", "note": "half\x07"})
    store.save_page_draft(number, PROFILE_PAGE, {"members": "many"})
    assert store.load_assessment(number).unfinished == {"told", PROFILE_PAGE}
    assert store.load_page_draft(number, "told") == {"answer": "", "note": "half\x07"}
    store.save_answer(number, "told", Answer(option="no"))
    store.save_profile(number, {"stage": "idea"})
    assert store.load_assessment(number).unfinished == frozenset()
    assert store.load_page_draft(number, "told") == {}


def test_a_copy_has_the_answers_and_drafts_and_is_independent(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    store.save_page_draft(number, "half", {"note": "typed"})
    copied = store.copy_assessment(number, "Copy of First")
    store.save_answer(copied, "told", Answer(option="no"))
    assert store.load_assessment(number).assessment.answers == LIBRARIES.answers
    assert store.load_assessment(copied).assessment.profile == LIBRARIES.profile
    assert store.load_page_draft(copied, "half") == {"note": "typed"}
    assert [entry.name for entry in store.list_assessments().entries] == ["Copy of First", "First"]


def test_renaming_moves_an_assessment_to_the_service_of_that_name(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    store.rename_assessment(number, AssessmentNames("Borough of Sample", "Libraries and archives", "Before the paper"))
    (only,) = store.list_assessments().entries
    assert (only.service, only.name) == ("Libraries and archives", "Before the paper")


def test_deleting_takes_the_answers_and_an_empty_service_with_it_but_not_the_rulebook(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    store.save_page_draft(number, "half", {"note": "typed"})
    store.delete_assessment(number)
    assert store.list_assessments().entries == ()
    assert store.list_releases() == (FIRST.release,)
    with store.read_transaction() as connection:
        for table in ("answer", "draft", "service"):
            assert connection.scalar(text(f"select count(*) from {table}")) == 0


def test_an_id_is_never_reused(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    store.delete_assessment(number)
    assert store.create_assessment("Second", LIBRARIES, FIRST) > number


@pytest.mark.parametrize("act", ["load", "delete", "copy", "rename", "answer", "profile", "draft", "move"])
def test_a_deleted_assessment_is_missing(store: Store, act: str) -> None:
    names = AssessmentNames("Council", "Service", "Name")
    acts: dict[str, Callable[[], object]] = {
        "load": lambda: store.load_assessment(7),
        "delete": lambda: store.delete_assessment(7),
        "copy": lambda: store.copy_assessment(7, "Copy"),
        "rename": lambda: store.rename_assessment(7, names),
        "answer": lambda: store.save_answer(7, "told", Answer(option="yes")),
        "profile": lambda: store.save_profile(7, {}),
        "draft": lambda: store.save_page_draft(7, "told", {}),
        "move": lambda: store.move_to_rulebook(7, FIRST),
    }
    with pytest.raises(NotFoundError):
        acts[act]()
    assert store.list_assessments().entries == ()
    assert store.list_releases() == ()


def test_every_version_in_use_is_stored_completely(store: Store) -> None:
    number = store.create_assessment("First", LIBRARIES, FIRST)
    store.move_to_rulebook(number, SECOND)
    assert store.load_assessment(number).release == SECOND.release
    assert store.list_releases() == (FIRST.release, SECOND.release)
    assert store.load_stored_rulebook(FIRST.release) == FIRST
    with pytest.raises(NotFoundError):
        store.load_stored_rulebook(Release("small", "9.9.9", "zz"))


def test_moving_stores_answers_and_drafts_under_the_present_ids(store: Store) -> None:
    answers = {"told": Answer(option="yes", note="Letter"), "list": Answer(option="yes"), "both": Answer(option="a")}
    number = store.create_assessment("First", replace(LIBRARIES, answers={**answers, "old": Answer(option="b")}), FIRST)
    store.save_page_draft(number, "told", {"note": "unfinished"})
    renames = Renames({"told": "fund-told", "old": "both", "never": "list"}, {("fund-told", "yes"): "in-writing"})
    store.move_to_rulebook(number, SECOND, renames)
    assert store.load_assessment(number).assessment.answers == {
        "fund-told": Answer(option="in-writing", note="Letter"),
        "list": Answer(option="yes"),
        "both": Answer(option="a"),
        "old": Answer(option="b"),
    }
    assert store.load_page_draft(number, "fund-told") == {"note": "unfinished"}


def test_different_content_under_a_known_version_is_rejected(store: Store) -> None:
    store.create_assessment("First", LIBRARIES, FIRST)
    changed = StoredRulebook(Release("small", "1.0.0", "cc"), b"changed", b"evidence")
    with pytest.raises(VersionTakenError):
        store.create_assessment("Second", LIBRARIES, changed)
    assert len(store.list_assessments().entries) == 1


@given(note=st.text(st.characters(exclude_categories=["Cs"])), reason=st.text(max_size=20).filter(str.isprintable))
def test_any_text_survives_a_round_trip(shared: Store, note: str, reason: str) -> None:
    said = Answer(does_not_apply=reason, note=note, by="Head of HR")
    shared.save_answer(1, "told", said)
    assert shared.load_assessment(1).assessment.answers["told"] == said


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'assess.sqlite3'}") as opened:
        opened.create_assessment("First", LIBRARIES, FIRST)
        yield opened
