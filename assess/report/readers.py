"""Read a file of answers in any of the forms that can be read back: YAML, a sheet of CSV or a report in JSON."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from assess.core.interchange.answers_json import load_report
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.report.tables.csv_reader import read_csv


class Reader(Protocol):
    """What reads one form of file."""

    def __call__(self, data: bytes, rulebook: Rulebook, file: str, *, whole: bool) -> Assessment | tuple[Problem, ...]:
        """Give the assessment that a file holds, or the mistakes in it."""


OTHERS = frozenset(
    {".doc", ".docx", ".htm", ".html", ".jpeg", ".jpg", ".odp", ".ods", ".odt", ".png", ".ppt", ".pptx", ".xls"}
    | {".xlsx", ".zip"}
)
"""The ends of the names of files that people choose by mistake, as none of them is ever a file of answers."""
NO_ANSWERS = "A file that ends in “{}” cannot be read back. Choose one that ends in .yaml, .csv, .json or .pdf"

READERS: Mapping[str, Reader] = {".csv": read_csv, ".json": load_report}
"""The reader for the end of a file's name; any other name is that of a file in YAML."""


def read_answers(data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True) -> Assessment | tuple[Problem, ...]:
    """Give the assessment that a file holds, or the mistakes in it, in the order of the file.

    Unless it has to be whole, it may lack facts that are required.
    """
    return READERS.get(form_of(file), load_assessment)(data, rulebook, file, whole=whole)


def form_of(file: str) -> str:
    """Give the end of a file's name, by which its form is known."""
    return PurePath(file).suffix.lower()


def misfit(file: str) -> str:
    """Say that a file is of a form from which no answers are read, by its name; empty where they may be."""
    return NO_ANSWERS.format(form_of(file)) if form_of(file) in OTHERS else ""


def version_note(assessment: Assessment, rulebook: Rulebook) -> str:
    """Say that a file was made on another version of the rules; empty where it was not, or does not say."""
    if assessment.rulebook in ("", rulebook.version):
        return ""
    return (
        f"The answers were given on version {assessment.rulebook} of the rules. "
        f"Here they are read on version {rulebook.version}."
    )
