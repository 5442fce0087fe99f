"""The command `verify`, which checks a report in PDF."""

import argparse
import json
from pathlib import Path

from assess.cli.inputs import content_of
from assess.cli.options import Commands, format_option
from assess.verification.messages import as_json, as_text
from assess.verification.verify import check

HOLDS, DOES_NOT = 0, 1


def add_verify(commands: Commands) -> None:
    """Add `verify`."""
    verify = commands.add_parser("verify", help="check that a report in PDF follows from what is inside it")
    verify.add_argument("report", type=Path, metavar="REPORT", help="the report (.pdf)")
    format_option(verify)
    verify.set_defaults(run=print_verdict)


def print_verdict(options: argparse.Namespace) -> int:
    """Print the verification report; return 0 if the file is consistent."""
    verdict = check(content_of(options.report))
    if options.format == "json":
        print(json.dumps(as_json(verdict), indent=2, ensure_ascii=False))
    else:
        print(as_text(verdict, str(options.report)))
    return HOLDS if verdict.holds else DOES_NOT
