"""The report of each sample, rendered once."""

from functools import cache
from pathlib import Path

from assess.report.build import render_report
from assess.report.html.render import render_html
from assess.report.options import ALL_CHAPTERS, ReportOptions
from assess.report.report_copy import ReportCopy
from tests import frozen
from tests.report.edge_cases import DAY

OPTIONS = ReportOptions(".pdf", DAY)


@cache
def render_sample_pdf(path: Path) -> bytes:
    """Render the report of a sample."""
    return render_report(frozen.load_frozen_rulebook(), frozen.load_sample(path), OPTIONS, frozen.read_rules_files())


def render_sample_page(path: Path) -> str:
    """Render the page that the PDF of a sample is made from."""
    copy = ReportCopy(
        frozen.load_frozen_rulebook(), frozen.load_sample(path), OPTIONS, frozenset(ALL_CHAPTERS), {}, None
    )
    return render_html(copy.content, OPTIONS)
