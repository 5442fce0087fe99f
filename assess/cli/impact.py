"""The command `impact`: what changed rules would do to files of answers, samples or stored assessments."""

import argparse
import sys
from pathlib import Path

from assess.cli.database import opened_desk, refused, settings
from assess.cli.impact_text import Found, in_words, plain
from assess.cli.inputs import RefusedError, content_of, files_of, folder_of
from assess.cli.options import DONE, Commands, format_option, print_json, rules_option
from assess.core.comparison.impact_detail import explained
from assess.core.comparison.rules import differences
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.releases.impact_worker import Task
from assess.releases.models import Checked, Reason, Refused
from assess.releases.rulebook_cache import checked
from assess.releases.trial_cases import FILE, Tried, compared, shipped, tried
from assess.releases.worker_pool import SIZE, Crew, StoppedError
from assess.storage.release_records import Files


def add_impact(commands: Commands) -> None:
    """Add `impact`."""
    impact = commands.add_parser("impact", help="say what changed rules would do to results, before and after")
    impact.add_argument("new", type=Path, metavar="NEWDIR", help="the folder of the changed rules")
    help_ = "files of answers (default: the samples and the worked examples)"
    impact.add_argument("answers", nargs="*", type=Path, metavar="ANSWERS", help=help_)
    impact.add_argument("--database", action="store_true", help="look at every stored assessment instead")
    rules_option(impact)
    format_option(impact)
    impact.set_defaults(run=print_impact)


def print_impact(options: argparse.Namespace) -> int:
    """Print the impact of changed rules."""
    after = sound(options.new)
    if options.database:
        found = stored(options, after)
    else:
        before = sound(options.rules) if options.rules else rules_before()
        found = few(before, after, options.answers)
    if options.format == "json":
        print_json(plain(found))
    else:
        print("\n".join(in_words(found)))
    return DONE


def sound(folder: Path) -> Checked:
    """Load the rules in a folder even if worked examples fail; raises CommandError."""
    found = checked(Files(*files_of(folder).values()))
    if found.untried is None:
        raise refused(Refused(Reason.PROBLEMS, (), found.problems), folder)
    if found.problems:
        print(f"{len(found.problems)} worked examples do not come true in {folder}.", file=sys.stderr)
    return found


def rules_before() -> Checked:
    """Load the current release, or the rules in the configured folder if nothing is published."""
    if not settings().has_database:
        return sound(folder_of(None))
    with opened_desk(argparse.Namespace(database="")) as desk:
        return desk.check(desk.in_force().files)


def few(before: Checked, after: Checked, paths: list[Path]) -> Found:
    """Compute the impact on files of answers, or on the samples and worked examples, with the reasons."""
    old, new = rulebook_of(before), rulebook_of(after)
    cases = [answers_in(path, old, new) for path in paths] or shipped(old, new)
    told = differences(old, new)
    affected = compared(old, new, cases)
    because = {
        case.case.name: tuple(each.sentence for each in explained(old, new, told, case.profile, case.answers).because)
        for case in cases
    }
    return Found(old, new, tuple(each.sentence for each in told), len(cases), 0, affected, because)


def answers_in(path: Path, before: Rulebook, after: Rulebook) -> Tried:
    """Load a file of answers that fits the rules before or after; raises CommandError."""
    content = content_of(path)
    first, second = (load_assessment(content, rulebook, str(path)) for rulebook in (before, after))
    found = first if isinstance(first, Assessment) else second
    if isinstance(found, Assessment):
        return tried(f"{FILE} {path}", found)
    problems = first if isinstance(first, tuple) else ()
    raise RefusedError("\n".join(str(problem) for problem in problems))


def stored(options: argparse.Namespace, after: Checked) -> Found:
    """Compute the impact on every stored assessment."""
    with opened_desk(argparse.Namespace(database="")) as desk:
        before = sound(options.rules) if options.rules else desk.check(desk.in_force().files)
        old, new = rulebook_of(before), rulebook_of(after)
        spans = desk.store.spans(SIZE)
        progress = Progress(sum(span.size for span in spans))
        try:
            tally = Crew(Task(desk.store.url, old.rules, new.rules), spans, progress.more, lambda: True).run()
        except StoppedError as error:
            raise RefusedError(str(error)) from error
    told = tuple(each.sentence for each in differences(old, new))
    return Found(old, new, told, tally.looked_at, tally.not_begun, tally.affected, {})


def rulebook_of(found: Checked) -> Rulebook:
    """Return the rulebook of checked rules; raises CommandError if they have problems."""
    if found.untried is None:
        raise RefusedError("\n".join(str(problem) for problem in found.problems))
    return found.untried


class Progress:
    """Prints the progress to standard error if it is a terminal."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0

    def more(self, count: int) -> None:
        """Count more assessments as done."""
        self.done += count
        if sys.stderr.isatty():
            end = "\n" if self.done == self.total else ""
            print(f"\r{self.done:,} of {self.total:,} assessments", end=end, file=sys.stderr, flush=True)
