"""What a worker process does that computes the impact of changed rules: it summarises one range after another."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from assess.core.comparison.impact import ImpactComparer, Severity
from assess.core.model.evidence import Evidence
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, Rules
from assess.releases.impact_models import AssessmentIdentity, ImpactSummary, summarise_impact
from assess.storage.bulk_reads import IdRange, SnapshotReader
from assess.storage.release_records import AnswerSnapshot


class ImpactTask(NamedTuple):
    """What to compare."""

    url: str
    """The URL of the database."""
    before: Rules
    after: Rules


def initialise(task: ImpactTask) -> Callable[[IdRange], ImpactSummary]:
    """Open the database in a worker process and return the function that summarises a range of assessments."""
    reader, comparer = (
        SnapshotReader(task.url),
        ImpactComparer(_build_rulebook(task.before), _build_rulebook(task.after)),
    )
    return lambda span: _compute_summary(comparer, reader.read(span))


def _build_rulebook(rules: Rules) -> Rulebook:
    """Build a rulebook without evidence, which does not affect scores."""
    return Rulebook(rules, Evidence(), "")


def _compute_summary(comparer: ImpactComparer, snapshots: Iterable[AnswerSnapshot]) -> ImpactSummary:
    """Compute the impact of changed rules on assessments."""
    examined, not_started, impacts = 0, 0, []
    for snapshot in snapshots:
        examined += 1
        if STAGE not in snapshot.profile:
            not_started += 1
            continue
        change = comparer.compare(snapshot.profile, snapshot.answers)
        if change.severity is not Severity.NONE:
            impacts.append(summarise_impact(AssessmentIdentity(*snapshot[:5]), change))
    return ImpactSummary(tuple(impacts), examined, not_started)
