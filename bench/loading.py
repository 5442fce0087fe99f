"""How long the shipped rules take to load, with every check and worked example."""

from assess.core.loading.loader import load_rulebook
from bench.figures import Figure
from bench.shipped import rules_files
from bench.timing import medians, where_time_goes

TARGET = 150
ROUNDS = 15


def measured() -> Figure:
    """Measure loading both files from their bytes."""
    load()
    taken = 1000 * medians(ROUNDS, load)[0]
    return Figure(
        name="load",
        what="Loading and checking the shipped rules",
        target=f"under {TARGET} ms",
        measured=f"{taken:.0f} ms",
        met=taken < TARGET,
        values={"ms": taken},
        notes=() if taken < TARGET else (f"the time goes to {where_time_goes(load)}.",),
    )


def load() -> None:
    """Load the rules as happens when their files have changed."""
    load_rulebook(*rules_files().values())
