"""Open a database and bring its tables up to date."""

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from sqlite3 import Error as SQLiteError
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from assess.storage.backups import copy_database
from assess.storage.engine import WRITE_TRANSACTION, create_database_engine, get_database_file

MIGRATIONS = Path(__file__).parent / "migrations"

_NEWER = (
    "The database was made by a newer version of this tool, which this version cannot read. "
    "Use the newer version, or restore a backup from before the update."
)
_DAMAGED = "The database is damaged ({}). Keep the file, and restore a backup into a new folder."
_MISSING = (
    "The database beside the secret key in the folder {} is missing or empty. No new one is created in its "
    "place. Restore a backup into a new folder with “assess restore”, or delete the file secret-key if you really want "
    "to start again."
)
_NO_DATABASE = (
    "The database cannot be opened: {}. If it was a database of this tool, restore a backup into a new folder."
)
_SENTENCES_BY_SIGN = {"malformed": _DAMAGED, "not a database": _NO_DATABASE}
"""What to say about damage, by a word in the reason that SQLite gives."""


class DatabaseUnavailableError(Exception):
    """The database cannot be opened, read or written; the message says why."""


class UnusableDatabaseError(DatabaseUnavailableError):
    """The database is missing, damaged or newer; the message also says what to do."""


class OpenedDatabase(NamedTuple):
    """A database whose tables are up to date."""

    engine: Engine
    copy: Path | None
    """The copy from before its tables were changed, if they were."""


def open_database(url: str, *, may_create: bool = True) -> OpenedDatabase:
    """Open the database and upgrade its tables; raises DatabaseUnavailableError."""
    engine = None
    try:
        engine = create_database_engine(url)
        if path := get_database_file(engine):
            _require_file(path, may_create=may_create)
        return OpenedDatabase(engine, migrate(engine, may_create=may_create))
    except (SQLAlchemyError, CommandError, SQLiteError, OSError, UnusableDatabaseError) as error:
        if engine is not None:
            engine.dispose()
        raise _explain(error) from error


def get_reason(error: Exception) -> str:
    """Return the reason that the database gave for an error, without the statement."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def explain_damage(error: Exception) -> UnusableDatabaseError | None:
    """Return an error that says that the database is damaged, if it is."""
    reason = get_reason(error)
    sentence = next((sentence for sign, sentence in _SENTENCES_BY_SIGN.items() if sign in reason), "")
    return UnusableDatabaseError(sentence.format(reason)) if sentence else None


def _explain(error: Exception) -> DatabaseUnavailableError:
    """Return the error to raise if a database cannot be opened."""
    if isinstance(error, UnusableDatabaseError):
        return error
    if isinstance(error, CommandError) and "locate revision" in str(error):
        return UnusableDatabaseError(_NEWER)
    return explain_damage(error) or DatabaseUnavailableError(f"The database cannot be opened: {get_reason(error)}.")


def _require_file(path: Path, *, may_create: bool) -> None:
    """Create the file if it may be created, and make it readable only by its owner; raises UnusableDatabaseError."""
    if not path.exists() and not may_create:
        raise UnusableDatabaseError(_MISSING.format(path.parent))
    with suppress(OSError):  # the database itself says why it cannot be opened
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        path.chmod(0o600)  # commands of version 0.1 made it readable by everybody


def migrate(engine: Engine, *, may_create: bool) -> Path | None:
    """Run the pending migrations in one transaction and return the copy made before them, if any."""
    config = _build_config()
    scripts = _load_scripts()
    with engine.connect().execution_options(**{WRITE_TRANSACTION: True}) as connection, connection.begin():
        path = get_database_file(engine)
        revision, head = MigrationContext.configure(connection).get_current_revision(), scripts.get_current_head()
        if revision == head:
            return None
        if revision is None and path is not None and not may_create:
            raise UnusableDatabaseError(_MISSING.format(path.parent))
        known = revision in _list_revisions(scripts)
        copy = _copy_before_migrations(path, head) if path is not None and known else None
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return copy


def _build_config() -> Config:
    """Build the configuration of Alembic."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def _load_scripts() -> ScriptDirectory:
    """Load the migrations of this version, which takes longer than opening a database that needs none."""
    return ScriptDirectory.from_config(_build_config())


def _copy_before_migrations(path: Path, head: str | None) -> Path:
    """Copy a database whose tables are about to change; nobody can write to it meanwhile."""
    copy = _choose_copy_name(path, f"{path.name}.before-{head}")
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    copy_database(path, unfinished)
    return unfinished.rename(copy)


def _list_revisions(scripts: ScriptDirectory) -> set[str]:
    """List the revisions that this version of the tool knows."""
    return {script.revision for script in scripts.walk_revisions()}


def _choose_copy_name(path: Path, name: str) -> Path:
    """Return a path beside the database that does not exist yet: the name, or the name with a number."""
    copy, number = path.with_name(name), 2
    while copy.exists():
        copy, number = path.with_name(f"{name}-{number}"), number + 1
    return copy
