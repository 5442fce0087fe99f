"""The command `import`, which creates an assessment from a file."""

from datetime import date
from pathlib import Path

import click

from assess.cli.database import open_service
from assess.cli.inputs import CommandError, read_file, require_loaded
from assess.cli.options import PATH, database_option
from assess.core.model.assessment import MAX_NAME_LENGTH
from assess.core.model.text import clean_line
from assess.releases.imports import ImportPlan, plan_import
from assess.releases.service import PublishingService
from assess.report.content.text import format_date
from assess.report.readers import describe_version_difference, get_suffix, read_answers
from assess.storage.records import AssessmentRecord, OpenedBeforeError, TextLimitError
from assess.verification.messages import describe_report
from assess.verification.subprocess_check import COMMAND_LIMITS, verify_in_subprocess


@click.command("import")
@click.argument("file", type=PATH)
@click.option("--name", default="", help="what to call the assessment (default: the file and the date)")
@click.option("--again", is_flag=True, help="begin another assessment even if the file has been imported before")
@database_option
def import_assessment(file: Path, name: str, again: bool, database: str | None) -> None:
    """Begin an assessment from a report or a file of answers.

    FILE is a report (.pdf, .json or .csv) or answers (.yaml).
    """
    content = read_file(file)
    with open_service(database) as service:
        plan = (_load_from_report if _is_pdf(file) else _load_from_answers)(content, file, service)
        name = (clean_line(name) or f"From {file.name}, {format_date(date.today())}")[:MAX_NAME_LENGTH]
        try:
            number = service.store.open_assessment(name, plan.assessment, plan.stored, again=again)
        except TextLimitError as error:
            raise CommandError(f"{file}: {error}.") from error
        except OpenedBeforeError as error:
            print(_describe_opened_before(file, service.store.load_assessment(error.number)))
            return
    assessment = plan.assessment
    print(f"{file}: “{name}” of {assessment.service}, {assessment.council}, is assessment {number} now.")
    if plan.note:
        print(plan.note)


def _describe_opened_before(file: Path, record: AssessmentRecord) -> str:
    """Describe the assessment that was begun from a file before."""
    names = f"“{record.name}” of {record.assessment.service}, {record.assessment.council}"
    return f"{file}: it was imported before: {names}, is assessment {record.id}. Use --again to have it twice."


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
