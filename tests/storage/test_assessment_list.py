"""The list of assessments, page by page."""

from collections.abc import Iterator

import pytest

from assess.core.model.assessment import Answer, Assessment
from assess.storage.records import (
    AssessmentListFilter,
    AssessmentNames,
    PageSlice,
    Release,
    ServiceRecord,
    StoredRulebook,
)
from assess.storage.service_records import NO_SCORE, ResultSummary
from assess.storage.service_summaries import SummaryStore
from assess.storage.store import Store
from tests.storage.test_store import Clock

KEPT = StoredRulebook(Release("small", "1.0.0", "aa"), b"a", b"b")
BY_SERVICE = AssessmentListFilter(order="service")
BY_STAGE = AssessmentListFilter(order="stage")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url, Clock())
    for service, name in (("Parks", "First"), ("libraries", "First"), ("Libraries", "Second"), ("Parks", "Autumn")):
        opened.create_assessment(name, Assessment("Testham", service, {}, {"told": Answer(option="yes")}), KEPT)
    yield opened
    opened.close()


def list_page(
    store: Store, criteria: AssessmentListFilter = BY_SERVICE, window: PageSlice | None = None
) -> list[tuple[str, str]]:
    found = store.list_assessments(criteria, window or PageSlice())
    return [(entry.service, entry.name) for entry in found.entries]


def save_stages(store: Store, **stages: int) -> None:
    """Save summaries of the assessments with these names, each with the position of its stage."""
    summaries = SummaryStore(store, "build")
    blank = ResultSummary("idea", "An idea", 0, NO_SCORE, NO_SCORE, "", "", NO_SCORE, 0, 0, 4, 0, 0, False, 0, 0, 0, ())
    names = {entry.id: entry.name for entry in store.list_assessments().entries}
    pending = [each for each in summaries.list_pending(9) if names[each.number] in stages]
    summaries.save([(each, blank._replace(stage_place=stages[names[each.number]])) for each in pending])


def test_the_last_changed_comes_first(store: Store) -> None:
    store.save_answer(2, "told", Answer(option="no"))
    assert list_page(store, AssessmentListFilter())[:2] == [("libraries", "First"), ("Parks", "Autumn")]
    assert store.list_assessments().total == 4


def test_services_are_sorted_by_name_with_the_newest_assessment_first(store: Store) -> None:
    expected = [("libraries", "Second"), ("libraries", "First"), ("Parks", "Autumn"), ("Parks", "First")]
    assert list_page(store) == expected
    assert list_page(store, window=PageSlice(1, 2)) == expected[1:3]
    assert list_page(store, window=PageSlice(4, 2)) == []


def test_the_earliest_stage_comes_first_and_no_assessment_is_left_out(store: Store) -> None:
    save_stages(store, Autumn=2, Second=1)
    assert list_page(store, BY_STAGE)[2:] == [("libraries", "Second"), ("Parks", "Autumn")]
    save_stages(store, First=0)
    assert [name for _, name in list_page(store, BY_STAGE)] == ["First", "First", "Second", "Autumn"]


@pytest.mark.parametrize(
    ("answer", "started"),
    [
        (Answer(option="yes"), True),
        (Answer(dont_know=True), True),
        (Answer(note="Only a note"), False),
        (Answer(), False),
    ],
)
def test_an_assessment_is_started_once_a_question_is_answered(store: Store, answer: Answer, started: bool) -> None:
    number = store.create_assessment("Museums", Assessment("Testham", "Museums", {}, {"told": answer}), KEPT)
    (entry,) = store.list_assessments(AssessmentListFilter("museums")).entries
    assert (entry.id, entry.is_started) == (number, started)


@pytest.mark.parametrize(
    ("text", "found"),
    [("LIBR", [("libraries", "Second"), ("libraries", "First")]), ("autumn", [("Parks", "Autumn")]), ("%", [])],
)
def test_a_search_finds_text_in_names(store: Store, text: str, found: list[tuple[str, str]]) -> None:
    criteria = BY_SERVICE._replace(text=text)
    assert list_page(store, criteria) == found
    assert store.list_assessments(criteria).total == len(found)


def test_a_service_is_deleted_with_its_last_assessment(store: Store) -> None:
    parks = store.load_assessment(1).service_id
    assert store.load_service(parks) == ServiceRecord("Testham", "Parks", 2)
    store.rename_assessment(1, AssessmentNames("Testham", "Museums", "First"))
    store.delete_assessment(4)
    assert store.load_service(parks) is None
    assert store.load_service(99) is None


def test_service_names_are_case_insensitive_for_any_letter(store: Store) -> None:
    for name in ("ŴYL", "ŵyl"):
        store.create_assessment("First", Assessment("Testham", name), KEPT)
    assert list_page(store).count(("ŴYL", "First")) == 2
