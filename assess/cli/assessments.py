"""The commands on files alone: check, score, report and schema."""

import argparse
from datetime import date
from pathlib import Path

from assess import resources
from assess.cli.changes import before_rules_option, earlier_of
from assess.cli.inputs import RULES, RefusedError, answers_of, files_of, rules_of
from assess.cli.options import DONE, Commands, format_option, print_json, rules_option
from assess.cli.outputs import write_file
from assess.cli.report_options import edition_of, edition_options
from assess.core.analysis.what_if import outlook
from assess.core.interchange.result_json import figures
from assess.core.loading import schema
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.validation import rules as validation_rules
from assess.report import build as report_build
from assess.report.content.builder import content
from assess.report.content.plan import plan_part
from assess.report.text import result as text_result

NOT_FINAL = (
    "The report cannot be final yet. Each of these lifts a blocker or a warning and needs an owner and a date, "
    "or a reason for not acting, under `plan` in the file of answers:"
)


def add_files(commands: Commands) -> None:
    """Add the commands on files alone."""
    add_check(commands)
    add_score(commands)
    add_report(commands)
    printed = commands.add_parser("schema", help="print the JSON Schema of the rules files, for editors")
    printed.add_argument("file", nargs="?", choices=RULES, default=RULES[0], help="which file (default: %(default)s)")
    printed.set_defaults(run=print_schema)


def add_check(commands: Commands) -> None:
    """Add `check`."""
    check = commands.add_parser("check", help="check the rules files and show what they prove")
    check.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="the folder of the rules files")
    check.add_argument("--show", action="store_true", help="show how each recommendation and blocker is reached")
    check.set_defaults(run=print_check)


def add_score(commands: Commands) -> None:
    """Add `score`."""
    score = commands.add_parser("score", help="work out the result of a file of answers")
    add_answers(score)
    format_option(score)
    score.set_defaults(run=print_score)


def add_report(commands: Commands) -> None:
    """Add `report`."""
    report = commands.add_parser("report", help="write the report of a file of answers")
    add_answers(report)
    edition_options(report)
    report.add_argument("--before", type=Path, metavar="OLD", help="earlier answers to compare with, in a chapter")
    before_rules_option(report)
    report.set_defaults(run=write_report)


def add_answers(command: argparse.ArgumentParser) -> None:
    """Add the arguments that `score` and `report` share."""
    command.add_argument("answers", type=Path, metavar="ANSWERS", help="the file of answers (.yaml, .csv or .json)")
    rules_option(command)


def print_check(options: argparse.Namespace) -> int:
    """Print what the check of the rules files shows."""
    rulebook = rules_of(options.rules)
    print(validation_rules.to_text(validation_rules.prove(rulebook, date.today()), show=options.show))
    return DONE


def print_score(options: argparse.Namespace) -> int:
    """Print the result of a file of answers."""
    rulebook = rules_of(options.rules)
    assessment = answers_of(options.answers, rulebook)
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    ahead = outlook(rulebook, assessment.profile, assessment.answers)
    if options.format == "json":
        print_json(figures(rulebook, result, ahead))
    else:
        print(text_result.to_text(content(rulebook, assessment, result, ahead, date=date.today())))
    return DONE


def write_report(options: argparse.Namespace) -> int:
    """Write the report of a file of answers."""
    rulebook = rules_of(options.rules)
    edition = edition_of(options, rulebook)
    assessment = answers_of(options.answers, rulebook)
    if edition.final:
        refuse_before_decided(rulebook, assessment)
    before = earlier_of(options.before, options.before_rules, options.rules) if options.before else None
    made = report_build.report(rulebook, assessment, edition, files_of(options.rules), before)
    write_file(options.output, made, "report")
    return DONE


def refuse_before_decided(rulebook: Rulebook, assessment: Assessment) -> None:
    """Raise CommandError if a final report lacks a decision that lifts a blocker or a warning."""
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    if lines := plan_part(rulebook, result, assessment.plan, date.today()).before_final:
        raise RefusedError("\n".join([NOT_FINAL, *(f"  {line.number} {line.id}: {line.title}" for line in lines)]))


def print_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of one rules file."""
    page = resources.folder("docs").joinpath("rules-format.md").read_text("utf-8")
    print_json(schema.json_schema(options.file, page))
    return DONE
