"""Read a file of answers in any of the forms that can be read back: YAML, a sheet of CSV or a report in JSON."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from assess.core.answer_file import load_assessment
from assess.core.answer_json import load_report
from assess.core.answers import Assessment
from assess.core.problems import Problem
from assess.core.rulebook import Rulebook
from assess.report.sheet_reading import read_csv

Reader = Callable[[bytes, Rulebook, str], Assessment | tuple[Problem, ...]]

READERS: Mapping[str, Reader] = {".csv": read_csv, ".json": load_report}
"""The reader for the end of a file's name; any other name is that of a file in YAML."""


def read_answers(data: bytes, rulebook: Rulebook, file: str) -> Assessment | tuple[Problem, ...]:
    """Give the assessment that a file holds, or the mistakes in it, in the order of the file."""
    reader = READERS.get(PurePath(file).suffix.lower(), load_assessment)
    return reader(data, rulebook, file)


def version_note(assessment: Assessment, rulebook: Rulebook) -> str:
    """Say that a file was made on another version of the rules; empty where it was not, or does not say."""
    if assessment.rulebook in ("", rulebook.version):
        return ""
    return (
        f"The answers were given on version {assessment.rulebook} of the rules. "
        f"Here they are read on version {rulebook.version}."
    )
