"""An officer verifies a report that somebody sent, and starts an assessment from it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from assess import resources
from tests.browser.a11y import PageWatch, check_page
from tests.browser.conftest import LiveServer

REPORT = resources.find_folder("samples") / "libraries.report.pdf"


def test_a_report_is_verified_and_an_assessment_is_started_from_it(
    page: Page, served: LiveServer, watch: PageWatch, tmp_path: Path
) -> None:
    page.goto(f"{served.address}/")
    page.get_by_role("link", name="Check a report").click()
    page.locator("input[type=file]").set_input_files(REPORT)
    page.get_by_role("button", name="Check the report").click()
    heading = "The figures follow"
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.get_by_text("This does not prove who made the report")).to_be_visible()
    assert check_page(page, watch) == []
    page.get_by_role("button", name="Begin an assessment from it").click()
    expect(page.get_by_role("heading", level=1, name="Libraries")).to_be_visible()
    expect(page.get_by_text("The report has been added to your assessments.")).to_be_visible()

    page.goto(f"{served.address}/check-report")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(REPORT.read_bytes()[:30_000])
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="Check the report").click()
    expect(page.get_by_role("alert").get_by_text("The PDF is damaged")).to_be_visible()
