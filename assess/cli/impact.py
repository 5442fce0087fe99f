"""The command `impact`: what changed rules would do to files of answers, samples or stored assessments."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from assess.cli.database import open_service, require_settings
from assess.cli.impact_text import ImpactReport, format_impact, impact_to_json
from assess.cli.inputs import CommandError, load_rules, read_file
from assess.cli.options import PATH, format_option, print_json, rules_option
from assess.core.comparison.impact_detail import explain_impact
from assess.core.comparison.rules import diff_rulebooks
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.releases.impact_worker import ImpactTask
from assess.releases.trial_cases import FILE_LABEL, TrialCase, build_trial_case, compare_cases, load_trial_cases
from assess.releases.worker_pool import BATCH_SIZE, ImpactStoppedError, run_impact


@click.command("impact")
@click.argument("new", type=PATH, metavar="NEWDIR")
@click.argument("answers", nargs=-1, type=PATH)
@click.option("--database", is_flag=True, help="look at every stored assessment instead")
@rules_option
@format_option
def print_impact(new: Path, answers: tuple[Path, ...], database: bool, rules: Path | None, form: str) -> None:
    """Show what changed rules would do to results, before and after.

    NEWDIR is the folder of the changed rules, and ANSWERS are files of answers (default: the samples and the worked
    examples).
    """
    after = load_rules(new)
    if database:
        found = _compute_stored_impact(rules, after)
    else:
        before = load_rules(rules) if rules else _load_current_rules()
        found = _compute_trial_impact(before, after, answers)
    if form == "json":
        print_json(impact_to_json(found))
    else:
        print("\n".join(format_impact(found)))


def _load_current_rules() -> Rulebook:
    """Load the current release, or the rules in the configured folder if nothing is published; raises CommandError."""
    if not require_settings().has_database:
        return load_rules(None)
    with open_service() as service:
        return service.get_current_release().rulebook


def _compute_trial_impact(old: Rulebook, new: Rulebook, paths: Sequence[Path]) -> ImpactReport:
    """Compute the impact on files of answers, or on the samples and worked examples, with the reasons."""
    cases = [_load_trial_case(path, old, new) for path in paths] or load_trial_cases(old, new)
    changes = diff_rulebooks(old, new)
    affected = compare_cases(old, new, cases)
    because = {
        case.identity.name: tuple(
            each.sentence for each in explain_impact(old, new, changes, case.profile, case.answers).because
        )
        for case in cases
    }
    return ImpactReport(old, new, tuple(each.sentence for each in changes), len(cases), 0, affected, because)


def _load_trial_case(path: Path, before: Rulebook, after: Rulebook) -> TrialCase:
    """Load a file of answers that fits the rules before or after; raises CommandError."""
    content = read_file(path)
    first, second = (load_assessment(content, rulebook, str(path)) for rulebook in (before, after))
    assessment = first if isinstance(first, Assessment) else second
    if isinstance(assessment, Assessment):
        return build_trial_case(f"{FILE_LABEL} {path}", assessment)
    problems = first if isinstance(first, tuple) else ()
    raise CommandError("\n".join(str(problem) for problem in problems))


def _compute_stored_impact(rules: Path | None, new: Rulebook) -> ImpactReport:
    """Compute the impact on every stored assessment."""
    with open_service() as service:
        old = load_rules(rules) if rules else service.get_current_release().rulebook
        id_ranges = service.store.split_into_ranges(BATCH_SIZE)
        progress = _ProgressPrinter(sum(id_range.size for id_range in id_ranges))
        try:
            task = ImpactTask(service.store.url, old.rules, new.rules)
            summary = run_impact(task, id_ranges, progress.advance, lambda: True)
        except ImpactStoppedError as error:
            raise CommandError(str(error)) from error
    changes = tuple(each.sentence for each in diff_rulebooks(old, new))
    return ImpactReport(old, new, changes, summary.examined, summary.not_started, summary.affected, {})


class _ProgressPrinter:
    """Prints the progress to standard error if it is a terminal."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0

    def advance(self, count: int) -> None:
        """Count more assessments as done."""
        self.done += count
        if sys.stderr.isatty():
            end = "\n" if self.done == self.total else ""
            print(f"\r{self.done:,} of {self.total:,} assessments", end=end, file=sys.stderr, flush=True)
