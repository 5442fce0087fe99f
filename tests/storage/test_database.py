from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from assess.storage.store import Store
from assess.storage.tables import metadata


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'assess.sqlite3'}"


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_the_database_is_safe_against_power_cuts_and_strangers(url: str, pragma: str, value: object) -> None:
    store = Store(url)
    with store.reading() as connection:
        assert connection.scalar(text(f"pragma {pragma}")) == value
    store.close()


def test_the_migrations_make_exactly_the_tables_that_the_program_uses(url: str) -> None:
    store = Store(url)
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.scalar(text("select version_num from alembic_version")) == "0002"
    store.close()


def test_opening_a_database_again_changes_nothing(url: str) -> None:
    Store(url).close()
    store = Store(url)
    assert store.listings() == ()
    store.close()


def test_a_failed_statement_never_prints_what_was_typed(url: str) -> None:
    store = Store(url)
    with store.writing() as connection, pytest.raises(IntegrityError) as raised:
        connection.execute(text("insert into draft values (9, 'told', :typed, '')"), {"typed": "secret words"})
    assert "secret words" not in str(raised.value)
    store.close()
