"""Pages on paper: their content alone, with what is folded away open."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Opens, Served

HIDDEN = ".govuk-service-navigation, .govuk-back-link, .govuk-skip-link, .app-footer, .govuk-button"
PAGES = {
    "/assessments/{full}": "The eight barriers",
    "/assessments/{full}/result": "The sponsors are named and the briefings are on record",
    "/assessments/{full}/questions/pension-fund-told": "Letter or form that told the fund",
    "/rules": "The files are in the folder",
}
"""Addresses, and words of each that stand on paper, most of them folded away on a screen."""


def printed(page: Page) -> str:
    """Give the words of a page as it is printed."""
    reader = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


@pytest.mark.parametrize("address", PAGES)
def test_a_printed_page_is_its_content(context_of: Opens, served: Served, address: str) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(served.address + address.format(**served.numbers))
    said = printed(page)
    assert PAGES[address] in said
    assert "Your assessments" not in said.split("Borough of Sample", 1)[1][:200]
    page.emulate_media(media="print")
    assert [each for each in page.locator(HIDDEN).all() if each.is_visible()] == []
    colour, image = page.locator("body").evaluate(
        "body => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]"
    )
    assert (colour, image) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_what_was_opened_for_the_print_is_closed_after_it(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/rules")
    closed = "document.querySelectorAll('details:not([open])').length"
    before = page.evaluate(closed)
    assert before
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(closed) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(closed) == before
