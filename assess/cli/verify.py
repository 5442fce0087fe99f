"""The command `verify`, which checks a report in PDF."""

import argparse
import json
from pathlib import Path

from assess.cli.inputs import read_file
from assess.cli.options import Commands, add_format_option
from assess.verification.messages import convert_to_json, format_as_text
from assess.verification.subprocess_check import COMMAND_LIMITS, verify_in_subprocess

EXIT_CONSISTENT, EXIT_INCONSISTENT = 0, 1


def add_verify(commands: Commands) -> None:
    """Add `verify`."""
    verify = commands.add_parser("verify", help="check that a report in PDF follows from what is inside it")
    verify.add_argument("report", type=Path, metavar="REPORT", help="the report (.pdf)")
    add_format_option(verify)
    verify.set_defaults(run=_print_verification)


def _print_verification(options: argparse.Namespace) -> int:
    """Print the verification report; return 0 if the file is consistent."""
    verdict = verify_in_subprocess(read_file(options.report), COMMAND_LIMITS)
    if options.format == "json":
        print(json.dumps(convert_to_json(verdict), indent=2, ensure_ascii=False))
    else:
        print(format_as_text(verdict, str(options.report)))
    return EXIT_CONSISTENT if verdict.holds else EXIT_INCONSISTENT
