"""The action plan in the browser: deciding, validation, filters, and the check before a final report."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.a11y import check_page, watch_page
from tests.browser.conftest import ContextFactory, LiveServer


def start_assessment(page: Page, served: LiveServer) -> str:
    """Try the sample with the most left to decide, and return the address of its assessment."""
    page.goto(f"{served.address}/samples")
    page.locator('form[action$="/back-office"] button').click()
    return page.url


def fill_in_date(page: Page, *typed: str) -> None:
    """Type a day, a month and a year."""
    for label, text in zip(("Day", "Month", "Year"), typed, strict=True):
        page.get_by_label(label, exact=True).fill(text)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_decides_about_a_recommendation(
    served: LiveServer, context_of: ContextFactory, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, served.address)
    address = start_assessment(page, served)
    page.get_by_role("link", name="Action plan").click()
    expect(page.get_by_text("Nothing has been decided yet: there are 32 recommendations to decide.")).to_be_visible()
    first = page.locator("table").first.locator("tbody tr").first
    title = first.locator("a").inner_text()
    first.locator("a").click()
    page.get_by_role("radio", name="Act on it").check()
    fill_in_date(page, "31", "2", "2027")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("link", name="The date must be a real date, such as 27 3 2027").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    expect(page.get_by_label("Month", exact=True)).to_have_value("2")
    if script:
        assert check_page(page, watch) == []
    fill_in_date(page, "28", "Feb", "2027")
    page.get_by_role("radio", name="Under way").check()
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_text(f"“{title}” has been saved.")).to_be_visible()
    expect(page.get_by_text("1 of 32 decided: 0 done, 1 under way", exact=False).first).to_be_visible()
    page.get_by_label("Status").select_option("Under way")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("28 February 2027")
    page.goto(f"{address}/report")
    expect(
        page.get_by_text("The report can be final when each of these has someone responsible and a date")
    ).to_be_visible()
    assert watch.errors == []


def test_a_final_report_links_to_the_undecided_actions(page: Page, served: LiveServer) -> None:
    address = start_assessment(page, served)
    page.goto(f"{address}/report/file?form=html&answers=with&status=final&marking=")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Before a report can be final, R1")
    page.locator("#before-final a").first.click()
    expect(page).to_have_url(re.compile(r"/plan/actions/[a-z-]+$"))
