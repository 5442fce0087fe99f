"""Service summaries: stored, invalidated by every change, sorted and filtered."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Select, text

from assess.core.model.assessment import Answer, Assessment
from assess.storage.records import AssessmentNames, PageSlice, Release, StoredRulebook
from assess.storage.service_query import ServiceListQuery, select_any_pending
from assess.storage.service_records import (
    SORT_KEYS,
    PendingSummary,
    ResultSummary,
    SectionScoreRange,
    ServiceListFilter,
)
from assess.storage.service_summaries import SummaryStore, select_councils
from assess.storage.store import Store
from tests.storage.test_store import Clock

KEPT = StoredRulebook(Release("small", "1.0.0", "aa"), b"a", b"b")
NEWER = StoredRulebook(Release("small", "1.1.0", "bb"), b"c", b"d")
PROFILE = {"stage": "idea"}
EVERY_ASSESSMENT = ServiceListFilter(is_latest=False)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url, Clock())
    yield opened
    opened.close()


@pytest.fixture
def overviews(store: Store) -> SummaryStore:
    return SummaryStore(store, "m")


def made_up_figures(score: int = 40, **changes: object) -> ResultSummary:
    """Return made-up figures."""
    made = ResultSummary(
        "idea",
        "An idea",
        0,
        score,
        score + 20,
        "low",
        "Low",
        0,
        0,
        0,
        4,
        3,
        3,
        False,
        0,
        0,
        0,
        (SectionScoreRange("s", score, score),),
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def create_assessment(store: Store, service: str = "Libraries", council: str = "Testham", name: str = "First") -> int:
    return store.create_assessment(
        name, Assessment(council, service, PROFILE, {"told": Answer(option="yes", note="A note")}), KEPT
    )


def compute_pending(overviews: SummaryStore, made: Callable[[int], ResultSummary] = made_up_figures) -> int:
    """Compute all pending summaries and return how many there were."""
    found = overviews.list_pending(1000)
    overviews.save([(each, made(each.number)) for each in found])
    return len(found)


def list_scores(overviews: SummaryStore, wanted: ServiceListFilter = EVERY_ASSESSMENT) -> list[int]:
    return [line.number for line in overviews.load_page(wanted, PageSlice(0, 100))]


def test_a_new_assessment_is_pending_with_all_inputs_of_its_figures(store: Store, overviews: SummaryStore) -> None:
    number = create_assessment(store)
    answers = {"told": Answer(option="yes")}
    assert overviews.list_pending(9) == (PendingSummary(number, 0, KEPT.release, PROFILE, answers),)
    assert overviews.count_pending() == 1
    assert overviews.count(EVERY_ASSESSMENT) == 0
    assert compute_pending(overviews) == 1
    assert (overviews.list_pending(9), overviews.count_pending(), overviews.count(EVERY_ASSESSMENT)) == ((), 0, 1)
    line = overviews.load_page(EVERY_ASSESSMENT, PageSlice(0, 9))[0]
    assert (line.council, line.service, line.name, line.version) == ("Testham", "Libraries", "First", "1.0.0")
    assert line.summary == made_up_figures(number)


def test_unknown_and_not_applicable_answers_are_pending_as_such(store: Store, overviews: SummaryStore) -> None:
    said = {"a": Answer(dont_know=True), "b": Answer(does_not_apply="No one."), "c": Answer(note="Only a note")}
    store.create_assessment("First", Assessment("Testham", "Parks", PROFILE, said), KEPT)
    given = overviews.list_pending(1)[0].answers
    assert (given["a"].dont_know, bool(given["b"].does_not_apply), given["c"]) == (True, True, Answer())


CHANGES: dict[str, Callable[[Store], object]] = {
    "an answer": lambda store: store.save_answer(1, "told", Answer(option="no")),
    "the profile": lambda store: store.save_profile(1, {"stage": "decision"}),
    "its names": lambda store: store.rename_assessment(1, AssessmentNames("Testham", "Parks", "Second")),
    "its rules": lambda store: store.move_to_rulebook(1, NEWER),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_figures_are_hidden_after_a_change_until_they_are_recomputed(
    store: Store, overviews: SummaryStore, change: Callable[[Store], object]
) -> None:
    create_assessment(store)
    compute_pending(overviews)
    change(store)
    assert (list_scores(overviews), overviews.count(EVERY_ASSESSMENT)) == ([], 0)
    compute_pending(overviews, lambda _: made_up_figures(77))
    assert [line.summary.evidenced for line in overviews.load_page(EVERY_ASSESSMENT, PageSlice(0, 9))] == [77]


def test_a_copy_is_pending_and_a_deleted_assessment_is_gone(store: Store, overviews: SummaryStore) -> None:
    create_assessment(store)
    compute_pending(overviews)
    assert store.copy_assessment(1, "Copy") == 2
    assert [each.number for each in overviews.list_pending(9)] == [2]
    compute_pending(overviews)
    store.delete_assessment(1)
    assert list_scores(overviews) == [2]
    assert overviews.load_rows([1, 2])[0].number == 2


def test_figures_of_an_assessment_changed_meanwhile_are_not_stored(store: Store, overviews: SummaryStore) -> None:
    create_assessment(store)
    seen = overviews.list_pending(9)
    store.save_answer(1, "told", Answer(option="no"))
    overviews.save([(each, made_up_figures()) for each in seen])
    assert list_scores(overviews) == []
    assert [each.revision for each in overviews.list_pending(9)] == [1]


def test_two_concurrent_computations_store_one_summary(store: Store, overviews: SummaryStore) -> None:
    create_assessment(store)
    seen = overviews.list_pending(9)
    other = SummaryStore(store, "m")
    for one in (overviews, other):
        one.save([(each, made_up_figures()) for each in seen])
    assert list_scores(other) == [1]


def test_another_version_of_the_program_recomputes_figures(store: Store, overviews: SummaryStore) -> None:
    create_assessment(store)
    compute_pending(overviews)
    for maker in ("a", "z"):
        other = SummaryStore(store, maker)
        assert (other.count_pending(), list_scores(other)) == (1, [])
        compute_pending(other, lambda _: made_up_figures(5))
        assert [line.summary.evidenced for line in other.load_page(EVERY_ASSESSMENT, PageSlice(0, 9))] == [5]
    assert list_scores(overviews) == []


def test_figures_can_be_discarded_at_any_time(store: Store, overviews: SummaryStore) -> None:
    create_assessment(store)
    compute_pending(overviews)
    overviews.clear()
    assert (list_scores(overviews), overviews.count_pending()) == ([], 1)
    compute_pending(overviews)
    assert list_scores(overviews) == [1]


def test_figures_deleted_by_hand_are_recomputed(store: Store, overviews: SummaryStore) -> None:
    create_assessment(store)
    compute_pending(overviews)
    overviews.repair()
    assert overviews.count_pending() == 0
    with store.write_transaction() as connection:
        connection.execute(text("delete from overview"))
    overviews.repair()
    assert overviews.count_pending() == 1


def store_five_assessments(store: Store, overviews: SummaryStore) -> None:
    """Store five assessments of three services with figures of their own."""
    for service, council, name in (
        ("Parks", "Testham", "First"),
        ("Libraries", "Zedham", "First"),
        ("parks", "TESTHAM", "Second"),
        ("Museums", "Testham", "Ŵyl first"),
        ("Libraries", "Zedham", "Again 100%"),
    ):
        create_assessment(store, service, council, name)
    of = {
        1: made_up_figures(
            10, blockers=2, needs=4, needs_missing=1, band="low", band_place=0, stage_place=1, stage="case"
        ),
        2: made_up_figures(90, needs=4, needs_unknown=2, band="high", band_place=1),
        3: made_up_figures(
            50,
            possible_blockers=1,
            needs=4,
            band="high",
            band_place=1,
            sections=(SectionScoreRange("s", 1, 2), SectionScoreRange("t", 60, 60)),
        ),
        4: made_up_figures(-1, possible=-1, band="", band_place=-1, sections=()),
        5: made_up_figures(70, blockers=1, band="high", band_place=1, sections=(SectionScoreRange("t", 70, 80),)),
    }
    store.move_to_rulebook(2, NEWER)
    compute_pending(overviews, lambda number: of[number])


@pytest.mark.parametrize(
    ("sort", "rising"),
    [
        ("service", [4, 1, 3, 2, 5]),
        ("stage", [2, 3, 4, 5, 1]),
        ("score", [4, 1, 3, 5, 2]),
        ("could", [4, 1, 3, 5, 2]),
        ("band", [4, 1, 3, 5, 2]),
        ("blockers", [2, 3, 4, 5, 1]),
        ("needs", [3, 4, 5, 2, 1]),
        ("changed", [1, 3, 4, 5, 2]),
        ("rules", [1, 3, 4, 5, 2]),
        ("section-s", [4, 5, 3, 1, 2]),
        ("section-t", [1, 2, 4, 3, 5]),
        ("section-nowhere", [1, 2, 3, 4, 5]),
    ],
)
def test_the_list_is_sorted_in_both_directions(
    store: Store, overviews: SummaryStore, sort: str, rising: list[int]
) -> None:
    store_five_assessments(store, overviews)
    assert list_scores(overviews, EVERY_ASSESSMENT._replace(sort=sort, descending=False)) == rising
    assert list_scores(overviews, EVERY_ASSESSMENT._replace(sort=sort)) == rising[::-1]
    assert overviews.list_ids(EVERY_ASSESSMENT._replace(sort=sort), 2) == tuple(rising[::-1][:2])


def test_every_sort_order_has_a_test() -> None:
    assert set(SORT_KEYS) == {"service", "stage", "score", "could", "band", "blockers", "needs", "changed", "rules"}


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (ServiceListFilter(), [3, 4, 5]),
        (EVERY_ASSESSMENT, [1, 2, 3, 4, 5]),
        (EVERY_ASSESSMENT._replace(text="PARKS"), [1, 3]),
        (EVERY_ASSESSMENT._replace(text="zed"), [2, 5]),
        (EVERY_ASSESSMENT._replace(text="again"), [5]),
        (EVERY_ASSESSMENT._replace(text="%"), [5]),
        (EVERY_ASSESSMENT._replace(text="_"), []),
        (EVERY_ASSESSMENT._replace(council="Zedham"), [2, 5]),
        (EVERY_ASSESSMENT._replace(stage="case"), [1]),
        (EVERY_ASSESSMENT._replace(band="high"), [2, 3, 5]),
        (EVERY_ASSESSMENT._replace(version="1.1.0"), [2]),
        (EVERY_ASSESSMENT._replace(blockers="some"), [1, 5]),
        (EVERY_ASSESSMENT._replace(blockers="possible"), [3]),
        (EVERY_ASSESSMENT._replace(blockers="none"), [2, 4]),
        (EVERY_ASSESSMENT._replace(needs="missing"), [1]),
        (EVERY_ASSESSMENT._replace(needs="unknown"), [2]),
        (EVERY_ASSESSMENT._replace(needs="met"), [3]),
        (ServiceListFilter(band="high", blockers="some"), [5]),
        (ServiceListFilter(text="parks"), [3]),
    ],
)
def test_the_list_is_filtered_and_counted(
    store: Store, overviews: SummaryStore, wanted: ServiceListFilter, numbers: list[int]
) -> None:
    store_five_assessments(store, overviews)
    assert sorted(list_scores(overviews, wanted)) == numbers
    assert overviews.count(wanted) == len(numbers)


def test_the_list_is_paginated_and_councils_are_listed(store: Store, overviews: SummaryStore) -> None:
    store_five_assessments(store, overviews)
    wanted = EVERY_ASSESSMENT._replace(sort="score", descending=False)
    assert [line.number for line in overviews.load_page(wanted, PageSlice(2, 2))] == [3, 5]
    assert overviews.list_councils(9) == ("Testham", "Zedham")


def test_while_some_are_pending_only_listed_assessments_are_counted(store: Store, overviews: SummaryStore) -> None:
    store_five_assessments(store, overviews)
    create_assessment(store, "New")
    assert (overviews.count(EVERY_ASSESSMENT), overviews.count(ServiceListFilter())) == (5, 3)


@pytest.mark.parametrize("sort", ["score", "section-s", "section-t", "service", "changed"])
@pytest.mark.parametrize(
    "wanted",
    [EVERY_ASSESSMENT, ServiceListFilter(), EVERY_ASSESSMENT._replace(council="Testham")],
    ids=["all", "newest", "some"],
)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_all_pages_together_are_the_whole_list(
    store: Store, overviews: SummaryStore, wanted: ServiceListFilter, sort: str, most: int
) -> None:
    store_five_assessments(store, overviews)
    overviews.repair(["t"])
    for is_falling in (True, False):
        asked = wanted._replace(sort=sort, descending=is_falling)
        pages = [overviews.load_page(asked, PageSlice(first, most)) for first in range(0, 7, most)]
        assert [line.number for page in pages for line in page] == list(overviews.list_ids(asked, 9))


def explain_query(connection: Connection, statement: Select[Any]) -> list[str]:
    """Return the steps of the database's query plan for a statement."""
    written = statement.compile(connection.engine, compile_kwargs={"literal_binds": True})
    return [step[3] for step in connection.exec_driver_sql(f"explain query plan {written}")]


@pytest.mark.parametrize("sort", [*SORT_KEYS, "section-s"])
@pytest.mark.parametrize("is_latest", [True, False])
def test_every_sort_order_uses_an_index(store: Store, overviews: SummaryStore, sort: str, is_latest: bool) -> None:
    store_five_assessments(store, overviews)
    overviews.repair(["s"])
    with store.read_transaction() as connection:
        listed = ServiceListQuery(connection, "m", ServiceListFilter(is_latest=is_latest, sort=sort))
        for is_falling in (True, False):
            first, *others = explain_query(connection, listed.select_ordered(is_falling))
            assert " INDEX ix_" in first
            assert not [step for step in others if step.startswith(("SCAN", "USE TEMP B-TREE"))]


def test_a_text_search_uses_a_narrow_index(store: Store, overviews: SummaryStore) -> None:
    store_five_assessments(store, overviews)
    with store.read_transaction() as connection:
        found = ServiceListQuery(connection, "m", EVERY_ASSESSMENT._replace(text="park")).select_ids()
        assert explain_query(connection, found)[0] == "SCAN assessment USING COVERING INDEX ix_assessment_key"


def test_council_names_are_found_with_a_skip_scan(store: Store, overviews: SummaryStore) -> None:
    store_five_assessments(store, overviews)
    with store.read_transaction() as connection:
        steps = [step for step in explain_query(connection, select_councils(50)) if "service" in step]
    assert steps.pop() == "SEARCH service USING INDEX ix_service_council_key (council_key=?)"
    assert len(steps) == 2
    assert all(step.startswith("SEARCH service USING COVERING INDEX ix_service_council_key") for step in steps)
    assert overviews.list_councils(1) == ("Testham",)


def test_pending_assessments_are_found_with_an_index(store: Store, overviews: SummaryStore) -> None:
    store_five_assessments(store, overviews)
    with store.read_transaction() as connection:
        steps = [step for step in explain_query(connection, select_any_pending("m")) if "assessment" in step]
    assert steps
    assert all(step.startswith("SEARCH assessment USING COVERING INDEX ix_assessment_worked_out") for step in steps)


def test_without_services_there_are_no_councils(overviews: SummaryStore) -> None:
    assert overviews.list_councils(9) == ()


def test_a_missing_section_counts_as_no_score_and_is_repaired_once(store: Store, overviews: SummaryStore) -> None:
    store_five_assessments(store, overviews)
    asked = EVERY_ASSESSMENT._replace(sort="section-s")
    before = list_scores(overviews, asked)
    overviews.repair(["s"])
    overviews.repair(["s"])
    assert list_scores(overviews, asked) == before
    assert overviews.load_rows([4, 5])[0].summary.sections == (SectionScoreRange("s", -1, -1),)
    assert overviews.count_pending() == 0
