"""The commands on files alone: check, score, report and schema."""

import argparse
from datetime import date
from pathlib import Path

from assess import resources
from assess.cli.changes import add_before_rules_option, load_earlier_answers
from assess.cli.inputs import RULES_FILES, CommandError, load_answers, load_rules, read_rules_files
from assess.cli.options import EXIT_OK, Commands, add_format_option, add_rules_option, print_json
from assess.cli.outputs import write_file
from assess.cli.report_options import add_report_options, build_report_options
from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.result_json import result_to_json
from assess.core.loading import schema
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.validation import rules as validation_rules
from assess.report import build as report_build
from assess.report.content.builder import build_content
from assess.report.content.plan import build_plan_content
from assess.report.text import result as text_result

_NOT_FINAL = (
    "The report cannot be final yet. Each of these lifts a blocker or a warning and needs an owner and a date, "
    "or a reason for not acting, under `plan` in the file of answers:"
)


def add_file_commands(commands: Commands) -> None:
    """Add the commands on files alone."""
    _add_check(commands)
    _add_score(commands)
    _add_report(commands)
    printed = commands.add_parser("schema", help="print the JSON Schema of the rules files, for editors")
    printed.add_argument(
        "file", nargs="?", choices=RULES_FILES, default=RULES_FILES[0], help="which file (default: %(default)s)"
    )
    printed.set_defaults(run=_print_schema)


def _add_check(commands: Commands) -> None:
    """Add `check`."""
    check = commands.add_parser("check", help="check the rules files and show what they prove")
    check.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="the folder of the rules files")
    check.add_argument("--show", action="store_true", help="show how each recommendation and blocker is reached")
    check.set_defaults(run=_print_check)


def _add_score(commands: Commands) -> None:
    """Add `score`."""
    score = commands.add_parser("score", help="work out the result of a file of answers")
    _add_answers_arguments(score)
    add_format_option(score)
    score.set_defaults(run=_print_score)


def _add_report(commands: Commands) -> None:
    """Add `report`."""
    report = commands.add_parser("report", help="write the report of a file of answers")
    _add_answers_arguments(report)
    add_report_options(report)
    report.add_argument("--before", type=Path, metavar="OLD", help="earlier answers to compare with, in a chapter")
    add_before_rules_option(report)
    report.set_defaults(run=_write_report)


def _add_answers_arguments(command: argparse.ArgumentParser) -> None:
    """Add the arguments that `score` and `report` share."""
    command.add_argument("answers", type=Path, metavar="ANSWERS", help="the file of answers (.yaml, .csv or .json)")
    add_rules_option(command)


def _print_check(options: argparse.Namespace) -> int:
    """Print what the check of the rules files shows."""
    rulebook = load_rules(options.rules)
    print(
        validation_rules.format_coverage(
            validation_rules.measure_coverage(rulebook, date.today()), with_witnesses=options.show
        )
    )
    return EXIT_OK


def _print_score(options: argparse.Namespace) -> int:
    """Print the result of a file of answers."""
    rulebook = load_rules(options.rules)
    assessment = load_answers(options.answers, rulebook)
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    what_if = compute_what_if(rulebook, assessment.profile, assessment.answers)
    if options.format == "json":
        print_json(result_to_json(rulebook, result, what_if))
    else:
        print(text_result.render_result(build_content(rulebook, assessment, result, what_if, report_date=date.today())))
    return EXIT_OK


def _write_report(options: argparse.Namespace) -> int:
    """Write the report of a file of answers."""
    rulebook = load_rules(options.rules)
    report_options = build_report_options(options, rulebook)
    assessment = load_answers(options.answers, rulebook)
    if report_options.final:
        _require_decisions(rulebook, assessment)
    before = load_earlier_answers(options.before, options.before_rules, options.rules) if options.before else None
    content = report_build.render_report(rulebook, assessment, report_options, read_rules_files(options.rules), before)
    write_file(options.output, content, "report")
    return EXIT_OK


def _require_decisions(rulebook: Rulebook, assessment: Assessment) -> None:
    """Raise CommandError if a final report lacks a decision that lifts a blocker or a warning."""
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    if lines := build_plan_content(rulebook, result, assessment.plan, date.today()).lines_blocking_final:
        raise CommandError("\n".join([_NOT_FINAL, *(f"  {line.number} {line.id}: {line.title}" for line in lines)]))


def _print_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of one rules file."""
    page = resources.find_folder("docs").joinpath("rules-format.md").read_text("utf-8")
    print_json(schema.build_json_schema(options.file, page))
    return EXIT_OK
