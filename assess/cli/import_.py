"""The command `import`, which creates an assessment from a file."""

import argparse
from datetime import date
from pathlib import Path

from assess.cli.database import opened_desk
from assess.cli.inputs import RefusedError, content_of, loaded
from assess.cli.options import Commands
from assess.cli.rules import database_option
from assess.releases.imports import Arrival, arrival
from assess.releases.service import Desk
from assess.report.content.text import day
from assess.report.readers import form_of, read_answers, version_note
from assess.verification.messages import in_words
from assess.verification.verify import check

DONE = 0
LONGEST = 200
"""The maximum length of an assessment's name, as in its form."""


def add_import(commands: Commands) -> None:
    """Add `import`."""
    command = commands.add_parser("import", help="begin an assessment from a report or a file of answers")
    command.add_argument("file", type=Path, metavar="FILE", help="a report (.pdf, .json or .csv) or answers (.yaml)")
    command.add_argument("--name", default="", help="what to call the assessment (default: the file and the day)")
    database_option(command)
    command.set_defaults(run=begin_assessment)


def begin_assessment(options: argparse.Namespace) -> int:
    """Create an assessment from a file in the database, and print its number."""
    content = content_of(options.file)
    with opened_desk(options) as desk:
        begun = (from_report if is_pdf(options.file) else from_answers)(content, options.file, desk)
        name = options.name.strip() or f"From {options.file.name}, {day(date.today())}"
        number = desk.store.create(name[:LONGEST], begun.assessment, begun.kept)
    given = begun.assessment
    print(f"{options.file}: “{name[:LONGEST]}” of {given.service}, {given.council}, is assessment {number} now.")
    if begun.note:
        print(begun.note)
    return DONE


def is_pdf(path: Path) -> bool:
    """Return whether a file is a report in PDF, by its name."""
    return form_of(str(path)) == ".pdf"


def from_report(content: bytes, path: Path, desk: Desk) -> Arrival:
    """Load the assessment inside a report; raises CommandError."""
    verdict = check(content)
    begun = arrival(verdict, desk)
    if begun is None:
        raise RefusedError("\n".join(f"{path}: {text}" for text in in_words(verdict).listed))
    doubt = "" if verdict.holds else f"{in_words(verdict).heading}. "
    return begun._replace(note=f"{doubt}{begun.note}".strip())


def from_answers(content: bytes, path: Path, desk: Desk) -> Arrival:
    """Load an assessment from a file of answers, on the current release; raises CommandError."""
    in_force = desk.in_force()
    assessment = loaded(read_answers(content, in_force.rulebook, str(path), whole=False))
    return Arrival(assessment, in_force.kept, version_note(assessment, in_force.rulebook))
