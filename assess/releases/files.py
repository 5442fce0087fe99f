"""Read the two rules files, and write them atomically without overwriting unseen changes."""

import hashlib
import os
import shutil
from pathlib import Path

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES
from assess.storage.release_records import PendingFiles, RulesFiles

FILE_NAMES = (READINESS_FILENAME, EVIDENCE_FILENAME)
ABSENT, NO_MATCH = "", "none"
"""Fingerprints of a missing file, and of no file at all."""


FileContents = tuple[bytes | Problem, bytes | Problem]
"""The content of each of the two files, or the problem with it."""


def read_files(folder: Path) -> FileContents:
    """Read both files; return the content of each, or why it cannot be read."""
    return _read_file(folder / FILE_NAMES[0]), _read_file(folder / FILE_NAMES[1])


def combine_files(contents: FileContents) -> RulesFiles | tuple[Problem, ...]:
    """Return both files if they could be read, or else the problems."""
    problems = tuple(each for each in contents if isinstance(each, Problem))
    return problems or RulesFiles(*(each for each in contents if isinstance(each, bytes)))


def _read_file(path: Path) -> bytes | Problem:
    """Read a file, or return the problem if it is missing, locked or larger than any rules file."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        sentence = f"This file cannot be read ({error.strerror}). Put it back, or set ASSESS_RULES to its folder."
        return Problem(str(path), 1, 1, sentence)
    if len(content) > MAX_FILE_BYTES:
        return Problem(str(path), 1, 1, f"The file is larger than {MAX_FILE_BYTES / 1_000_000:g} MB. Make it shorter.")
    return content


def _fingerprint_file(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file, or `ABSENT` if it does not exist.

    Raises OSError if it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ABSENT


def fingerprint_files(contents: FileContents) -> tuple[str, str]:
    """Return the fingerprints of both files, `ABSENT` for one that could not be read."""
    return _fingerprint_content(contents[0]), _fingerprint_content(contents[1])


def _fingerprint_content(content: bytes | Problem) -> str:
    """Return the fingerprint of one file, `ABSENT` if it could not be read."""
    return ABSENT if isinstance(content, Problem) else hashlib.sha256(content).hexdigest()


def write_files(folder: Path, pending: PendingFiles) -> None:
    """Write a published release over the files that it replaces; raises OSError.

    A file that was changed since it was last read is left as it is.
    """
    for name, content, replaced in zip(FILE_NAMES, pending.stored[1:], pending.replaces, strict=True):
        path = (folder / name).resolve()
        if _fingerprint_file(path) in (ABSENT, replaced):
            write_atomically(path, content)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file atomically: a crash leaves either the old or the new content."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, temporary)
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, where the operating system supports it."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def back_up_files(folder: Path, files: RulesFiles) -> tuple[Path, ...]:
    """Copy the files to backups beside the originals and return their paths; raises OSError."""
    copies = []
    for name, content in zip(FILE_NAMES, files, strict=True):
        digest = hashlib.sha256(content).hexdigest()[:8]
        copy = folder / f"{Path(name).stem}.set-aside-{digest}.yaml"
        write_atomically(copy, content)
        copies.append(copy)
    return tuple(copies)
