import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.a11y import PageWatch, check_page
from tests.browser.conftest import LiveServer

QUESTION = "/assessments/{blank}/questions/staff-support"


class InvalidForm(NamedTuple):
    """A form sent incomplete: its address, its button and the expected error."""

    address: str
    button: str
    error: str


@pytest.mark.parametrize(
    "mistake",
    [
        InvalidForm("/assessments/new", "Save and continue", "Enter the name of the service"),
        InvalidForm("/assessments/{blank}/about/1", "Save and continue", "Select an answer to “Where is the council?”"),
        InvalidForm(QUESTION, "Save and continue", "Select the statement that fits best, or “I do not know”"),
        InvalidForm("/assessments/open", "Open the file", "Choose a file of answers"),
        InvalidForm("/check-report", "Check the report", "Choose a PDF report"),
        InvalidForm(
            "/assessments/{full}/report",
            "Download the report",
            "Select whether the file includes your answers and notes",
        ),
    ],
)
def test_a_rejected_form_links_to_the_field_to_correct(
    page: Page, served: LiveServer, watch: PageWatch, mistake: InvalidForm
) -> None:
    page.goto(served.address + mistake.address.format(**served.numbers))
    page.get_by_role("button", name=mistake.button, exact=True).click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert check_page(page, watch) == []
    line = page.locator(".govuk-error-summary").get_by_role("link", name=mistake.error)
    target = line.get_attribute("href") or ""
    line.click()
    expect(page.locator(f"{target}:focus, {target} :focus").first).to_be_visible()


def test_input_is_still_there_after_an_error(page: Page, served: LiveServer) -> None:
    page.goto(served.address + QUESTION.format(**served.numbers))
    page.get_by_label("Note for the report").fill("Ballot planned <for> May & June")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label("Note for the report")).to_have_value("Ballot planned <for> May & June")


def test_a_file_with_mistakes_is_rejected_with_the_line_of_each(
    page: Page, served: LiveServer, watch: PageWatch
) -> None:
    page.goto(f"{served.address}/assessments/open")
    typed = b"council: Sample\nservice: Parks\nanswers:\n  staff-suport: ballot-won\n"
    page.get_by_label("File of answers").set_input_files(
        {"name": "parks.yaml", "mimeType": "text/yaml", "buffer": typed}
    )
    page.get_by_role("button", name="Open the file").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(re.compile("Line 4: .*staff-support"))
    assert check_page(page, watch) == []
