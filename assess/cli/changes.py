"""The command `changes`: what changed between two files of answers, question by question."""

import argparse
from pathlib import Path

from assess.cli.inputs import answers_of, files_of, rules_of
from assess.cli.options import DONE, Commands, format_option, print_json, rules_option
from assess.core.comparison.results import changes
from assess.core.interchange.changes_json import changed
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import Earlier
from assess.report.content.changes import progress
from assess.report.text import changes as text_changes


def add_changes(commands: Commands) -> None:
    """Add `changes`."""
    command = commands.add_parser("changes", help="say what changed between two files of answers")
    command.add_argument("old", type=Path, metavar="OLD", help="the earlier file of answers (.yaml, .csv or .json)")
    command.add_argument("new", type=Path, metavar="NEW", help="the later one")
    rules_option(command)
    before_rules_option(command)
    format_option(command)
    command.set_defaults(run=print_changes)


def before_rules_option(command: argparse.ArgumentParser) -> None:
    """Add the option that names the folder of the rules of the earlier answers."""
    help_ = "the folder of the rules of the earlier answers (default: the same rules)"
    command.add_argument("--before-rules", type=Path, metavar="DIR", help=help_)


def earlier_of(path: Path, own_rules: Path | None, rules: Path | None) -> Earlier:
    """Load earlier answers on their own rules, or else on those of the later ones; raises CommandError."""
    folder = own_rules or rules
    rulebook = rules_of(folder)
    return Earlier(f"the answers in the file “{path.name}”", rulebook, answers_of(path, rulebook), files_of(folder))


def print_changes(options: argparse.Namespace) -> int:
    """Print what changed between two files of answers."""
    rulebook = rules_of(options.rules)
    earlier = earlier_of(options.old, options.before_rules, options.rules)
    later = answers_of(options.new, rulebook)
    result = evaluate(rulebook, later.profile, later.answers)
    if options.format == "json":
        before = evaluate(earlier.rulebook, earlier.assessment.profile, earlier.assessment.answers)
        print_json(changed(changes(before, result)))
    else:
        print(text_changes.to_text(progress(rulebook, later, result, earlier)))
    return DONE
