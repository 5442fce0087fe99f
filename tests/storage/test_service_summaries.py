"""Service summaries: stored, invalidated by every change, sorted and filtered."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select, text

from assess.core.model.assessment import Answer, Assessment
from assess.storage.records import Kept, Names, Release, Window
from assess.storage.service_query import Listed, any_waiting
from assess.storage.service_records import SORTS, Ends, Overview, Waiting, Wanted
from assess.storage.service_summaries import Overviews, councils
from assess.storage.store import Store
from tests.storage.test_store import Clock

KEPT = Kept(Release("small", "1.0.0", "aa"), b"a", b"b")
NEWER = Kept(Release("small", "1.1.0", "bb"), b"c", b"d")
PROFILE = {"stage": "idea"}
EVERY = Wanted(is_latest=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'assess.sqlite3'}", Clock())
    yield opened
    opened.close()


@pytest.fixture
def overviews(store: Store) -> Overviews:
    return Overviews(store, "m")


def figures(score: int = 40, **changes: object) -> Overview:
    """Return made-up figures."""
    made = Overview("idea", "An idea", 0, score, score + 20, "low", "Low", 0, 0, 0, 4, 3, (Ends("s", score, score),))
    return made._replace(**changes)  # type: ignore[arg-type]


def begin(store: Store, service: str = "Libraries", council: str = "Testham", name: str = "First") -> int:
    return store.create(
        name, Assessment(council, service, PROFILE, {"told": Answer(option="yes", note="A note")}), KEPT
    )


def work_out(overviews: Overviews, made: Callable[[int], Overview] = figures) -> int:
    """Compute all pending summaries and return how many there were."""
    found = overviews.waiting(1000)
    overviews.keep([(each, made(each.number)) for each in found])
    return len(found)


def listed(overviews: Overviews, wanted: Wanted = EVERY) -> list[int]:
    return [line.number for line in overviews.page(wanted, Window(0, 100))]


def test_a_new_assessment_is_pending_with_all_inputs_of_its_figures(store: Store, overviews: Overviews) -> None:
    number = begin(store)
    answers = {"told": Answer(option="yes")}
    assert overviews.waiting(9) == (Waiting(number, 0, KEPT.release, PROFILE, answers),)
    assert overviews.count_waiting() == 1
    assert overviews.total(EVERY) == 0
    assert work_out(overviews) == 1
    assert (overviews.waiting(9), overviews.count_waiting(), overviews.total(EVERY)) == ((), 0, 1)
    line = overviews.page(EVERY, Window(0, 9))[0]
    assert (line.council, line.service, line.name, line.version) == ("Testham", "Libraries", "First", "1.0.0")
    assert line.overview == figures(number)


def test_unknown_and_not_applicable_answers_are_pending_as_such(store: Store, overviews: Overviews) -> None:
    said = {"a": Answer(dont_know=True), "b": Answer(does_not_apply="No one."), "c": Answer(note="Only a note")}
    store.create("First", Assessment("Testham", "Parks", PROFILE, said), KEPT)
    given = overviews.waiting(1)[0].answers
    assert (given["a"].dont_know, bool(given["b"].does_not_apply), given["c"]) == (True, True, Answer())


CHANGES: dict[str, Callable[[Store], object]] = {
    "an answer": lambda store: store.save_answer(1, "told", Answer(option="no")),
    "the profile": lambda store: store.save_profile(1, {"stage": "decision"}),
    "its names": lambda store: store.rename(1, Names("Testham", "Parks", "Second")),
    "its rules": lambda store: store.move(1, NEWER),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_figures_are_hidden_after_a_change_until_they_are_recomputed(
    store: Store, overviews: Overviews, change: Callable[[Store], object]
) -> None:
    begin(store)
    work_out(overviews)
    change(store)
    assert (listed(overviews), overviews.total(EVERY)) == ([], 0)
    work_out(overviews, lambda _: figures(77))
    assert [line.overview.evidenced for line in overviews.page(EVERY, Window(0, 9))] == [77]


def test_a_copy_is_pending_and_a_deleted_assessment_is_gone(store: Store, overviews: Overviews) -> None:
    begin(store)
    work_out(overviews)
    assert store.copy(1, "Copy") == 2
    assert [each.number for each in overviews.waiting(9)] == [2]
    work_out(overviews)
    store.delete(1)
    assert listed(overviews) == [2]
    assert overviews.lines([1, 2])[0].number == 2


def test_figures_of_an_assessment_changed_meanwhile_are_not_stored(store: Store, overviews: Overviews) -> None:
    begin(store)
    seen = overviews.waiting(9)
    store.save_answer(1, "told", Answer(option="no"))
    overviews.keep([(each, figures()) for each in seen])
    assert listed(overviews) == []
    assert [each.revision for each in overviews.waiting(9)] == [1]


def test_two_concurrent_computations_store_one_summary(store: Store, overviews: Overviews) -> None:
    begin(store)
    seen = overviews.waiting(9)
    other = Overviews(store, "m")
    for one in (overviews, other):
        one.keep([(each, figures()) for each in seen])
    assert listed(other) == [1]


def test_another_version_of_the_program_recomputes_figures(store: Store, overviews: Overviews) -> None:
    begin(store)
    work_out(overviews)
    for maker in ("a", "z"):
        other = Overviews(store, maker)
        assert (other.count_waiting(), listed(other)) == (1, [])
        work_out(other, lambda _: figures(5))
        assert [line.overview.evidenced for line in other.page(EVERY, Window(0, 9))] == [5]
    assert listed(overviews) == []


def test_figures_can_be_discarded_at_any_time(store: Store, overviews: Overviews) -> None:
    begin(store)
    work_out(overviews)
    overviews.forget()
    assert (listed(overviews), overviews.count_waiting()) == ([], 1)
    work_out(overviews)
    assert listed(overviews) == [1]


def test_figures_deleted_by_hand_are_recomputed(store: Store, overviews: Overviews) -> None:
    begin(store)
    work_out(overviews)
    overviews.mend()
    assert overviews.count_waiting() == 0
    with store.writing() as connection:
        connection.execute(text("delete from overview"))
    overviews.mend()
    assert overviews.count_waiting() == 1


def many(store: Store, overviews: Overviews) -> None:
    """Store five assessments of three services with figures of their own."""
    for service, council, name in (
        ("Parks", "Testham", "First"),
        ("Libraries", "Zedham", "First"),
        ("parks", "TESTHAM", "Second"),
        ("Museums", "Testham", "Ŵyl first"),
        ("Libraries", "Zedham", "Again 100%"),
    ):
        begin(store, service, council, name)
    of = {
        1: figures(10, blockers=2, band="low", band_place=0, stage_place=1, stage="case"),
        2: figures(90, band="high", band_place=1),
        3: figures(50, possible_blockers=1, band="high", band_place=1, sections=(Ends("s", 1, 2), Ends("t", 60, 60))),
        4: figures(-1, possible=-1, band="", band_place=-1, sections=()),
        5: figures(70, blockers=1, band="high", band_place=1, sections=(Ends("t", 70, 80),)),
    }
    store.move(2, NEWER)
    work_out(overviews, lambda number: of[number])


@pytest.mark.parametrize(
    ("sort", "rising"),
    [
        ("service", [4, 1, 3, 2, 5]),
        ("stage", [2, 3, 4, 5, 1]),
        ("score", [4, 1, 3, 5, 2]),
        ("could", [4, 1, 3, 5, 2]),
        ("band", [4, 1, 3, 5, 2]),
        ("blockers", [2, 3, 4, 5, 1]),
        ("changed", [1, 3, 4, 5, 2]),
        ("rules", [1, 3, 4, 5, 2]),
        ("section-s", [4, 5, 3, 1, 2]),
        ("section-t", [1, 2, 4, 3, 5]),
        ("section-nowhere", [1, 2, 3, 4, 5]),
    ],
)
def test_the_list_is_sorted_in_both_directions(
    store: Store, overviews: Overviews, sort: str, rising: list[int]
) -> None:
    many(store, overviews)
    assert listed(overviews, EVERY._replace(sort=sort, is_falling=False)) == rising
    assert listed(overviews, EVERY._replace(sort=sort)) == rising[::-1]
    assert overviews.numbers(EVERY._replace(sort=sort), 2) == tuple(rising[::-1][:2])


def test_every_sort_order_has_a_test() -> None:
    assert set(SORTS) == {"service", "stage", "score", "could", "band", "blockers", "changed", "rules"}


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [3, 4, 5]),
        (EVERY, [1, 2, 3, 4, 5]),
        (EVERY._replace(text="PARKS"), [1, 3]),
        (EVERY._replace(text="zed"), [2, 5]),
        (EVERY._replace(text="again"), [5]),
        (EVERY._replace(text="%"), [5]),
        (EVERY._replace(text="_"), []),
        (EVERY._replace(council="Zedham"), [2, 5]),
        (EVERY._replace(stage="case"), [1]),
        (EVERY._replace(band="high"), [2, 3, 5]),
        (EVERY._replace(version="1.1.0"), [2]),
        (EVERY._replace(blockers="some"), [1, 5]),
        (EVERY._replace(blockers="possible"), [3]),
        (EVERY._replace(blockers="none"), [2, 4]),
        (Wanted(band="high", blockers="some"), [5]),
        (Wanted(text="parks"), [3]),
    ],
)
def test_the_list_is_filtered_and_counted(
    store: Store, overviews: Overviews, wanted: Wanted, numbers: list[int]
) -> None:
    many(store, overviews)
    assert sorted(listed(overviews, wanted)) == numbers
    assert overviews.total(wanted) == len(numbers)


def test_the_list_is_paginated_and_councils_are_listed(store: Store, overviews: Overviews) -> None:
    many(store, overviews)
    wanted = EVERY._replace(sort="score", is_falling=False)
    assert [line.number for line in overviews.page(wanted, Window(2, 2))] == [3, 5]
    assert overviews.councils(9) == ("Testham", "Zedham")


def test_while_some_are_pending_only_listed_assessments_are_counted(store: Store, overviews: Overviews) -> None:
    many(store, overviews)
    begin(store, "New")
    assert (overviews.total(EVERY), overviews.total(Wanted())) == (5, 3)


@pytest.mark.parametrize("sort", ["score", "section-s", "section-t", "service", "changed"])
@pytest.mark.parametrize("wanted", [EVERY, Wanted(), EVERY._replace(council="Testham")], ids=["all", "newest", "some"])
@pytest.mark.parametrize("most", [1, 2, 3])
def test_all_pages_together_are_the_whole_list(
    store: Store, overviews: Overviews, wanted: Wanted, sort: str, most: int
) -> None:
    many(store, overviews)
    overviews.mend(["t"])
    for is_falling in (True, False):
        asked = wanted._replace(sort=sort, is_falling=is_falling)
        pages = [overviews.page(asked, Window(first, most)) for first in range(0, 7, most)]
        assert [line.number for page in pages for line in page] == list(overviews.numbers(asked, 9))


def plan(connection: Connection, statement: Select[Any]) -> list[str]:
    """Return the steps of the database's query plan for a statement."""
    written = statement.compile(connection.engine, compile_kwargs={"literal_binds": True})
    return [step[3] for step in connection.exec_driver_sql(f"explain query plan {written}")]


@pytest.mark.parametrize("sort", [*SORTS, "section-s"])
@pytest.mark.parametrize("is_latest", [True, False])
def test_every_sort_order_uses_an_index(store: Store, overviews: Overviews, sort: str, is_latest: bool) -> None:
    many(store, overviews)
    overviews.mend(["s"])
    with store.reading() as connection:
        listed = Listed(connection, "m", Wanted(is_latest=is_latest, sort=sort))
        for is_falling in (True, False):
            first, *others = plan(connection, listed.in_order(is_falling))
            assert " INDEX ix_" in first
            assert not [step for step in others if step.startswith(("SCAN", "USE TEMP B-TREE"))]


def test_a_text_search_uses_a_narrow_index(store: Store, overviews: Overviews) -> None:
    many(store, overviews)
    with store.reading() as connection:
        found = Listed(connection, "m", EVERY._replace(text="park")).found()
        assert plan(connection, found)[0] == "SCAN assessment USING COVERING INDEX ix_assessment_name"


def test_council_names_are_found_with_a_skip_scan(store: Store, overviews: Overviews) -> None:
    many(store, overviews)
    with store.reading() as connection:
        steps = [step for step in plan(connection, councils(50)) if "service" in step]
    assert len(steps) == 2
    assert all(step.startswith("SEARCH service USING COVERING INDEX ix_service_council") for step in steps)
    assert overviews.councils(1) == ("Testham",)


def test_pending_assessments_are_found_with_an_index(store: Store, overviews: Overviews) -> None:
    many(store, overviews)
    with store.reading() as connection:
        steps = [step for step in plan(connection, any_waiting("m")) if "assessment" in step]
    assert steps
    assert all(step.startswith("SEARCH assessment USING COVERING INDEX ix_assessment_worked_out") for step in steps)


def test_without_services_there_are_no_councils(overviews: Overviews) -> None:
    assert overviews.councils(9) == ()


def test_a_missing_section_counts_as_no_score_and_is_repaired_once(store: Store, overviews: Overviews) -> None:
    many(store, overviews)
    asked = EVERY._replace(sort="section-s")
    before = listed(overviews, asked)
    overviews.mend(["s"])
    overviews.mend(["s"])
    assert listed(overviews, asked) == before
    assert overviews.lines([4, 5])[0].overview.sections == (Ends("s", -1, -1),)
    assert overviews.count_waiting() == 0
