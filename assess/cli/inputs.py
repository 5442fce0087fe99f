"""Read the files named on the command line, raising CommandError with their problems."""

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from assess import resources
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.syntax.problems import Problem
from assess.core.validation.source_dates import find_future_dates
from assess.report.readers import READERS, describe_version_difference, get_suffix, read_answers
from assess.settings import Council, load_configured_council

Loaded = TypeVar("Loaded", Rulebook, Assessment)

RULES_FILES = (READINESS_FILENAME, EVIDENCE_FILENAME)


class CommandError(click.ClickException):
    """The command cannot be carried out; the message has a line for each problem."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message, by default on the standard output."""
        print(self.message, file=file)


def load_council() -> Council:
    """Load the council from `council.toml`; raises CommandError."""
    council = load_configured_council()
    if isinstance(council, str):
        raise CommandError(council)
    return council


def load_rules(folder: Path | None) -> Rulebook:
    """Load the rulebook in a folder, or in the configured one; raises CommandError."""
    files = read_rules_files(folder)
    names = (str(find_rules_folder(folder) / RULES_FILES[0]), str(find_rules_folder(folder) / RULES_FILES[1]))
    loaded = load_rulebook(*files.values(), file_names=names)
    future = find_future_dates(files[EVIDENCE_FILENAME], names[1], date.today())
    return require_loaded((*(() if isinstance(loaded, Rulebook) else loaded), *future) or loaded)


def read_rules_files(folder: Path | None) -> Mapping[str, bytes]:
    """Return the rules files by name, readiness before evidence."""
    if find_rules_folder(folder).is_file():
        raise CommandError(
            f"{find_rules_folder(folder)}: this is a file. Name the folder "
            f"that contains {RULES_FILES[0]} and {RULES_FILES[1]}."
        )
    return {name: read_file(find_rules_folder(folder) / name) for name in RULES_FILES}


def find_rules_folder(folder: Path | None) -> Path:
    """Return the folder of the rules: the given one, the configured one, or the bundled one."""
    return folder or Path(os.environ.get("ASSESS_RULES") or resources.find_folder("rules"))


def load_answers(path: Path, rulebook: Rulebook) -> Assessment:
    """Load an assessment from a YAML, CSV or JSON file of answers; raises CommandError.

    A file exported from a report may lack required facts, as the assessment does; without a stage nothing can be
    scored.
    """
    is_written_by_hand = get_suffix(str(path)) not in READERS
    assessment = require_loaded(read_answers(read_file(path), rulebook, str(path), whole=is_written_by_hand))
    if STAGE not in assessment.profile:
        raise CommandError(f"{path}: This file does not say how far the service has got, so it cannot be scored.")
    if note := describe_version_difference(assessment, rulebook):
        print(f"{path}: {note}", file=sys.stderr)
    return assessment


def read_file(path: Path) -> bytes:
    """Read a file; raises CommandError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: this file could not be read ({error.strerror}).") from error


def require_loaded(value: Loaded | tuple[Problem, ...]) -> Loaded:
    """Return the loaded value; raises CommandError if it is a list of problems."""
    if isinstance(value, tuple):
        raise CommandError("\n".join(str(problem) for problem in value))
    return value
