"""The report of each sample, rendered once."""

from functools import cache
from pathlib import Path

from assess.report.build import render_report
from assess.report.options import ReportOptions
from tests import frozen
from tests.report.edge_cases import DAY


@cache
def render_sample_pdf(path: Path) -> bytes:
    """Render the report of a sample."""
    options = ReportOptions(".pdf", DAY)
    return render_report(frozen.load_frozen_rulebook(), frozen.load_sample(path), options, frozen.read_rules_files())
