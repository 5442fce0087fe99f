"""Read the two rules files, and write them atomically without overwriting unseen changes."""

import hashlib
import os
import shutil
from pathlib import Path

from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import LIMIT
from assess.storage.release_records import Files, Unfinished

NAMES = (READINESS, EVIDENCE)
ABSENT, NONE = "", "none"
"""Fingerprints of a missing file, and of no file at all."""


Found = tuple[bytes | Problem, bytes | Problem]
"""The content of each of the two files, or the problem with it."""


def find(folder: Path) -> Found:
    """Read both files; return the content of each, or why it cannot be read."""
    return read_file(folder / NAMES[0]), read_file(folder / NAMES[1])


def both(found: Found) -> Files | tuple[Problem, ...]:
    """Return both files if they could be read, or else the problems."""
    problems = tuple(each for each in found if isinstance(each, Problem))
    return problems or Files(*(each for each in found if isinstance(each, bytes)))


def read_file(path: Path) -> bytes | Problem:
    """Read a file, or return the problem if it is missing, locked or larger than any rules file."""
    try:
        with path.open("rb") as file:
            held = file.read(LIMIT + 1)
    except OSError as error:
        sentence = f"This file cannot be read ({error.strerror}). Put it back, or set ASSESS_RULES to its folder."
        return Problem(str(path), 1, 1, sentence)
    if len(held) > LIMIT:
        return Problem(str(path), 1, 1, f"The file is larger than {LIMIT / 1_000_000:g} MB. Make it shorter.")
    return held


def fingerprint(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file, or `ABSENT` if it does not exist.

    Raises OSError if it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ABSENT


def fingerprints(found: Found) -> tuple[str, str]:
    """Return the fingerprints of both files, `ABSENT` for one that could not be read."""
    return mark_of(found[0]), mark_of(found[1])


def mark_of(found: bytes | Problem) -> str:
    """Return the fingerprint of one file, `ABSENT` if it could not be read."""
    return ABSENT if isinstance(found, Problem) else hashlib.sha256(found).hexdigest()


def write_files(folder: Path, unfinished: Unfinished) -> None:
    """Write a published release over the files that it replaces; raises OSError.

    A file that was changed since it was last read is left as it is.
    """
    for name, content, replaced in zip(NAMES, unfinished.kept[1:], unfinished.replaces, strict=True):
        path = (folder / name).resolve()
        if fingerprint(path) in (ABSENT, replaced):
            write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file atomically: a crash leaves either the old or the new content."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, beside)
    beside.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, where the operating system supports it."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def set_aside(folder: Path, files: Files) -> tuple[Path, ...]:
    """Copy the files to backups beside the originals and return their paths; raises OSError."""
    copies = []
    for name, content in zip(NAMES, files, strict=True):
        mark = hashlib.sha256(content).hexdigest()[:8]
        copy = folder / f"{Path(name).stem}.set-aside-{mark}.yaml"
        write_whole(copy, content)
        copies.append(copy)
    return tuple(copies)
