"""Fields that belong to a choice: shown while it is chosen, and always without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.a11y import PageWatch, check_page
from tests.browser.conftest import ContextFactory, LiveServer

REVEALS = {
    "/assessments/{unanswered}/questions/support-services": ("It does not apply", "Why does it not apply?"),
    "/assessments/{full}/plan/actions/fix-the-code": ("Explain why not", "Why will you not act on it?"),
    "/rules/draft/question/pension-list?step=answers": ("Yes, the worst answer", "What does the result then say?"),
    "/rules/draft/new/claim?source=seed-pf-2012": ("A source that is not in the list", "Title of the new source"),
    "/rules/draft/new/recommendation": ("A source says so", "Find a finding (Source of the time)"),
}


@pytest.mark.parametrize("address", REVEALS)
def test_a_field_is_shown_while_its_choice_is_made(
    page: Page, served: LiveServer, watch: PageWatch, address: str
) -> None:
    choice, label = REVEALS[address]
    page.goto(served.address + address.format(**served.numbers))
    field = page.get_by_label(label)
    expect(field).to_be_hidden()
    page.get_by_role("radio", name=choice).check()
    field.fill("Typed")
    assert check_page(page, watch) == []
    page.get_by_role("radio").first.check()
    expect(field).to_be_hidden()
    page.get_by_role("radio", name=choice).focus()
    page.keyboard.press("Space")
    expect(field).to_have_value("Typed")
    page.keyboard.press("Tab")
    expect(field).to_be_focused()


@pytest.mark.parametrize("address", REVEALS)
def test_a_field_is_always_shown_without_scripts(context_of: ContextFactory, served: LiveServer, address: str) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(served.address + address.format(**served.numbers))
    expect(page.get_by_label(REVEALS[address][1])).to_be_visible()


def test_a_missing_reason_is_shown_beside_its_field(page: Page, served: LiveServer, watch: PageWatch) -> None:
    address, (choice, label) = next(iter(REVEALS.items()))
    page.goto(served.address + address.format(**served.numbers))
    page.get_by_role("radio", name=choice).check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label(label)).to_be_visible()
    assert check_page(page, watch) == []
    page.get_by_role("link", name="Enter why this question does not apply").click()
    expect(page.get_by_label(label)).to_be_focused()
