"""The print style of pages: their content alone, with everything collapsed expanded."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import ContextFactory, LiveServer

HIDDEN = ".govuk-service-navigation, .govuk-back-link, .govuk-skip-link, .app-footer, .govuk-button"
PAGES = {
    "/assessments/{full}": "The eight barriers",
    "/assessments/{full}/result": "The sponsors are named and the briefings are on record",
    "/assessments/{full}/questions/pension-fund-told": "Letter or form that told the fund",
    "/rules": "The files are in the folder",
}
"""Addresses, with text that must be printed, most of which is collapsed on screen."""


def read_printed_text(page: Page) -> str:
    """Return the text of a page as printed."""
    reader = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


@pytest.mark.parametrize("address", PAGES)
def test_a_printed_page_has_only_its_content(context_of: ContextFactory, served: LiveServer, address: str) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(served.address + address.format(**served.numbers))
    said = read_printed_text(page)
    assert PAGES[address] in said
    assert "Your assessments" not in said.split("Borough of Sample", 1)[1][:200]
    page.emulate_media(media="print")
    assert [each for each in page.locator(HIDDEN).all() if each.is_visible()] == []
    colour, image = page.locator("body").evaluate(
        "body => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]"
    )
    assert (colour, image) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_sections_expanded_for_printing_are_collapsed_afterwards(page: Page, served: LiveServer) -> None:
    page.goto(f"{served.address}/rules")
    closed = "document.querySelectorAll('details:not([open])').length"
    before = page.evaluate(closed)
    assert before
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(closed) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(closed) == before
