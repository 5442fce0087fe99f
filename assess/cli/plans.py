"""The command on the action plan of a file of answers."""

import argparse
from datetime import date
from pathlib import Path

from assess.cli.options import DONE, Commands, day, rules_option
from assess.cli.reading import RefusedError, answers_of, rules_of
from assess.report.plan_files import FORMS, NO_DATES, plan_file


def add_plan(commands: Commands) -> None:
    """Add `plan`."""
    plan = commands.add_parser("plan", help="write the action plan of a file of answers")
    plan.add_argument("answers", type=Path, metavar="ANSWERS", help="the file of answers (.yaml, .csv or .json)")
    rules_option(plan)
    plan.add_argument(
        "-o", "--output", type=plan_path, required=True, metavar="FILE", help=".xlsx, .csv, or .ics for calendars"
    )
    plan.add_argument("--date", type=day, default=None, metavar="YYYY-MM-DD", help="the date it says (default: today)")
    plan.set_defaults(run=write_plan)


def plan_path(typed: str) -> Path:
    """Give the path that was typed if its suffix says a form the plan has."""
    path = Path(typed)
    if path.suffix.lower() not in FORMS:
        raise argparse.ArgumentTypeError(f"{typed} must end in {', '.join(FORMS)}")
    return path


def write_plan(options: argparse.Namespace) -> int:
    """Write the plan of a file of answers."""
    rulebook = rules_of(options.rules)
    assessment = answers_of(options.answers, rulebook)
    made = plan_file(rulebook, assessment, options.output.suffix.lower(), options.date or date.today())
    if not made:
        raise RefusedError(NO_DATES)
    try:
        options.output.write_bytes(made)
    except OSError as error:
        raise RefusedError(f"{options.output}: the plan could not be written ({error.strerror}).") from error
    print(f"Wrote {options.output}.")
    return DONE
