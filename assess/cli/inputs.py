"""Read the files named on the command line, raising CommandError with their problems."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from assess import resources
from assess.core.loading.loader import EVIDENCE, READINESS, load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.syntax.problems import Problem
from assess.report.readers import READERS, form_of, read_answers, version_note
from assess.settings import Council, council_of

Loaded = TypeVar("Loaded", Rulebook, Assessment)

RULES = (READINESS, EVIDENCE)


class RefusedError(Exception):
    """The command cannot be carried out; the message has a line for each problem."""


def own_council() -> Council:
    """Load the council from `council.toml`; raises CommandError."""
    council = council_of()
    if isinstance(council, str):
        raise RefusedError(council)
    return council


def rules_of(folder: Path | None) -> Rulebook:
    """Load the rulebook in a folder, or in the configured one; raises CommandError."""
    files = files_of(folder)
    names = (str(folder_of(folder) / RULES[0]), str(folder_of(folder) / RULES[1]))
    return loaded(load_rulebook(*files.values(), names=names))


def files_of(folder: Path | None) -> Mapping[str, bytes]:
    """Return the rules files by name, readiness before evidence."""
    if folder_of(folder).is_file():
        raise RefusedError(
            f"{folder_of(folder)}: this is a file. Name the folder that holds {RULES[0]} and {RULES[1]}."
        )
    return {name: content_of(folder_of(folder) / name) for name in RULES}


def folder_of(folder: Path | None) -> Path:
    """Return the folder of the rules: the given one, the configured one, or the bundled one."""
    return folder or Path(os.environ.get("ASSESS_RULES") or resources.folder("rules"))


def answers_of(path: Path, rulebook: Rulebook) -> Assessment:
    """Load an assessment from a YAML, CSV or JSON file of answers; raises CommandError.

    A file exported from a report may lack required facts, as the assessment does; without a stage nothing can be
    scored.
    """
    written = form_of(str(path)) not in READERS
    assessment = loaded(read_answers(content_of(path), rulebook, str(path), whole=written))
    if STAGE not in assessment.profile:
        raise RefusedError(f"{path}: This does not say how far the service has got, so it cannot be scored.")
    if note := version_note(assessment, rulebook):
        print(f"{path}: {note}", file=sys.stderr)
    return assessment


def content_of(path: Path) -> bytes:
    """Read a file; raises CommandError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{path}: this file could not be read ({error.strerror}).") from error


def loaded(value: Loaded | tuple[Problem, ...]) -> Loaded:
    """Return the loaded value; raises CommandError if it is a list of problems."""
    if isinstance(value, tuple):
        raise RefusedError("\n".join(str(problem) for problem in value))
    return value
