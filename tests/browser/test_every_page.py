from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from assess import resources
from tests.browser.a11y import PageWatch, check_page
from tests.browser.conftest import LiveServer

PAGES = {
    "static_pages.start": ("/",),
    "static_pages.council_page": ("/accessibility", "/cookies", "/privacy"),
    "samples.list_samples": ("/samples",),
    "question_list.list_questions": ("/questions",),
    "papers.choose": ("/paper",),
    "papers.choose_for_assessment": ("/assessments/{full}/paper", "/assessments/{blank}/paper"),
    "assessments.list_assessments": ("/assessments",),
    "assessments.new": ("/assessments/new",),
    "assessments.open_file": ("/assessments/open",),
    "verification.show_form": ("/check-report",),
    "assessments.manage": ("/assessments/{full}/manage",),
    "assessments.rename": ("/assessments/{full}/rename",),
    "assessments.delete": ("/assessments/{full}/delete",),
    "deleted.list_deleted": ("/assessments/deleted",),
    "deleted.remove": ("/assessments/{deleted}/remove",),
    "profile.show": ("/assessments/{full}/about",),
    "profile.show_page": ("/assessments/{full}/about/1", "/assessments/{blank}/about/1"),
    "profile_check.show": ("/assessments/{full}/about/check", "/assessments/{blank}/about/check"),
    "task_list.show": ("/assessments/{full}", "/assessments/{blank}", "/assessments/{older}"),
    "task_list.show_section": ("/assessments/{full}/sections/pensions", "/assessments/{unanswered}/sections/pensions"),
    "task_list.check_answers": ("/assessments/{full}/check", "/assessments/{unanswered}/check"),
    "questions.show": (
        "/assessments/{full}/questions/pension-fund-told",
        "/assessments/{unanswered}/questions/pension-fund-told",
        "/assessments/{full}/questions/transfer-plan",
        "/assessments/{full}/questions/right-to-challenge",
    ),
    "services.list_services": ("/services", "/services?view=barriers&which=all&band=not-ready"),
    "changes.show": ("/assessments/{full}/changes", "/assessments/{older}/changes", "/assessments/{blank}/changes"),
    "migration.compare": ("/assessments/{older}/rules",),
    "update.show": ("/rules/update",),
    "result.show": (
        "/assessments/{full}/result",
        "/assessments/{unanswered}/result",
        "/assessments/{blank}/result",
    ),
    "result.show_sources": ("/assessments/{full}/result/sources",),
    "result.show_calculation": ("/assessments/{full}/result/calculation", "/assessments/{blank}/result/calculation"),
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
    "several_actions.show": ("/assessments/{full}/plan/several", "/assessments/{unanswered}/plan/several"),
    "reports.choose": ("/assessments/{full}/report", "/assessments/{full}/report?ticked=yes"),
    "reports.download": ("/assessments/{full}/report/file",),
    "rules.show_rules": ("/rules",),
    "rules.show_blockers": ("/rules/blockers",),
    "rules.show_facts": ("/rules/facts",),
    "rules.show_section": ("/rules/sections/pensions",),
    "rules.show_recommendations": ("/rules/recommendations",),
    "rules.show_sources": ("/rules/sources",),
    "rules.show_coverage": ("/rules/proof",),
    "draft.contents": ("/rules/draft",),
    "draft.list_entities": ("/rules/draft/list/recommendation", "/rules/draft/list/claim"),
    "entities.show": (
        "/rules/draft/heading/all",
        "/rules/draft/bands/all",
        "/rules/draft/weights/all",
        "/rules/draft/limits/all",
        "/rules/draft/section/pensions",
        "/rules/draft/question/pension-fund-told",
        "/rules/draft/question/pension-fund-told?step=answers",
        "/rules/draft/question/pension-fund-told?step=when",
        "/rules/draft/question/pension-fund-told?step=needs",
        "/rules/draft/question/pension-fund-told?step=evidence",
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
    "entities.add": (
        "/rules/draft/new/question?in=pensions",
        "/rules/draft/new/recommendation?question=pension-fund-told",
        "/rules/draft/new/contradiction",
        "/rules/draft/new/claim",
        "/rules/draft/new/case?in=reservable",
    ),
    "entities.remove": ("/rules/draft/question/pension-list/remove",),
    "question_added.show": ("/rules/draft/question/pension-fund-told/next",),
    "examples.show": ("/rules/draft/examples",),
    "assessment_examples.show": ("/assessments/{full}/example",),
    "rules_text.show": ("/rules/text/readiness", "/rules/text/evidence"),
    "versions.list_versions": ("/rules/versions",),
    "versions.show": ("/rules/versions/1.0.0",),
}
"""The addresses at which every page is checked, by endpoint."""
WITH_A_DRAFT = {
    "draft.drop", "impact.show", "impact.show_assessment", "impact.show_case", "publish.show", "rules_text.show_lines",
    "versions.compare",
}  # fmt: skip
"""Endpoints checked in `test_rules_editor`, where there is a draft with something to show."""
WHILE_A_REPORT_IS_MADE = {"reports.wait"}
"""Endpoints checked in `test_report_jobs`, where a report can be held up."""
FILES = {
    "rules_text.download",
    "versions.download",
    "static",
    "static_pages.council_stylesheet",
    "static_pages.council_logo",
    "assessments.download",
    "rules.download_file",
    "plan.download",
    "services.download_csv",
    "services.download_xlsx",
    "papers.download_paper",
    "papers.download_paper_for_assessment",
}
"""Endpoints that return files; `reports.download` does too, but asks again if something was not chosen."""
ADDRESSES = [address for addresses in PAGES.values() for address in addresses]
ERRORS = sorted(path.stem for path in (resources.find_folder("templates") / "errors").glob("*.html"))


def test_every_page_is_checked(app: Flask) -> None:
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert shown - FILES - WITH_A_DRAFT - WHILE_A_REPORT_IS_MADE - {"error_page"} == set(PAGES)


def open_address(page: Page, served: LiveServer, address: str) -> None:
    """Open an address, with the numbers of assessments filled in."""
    page.goto(served.address + address.format(**served.numbers))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_meets_the_standards(page: Page, served: LiveServer, watch: PageWatch, address: str) -> None:
    open_address(page, served, address)
    assert check_page(page, watch) == []


@pytest.mark.parametrize("name", ERRORS)
def test_the_page_of_an_error_meets_the_standards(page: Page, served: LiveServer, watch: PageWatch, name: str) -> None:
    open_address(page, served, f"/errors/{name}")
    assert check_page(page, watch) == []


def test_a_result_with_everything_expanded_meets_the_standards(
    page: Page, served: LiveServer, watch: PageWatch
) -> None:
    open_address(page, served, "/assessments/{full}/result")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert check_page(page, watch, 320) == []


def test_the_page_of_a_long_result_has_limits(page: Page, served: LiveServer) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    response = page.goto(f"{served.address}/assessments/{served.numbers['long']}/result")
    assert response
    assert len(response.body()) < 250_000
    assert page.evaluate("document.documentElement.scrollHeight") < 12_000


@pytest.fixture
def broken(served: LiveServer) -> Iterator[Callable[[str, str], None]]:
    """A function that breaks the rules on disk; they are restored after the test."""
    path = served.rules / "readiness.yaml"
    whole = path.read_bytes()

    def change(old: str, new: str) -> None:
        path.write_bytes(whole.replace(old.encode(), new.encode(), 1))

    yield change
    path.write_bytes(whole)


def test_the_page_of_rules_problems_meets_the_standards(
    page: Page, served: LiveServer, watch: PageWatch, broken: Callable[[str, str], None]
) -> None:
    broken("caps_at: not-ready", "caps_at: not-redy")
    open_address(page, served, "/rules")
    assert page.title().startswith("Error: ")
    assert page.locator(".govuk-error-summary").evaluate("each => each === document.activeElement")
    assert "Did you mean" in page.locator(".govuk-error-summary").inner_text()
    assert check_page(page, watch) == []
