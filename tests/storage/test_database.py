import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from assess.settings import build_sqlite_url
from assess.storage import engine as storage_engine
from assess.storage.database import MIGRATIONS, DatabaseUnavailableError, UnusableDatabaseError
from assess.storage.engine import WRITE_TRANSACTION, create_database_engine
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import (
    DraftChange,
    DraftState,
    NewPublication,
    OutdatedError,
    PreviousDraftAction,
    RulesFiles,
)
from assess.storage.store import Store
from assess.storage.tables import metadata
from tests.conftest import find_open_connections

NEWEST = max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).split("_")[0]
PUBLICATION = NewPublication(
    StoredRulebook(Release("small", "1.0.0", "aa"), b"", b""), "Anna", "Why", None, 0, ("", "")
)


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
        assert connection.scalar(text("select version_num from alembic_version")) == NEWEST


def test_opening_a_database_again_changes_nothing(url: str) -> None:
    Store(url).close()
    store = Store(url)
    assert store.list_assessments().entries == ()
    store.close()


def test_a_failed_statement_never_prints_user_input(store: Store) -> None:
    with store.write_transaction() as connection, pytest.raises(IntegrityError) as raised:
        connection.execute(text("insert into draft values (9, 'told', :typed, '')"), {"typed": "secret words"})
    assert "secret words" not in str(raised.value)


def write_older_database(url: str) -> None:
    """Write a database as the first version made it, with one assessment."""
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


def test_an_older_database_keeps_its_assessments_and_their_rules(url: str) -> None:
    write_older_database(url)
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


def list_tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("select name from sqlite_schema where type = 'table'")}


def test_an_older_database_is_copied_before_its_tables_change(url: str, tmp_path: Path) -> None:
    write_older_database(url)
    store = Store(url)
    store.close()
    copy = tmp_path / f"assess.sqlite3.before-{NEWEST}"
    assert store.copy_before_migration == copy
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "publication" in list_tables(tmp_path / "assess.sqlite3") - list_tables(copy)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("select id, name from assessment").fetchall() == [(7, "First")]


def test_an_earlier_copy_is_kept_beside_a_new_one(url: str, tmp_path: Path) -> None:
    write_older_database(url)
    (tmp_path / f"assess.sqlite3.before-{NEWEST}").write_bytes(b"earlier")
    store = Store(url)
    store.close()
    assert store.copy_before_migration == tmp_path / f"assess.sqlite3.before-{NEWEST}-2"
    assert (tmp_path / f"assess.sqlite3.before-{NEWEST}").read_bytes() == b"earlier"


def test_a_new_or_current_database_is_not_copied(url: str, tmp_path: Path) -> None:
    for _ in range(2):
        store = Store(url)
        store.close()
        assert store.copy_before_migration is None
    assert [path.name for path in tmp_path.iterdir()] == ["assess.sqlite3"]


def test_a_new_database_is_readable_only_by_its_owner(url: str, tmp_path: Path) -> None:
    store = Store(url)
    store.publish(PUBLICATION)
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {
        "assess.sqlite3": 0o600,
        "assess.sqlite3-wal": 0o600,
        "assess.sqlite3-shm": 0o600,
    }
    store.close()


def test_a_database_that_others_could_read_is_made_private(url: str, tmp_path: Path) -> None:
    Store(url).close()
    (tmp_path / "assess.sqlite3").chmod(0o644)
    Store(url).close()
    assert stat.S_IMODE((tmp_path / "assess.sqlite3").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["50%20off", "what?", "a#b", "50% off", "a+b", "ä"])
def test_the_folder_of_the_database_may_have_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    Store(build_sqlite_url(tmp_path / name / "assess.sqlite3")).close()
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")] == [name, f"{name}/assess.sqlite3"]


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_or_empty_database_is_not_begun_anew_unless_it_may_be(
    url: str, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "assess.sqlite3").write_bytes(content)
    with pytest.raises(UnusableDatabaseError, match=r"is missing or empty\. No new one is created in its place"):
        Store(url, may_create=False)
    assert (tmp_path / "assess.sqlite3").exists() is (content is not None)


def test_a_database_of_a_newer_version_is_said_to_be_newer(url: str) -> None:
    store = Store(url)
    with store.write_transaction() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    store.close()
    with pytest.raises(UnusableDatabaseError, match=r"^The database was made by a newer version of this tool"):
        Store(url)


def test_a_file_that_is_no_database_is_said_to_be_none(url: str, tmp_path: Path) -> None:
    (tmp_path / "assess.sqlite3").write_bytes(b"nothing" * 1000)
    with pytest.raises(UnusableDatabaseError, match=r"^The database cannot be opened: file is not a database\. If"):
        Store(url)


def test_a_damaged_page_is_said_to_be_damage_when_it_is_read(url: str, tmp_path: Path) -> None:
    Store(url).close()
    path = tmp_path / "assess.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        query = "select rootpage from sqlite_schema where name = 'publication'"
        page = connection.execute(query).fetchone()[0]
        size = connection.execute("pragma page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    store = Store(url)
    with pytest.raises(UnusableDatabaseError, match=r"^The database is damaged \(database disk image is malformed\)"):
        store.list_publications()
    store.close()


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def replace_file(folder: Path) -> None:
    shutil.copy(folder / "assess.sqlite3", folder / "other")
    (folder / "other").rename(folder / "assess.sqlite3")


@pytest.mark.parametrize("lose", [remove_folder, replace_file])
def test_nothing_is_saved_into_a_file_that_is_gone(tmp_path: Path, lose: Callable[[Path], None]) -> None:
    (tmp_path / "data").mkdir()
    store = Store(build_sqlite_url(tmp_path / "data" / "assess.sqlite3"))
    lose(tmp_path / "data")
    with pytest.raises(DatabaseUnavailableError, match="was moved or deleted while the tool was running"):
        store.publish(PUBLICATION)
    assert store.list_publications() == ()
    store.close()


def test_a_full_disk_is_said_to_be_one_and_leaves_what_was_saved(url: str) -> None:
    with Store(url) as store:
        store.publish(PUBLICATION)
        with store.write_transaction() as connection:
            connection.execute(text("pragma max_page_count = 1"))
        files = RulesFiles(b"x" * 1_000_000, b"evidence")
        with pytest.raises(
            DatabaseUnavailableError, match=r"^The database cannot be written: database or disk is full\."
        ):
            store.change_draft(DraftChange(0, files, 1))
        assert len(store.list_publications()) == 1
        assert store.load_draft_state().draft is None


def test_a_database_that_another_program_locks_for_too_long_is_said_to_be_locked(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = tuple(line.replace("10000", "1") for line in storage_engine._PRAGMAS)
    monkeypatch.setattr(storage_engine, "_PRAGMAS", pragmas)
    with Store(url) as first, Store(url) as second, first.write_transaction():
        with pytest.raises(DatabaseUnavailableError, match=r"^The database cannot be written: database is locked\."):
            second.publish(PUBLICATION)
        assert second.list_publications() == ()


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
    assert str(raised.value).startswith("The database cannot be opened: file is not a database.")


def test_a_connection_is_found_until_it_is_closed(store: Store) -> None:
    opened = set(find_open_connections())
    store.close()
    assert len(opened - set(find_open_connections())) == 1


def test_a_draft_change_from_an_outdated_revision_has_no_effect(store: Store) -> None:
    first = RulesFiles(b"first", b"evidence")
    store.publish(
        NewPublication(StoredRulebook(Release("small", "1.0.0", "aa"), *first), "Anna", "Why", None, 0, ("", ""))
    )
    store.change_draft(DraftChange(0, first, 1))
    with pytest.raises(OutdatedError):
        store.change_draft(DraftChange(0, RulesFiles(b"second", b"evidence"), 1))
    draft = store.load_draft_state().draft
    assert draft is not None
    assert draft.files == first


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
    with pytest.raises(OutdatedError):
        store.change_draft(DraftChange(0, second, 2, previous_action=PreviousDraftAction.REPLACE))
    assert store.load_draft_state().previous is None
    store.change_draft(DraftChange(1, second, 2, previous_action=PreviousDraftAction.REPLACE, unedited=True))
    store.change_draft(DraftChange(2, third, 2))
    assert store.load_draft_state().previous == begun
    store.change_draft(DraftChange(3, first, 1, previous_action=PreviousDraftAction.REPLACE))
    found = store.load_draft_state().previous
    assert found is not None
    assert (found.files, found.based_on) == (third, 2)
    store.change_draft(DraftChange(4, None, 0, previous_action=PreviousDraftAction.DELETE))
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
