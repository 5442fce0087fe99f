"""Compare version numbers, suggest the next one, and set the version in the rules."""

from collections.abc import Iterable

from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import scan
from assess.core.yaml_edit.edits import SetValue, apply
from assess.releases.files import NAMES
from assess.storage.release_records import Files

PLACE = ("rulebook", "version")


def number_by_number(version: str) -> tuple[int, ...]:
    """Parse a version number so that it can be compared: 1.10.0 is above 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def highest(versions: Iterable[str]) -> str:
    """Return the highest of the given versions, or 0.0.0 if there are none."""
    return max(versions, key=number_by_number, default="0.0.0")


def next_version(version: str) -> str:
    """Return the next version number: 1.0.1 after 1.0.0."""
    *first, last = number_by_number(version)
    return ".".join(str(part) for part in (*first, last + 1))


def with_version(files: Files, version: str) -> Files | tuple[Problem, ...]:
    """Return the files with another version, every other byte unchanged, or why it cannot be set."""
    found = apply(dict(zip(NAMES, files, strict=True)), [SetValue(NAMES[0], PLACE, version)])
    return found if isinstance(found, tuple) else Files(*(found[name] for name in NAMES))


def version_problem(files: Files, sentence: str) -> Problem:
    """Build a problem located at the version in the readiness file."""
    document, _ = scan(files.readiness, NAMES[0])
    return Problem(NAMES[0], 1, 1, sentence) if document is None else document.problem(PLACE, sentence)
