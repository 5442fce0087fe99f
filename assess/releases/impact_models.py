"""The impact of changed rules on many assessments, reduced to the figures that a list shows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assess.core.comparison.impact import Impact, Reach
from assess.core.model.result import Headline
from assess.core.scoring.scores import rounded


class Ends(NamedTuple):
    """An outcome in whole numbers and band ids; None where nothing is asked."""

    evidenced: int | None
    possible: int | None
    band: str | None
    possible_band: str | None
    blockers: tuple[tuple[str, str], ...]
    """The id and the state of each blocker: `true` or `possible`."""


class Case(NamedTuple):
    """Identifies an assessment, a sample, a worked example or a file of answers."""

    number: int
    """The number of a stored assessment; 0 for a sample, a worked example or a file."""
    council: str
    service: str
    name: str
    version: str
    """The rules version of a stored assessment; empty for others."""


class Affected(NamedTuple):
    """An assessment with its outcome before and after the change."""

    case: Case
    reach: Reach
    before: Ends
    after: Ends


class Tally(NamedTuple):
    """The impact on a set of assessments."""

    affected: tuple[Affected, ...]
    """The assessments whose outcome changes."""
    looked_at: int
    not_begun: int
    """The number of assessments without a stage, which have no result."""


def ends(outcome: Headline) -> Ends:
    """Summarise an outcome."""
    overall, bands = outcome.overall, outcome.bands
    return Ends(
        None if overall is None else rounded(overall.evidenced),
        None if overall is None else rounded(overall.possible),
        None if bands is None else bands.evidenced,
        None if bands is None else bands.possible,
        outcome.blockers,
    )


def affected(case: Case, impact: Impact) -> Affected:
    """Summarise the impact on an assessment."""
    return Affected(case, impact.reach, ends(impact.before), ends(impact.after))


def together(tallies: Sequence[Tally]) -> Tally:
    """Merge several summaries."""
    return Tally(
        in_order(each for tally in tallies for each in tally.affected),
        sum(tally.looked_at for tally in tallies),
        sum(tally.not_begun for tally in tallies),
    )


def in_order(found: Iterable[Affected]) -> tuple[Affected, ...]:
    """Sort by severity, then by the change of the score, the largest first."""
    return tuple(sorted(found, key=lambda each: (each.reach, -moved(each), each.case)))


def moved(each: Affected) -> int:
    """Return by how many points both ends of the score move in total; a missing end counts as 100."""
    pairs = ((each.before.evidenced, each.after.evidenced), (each.before.possible, each.after.possible))
    return sum(100 if (old is None) != (new is None) else abs((new or 0) - (old or 0)) for old, new in pairs)
