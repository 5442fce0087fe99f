"""One name with many spellings is one service and one council, shown as it was first typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from assess.core.model.assessment import Assessment
from assess.storage import services
from assess.storage.database import MIGRATIONS
from assess.storage.engine import WRITE_TRANSACTION, create_database_engine
from assess.storage.records import AssessmentListFilter, AssessmentNames, Release, StoredRulebook
from assess.storage.service_summaries import SummaryStore
from assess.storage.store import Store
from assess.storage.tables import service

KEPT = StoredRulebook(Release("small", "1.0.0", "aa"), b"a", b"b")
FIRST = "Cyngor St Mary’s Môn"
SPELLINGS = (
    FIRST,
    "Cyngor St Mary’s Mo\u0302n",
    "Cyngor\u00a0St Mary’s Môn",
    "Cyngor  St Mary’s Môn",
    "Cyngor St Mary's Môn",
    "cyngor st mary's môn",
)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url) as opened:
        yield opened


def add(store: Store, council: str, service: str, name: str = "First") -> int:
    return store.create_assessment(name, Assessment(council, service), KEPT)


def list_names(store: Store, find: str = "") -> list[tuple[str, str]]:
    listed = store.list_assessments(AssessmentListFilter(find, "service")).entries
    return list(dict.fromkeys((each.council, each.service) for each in listed))


def list_councils(store: Store) -> tuple[str, ...]:
    return SummaryStore(store, "build").list_councils(50)


def test_one_name_in_many_spellings_is_one_service(store: Store) -> None:
    for spelling in SPELLINGS:
        add(store, spelling, f"Libraries of {spelling}")
    assert list_names(store) == [(FIRST, f"Libraries of {FIRST}")]
    found = store.load_latest_assessment(SPELLINGS[1], f"Libraries of {SPELLINGS[4]}")
    assert found is not None
    assert found.id == len(SPELLINGS)


def test_services_of_one_council_name_it_as_it_was_first_typed(store: Store) -> None:
    for number, spelling in enumerate(SPELLINGS):
        add(store, spelling, f"Service {number}")
    assert {council for council, _ in list_names(store)} == {FIRST}
    assert list_councils(store) == (FIRST,)


def test_the_list_of_services_of_a_council_has_all_of_them_however_it_is_spelled(store: Store) -> None:
    for number, spelling in enumerate((*SPELLINGS, "Cyngor Gwynedd")):
        add(store, spelling, f"Service {number}")
    for spelling in SPELLINGS:
        with store.read_transaction() as connection:
            condition = services.matches_council(spelling)
            statement = select(service.c.name).where(condition)
            assert len(connection.scalars(statement).all()) == len(SPELLINGS)


def test_renaming_spells_the_service_and_the_council_anew(store: Store) -> None:
    number, other = add(store, "ynys mon", "libaries"), add(store, "ynys mon", "Parks")
    store.rename_assessment(number, AssessmentNames("Ynys Môn", "Libraries", "First"))
    assert list_names(store) == [("ynys mon", "Libraries"), ("ynys mon", "Parks")]
    store.rename_assessment(number, AssessmentNames("Ynys Môn", "Libraries", "First"))
    assert list_names(store) == [("Ynys Môn", "Libraries"), ("Ynys Môn", "Parks")]
    assert store.load_assessment(other).assessment.council == "Ynys Môn"


@pytest.mark.parametrize(
    "find", ["ol-asesiad", "Ôl asesiad", "St Mary's", "st marys", "ynys mon", "MON libraries", "Ynys Mo\u0302n"]
)
def test_a_name_is_found_without_accents_apostrophes_and_case(store: Store, find: str) -> None:
    add(store, "Cyngor Ynys Môn", "Libraries of St Mary’s", "Ôl-asesiad")
    add(store, "Borough of Sample", "Parks")
    assert list_names(store, find) == [("Cyngor Ynys Môn", "Libraries of St Mary’s")]


def test_lists_are_sorted_without_regard_to_accents(store: Store) -> None:
    for name in ("Eden", "École", "apple", "Zoe"):
        add(store, name, "Parks")
    assert [council for council, _ in list_names(store)] == ["apple", "École", "Eden", "Zoe"]
    assert list_councils(store) == ("apple", "École", "Eden", "Zoe")


def test_services_that_an_earlier_version_kept_apart_become_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'assess.sqlite3'}"
    engine = create_database_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect().execution_options(**{WRITE_TRANSACTION: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.execute(text("insert into rulebook values (1, 'small', '1.0.0', 'aa', x'00', x'01', '2026-11-22')"))
        for number, spelling in enumerate(SPELLINGS, 1):
            names = {"number": number, "council": spelling, "name": f"Ôl-asesiad {number}"}
            insert_service = "insert into service values (:number, :council, 'Libraries', '2026-11-22', :council)"
            connection.execute(text(insert_service), names)
            connection.execute(
                text(
                    "insert into assessment (id, service_id, rulebook_id, name, profile, created_at, changed_at)"
                    " values (:number, :number, 1, :name, '{}', '2026-11-22 09:00:00', '2026-11-22 09:00:00')"
                ),
                names,
            )
    engine.dispose()
    with Store(url) as store:
        listed = store.list_assessments(AssessmentListFilter("ol asesiad", "service")).entries
        assert {(each.council, each.service) for each in listed} == {(FIRST, "Libraries")}
        assert [each.id for each in listed] == [6, 5, 4, 3, 2, 1]
        assert add(store, SPELLINGS[2], "Libraries") == 7
        assert list_names(store) == [(FIRST, "Libraries")]
