"""The command `verify`, which checks a report in PDF."""

from pathlib import Path

import click

from assess.cli.inputs import read_file
from assess.cli.options import PATH, format_option, print_json
from assess.verification.messages import convert_to_json, format_as_text
from assess.verification.subprocess_check import COMMAND_LIMITS, verify_in_subprocess

_EXIT_INCONSISTENT = 1


@click.command("verify")
@click.argument("report", type=PATH)
@format_option
def verify_file(report: Path, form: str) -> None:
    """Check that a report in PDF follows from what is inside it.

    REPORT is the report (.pdf). The exit code is 1 if it does not.
    """
    verdict = verify_in_subprocess(read_file(report), COMMAND_LIMITS)
    if form == "json":
        print_json(convert_to_json(verdict))
    else:
        print(format_as_text(verdict, str(report)))
    if not verdict.holds:
        raise click.exceptions.Exit(_EXIT_INCONSISTENT)
