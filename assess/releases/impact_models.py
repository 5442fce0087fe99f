"""What changed rules do to many assessments, in the few figures that a list shows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assess.core.comparison.impact import Impact, Reach
from assess.core.model.result import Headline
from assess.core.scoring.scores import rounded


class Ends(NamedTuple):
    """An outcome in few words: whole numbers as shown, and band ids; none where nothing is asked."""

    evidenced: int | None
    possible: int | None
    band: str | None
    possible_band: str | None
    blockers: tuple[tuple[str, str], ...]
    """The id of each blocker with its state, `true` or `possible`."""


class Case(NamedTuple):
    """Whose outcome it is."""

    number: int
    """The number of a stored assessment; 0 for a sample, a worked example or a file."""
    council: str
    service: str
    name: str
    version: str
    """The version of the rules that a stored assessment is on; empty for others."""


class Affected(NamedTuple):
    """One assessment with its outcome before and after."""

    case: Case
    reach: Reach
    before: Ends
    after: Ends


class Tally(NamedTuple):
    """What was found among some assessments."""

    affected: tuple[Affected, ...]
    """Those whose outcome changes."""
    looked_at: int
    not_begun: int
    """Those without a stage, for which nothing is worked out."""


def ends(outcome: Headline) -> Ends:
    """Give an outcome in few words."""
    overall, bands = outcome.overall, outcome.bands
    return Ends(
        None if overall is None else rounded(overall.evidenced),
        None if overall is None else rounded(overall.possible),
        None if bands is None else bands.evidenced,
        None if bands is None else bands.possible,
        outcome.blockers,
    )


def affected(case: Case, impact: Impact) -> Affected:
    """Give the impact on one assessment in few words."""
    return Affected(case, impact.reach, ends(impact.before), ends(impact.after))


def together(tallies: Sequence[Tally]) -> Tally:
    """Give several tallies as one."""
    return Tally(
        in_order(each for tally in tallies for each in tally.affected),
        sum(tally.looked_at for tally in tallies),
        sum(tally.not_begun for tally in tallies),
    )


def in_order(found: Iterable[Affected]) -> tuple[Affected, ...]:
    """Give first what reaches farthest, then what moves the score most."""
    return tuple(sorted(found, key=lambda each: (each.reach, -moved(each), each.case)))


def moved(each: Affected) -> int:
    """Give by how many whole numbers the two ends of the score move together; most where there is none on one side."""
    pairs = ((each.before.evidenced, each.after.evidenced), (each.before.possible, each.after.possible))
    return sum(100 if (old is None) != (new is None) else abs((new or 0) - (old or 0)) for old, new in pairs)
