"""The impact of changed rules on many assessments, reduced to the figures that a list shows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assess.core.comparison.impact import Impact, Severity
from assess.core.model.result import Headline
from assess.core.scoring.scores import round_down


class OutcomeSummary(NamedTuple):
    """An outcome in whole numbers and band ids; None where nothing is asked."""

    evidenced: int | None
    possible: int | None
    band: str | None
    possible_band: str | None
    blockers: tuple[tuple[str, str], ...]
    """The id and the state of each blocker: `true` or `possible`."""


class AssessmentIdentity(NamedTuple):
    """Identifies an assessment, a sample, a worked example or a file of answers."""

    number: int
    """The number of a stored assessment; 0 for a sample, a worked example or a file."""
    council: str
    service: str
    name: str
    version: str
    """The rules version of a stored assessment; empty for others."""


class AssessmentImpact(NamedTuple):
    """An assessment with its outcome before and after the change."""

    identity: AssessmentIdentity
    severity: Severity
    before: OutcomeSummary
    after: OutcomeSummary


class ImpactSummary(NamedTuple):
    """The impact on a set of assessments."""

    affected: tuple[AssessmentImpact, ...]
    """The assessments whose outcome changes."""
    examined: int
    not_started: int
    """The number of assessments without a stage, which have no result."""


def summarise_outcome(outcome: Headline) -> OutcomeSummary:
    """Summarise an outcome."""
    overall, bands = outcome.overall, outcome.bands
    return OutcomeSummary(
        None if overall is None else round_down(overall.evidenced),
        None if overall is None else round_down(overall.possible),
        None if bands is None else bands.evidenced,
        None if bands is None else bands.possible,
        outcome.blockers,
    )


def summarise_impact(identity: AssessmentIdentity, impact: Impact) -> AssessmentImpact:
    """Summarise the impact on an assessment."""
    return AssessmentImpact(
        identity, impact.severity, summarise_outcome(impact.before), summarise_outcome(impact.after)
    )


def merge_summaries(summaries: Sequence[ImpactSummary]) -> ImpactSummary:
    """Merge several summaries."""
    return ImpactSummary(
        sort_by_severity(each for summary in summaries for each in summary.affected),
        sum(tally.examined for tally in summaries),
        sum(tally.not_started for tally in summaries),
    )


def sort_by_severity(impacts: Iterable[AssessmentImpact]) -> tuple[AssessmentImpact, ...]:
    """Sort by severity, then by the change of the score, the largest first."""
    return tuple(sorted(impacts, key=lambda each: (each.severity, -_measure_score_change(each), each.identity)))


def _measure_score_change(impact: AssessmentImpact) -> int:
    """Return by how many points both ends of the score move in total; a missing end counts as 100."""
    pairs = ((impact.before.evidenced, impact.after.evidenced), (impact.before.possible, impact.after.possible))
    return sum(100 if (old is None) != (new is None) else abs((new or 0) - (old or 0)) for old, new in pairs)
