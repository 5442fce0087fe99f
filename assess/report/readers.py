"""Read a file of answers in any supported format: YAML, CSV or a JSON report."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from assess.core.interchange.answers_json import load_report
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.report.tables.csv_reader import read_csv


class AnswersReader(Protocol):
    """A function that reads one file format."""

    def __call__(self, data: bytes, rulebook: Rulebook, file: str, *, whole: bool) -> Assessment | tuple[Problem, ...]:
        """Return the assessment in a file, or the problems in it."""


_UNREADABLE_SUFFIXES = frozenset(
    {".doc", ".docx", ".htm", ".html", ".jpeg", ".jpg", ".odp", ".ods", ".odt", ".png", ".ppt", ".pptx", ".xls"}
    | {".xlsx", ".zip"}
)
"""Suffixes of files that people choose by mistake, none of which is ever a file of answers."""
_UNREADABLE_MESSAGE = "A file that ends in “{}” cannot be read back. Choose one that ends in .yaml, .csv, .json or .pdf"

READERS: Mapping[str, AnswersReader] = {".csv": read_csv, ".json": load_report}
"""The reader for each suffix; a file with any other suffix is read as YAML."""


def read_answers(data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True) -> Assessment | tuple[Problem, ...]:
    """Return the assessment in a file, or the problems in it, in file order.

    Unless `whole` is true, required facts may be missing.
    """
    return READERS.get(get_suffix(file), load_assessment)(data, rulebook, file, whole=whole)


def get_suffix(file: str) -> str:
    """Return the suffix of a file name in lower case."""
    return PurePath(file).suffix.lower()


def explain_unreadable(file: str) -> str:
    """Return that no answers can be read from a file with this name, empty if they may be."""
    return _UNREADABLE_MESSAGE.format(get_suffix(file)) if get_suffix(file) in _UNREADABLE_SUFFIXES else ""


def describe_version_difference(assessment: Assessment, rulebook: Rulebook) -> str:
    """Return that a file was made on another version of the rules, empty if not or if it does not state one."""
    if assessment.rulebook in ("", rulebook.version):
        return ""
    return (
        f"The answers were given on version {assessment.rulebook} of the rules. "
        f"Here they are read on version {rulebook.version}."
    )
