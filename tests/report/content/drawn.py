"""Contents of reports on drawn rulebooks and answers, for laws that hold for every chart."""

from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Assessment
from assess.core.model.result import Result
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import build_content
from assess.report.content.models import ReportContent
from tests.core.rulebooks import DrawnCase, load_frozen_with_needs, random_cases, random_rulebooks
from tests.report.edge_cases import DAY

for_every_report = settings(max_examples=40, derandomize=True, deadline=None)


class DrawnReport(NamedTuple):
    """The content of a report and the result it is made from."""

    content: ReportContent
    result: Result


def draw_reports() -> st.SearchStrategy[DrawnReport]:
    """Draw the report of an assessment on a drawn rulebook or on the frozen rules with needs."""
    return st.builds(_build, random_cases(st.one_of(random_rulebooks(), st.builds(load_frozen_with_needs))))


def _build(case: DrawnCase) -> DrawnReport:
    """Build the content of a drawn assessment."""
    given_facts = (case.rules, case.profile, case.answers)
    assessment, result = Assessment("Council", "Service", case.profile, case.answers), evaluate(*given_facts)
    content = build_content(case.rules, assessment, result, compute_what_if(*given_facts), report_date=DAY)
    return DrawnReport(content, result)
