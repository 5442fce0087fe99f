"""Open a database safely and bring its tables up to date."""

from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

MIGRATIONS = Path(__file__).parent / "migrations"
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000", "foreign_keys = ON")
WRITES, READS_ONCE = "assess_writes", "assess_reads_once"
"""What a transaction is for: options of a connection."""


class NoDatabaseError(Exception):
    """The database cannot be opened; the message says which and why."""


def open_database(url: str) -> Engine:
    """Give an engine for the database, its tables up to date; raises NoDatabaseError."""
    try:
        engine = connected(url)
        migrate(engine)
    except (SQLAlchemyError, CommandError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise NoDatabaseError(f"The database {url} cannot be opened: {reason}.") from error
    return engine


def connected(url: str) -> Engine:
    """Give an engine for a database whose tables are up to date.

    Errors never print the values of a statement, which can be personal data.
    """
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_connection)
        event.listen(engine, "begin", begin)
    return engine


def prepare_connection(connection: SQLiteConnection, _: Any) -> None:
    """Make a new SQLite connection safe against power cuts, and leave transactions to us."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Begin a transaction; one that will write takes its place in the queue at once, so it never has to be undone.

    A single statement that reads is a transaction of its own.
    """
    options = connection.get_execution_options()
    if not options.get(READS_ONCE):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")


def migrate(engine: Engine) -> None:
    """Run the migrations that the database has not had yet, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
