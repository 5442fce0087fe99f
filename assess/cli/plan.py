"""The command `plan`, which writes the action plan of a file of answers."""

import argparse
from pathlib import Path

from assess.cli.inputs import CommandError, load_answers, load_rules
from assess.cli.options import EXIT_OK, Commands, add_date_option, add_rules_option, build_path_parser
from assess.cli.outputs import write_file
from assess.report.plan_export import NO_DATES, PLAN_FORMATS, export_plan


def add_plan(commands: Commands) -> None:
    """Add `plan`."""
    plan = commands.add_parser("plan", help="write the action plan of a file of answers")
    plan.add_argument("answers", type=Path, metavar="ANSWERS", help="the file of answers (.yaml, .csv or .json)")
    add_rules_option(plan)
    plan.add_argument(
        "-o",
        "--output",
        type=build_path_parser(PLAN_FORMATS),
        required=True,
        metavar="FILE",
        help=".xlsx, .csv, or .ics for calendars",
    )
    add_date_option(plan)
    plan.set_defaults(run=_write_plan)


def _write_plan(options: argparse.Namespace) -> int:
    """Write the plan of a file of answers."""
    rulebook = load_rules(options.rules)
    assessment = load_answers(options.answers, rulebook)
    content = export_plan(rulebook, assessment, options.output.suffix.lower(), options.date)
    if not content:
        raise CommandError(NO_DATES)
    write_file(options.output, content, "plan")
    return EXIT_OK
