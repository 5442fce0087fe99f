"""Open a database and bring its tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from assess.storage.engine import WRITE_TRANSACTION, create_database_engine

MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseUnavailableError(Exception):
    """The database cannot be opened or written; the message says why."""


def open_database(url: str) -> Engine:
    """Open the database and upgrade its tables; raises DatabaseUnavailableError."""
    engine = None
    try:
        engine = create_database_engine(url)
        migrate(engine)
    except (SQLAlchemyError, CommandError) as error:
        if engine is not None:
            engine.dispose()
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DatabaseUnavailableError(f"The database cannot be opened: {reason}.") from error
    return engine


def migrate(engine: Engine) -> None:
    """Run the pending migrations in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(**{WRITE_TRANSACTION: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
