"""Connect safely to a database whose tables already exist."""

from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000", "foreign_keys = ON")
WRITE_TRANSACTION, AUTOCOMMIT_READ = "assess_writes", "assess_reads_once"
"""Execution options of a connection that state what its transaction is for."""


def create_database_engine(url: str) -> Engine:
    """Create an engine for a database whose tables are up to date.

    Errors never print the parameters of a statement, which can be personal data.
    """
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_connection)
        event.listen(engine, "begin", _begin_transaction)
    return engine


def get_database_file(engine: Engine) -> Path | None:
    """Return the file of an SQLite database; None for a database in memory or of another kind."""
    name = engine.url.database
    is_file = engine.dialect.name == "sqlite" and name and name != ":memory:" and not name.startswith("file:")
    return Path(name) if is_file and name else None


def _configure_connection(connection: SQLiteConnection, _: Any) -> None:
    """Protect a new SQLite connection against power cuts, and disable its implicit transactions."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_transaction(connection: Connection) -> None:
    """Begin a transaction; one that writes takes its lock at once, so that it never fails on an upgrade later.

    A single statement that reads is a transaction of its own.
    """
    options = connection.get_execution_options()
    if not options.get(AUTOCOMMIT_READ):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITE_TRANSACTION) else "BEGIN")
