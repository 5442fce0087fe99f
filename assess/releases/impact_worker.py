"""Worker process that computes the impact of changed rules: run this module with `python -m`.

It reads a task, then one range of assessments after another, and answers each with a summary.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from assess.core.comparison.impact import Comparing, Reach
from assess.core.model.evidence import Evidence
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, Rules
from assess.releases.impact_models import Case, Tally, affected
from assess.storage.bulk_reads import SittingReader, Span
from assess.storage.release_records import Sitting
from assess.workers import answer_all


class Task(NamedTuple):
    """The first message to a worker."""

    url: str
    """The URL of the database."""
    before: Rules
    after: Rules


def begin(task: Task) -> Callable[[Span], Tally]:
    """Return the function that answers ranges of assessments."""
    reader, comparing = SittingReader(task.url), Comparing(rulebook_of(task.before), rulebook_of(task.after))
    return lambda span: tally(comparing, reader.read(span))


def rulebook_of(rules: Rules) -> Rulebook:
    """Build a rulebook without evidence, which does not affect scores."""
    return Rulebook(rules, Evidence(), "")


def tally(comparing: Comparing, sittings: Iterable[Sitting]) -> Tally:
    """Compute the impact of changed rules on assessments."""
    looked_at, not_begun, found = 0, 0, []
    for sitting in sittings:
        looked_at += 1
        if STAGE not in sitting.profile:
            not_begun += 1
            continue
        change = comparing.impact(sitting.profile, sitting.answers)
        if change.reach is not Reach.NONE:
            found.append(affected(Case(*sitting[:5]), change))
    return Tally(tuple(found), looked_at, not_begun)


if __name__ == "__main__":
    answer_all(begin)
