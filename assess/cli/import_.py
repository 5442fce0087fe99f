"""The command `import`, which creates an assessment from a file."""

from datetime import date
from pathlib import Path

import click

from assess.cli.database import open_service
from assess.cli.inputs import CommandError, read_file, require_loaded
from assess.cli.options import PATH, database_option
from assess.releases.imports import ImportPlan, plan_import
from assess.releases.service import PublishingService
from assess.report.content.text import format_date
from assess.report.readers import describe_version_difference, get_suffix, read_answers
from assess.storage.records import TextLimitError
from assess.verification.messages import describe_report
from assess.verification.subprocess_check import COMMAND_LIMITS, verify_in_subprocess

_MAX_NAME_LENGTH = 200
"""The maximum length of an assessment's name, as in its form."""


@click.command("import")
@click.argument("file", type=PATH)
@click.option("--name", default="", help="what to call the assessment (default: the file and the date)")
@database_option
def import_assessment(file: Path, name: str, database: str | None) -> None:
    """Begin an assessment from a report or a file of answers.

    FILE is a report (.pdf, .json or .csv) or answers (.yaml).
    """
    content = read_file(file)
    with open_service(database) as service:
        plan = (_load_from_report if _is_pdf(file) else _load_from_answers)(content, file, service)
        name = (name.strip() or f"From {file.name}, {format_date(date.today())}")[:_MAX_NAME_LENGTH]
        try:
            number = service.store.create_assessment(name, plan.assessment, plan.stored)
        except TextLimitError as error:
            raise CommandError(f"{file}: {error}.") from error
    assessment = plan.assessment
    print(f"{file}: “{name}” of {assessment.service}, {assessment.council}, is assessment {number} now.")
    if plan.note:
        print(plan.note)


def _is_pdf(path: Path) -> bool:
    """Return whether a file is a report in PDF, by its name."""
    return get_suffix(str(path)) == ".pdf"


def _load_from_report(content: bytes, path: Path, service: PublishingService) -> ImportPlan:
    """Load the assessment inside a report; raises CommandError."""
    report = verify_in_subprocess(content, COMMAND_LIMITS)
    plan = plan_import(report, service)
    if plan is None:
        raise CommandError("\n".join(f"{path}: {text}" for text in describe_report(report).listed))
    doubt = f"{describe_report(report).heading}. " if report.is_flawed else ""
    return plan._replace(note=f"{doubt}{plan.note}".strip())


def _load_from_answers(content: bytes, path: Path, service: PublishingService) -> ImportPlan:
    """Load an assessment from a file of answers, on the current release; raises CommandError."""
    current = service.get_current_release()
    assessment = require_loaded(read_answers(content, current.rulebook, str(path), whole=False))
    return ImportPlan(assessment, current.stored, describe_version_difference(assessment, current.rulebook))
