"""The command `plan`, which writes the action plan of a file of answers."""

import argparse
from pathlib import Path

from assess.cli.inputs import RefusedError, answers_of, rules_of
from assess.cli.options import DONE, Commands, date_option, path_in, rules_option
from assess.cli.outputs import write_file
from assess.report.plan_export import FORMS, NO_DATES, plan_file


def add_plan(commands: Commands) -> None:
    """Add `plan`."""
    plan = commands.add_parser("plan", help="write the action plan of a file of answers")
    plan.add_argument("answers", type=Path, metavar="ANSWERS", help="the file of answers (.yaml, .csv or .json)")
    rules_option(plan)
    plan.add_argument(
        "-o", "--output", type=path_in(FORMS), required=True, metavar="FILE", help=".xlsx, .csv, or .ics for calendars"
    )
    date_option(plan)
    plan.set_defaults(run=write_plan)


def write_plan(options: argparse.Namespace) -> int:
    """Write the plan of a file of answers."""
    rulebook = rules_of(options.rules)
    assessment = answers_of(options.answers, rulebook)
    made = plan_file(rulebook, assessment, options.output.suffix.lower(), options.date)
    if not made:
        raise RefusedError(NO_DATES)
    write_file(options.output, made, "plan")
    return DONE
