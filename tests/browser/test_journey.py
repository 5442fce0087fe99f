from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.a11y import PageWatch, watch_page
from tests.browser.conftest import ContextFactory, LiveServer

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*(icc|ttf):ResourceWarning")
"""WeasyPrint 70 leaves its colour profile and the fonts open."""

MAX_TAB_STOPS = 150
"""Presses of the tab key after which an element counts as unreachable."""


def start_assessment(page: Page, served: LiveServer, service: str) -> None:
    """Go from the start page to the profile of a new service."""
    page.goto(served.address)
    page.get_by_role("button", name="Start now").click()
    expect(page.get_by_role("textbox", name="Council")).to_have_value("Borough of Sample")
    page.get_by_role("textbox", name="Service").fill(service)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About the service and the council")


def choose(page: Page, group: str, answer: str) -> None:
    """Choose an answer in a group of radios."""
    page.get_by_role("group", name=group).get_by_role("radio", name=answer, exact=True).check()


def fill_in_profile(page: Page) -> None:
    """Enter the nation, the stage and the kind of service."""
    choose(page, "Where is the council?", "England")
    choose(page, "How far have you got?", "Writing the business case")
    choose(page, "What kind of service is it?", "Libraries and archives")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what you have entered")
    page.get_by_role("button", name="Continue to the task list").click()


def answer_two(page: Page) -> None:
    """Answer the first question of pensions with its worst answer, and the second with `I do not know`."""
    page.get_by_role("link", name="Pensions", exact=True).click()
    page.locator(".app-question a").first.click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Note for the report").fill("Payroll was asked in May")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("radio", name="I do not know").check()
    page.get_by_role("button", name="Save and continue").click()


def download(page: Page, button: Locator, folder: Path) -> tuple[str, bytes]:
    """Press a button and return the name and the content of the downloaded file."""
    with page.expect_download() as waiting:
        button.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.name, path.read_bytes()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_gets_from_the_start_page_to_the_pdf(
    context_of: ContextFactory, served: LiveServer, tmp_path: Path, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, served.address)
    start_assessment(page, served, f"Libraries {script}")
    fill_in_profile(page)
    expect(page.get_by_text("You have answered 0 of the 43 questions due at this stage.")).to_be_visible()
    answer_two(page)
    page.goto(page.url.split("/questions")[0])
    expect(page.get_by_text("You have answered 2 of the 43 questions due at this stage.")).to_be_visible()
    page.get_by_role("link", name="Check your answers").click()
    expect(page.get_by_text("Payroll was asked in May")).to_be_visible()
    page.get_by_role("link", name="See the result so far").click()
    expect(page.get_by_role("heading", name="You can show 0 of 100 now")).to_be_visible()
    page.get_by_role("button", name="Download the report").click()
    page.get_by_role("radio", name="The result with all answers and notes").check()
    name, content = download(page, page.get_by_role("button", name="Download the report"), tmp_path)
    assert name.startswith(f"borough-of-sample-libraries-{script}-".lower())
    assert content.startswith(b"%PDF")
    assert watch.errors == []


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tab key until an element has the focus; fail if it cannot be reached."""
    for _ in range(MAX_TAB_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} cannot be reached with the tab key")


@pytest.fixture
def press_key(page: Page) -> Callable[[Locator], None]:
    """A function that reaches a link or a button with the tab key and presses Enter on it."""

    def reach_and_press(wanted: Locator) -> None:
        tab_to(page, wanted)
        page.keyboard.press("Enter")

    return reach_and_press


def choose_with_keyboard(page: Page, group: str, answer: str) -> None:
    """Choose an answer with the tab key and the arrow keys."""
    radios = page.get_by_role("group", name=group).get_by_role("radio")
    wanted = page.get_by_role("group", name=group).get_by_role("radio", name=answer, exact=True)
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    while not wanted.is_checked():
        page.keyboard.press("ArrowDown")


def test_the_whole_journey_works_with_the_keyboard_alone(
    page: Page, served: LiveServer, watch: PageWatch, press_key: Callable[[Locator], None]
) -> None:
    page.goto(served.address)
    press_key(page.get_by_role("button", name="Start now"))
    tab_to(page, page.get_by_role("textbox", name="Service"))
    page.keyboard.type("Museums by keyboard")
    press_key(page.get_by_role("button", name="Save and continue"))
    choose_with_keyboard(page, "Where is the council?", "England")
    choose_with_keyboard(page, "How far have you got?", "Comparing options")
    choose_with_keyboard(page, "What kind of service is it?", "Museums and heritage")
    press_key(page.get_by_role("button", name="Save and continue"))
    press_key(page.get_by_role("button", name="Continue to the task list"))
    press_key(page.get_by_role("link", name="Staff buy-in", exact=True))
    press_key(page.locator(".app-question a").first)
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    press_key(page.get_by_role("button", name="Save and come back later"))
    expect(page.get_by_text("You have answered 1 of the 19 questions due at this stage.")).to_be_visible()
    press_key(page.get_by_role("button", name="See the result so far"))
    press_key(page.get_by_role("button", name="Download the report"))
    choose_with_keyboard(page, "Which format do you need?", "Web page (HTML)")
    choose_with_keyboard(page, "What should the file include?", "The result without answers and notes")
    with page.expect_download() as waiting:
        press_key(page.get_by_role("button", name="Download the report"))
    assert waiting.value.suggested_filename.endswith("-without-answers.html")
    assert watch.errors == []


def test_the_first_tab_stop_skips_to_the_content(page: Page, served: LiveServer) -> None:
    page.goto(f"{served.address}/assessments")
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
