"""Read the files that commands name, or refuse with what is wrong with them."""

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
    """The files are wrong: what to print, a line for each problem."""


def own_council() -> Council:
    """Give what `council.toml` says of the council, or refuse with what is wrong in it."""
    council = council_of()
    if isinstance(council, str):
        raise RefusedError(council)
    return council


def rules_of(folder: Path | None) -> Rulebook:
    """Give the rulebook in a folder, or in the one that is set, or refuse with its problems."""
    files = files_of(folder)
    names = (str(folder_of(folder) / RULES[0]), str(folder_of(folder) / RULES[1]))
    return loaded(load_rulebook(*files.values(), names=names))


def files_of(folder: Path | None) -> Mapping[str, bytes]:
    """Give the rules files by name, readiness before evidence."""
    if folder_of(folder).is_file():
        raise RefusedError(
            f"{folder_of(folder)}: this is a file. Name the folder that holds {RULES[0]} and {RULES[1]}."
        )
    return {name: content_of(folder_of(folder) / name) for name in RULES}


def folder_of(folder: Path | None) -> Path:
    """Give the folder of the rules: the one named, the one that is set, or the one that travels with the program."""
    return folder or Path(os.environ.get("ASSESS_RULES") or resources.folder("rules"))


def answers_of(path: Path, rulebook: Rulebook) -> Assessment:
    """Give the assessment in a file of answers, which is YAML, CSV or JSON, or refuse with its problems.

    What a report gives back may lack required facts, as the assessment does; without a stage nothing can be scored.
    """
    written = form_of(str(path)) not in READERS
    assessment = loaded(read_answers(content_of(path), rulebook, str(path), whole=written))
    if STAGE not in assessment.profile:
        raise RefusedError(f"{path}: This does not say how far the service has got, so it cannot be scored.")
    if note := version_note(assessment, rulebook):
        print(f"{path}: {note}", file=sys.stderr)
    return assessment


def content_of(path: Path) -> bytes:
    """Give what a file holds, or refuse with a sentence."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{path}: this file could not be read ({error.strerror}).") from error


def loaded(value: Loaded | tuple[Problem, ...]) -> Loaded:
    """Give what was loaded, or refuse with the problems found."""
    if isinstance(value, tuple):
        raise RefusedError("\n".join(str(problem) for problem in value))
    return value
