"""Open the database and the publishing service for commands."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assess.cli.inputs import RefusedError
from assess.releases.models import NoRulebookError, Refused
from assess.releases.service import Desk
from assess.settings import Settings, load_settings
from assess.storage.database import NoDatabaseError
from assess.storage.store import Store

SQLITE = "sqlite:///"


def settings() -> Settings:
    """Load the settings; raises CommandError."""
    found = load_settings()
    if isinstance(found, str):
        raise RefusedError(found)
    return found


@contextmanager
def opened_desk(options: argparse.Namespace) -> Iterator[Desk]:
    """Open the publishing service on the selected database and rules folder; raises CommandError."""
    where = settings()
    try:
        store = Store(address_of(options.database) if options.database else where.database)
    except NoDatabaseError as error:
        raise RefusedError(str(error)) from error
    try:
        yield Desk(store, where.rules)
    except NoDatabaseError as error:
        raise RefusedError(str(error)) from error
    except NoRulebookError as error:
        raise RefusedError("\n".join(str(problem) for problem in error.problems)) from error
    finally:
        store.close()


def address_of(typed: str) -> str:
    """Return the URL of a database given as a URL or a path; raises CommandError if the file does not exist."""
    path = Path(typed.removeprefix(SQLITE))
    if "://" in typed and not typed.startswith(SQLITE):
        return typed
    if not path.is_file():
        raise RefusedError(f"{path}: there is no database here. Name the file, such as data/assess.sqlite3.")
    return f"{SQLITE}{path}"


def refused(refusal: Refused, folder: Path | None = None) -> RefusedError:
    """Convert a rejection into an error that lists its problems with their positions, or else its reasons."""
    named = (f"{folder / problem.file}" if folder else problem.file for problem in refusal.problems)
    listed = [
        f"{name}:{problem.line}:{problem.column}: {problem.sentence}"
        for name, problem in zip(named, refusal.problems, strict=True)
    ]
    return RefusedError("\n".join(listed or refusal.sentences))
