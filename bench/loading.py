"""How long the shipped rules take to load, with every check and worked example."""

from assess.core.loading.documents import parse_rules_file
from assess.core.loading.loader import load_rulebook
from bench.figures import Figure
from bench.shipped import read_rules_files
from bench.timing import measure_medians, profile_by_module

TARGET = 150
ROUNDS = 15


def measure_loading() -> Figure:
    """Measure loading both files from their bytes."""
    load_shipped_rules()
    taken = 1000 * measure_medians(ROUNDS, load_shipped_rules)[0]
    return Figure(
        name="load",
        what="Loading and checking the shipped rules",
        target=f"under {TARGET} ms",
        measured=f"{taken:.0f} ms",
        met=taken < TARGET,
        values={"ms": taken},
        notes=() if taken < TARGET else (f"the time goes to {profile_by_module(load_shipped_rules)}.",),
    )


def load_shipped_rules() -> None:
    """Load the rules as happens when their files have changed."""
    parse_rules_file.cache_clear()
    load_rulebook(*read_rules_files().values())
