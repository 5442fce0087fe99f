"""Open the database and the publishing service for commands."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assess.cli.inputs import CommandError
from assess.core.syntax.problems import Problem
from assess.releases.models import NoRulebookError, RejectedError
from assess.releases.service import PublishingService
from assess.settings import Settings, build_sqlite_url, load_settings
from assess.storage.database import DatabaseUnavailableError
from assess.storage.store import Store

_SQLITE = "sqlite:///"


def require_settings() -> Settings:
    """Load the settings; raises CommandError."""
    loaded = load_settings()
    if isinstance(loaded, str):
        raise CommandError(loaded)
    return loaded


@contextmanager
def open_service(database: str | None = None) -> Iterator[PublishingService]:
    """Open the publishing service on the selected database and rules folder; raises CommandError."""
    settings = require_settings()
    try:
        store = Store(
            _parse_database_url(database) if database else settings.database_url,
            may_create=bool(database) or not settings.has_secret_key,
        )
    except DatabaseUnavailableError as error:
        raise CommandError(str(error)) from error
    if copy := store.copy_before_migration:
        print(f"The tables of the database were changed. A copy from before is in {copy}", file=sys.stderr)
    with store:
        try:
            yield PublishingService(store, settings.rules)
        except DatabaseUnavailableError as error:
            raise CommandError(str(error)) from error
        except NoRulebookError as error:
            raise CommandError("\n".join(str(problem) for problem in error.problems)) from error
        except RejectedError as error:
            raise CommandError("\n".join(format_problems(error.problems) or error.sentences)) from error


def _parse_database_url(text: str) -> str:
    """Return the URL of a database given as a URL or a path; raises CommandError if the file does not exist."""
    path = Path(text.removeprefix(_SQLITE))
    if "://" in text and not text.startswith(_SQLITE):
        return text
    if not path.is_file():
        raise CommandError(f"{path}: there is no database here. Name the file, such as data/assess.sqlite3.")
    return build_sqlite_url(path)


def format_problems(problems: Iterable[Problem], folder: Path | None = None) -> list[str]:
    """Return one line for each problem with its position, in a file of the given folder if there is one."""
    return [
        f"{folder / problem.file if folder else problem.file}:{problem.line}:{problem.column}: {problem.message}"
        for problem in problems
    ]
