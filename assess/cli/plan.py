"""The command `plan`, which writes the action plan of a file of answers."""

from datetime import date
from pathlib import Path

import click

from assess.cli.inputs import CommandError, load_answers, load_rules
from assess.cli.options import answers_argument, date_option, output_option, rules_option
from assess.cli.outputs import write_file
from assess.report.plan_export import NO_DATES, PLAN_FORMATS, export_plan


@click.command("plan")
@answers_argument
@rules_option
@output_option(PLAN_FORMATS, ".xlsx, .csv, or .ics for calendars")
@date_option
def write_plan(answers: Path, rules: Path | None, output: Path, day: date) -> None:
    """Write the action plan of a file of answers.

    ANSWERS is the file of answers (.yaml, .csv or .json).
    """
    rulebook = load_rules(rules)
    assessment = load_answers(answers, rulebook)
    content = export_plan(rulebook, assessment, output.suffix.lower(), day)
    if not content:
        raise CommandError(NO_DATES)
    write_file(output, content, "plan")
