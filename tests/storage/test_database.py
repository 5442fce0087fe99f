from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from assess.storage.database import MIGRATIONS, DatabaseUnavailableError
from assess.storage.engine import WRITE_TRANSACTION, create_database_engine
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import DraftChange, DraftState, NewPublication, PreviousDraftAction, RulesFiles
from assess.storage.store import Store
from assess.storage.tables import metadata
from tests.conftest import find_open_connections


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'assess.sqlite3'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_the_database_is_durable_and_readable_only_by_its_owner(store: Store, pragma: str, value: object) -> None:
    with store.read_transaction() as connection:
        assert connection.scalar(text(f"pragma {pragma}")) == value


def test_the_migrations_create_exactly_the_tables_of_the_program(store: Store) -> None:
    with store.read_transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.scalar(text("select version_num from alembic_version")) == "0008"


def test_opening_a_database_again_changes_nothing(url: str) -> None:
    Store(url).close()
    store = Store(url)
    assert store.list_services().services == ()
    store.close()


def test_a_failed_statement_never_prints_user_input(store: Store) -> None:
    with store.write_transaction() as connection, pytest.raises(IntegrityError) as raised:
        connection.execute(text("insert into draft values (9, 'told', :typed, '')"), {"typed": "secret words"})
    assert "secret words" not in str(raised.value)


def test_an_older_database_keeps_its_assessments_and_their_rules(url: str) -> None:
    engine = create_database_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect().execution_options(**{WRITE_TRANSACTION: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        kept = "insert into rulebook values (1, 'small', '1.0.0', 'aa', x'00', x'01', '2026-11-22 09:00:00.000000')"
        connection.execute(text(kept))
        connection.execute(text("insert into service values (1, 'Borough', 'Libraries', '2026-11-22 09:00:00')"))
        begun = "insert into assessment values (7, 1, 1, 'First', '{}', '2026-11-22 09:00:00', '2026-11-22 09:00:00')"
        connection.execute(text(begun))
    engine.dispose()
    store = Store(url)
    assert store.load_assessment(7).release == Release("small", "1.0.0", "aa")
    assert store.load_stored_rulebook(Release("small", "1.0.0", "aa")) == StoredRulebook(
        Release("small", "1.0.0", "aa"), b"\x00", b"\x01"
    )
    found = store.load_latest_assessment("BOROUGH", "libraries")
    assert found is not None
    assert found.id == 7
    assert store.list_publications() == ()
    assert store.load_draft_state() == DraftState(0, None, "", False)
    store.close()


@pytest.mark.parametrize("address", ["nothing://here", "not an address", "sqlite:////nowhere/at/all.sqlite3"])
def test_a_database_that_cannot_be_opened_raises_one_error_with_a_reason(address: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match=r"^The database cannot be opened: \S"):
        Store(address)


def test_a_file_that_is_not_a_database_is_closed_again(url: str, tmp_path: Path) -> None:
    before = set(find_open_connections())
    (tmp_path / "assess.sqlite3").write_text("A letter, not a database. " * 99)
    with pytest.raises(DatabaseUnavailableError) as raised:
        Store(url)
    assert set(find_open_connections()) == before  # the error still holds the one it came from
    assert str(raised.value) == "The database cannot be opened: file is not a database."


def test_a_connection_is_found_until_it_is_closed(store: Store) -> None:
    opened = set(find_open_connections())
    store.close()
    assert len(opened - set(find_open_connections())) == 1


def test_a_draft_change_from_an_outdated_revision_has_no_effect(store: Store) -> None:
    first = RulesFiles(b"first", b"evidence")
    store.publish(
        NewPublication(StoredRulebook(Release("small", "1.0.0", "aa"), *first), "Anna", "Why", None, 0, ("", ""))
    )
    assert store.change_draft(DraftChange(0, first, 1)) is None
    theirs = store.change_draft(DraftChange(0, RulesFiles(b"second", b"evidence"), 1))
    assert theirs is not None
    assert theirs.draft is not None
    assert theirs.draft.files == first


def test_a_draft_and_its_backup_are_swapped_atomically(store: Store) -> None:
    first, second, third = (RulesFiles(content, b"evidence") for content in (b"first", b"second", b"third"))
    for number, version in enumerate(("1.0.0", "1.0.1")):
        store.publish(
            NewPublication(
                StoredRulebook(Release("small", version, version), *first), "A", "Why", None, number, ("", "")
            )
        )
    store.change_draft(DraftChange(0, first, 1))
    begun = store.load_draft_state().draft
    assert (
        store.change_draft(DraftChange(0, second, 2, previous_action=PreviousDraftAction.REPLACE))
        == store.load_draft_state()
    )
    assert store.load_draft_state().previous is None
    assert (
        store.change_draft(DraftChange(1, second, 2, previous_action=PreviousDraftAction.REPLACE, unedited=True))
        is None
    )
    assert store.change_draft(DraftChange(2, third, 2)) is None
    assert store.load_draft_state().previous == begun
    assert store.change_draft(DraftChange(3, first, 1, previous_action=PreviousDraftAction.REPLACE)) is None
    found = store.load_draft_state().previous
    assert found is not None
    assert (found.files, found.based_on) == (third, 2)
    assert store.change_draft(DraftChange(4, None, 0, previous_action=PreviousDraftAction.DELETE)) is None
    assert store.load_draft_state() == DraftState(5, None, "", False)


def test_a_database_that_cannot_be_written_raises_one_error_and_keeps_its_content(store: Store) -> None:
    with store.read_transaction() as connection:
        connection.execute(text("pragma query_only = on"))
    with pytest.raises(
        DatabaseUnavailableError, match="The database cannot be written: attempt to write a readonly database"
    ):
        store.publish(
            NewPublication(StoredRulebook(Release("small", "1.0.0", "aa"), b"", b""), "Anna", "Why", None, 0, ("", ""))
        )
    assert store.list_publications() == ()
