"""The command `changes`: what changed between two files of answers, question by question."""

from pathlib import Path

import click

from assess.cli.inputs import load_answers, load_rules, read_rules_files
from assess.cli.options import PATH, before_rules_option, format_option, print_json, rules_option
from assess.core.comparison.results import compare_results
from assess.core.interchange.changes_json import changes_to_json
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import Baseline
from assess.report.content.changes import build_changes
from assess.report.text import changes as text_changes


def load_earlier_answers(path: Path, before_rules: Path | None, rules: Path | None) -> Baseline:
    """Load earlier answers on their own rules, or else on those of the later ones; raises CommandError."""
    folder = before_rules or rules
    rulebook = load_rules(folder)
    return Baseline(
        f"the answers in the file “{path.name}”", rulebook, load_answers(path, rulebook), read_rules_files(folder)
    )


@click.command("changes")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@rules_option
@before_rules_option
@format_option
def print_changes(old: Path, new: Path, rules: Path | None, before_rules: Path | None, form: str) -> None:
    """Show what changed between two files of answers.

    OLD is the earlier file of answers (.yaml, .csv or .json) and NEW the later one.
    """
    rulebook = load_rules(rules)
    baseline = load_earlier_answers(old, before_rules, rules)
    later = load_answers(new, rulebook)
    result = evaluate(rulebook, later.profile, later.answers)
    if form == "json":
        before = evaluate(baseline.rulebook, baseline.assessment.profile, baseline.assessment.answers)
        print_json(changes_to_json(compare_results(before, result, rulebook.renames)))
    else:
        print(text_changes.render_changes(build_changes(rulebook, later, result, baseline)))
