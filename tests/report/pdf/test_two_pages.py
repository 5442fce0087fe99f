"""The decision summary has two pages, whatever the assessment."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import build_content
from assess.report.html.render import render_html
from assess.report.options import ReportOptions
from assess.report.pdf.render import render_pdf
from tests.report import edge_cases, factories
from tests.report.edge_cases import DAY, ReportCase

SUMMARY = ReportOptions(".pdf", DAY, chapters=(), marking="OFFICIAL-SENSITIVE")
NAME = "The Council of Somewhere and of a Very Long Way Beyond " * 6


def build_many_blockers() -> Rulebook:
    """Return rules with twelve blockers."""
    made = [{**factories.build_blocker(place % 8 + 1), "id": f"blocks-{place}"} for place in range(12)]
    return factories.build_rulebook({"blockers": made})


def build_one_section() -> Rulebook:
    """Return rules with a single section."""
    rules = factories.build_readiness()
    names = ("blockers", "warnings", "recommendations")
    kept = {name: [item for item in rules[name] if item["id"].split("-")[1] == "1"] for name in names}
    return factories.build_rulebook({"sections": rules["sections"][:1], **kept})


def build_long_plan() -> Assessment:
    """Return an assessment with long names everywhere, and dates over six years."""
    found = factories.build_assessment(edge_cases.same_answers("nothing"), stage="transfer")
    names = [rule["id"] for rule in factories.build_readiness()["recommendations"]]
    plan = {name: Action(owner=NAME[:300], due=date(2024 + place % 6, 3, 1)) for place, name in enumerate(names)}
    return replace(found, council=NAME[:300], service=NAME[:300], plan=plan)


def answer_all(answer: Answer) -> Assessment:
    """Return an assessment with the same answer to every question."""
    return factories.build_assessment(dict.fromkeys(edge_cases.same_answers("done"), answer), stage="transfer")


CASES: dict[str, Callable[[], ReportCase]] = {
    "twelve blockers": lambda: (build_many_blockers(), answer_all(Answer("nothing"))),
    "sixty recommendations": edge_cases.CASES["sixty"],
    "one barrier": lambda: (build_one_section(), factories.build_assessment({"q-1-1": Answer("begun")})),
    "nothing due": edge_cases.CASES["nothing-due"],
    "nothing applies": lambda: (factories.build_rulebook(), answer_all(Answer(does_not_apply="It is not so here."))),
    "nothing known": edge_cases.CASES["all-unknown"],
    "long names and dates": lambda: (factories.build_rulebook(), build_long_plan()),
}


@pytest.mark.parametrize("name", CASES)
def test_the_decision_summary_has_two_pages_with_every_barrier_on_the_first(name: str) -> None:
    rulebook, assessment = CASES[name]()
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    what_if = compute_what_if(rulebook, assessment.profile, assessment.answers)
    content = build_content(rulebook, assessment, result, what_if, report_date=DAY)
    pdf = render_pdf(render_html(content, SUMMARY), date=DAY, attachments={})
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 2
    assert [section.title for section in rulebook.rules.sections if section.title not in pages[0]] == []
    assert "What to do next" in pages[1]
