"""A process of its own that works out what changed rules do to stored assessments: `python -m` this module.

It reads a task, then spans of assessments one by one, and answers each with a tally.
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
    """What a worker is told first."""

    url: str
    """The address of the database."""
    before: Rules
    after: Rules


def begin(task: Task) -> Callable[[Span], Tally]:
    """Give the way to answer a span."""
    reader, comparing = SittingReader(task.url), Comparing(rulebook_of(task.before), rulebook_of(task.after))
    return lambda span: tally(comparing, reader.read(span))


def rulebook_of(rules: Rules) -> Rulebook:
    """Give a rulebook without its evidence, which bears on no score."""
    return Rulebook(rules, Evidence(), "")


def tally(comparing: Comparing, sittings: Iterable[Sitting]) -> Tally:
    """Work out what changed rules do to assessments."""
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
