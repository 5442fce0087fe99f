"""Back up a data folder into one file, and restore it.

A backup is a ZIP file with the database, the secret key, `council.toml` and the files that it names.
"""

import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO

from assess.settings import COUNCIL_FILE, DATABASE_FILE, KEY_FILE, list_council_files

RowCounts = Mapping[str, int]
"""The number of rows of each table."""

_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading a damaged, encrypted or unusual ZIP file raises."""


class BackupError(Exception):
    """A backup cannot be made or restored; the message says why."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup contains."""

    names: tuple[str, ...]
    """The names of its files."""
    rows: RowCounts


def back_up(data: Path, target: Path) -> Backup:
    """Back up a data folder, even while the tool is running; raises BackupError."""
    if not (data / DATABASE_FILE).is_file():
        raise BackupError(f"There is no database in the folder {data}. Set ASSESS_DATA to the folder to back up.")
    if target.exists():
        raise BackupError(f"{target} exists already, and will not be overwritten. Choose another name.")
    try:
        with TemporaryDirectory(prefix=".assess-backup-", dir=target.absolute().parent) as folder:
            return _write_backup(data, target, Path(folder))
    except (OSError, sqlite3.Error, *_UNREADABLE) as error:
        raise BackupError(f"{target}: the backup could not be written ({_get_reason(error)}).") from error


def restore(source: Path, data: Path) -> Backup:
    """Restore a backup into an empty or new data folder; raises BackupError."""
    data = data.resolve()
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise BackupError(
            f"The folder {data} is not empty, and a backup never replaces what is there. "
            "Move it away, or set ASSESS_DATA to a new folder."
        )
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".assess-restore-", dir=data.parent) as folder:
            return _restore_through(source, data, Path(folder) / "data")
    except (zipfile.BadZipFile, sqlite3.Error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BackupError(
            f"{source} is not a backup, or is damaged ({_get_reason(error)}). Use another one."
        ) from error
    except OSError as error:
        raise BackupError(f"{source} could not be restored ({_get_reason(error)}).") from error


def copy_database(source: Path, target: Path) -> RowCounts:
    """Copy a database in one step, also while it is in use, check the copy and return its row counts.

    Raises sqlite3.Error and OSError.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _connect(source) as original, _connect(target) as copy:
        original.execute("BEGIN")
        before = _count_rows(original)
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, complete without a -wal beside it
    _sync(target)
    if _check_database(target) != before:
        raise sqlite3.DatabaseError("the copy differs from the original")
    return before


def _check_database(path: Path) -> RowCounts:
    """Check every page of a database and return its row counts; raises sqlite3.DatabaseError."""
    with _connect(path) as connection:
        problems = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        if problems != ["ok"]:
            raise sqlite3.DatabaseError(problems[0])
        return _count_rows(connection)


def _write_backup(data: Path, target: Path, folder: Path) -> Backup:
    """Write the backup in a temporary folder, read it back, and give it its name."""
    written = folder / "backup.zip"
    rows = copy_database(data / DATABASE_FILE, folder / DATABASE_FILE)
    with _open_private(written) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / DATABASE_FILE, DATABASE_FILE)
        for name in _list_other_files(data):
            archive.write(data / name, name)
    backup = _extract(written, folder / "read-back")
    if backup.rows != rows:
        raise sqlite3.DatabaseError("the backup differs from the original")
    _sync(written)
    written.rename(target)
    _sync(target.absolute().parent)
    return backup


def _restore_through(source: Path, data: Path, folder: Path) -> Backup:
    """Restore a backup in a temporary folder, check it, and give the folder its name."""
    backup = _extract(source, folder)
    if "alembic_version" not in backup.rows:
        raise BackupError(f"{source} contains a database of another program.")
    for path in (*folder.iterdir(), folder):
        _sync(path)
    folder.rename(data)
    _sync(data.parent)
    return backup


def _extract(source: Path, folder: Path) -> Backup:
    """Extract a backup into a new folder and check its database."""
    folder.mkdir(mode=0o700)
    with zipfile.ZipFile(source) as archive:
        names = tuple(archive.namelist())
        if DATABASE_FILE not in names:
            raise zipfile.BadZipFile(f"there is no {DATABASE_FILE} in it")
        for name in names:
            if Path(name).name != name:
                raise zipfile.BadZipFile(f"{name} is not the name of a file")
            with archive.open(name) as content, _open_private(folder / name) as file:
                copyfileobj(content, file)
    return Backup(names, _check_database(folder / DATABASE_FILE))


def _list_other_files(data: Path) -> Iterator[str]:
    """List the files beside the database that belong into a backup."""
    named = list_council_files(data / COUNCIL_FILE)
    return (name for name in (KEY_FILE, COUNCIL_FILE, *named) if (data / name).is_file())


@contextmanager
def _connect(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database, and close it at the end."""
    with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as connection:
        yield connection


def _count_rows(connection: sqlite3.Connection) -> RowCounts:
    """Count the rows of each table."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    quoted = {name: name.replace('"', '""') for name in names}
    return {name: connection.execute(f'SELECT count(*) FROM "{quoted[name]}"').fetchone()[0] for name in names}  # noqa: S608


def _open_private(path: Path) -> BinaryIO:
    """Open a new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _get_reason(error: Exception) -> str:
    """Return the reason of an error without the path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
