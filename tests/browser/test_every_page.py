from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from assess import resources
from tests.browser.a11y import Watch, looked_over
from tests.browser.conftest import Served

PAGES = {
    "pages.start": ("/",),
    "pages.text": ("/accessibility", "/cookies", "/privacy"),
    "samples.listed": ("/samples",),
    "reading.questions": ("/questions",),
    "papers.choose": ("/paper",),
    "papers.choose_for": ("/assessments/{full}/paper", "/assessments/{blank}/paper"),
    "assessments.listed": ("/assessments",),
    "assessments.new": ("/assessments/new",),
    "assessments.open_file": ("/assessments/open",),
    "checking.ask": ("/check-report",),
    "assessments.rename": ("/assessments/{full}/rename",),
    "assessments.delete": ("/assessments/{full}/delete",),
    "about.show": ("/assessments/{full}/about", "/assessments/{blank}/about"),
    "tasks.show": ("/assessments/{full}", "/assessments/{blank}", "/assessments/{older}"),
    "tasks.section": ("/assessments/{full}/sections/pensions", "/assessments/{unanswered}/sections/pensions"),
    "tasks.check": ("/assessments/{full}/check", "/assessments/{unanswered}/check"),
    "questions.show": (
        "/assessments/{full}/questions/pension-fund-told",
        "/assessments/{unanswered}/questions/pension-fund-told",
        "/assessments/{full}/questions/transfer-plan",
        "/assessments/{full}/questions/right-to-challenge",
    ),
    "services.shown": ("/services", "/services?view=barriers&which=all&band=not-ready"),
    "changes.show": ("/assessments/{full}/changes", "/assessments/{older}/changes", "/assessments/{blank}/changes"),
    "moving.compare": ("/assessments/{older}/rules",),
    "result.show": (
        "/assessments/{full}/result",
        "/assessments/{unanswered}/result",
        "/assessments/{blank}/result",
    ),
    "plan.show": (
        "/assessments/{full}/plan",
        "/assessments/{full}/plan?state=done&only=overdue",
        "/assessments/{unanswered}/plan",
        "/assessments/{planned}/plan",
    ),
    "actions.show": (
        "/assessments/{full}/plan/actions/fix-the-code",
        "/assessments/{planned}/plan/actions/fix-the-code",
    ),
    "reports.choose": ("/assessments/{full}/report", "/assessments/{full}/report?ticked=yes"),
    "reports.download": ("/assessments/{full}/report/file",),
    "rules.shown": ("/rules",),
    "rules.blockers": ("/rules/blockers",),
    "rules.facts": ("/rules/facts",),
    "rules.section": ("/rules/sections/pensions",),
    "rules.recommendations": ("/rules/recommendations",),
    "rules.sources": ("/rules/sources",),
    "rules.proof": ("/rules/proof",),
    "draft.contents": ("/rules/draft",),
    "draft.listed": ("/rules/draft/list/recommendation", "/rules/draft/list/claim"),
    "editing.show": (
        "/rules/draft/heading/all",
        "/rules/draft/bands/all",
        "/rules/draft/weights/all",
        "/rules/draft/section/pensions",
        "/rules/draft/question/pension-fund-told",
        "/rules/draft/recommendation/fix-the-code",
        "/rules/draft/blocker/pension-risk-not-discussed",
        "/rules/draft/notice/notice-joint-venture",
        "/rules/draft/fact/nation",
        "/rules/draft/derived/reservable",
        "/rules/draft/case/reservable.1",
        "/rules/draft/term/actuary",
        "/rules/draft/source/seed-pf-2012",
        "/rules/draft/claim/law-lgps-10",
    ),
    "editing.add": (
        "/rules/draft/new/question?in=pensions",
        "/rules/draft/new/recommendation",
        "/rules/draft/new/case?in=reservable",
    ),
    "editing.remove": ("/rules/draft/question/pension-list/remove",),
    "examples.show": ("/rules/draft/examples",),
    "assessment_examples.show": ("/assessments/{full}/example",),
    "rules_text.show": ("/rules/text/readiness", "/rules/text/evidence"),
    "versions.listed": ("/rules/versions",),
    "versions.show": ("/rules/versions/1.0.0",),
}
"""The addresses at which every page is checked, by endpoint."""
WITH_A_DRAFT = {
    "draft.drop", "impacts.show", "impacts.stored", "impacts.tried", "publish.show", "rules_text.lines",
    "versions.compare",
}  # fmt: skip
"""Endpoints checked in `test_rules_editor`, where there is a draft with something to show."""
WHILE_A_REPORT_IS_MADE = {"reports.wait"}
"""Endpoints checked in `test_report_jobs`, where a report can be held up."""
FILES = {
    "rules_text.download", "versions.file", "static", "pages.colour", "pages.logo", "assessments.download",
    "rules.file", "plan.download", "services.sheet", "services.book", "papers.file", "papers.file_for",
}  # fmt: skip
"""Endpoints that return files; `reports.download` does too, but asks again if something was not chosen."""
ADDRESSES = [address for addresses in PAGES.values() for address in addresses]
ERRORS = sorted(path.stem for path in (resources.folder("templates") / "errors").glob("*.html"))


def test_every_page_is_checked(app: Flask) -> None:
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert shown - FILES - WITH_A_DRAFT - WHILE_A_REPORT_IS_MADE - {"error_page"} == set(PAGES)


def go(page: Page, served: Served, address: str) -> None:
    """Open an address, with the numbers of assessments filled in."""
    page.goto(served.address + address.format(**served.numbers))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_meets_the_standards(page: Page, served: Served, watch: Watch, address: str) -> None:
    go(page, served, address)
    assert looked_over(page, watch) == []


@pytest.mark.parametrize("name", ERRORS)
def test_the_page_of_an_error_meets_the_standards(page: Page, served: Served, watch: Watch, name: str) -> None:
    go(page, served, f"/errors/{name}")
    assert looked_over(page, watch) == []


def test_a_result_with_everything_expanded_meets_the_standards(page: Page, served: Served, watch: Watch) -> None:
    go(page, served, "/assessments/{full}/result")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert looked_over(page, watch, 320) == []


@pytest.fixture
def broken(served: Served) -> Iterator[Callable[[str, str], None]]:
    """A function that breaks the rules on disk; they are restored after the test."""
    path = served.rules / "readiness.yaml"
    whole = path.read_bytes()

    def change(old: str, new: str) -> None:
        path.write_bytes(whole.replace(old.encode(), new.encode(), 1))

    yield change
    path.write_bytes(whole)


def test_the_page_of_rules_problems_meets_the_standards(
    page: Page, served: Served, watch: Watch, broken: Callable[[str, str], None]
) -> None:
    broken("caps_at: not-ready", "caps_at: not-redy")
    go(page, served, "/rules")
    assert page.title().startswith("Error: ")
    assert page.locator(".govuk-error-summary").evaluate("each => each === document.activeElement")
    assert "Did you mean" in page.locator(".govuk-error-summary").inner_text()
    assert looked_over(page, watch) == []
