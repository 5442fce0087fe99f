"""Compare version numbers, suggest the next one, and set the version in the rules."""

from collections.abc import Iterable

from assess.core.loading.documents import parse_rules_file
from assess.core.syntax.problems import Problem
from assess.core.yaml_edit.edits import SetValue, apply_edits
from assess.releases.files import FILE_NAMES
from assess.storage.release_records import RulesFiles

_VERSION_PATH = ("rulebook", "version")


def parse_version(version: str) -> tuple[int, ...]:
    """Parse a version number so that it can be compared: 1.10.0 is above 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def find_highest(versions: Iterable[str]) -> str:
    """Return the highest of the given versions, or 0.0.0 if there are none."""
    return max(versions, key=parse_version, default="0.0.0")


def increment_version(version: str) -> str:
    """Return the next version number: 1.0.1 after 1.0.0."""
    *first, last = parse_version(version)
    return ".".join(str(part) for part in (*first, last + 1))


def set_version(files: RulesFiles, version: str) -> RulesFiles | tuple[Problem, ...]:
    """Return the files with another version, every other byte unchanged, or why it cannot be set."""
    edited = apply_edits(dict(zip(FILE_NAMES, files, strict=True)), [SetValue(FILE_NAMES[0], _VERSION_PATH, version)])
    return edited if isinstance(edited, tuple) else RulesFiles(*(edited[name] for name in FILE_NAMES))


def build_version_problem(files: RulesFiles, sentence: str) -> Problem:
    """Build a problem located at the version in the readiness file."""
    document, _ = parse_rules_file(files.readiness, FILE_NAMES[0])
    return (
        Problem(FILE_NAMES[0], 1, 1, sentence) if document is None else document.make_problem(_VERSION_PATH, sentence)
    )
