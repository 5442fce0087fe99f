"""The command `import`, which creates an assessment from a file."""

import argparse
from datetime import date
from pathlib import Path

from assess.cli.database import open_service
from assess.cli.inputs import CommandError, read_file, require_loaded
from assess.cli.options import Commands
from assess.cli.rules import add_database_option
from assess.releases.imports import ImportPlan, plan_import
from assess.releases.service import PublishingService
from assess.report.content.text import format_date
from assess.report.readers import describe_version_difference, get_suffix, read_answers
from assess.verification.messages import describe_report
from assess.verification.subprocess_check import COMMAND_LIMITS, verify_in_subprocess

_EXIT_OK = 0
_MAX_NAME_LENGTH = 200
"""The maximum length of an assessment's name, as in its form."""


def add_import(commands: Commands) -> None:
    """Add `import`."""
    command = commands.add_parser("import", help="begin an assessment from a report or a file of answers")
    command.add_argument("file", type=Path, metavar="FILE", help="a report (.pdf, .json or .csv) or answers (.yaml)")
    command.add_argument("--name", default="", help="what to call the assessment (default: the file and the day)")
    add_database_option(command)
    command.set_defaults(run=_import_assessment)


def _import_assessment(options: argparse.Namespace) -> int:
    """Create an assessment from a file in the database, and print its number."""
    content = read_file(options.file)
    with open_service(options) as service:
        plan = (_load_from_report if _is_pdf(options.file) else _load_from_answers)(content, options.file, service)
        name = options.name.strip() or f"From {options.file.name}, {format_date(date.today())}"
        number = service.store.create_assessment(name[:_MAX_NAME_LENGTH], plan.assessment, plan.stored)
    assessment = plan.assessment
    print(
        f"{options.file}: “{name[:_MAX_NAME_LENGTH]}” of {assessment.service}, "
        f"{assessment.council}, is assessment {number} now."
    )
    if plan.note:
        print(plan.note)
    return _EXIT_OK


def _is_pdf(path: Path) -> bool:
    """Return whether a file is a report in PDF, by its name."""
    return get_suffix(str(path)) == ".pdf"


def _load_from_report(content: bytes, path: Path, service: PublishingService) -> ImportPlan:
    """Load the assessment inside a report; raises CommandError."""
    report = verify_in_subprocess(content, COMMAND_LIMITS)
    plan = plan_import(report, service)
    if plan is None:
        raise CommandError("\n".join(f"{path}: {text}" for text in describe_report(report).listed))
    doubt = "" if report.holds else f"{describe_report(report).heading}. "
    return plan._replace(note=f"{doubt}{plan.note}".strip())


def _load_from_answers(content: bytes, path: Path, service: PublishingService) -> ImportPlan:
    """Load an assessment from a file of answers, on the current release; raises CommandError."""
    current = service.get_current_release()
    assessment = require_loaded(read_answers(content, current.rulebook, str(path), whole=False))
    return ImportPlan(assessment, current.stored, describe_version_difference(assessment, current.rulebook))
