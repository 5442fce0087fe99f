"""The report of each sample, rendered once."""

from functools import cache
from pathlib import Path

from assess.core.interchange.answers_yaml import load_assessment
from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.report.build import report
from assess.report.options import Edition
from assess.resources import folder
from tests.report.edge_cases import DAY

NAMES = ("readiness.yaml", "evidence.yaml")


@cache
def rules() -> dict[str, bytes]:
    """Return the bytes of the rules files by name."""
    return {name: (folder("rules") / name).read_bytes() for name in NAMES}


@cache
def rulebook() -> Rulebook:
    """Load the shipped rulebook."""
    readiness, evidence = rules().values()
    loaded = load_rulebook(readiness, evidence)
    assert isinstance(loaded, Rulebook)
    return loaded


@cache
def pdf(path: Path) -> bytes:
    """Render the report of a sample."""
    assessment = load_assessment(path.read_bytes(), rulebook(), path.name)
    assert not isinstance(assessment, tuple)
    return report(rulebook(), assessment, Edition(".pdf", DAY), rules())
