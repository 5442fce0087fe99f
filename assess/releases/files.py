"""Read the two rules files, and write them whole or not at all, never over what nobody has looked at."""

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
"""The fingerprint of a file that is not there, and one that no file has."""


Found = tuple[bytes | Problem, bytes | Problem]
"""The two files as they were found."""


def find(folder: Path) -> Found:
    """Give what each of the two files holds, or why it cannot be read."""
    return read_file(folder / NAMES[0]), read_file(folder / NAMES[1])


def both(found: Found) -> Files | tuple[Problem, ...]:
    """Give the two files if both could be read, else the problems."""
    problems = tuple(each for each in found if isinstance(each, Problem))
    return problems or Files(*(each for each in found if isinstance(each, bytes)))


def read_file(path: Path) -> bytes | Problem:
    """Give what a file holds, or the problem of one that is missing, locked or larger than any rules file."""
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
    """Give the hexadecimal SHA-256 of a file as it is now; `ABSENT` where it is not there.

    Raises OSError where it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ABSENT


def fingerprints(found: Found) -> tuple[str, str]:
    """Give the fingerprints of the files as they were found; `ABSENT` for what could not be read."""
    return mark_of(found[0]), mark_of(found[1])


def mark_of(found: bytes | Problem) -> str:
    """Give the fingerprint of one file as it was found."""
    return ABSENT if isinstance(found, Problem) else hashlib.sha256(found).hexdigest()


def write_files(folder: Path, unfinished: Unfinished) -> None:
    """Write a published version over the files that it replaces; raises OSError.

    A file that was changed since it was looked at is left as it is.
    """
    for name, content, replaced in zip(NAMES, unfinished.kept[1:], unfinished.replaces, strict=True):
        path = (folder / name).resolve()
        if fingerprint(path) in (ABSENT, replaced):
            write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one: beside it, to the disk, then in its place."""
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
    """Have the disk keep the names in a folder, where the system allows it."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def set_aside(folder: Path, files: Files) -> tuple[Path, ...]:
    """Keep a copy of files that nobody wants in force, beside them, and give where; raises OSError."""
    copies = []
    for name, content in zip(NAMES, files, strict=True):
        mark = hashlib.sha256(content).hexdigest()[:8]
        copy = folder / f"{Path(name).stem}.set-aside-{mark}.yaml"
        write_whole(copy, content)
        copies.append(copy)
    return tuple(copies)
