"""The command `changes`: what changed between two files of answers, question by question."""

import argparse
from pathlib import Path

from assess.cli.inputs import load_answers, load_rules, read_rules_files
from assess.cli.options import EXIT_OK, Commands, add_format_option, add_rules_option, print_json
from assess.core.comparison.results import compare_results
from assess.core.interchange.changes_json import changes_to_json
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import Baseline
from assess.report.content.changes import build_changes
from assess.report.text import changes as text_changes


def add_changes(commands: Commands) -> None:
    """Add `changes`."""
    command = commands.add_parser("changes", help="say what changed between two files of answers")
    command.add_argument("old", type=Path, metavar="OLD", help="the earlier file of answers (.yaml, .csv or .json)")
    command.add_argument("new", type=Path, metavar="NEW", help="the later one")
    add_rules_option(command)
    add_before_rules_option(command)
    add_format_option(command)
    command.set_defaults(run=_print_changes)


def add_before_rules_option(command: argparse.ArgumentParser) -> None:
    """Add the option that names the folder of the rules of the earlier answers."""
    help_ = "the folder of the rules of the earlier answers (default: the same rules)"
    command.add_argument("--before-rules", type=Path, metavar="DIR", help=help_)


def load_earlier_answers(path: Path, before_rules: Path | None, rules: Path | None) -> Baseline:
    """Load earlier answers on their own rules, or else on those of the later ones; raises CommandError."""
    folder = before_rules or rules
    rulebook = load_rules(folder)
    return Baseline(
        f"the answers in the file “{path.name}”", rulebook, load_answers(path, rulebook), read_rules_files(folder)
    )


def _print_changes(options: argparse.Namespace) -> int:
    """Print what changed between two files of answers."""
    rulebook = load_rules(options.rules)
    baseline = load_earlier_answers(options.old, options.before_rules, options.rules)
    later = load_answers(options.new, rulebook)
    result = evaluate(rulebook, later.profile, later.answers)
    if options.format == "json":
        before = evaluate(baseline.rulebook, baseline.assessment.profile, baseline.assessment.answers)
        print_json(changes_to_json(compare_results(before, result)))
    else:
        print(text_changes.render_changes(build_changes(rulebook, later, result, baseline)))
    return EXIT_OK
