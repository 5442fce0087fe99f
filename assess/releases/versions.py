"""Compare version numbers, offer the next one, and type it into the rules."""

from collections.abc import Iterable

from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import scan
from assess.core.yaml_edit.edits import SetValue, apply
from assess.releases.files import NAMES
from assess.storage.release_records import Files

PLACE = ("rulebook", "version")


def number_by_number(version: str) -> tuple[int, ...]:
    """Give a version to compare: 1.10.0 is above 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def highest(versions: Iterable[str]) -> str:
    """Give the highest of some versions; the lowest that there can be where there are none."""
    return max(versions, key=number_by_number, default="0.0.0")


def next_version(version: str) -> str:
    """Give the next version: 1.0.1 after 1.0.0."""
    *first, last = number_by_number(version)
    return ".".join(str(part) for part in (*first, last + 1))


def with_version(files: Files, version: str) -> Files | tuple[Problem, ...]:
    """Give the files with another version typed in and every other byte kept; or why it cannot be typed."""
    found = apply(dict(zip(NAMES, files, strict=True)), [SetValue(NAMES[0], PLACE, version)])
    return found if isinstance(found, tuple) else Files(*(found[name] for name in NAMES))


def version_problem(files: Files, sentence: str) -> Problem:
    """Give a problem at the version of the readiness file."""
    document, _ = scan(files.readiness, NAMES[0])
    return Problem(NAMES[0], 1, 1, sentence) if document is None else document.problem(PLACE, sentence)
