"""The command `verify`, which checks a report in PDF."""

from pathlib import Path

import click

from assess.cli.inputs import read_file
from assess.cli.options import EXIT_OK, PATH, format_option, print_json
from assess.verification.messages import convert_to_json, format_as_text
from assess.verification.models import VerificationReport
from assess.verification.subprocess_check import COMMAND_LIMITS, verify_in_subprocess

_EXIT_INCONSISTENT = 1
_EXIT_UNKNOWN = 3
"""2 is the code of a usage error."""


@click.command("verify")
@click.argument("report", type=PATH)
@format_option
def verify_file(report: Path, form: str) -> None:
    """Check a PDF report against the answers and rules inside it.

    REPORT is the report (.pdf). The exit code is 0 if the figures follow and the file is byte for byte as this program
    makes it; 1 if the figures do not follow, the file was changed, or it cannot be checked; and 3 if the figures follow
    but what the pages show is unknown.
    """
    verdict = verify_in_subprocess(read_file(report), COMMAND_LIMITS)
    if form == "json":
        print_json(convert_to_json(verdict))
    else:
        print(format_as_text(verdict, str(report)))
    raise click.exceptions.Exit(_get_exit_code(verdict))


def _get_exit_code(verdict: VerificationReport) -> int:
    """Return the exit code for an outcome."""
    if verdict.is_flawed:
        return _EXIT_INCONSISTENT
    return EXIT_OK if verdict.holds else _EXIT_UNKNOWN
