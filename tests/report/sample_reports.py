"""The report of each sample, rendered once."""

from functools import cache
from pathlib import Path

from assess.core.interchange.answers_yaml import load_assessment
from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.report.build import render_report
from assess.report.options import ReportOptions
from assess.resources import find_folder
from tests.report.edge_cases import DAY

NAMES = ("readiness.yaml", "evidence.yaml")


@cache
def read_rules_files() -> dict[str, bytes]:
    """Return the bytes of the rules files by name."""
    return {name: (find_folder("rules") / name).read_bytes() for name in NAMES}


@cache
def load_shipped_rulebook() -> Rulebook:
    """Load the shipped rulebook."""
    readiness, evidence = read_rules_files().values()
    loaded = load_rulebook(readiness, evidence)
    assert isinstance(loaded, Rulebook)
    return loaded


@cache
def render_sample_pdf(path: Path) -> bytes:
    """Render the report of a sample."""
    assessment = load_assessment(path.read_bytes(), load_shipped_rulebook(), path.name)
    assert not isinstance(assessment, tuple)
    return render_report(load_shipped_rulebook(), assessment, ReportOptions(".pdf", DAY), read_rules_files())
