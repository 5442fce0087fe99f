"""The list of assessments, page by page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.core.model.assessment import Answer, Assessment
from assess.storage.records import AssessmentNames, PageSlice, Release, ServiceRecord, StoredRulebook
from assess.storage.store import Store

KEPT = StoredRulebook(Release("small", "1.0.0", "aa"), b"a", b"b")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'assess.sqlite3'}")
    for service, name in (("Parks", "First"), ("libraries", "First"), ("Libraries", "Second"), ("Parks", "Autumn")):
        opened.create_assessment(name, Assessment("Testham", service, {}, {"told": Answer(option="yes")}), KEPT)
    yield opened
    opened.close()


def list_page(store: Store, text: str = "", window: PageSlice | None = None) -> list[tuple[str, list[str]]]:
    found = store.list_services(text, window or PageSlice())
    return [(one.service, [entry.name for entry in one.assessments]) for one in found.services]


def test_services_are_sorted_by_name_with_the_newest_assessment_first(store: Store) -> None:
    assert list_page(store) == [("libraries", ["Second", "First"]), ("Parks", ["Autumn", "First"])]
    assert store.list_services().total == 4


def test_a_page_may_begin_in_the_middle_of_a_service(store: Store) -> None:
    assert list_page(store, window=PageSlice(1, 2)) == [("libraries", ["First"]), ("Parks", ["Autumn"])]
    assert list_page(store, window=PageSlice(4, 2)) == []


@pytest.mark.parametrize(
    ("text", "found", "total"),
    [("LIBR", [("libraries", ["Second", "First"])], 2), ("autumn", [("Parks", ["Autumn"])], 1), ("%", [], 0)],
)
def test_a_search_finds_text_in_names(store: Store, text: str, found: list[tuple[str, list[str]]], total: int) -> None:
    assert list_page(store, text) == found
    assert store.list_services(text).total == total


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
    assert ("ŴYL", ["First", "First"]) in list_page(store)
