"""The list of assessments, page by page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.core.model.assessment import Answer, Assessment
from assess.storage.records import Kept, Names, Release, Service, Window
from assess.storage.store import Store

KEPT = Kept(Release("small", "1.0.0", "aa"), b"a", b"b")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'assess.sqlite3'}")
    for service, name in (("Parks", "First"), ("libraries", "First"), ("Libraries", "Second"), ("Parks", "Autumn")):
        opened.create(name, Assessment("Testham", service, {}, {"told": Answer(option="yes")}), KEPT)
    yield opened
    opened.close()


def told(store: Store, text: str = "", window: Window | None = None) -> list[tuple[str, list[str]]]:
    found = store.listings(text, window or Window())
    return [(one.service, [entry.name for entry in one.assessments]) for one in found.services]


def test_services_are_sorted_by_name_with_the_newest_assessment_first(store: Store) -> None:
    assert told(store) == [("libraries", ["Second", "First"]), ("Parks", ["Autumn", "First"])]
    assert store.listings().total == 4


def test_a_page_may_begin_in_the_middle_of_a_service(store: Store) -> None:
    assert told(store, window=Window(1, 2)) == [("libraries", ["First"]), ("Parks", ["Autumn"])]
    assert told(store, window=Window(4, 2)) == []


@pytest.mark.parametrize(
    ("text", "found", "total"),
    [("LIBR", [("libraries", ["Second", "First"])], 2), ("autumn", [("Parks", ["Autumn"])], 1), ("%", [], 0)],
)
def test_a_search_finds_text_in_names(store: Store, text: str, found: list[tuple[str, list[str]]], total: int) -> None:
    assert told(store, text) == found
    assert store.listings(text).total == total


def test_a_service_is_deleted_with_its_last_assessment(store: Store) -> None:
    parks = store.load(1).service_id
    assert store.service(parks) == Service("Testham", "Parks", 2)
    store.rename(1, Names("Testham", "Museums", "First"))
    store.delete(4)
    assert store.service(parks) is None
    assert store.service(99) is None


def test_service_names_are_case_insensitive_for_any_letter(store: Store) -> None:
    for name in ("ŴYL", "ŵyl"):
        store.create("First", Assessment("Testham", name), KEPT)
    assert ("ŴYL", ["First", "First"]) in told(store)
