"""Compute the impact on the stored assessments in a pool of worker processes."""

from collections.abc import Callable, Sequence

from assess.releases.impact_models import ImpactSummary, merge_summaries
from assess.releases.impact_worker import ImpactTask
from assess.storage.bulk_reads import IdRange
from assess.workers import WorkerDiedError, WorkerPool, get_answer

_TARGET = "assess.releases.impact_worker:initialise"
WORKER_COUNT = 2
"""The number of workers: as many as the smallest supported computer has processors."""
BATCH_SIZE = 250
"""The number of assessments in a batch: a fortieth of 10,000, so that a progress bar moves."""
_BATCH_TIMEOUT = 600
"""Seconds to wait for a batch, far more than it takes."""

STOPPED_MESSAGE = "A process that works out what would change stopped suddenly. Nothing was lost. Start it again."


class ImpactStoppedError(Exception):
    """A worker process ended unexpectedly."""


def run_impact(
    task: ImpactTask,
    id_ranges: Sequence[IdRange],
    on_progress: Callable[[int], None],
    is_current: Callable[[], bool],
) -> ImpactSummary:
    """Process all ranges, or until the result is no longer current, and return the merged summary.

    Raises `ImpactStoppedError`.
    """
    summaries = []
    try:
        with WorkerPool(_TARGET, task, size=min(WORKER_COUNT, len(id_ranges))) as pool:
            for future in [pool.submit(id_range) for id_range in id_ranges]:
                if not is_current():
                    break
                summaries.append(get_answer(future, _BATCH_TIMEOUT))
                on_progress(summaries[-1].examined)
    except WorkerDiedError as error:
        raise ImpactStoppedError(STOPPED_MESSAGE) from error
    return merge_summaries(summaries)
