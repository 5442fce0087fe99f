"""What is typed is kept in the browser until it is saved, offered back, and not left without a warning."""

import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.browser.a11y import PageWatch, check_page
from tests.browser.conftest import LiveServer

FIRST, SECOND = (f"/assessments/{{unanswered}}/questions/{name}" for name in ("pension-fund-told", "staff-support"))
OFFER = re.compile(r"What you typed here on \d+ \w+ \d{4} at \d\d:\d\d was not saved. This browser has kept it.")


MAX_LOOKS = 2000
"""Looks at the storage of the browser, 50 ms apart, after which a form counts as kept for ever."""


@pytest.fixture
def visit(page: Page, served: LiveServer) -> "Visit":
    return Visit(page, served)


class Visit:
    """A browser window at the pages of a server."""

    def __init__(self, page: Page, served: LiveServer) -> None:
        self.page, self.served = page, served

    def open(self, address: str) -> None:
        self.page.goto(self.served.address + address.format(**self.served.numbers))

    def type_note(self, text: str) -> None:
        self.page.get_by_label("Note for the report").fill(text)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save and continue").click()

    def wait_for_kept(self, count: int) -> None:
        """Wait until the browser keeps this number of forms; the script that forgets them runs after the page loads."""
        for _ in range(MAX_LOOKS):
            if self.page.evaluate("localStorage.length") == count:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"The browser still keeps {self.read_storage()}")

    def read_storage(self) -> str:
        """Return all that the browser keeps for the server."""
        return str(self.page.evaluate("JSON.stringify(localStorage)"))


def test_what_was_typed_is_offered_back_after_leaving(visit: Visit, page: Page, watch: PageWatch) -> None:
    visit.open(FIRST)
    page.get_by_role("radio", name="I do not know").check()
    visit.type_note("Half a <thought>")
    assert "csrf" not in visit.read_storage()
    visit.open("/assessments")
    visit.open(FIRST)
    expect(page.get_by_text(OFFER)).to_be_visible()
    expect(page.get_by_label("Note for the report")).to_have_value("")
    assert check_page(page, watch) == []
    page.get_by_role("button", name="Put it back").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note for the report")).to_have_value("Half a <thought>")
    expect(page.get_by_role("radio", name="I do not know")).to_be_checked()
    expect(page.get_by_text(OFFER)).to_have_count(0)
    expect(page.get_by_role("radio").first).to_be_focused()


def test_what_is_typed_before_the_script_runs_is_kept_as_well(visit: Visit, page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/unsaved.js", hold)
    visit.open(FIRST)
    visit.type_note("Typed at once")
    for _ in range(MAX_LOOKS):
        if held:
            break
        page.wait_for_timeout(50)
    held[0].continue_()
    visit.wait_for_kept(1)
    assert "Typed at once" in visit.read_storage()


def test_another_step_of_the_same_question_is_not_offered_it(visit: Visit, page: Page) -> None:
    visit.open("/rules/draft/question/pension-list?step=answers")
    page.locator("#answer-1-text").fill("Half an answer")
    visit.open("/rules/draft/question/pension-list?step=when")
    page.locator("#not_asked_because").fill("Not yours")
    visit.wait_for_kept(2)
    expect(page.get_by_text(OFFER)).to_have_count(0)
    visit.open("/rules/draft/question/pension-list?step=answers")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("#answer-1-text")).to_have_value("Half an answer")
    expect(page.locator("#answer-2-text")).not_to_be_empty()


def test_another_question_is_not_offered_it(visit: Visit, page: Page) -> None:
    visit.open(FIRST)
    visit.type_note("Only here")
    visit.open(SECOND)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_what_is_offered_can_be_deleted(visit: Visit, page: Page) -> None:
    visit.open(FIRST)
    visit.type_note("Not this")
    visit.open(FIRST)
    page.get_by_role("button", name="Delete it").click()
    assert visit.read_storage() == "{}"
    visit.open(FIRST)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_nothing_is_kept_once_it_is_saved(visit: Visit, page: Page) -> None:
    visit.open(SECOND)
    page.get_by_role("radio", name="I do not know").check()
    visit.type_note("A whole thought")
    visit.save()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(re.compile("What support"))
    visit.wait_for_kept(0)


def test_input_with_mistakes_is_still_kept(visit: Visit, page: Page) -> None:
    visit.open(FIRST)
    visit.type_note("No answer yet")
    visit.save()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_text(OFFER)).to_have_count(0)
    visit.open(FIRST)
    expect(page.get_by_text(OFFER)).to_be_visible()


@pytest.mark.parametrize("outcome", ["no connection", "an error of the server"])
def test_input_that_could_not_be_saved_is_still_kept(visit: Visit, page: Page, outcome: str) -> None:
    def fail(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
        elif outcome == "no connection":
            route.abort()
        else:
            route.fulfill(status=500, content_type="text/html", body="<title>Error</title>")

    visit.open(FIRST)
    page.get_by_role("radio", name="I do not know").check()
    visit.type_note("Typed for nothing?")
    page.route("**/questions/*", fail)
    visit.save()
    if outcome == "no connection":
        expect(page).to_have_url(re.compile("^chrome-error:"))
    else:
        expect(page).to_have_title("Error")
    visit.open("/assessments")
    visit.open(FIRST)
    expect(page.get_by_text(OFFER)).to_be_visible()


def test_what_is_older_than_seven_days_is_forgotten(visit: Visit, page: Page) -> None:
    visit.open(FIRST)
    visit.type_note("Long ago")
    age_by = """days => {
        for (const key of Object.keys(localStorage)) {
            const entry = JSON.parse(localStorage[key])
            localStorage[key] = JSON.stringify({ ...entry, at: entry.at - days * 86400000 })
        }
    }"""
    for age, offers in ((6.9, 1), (0.2, 0)):
        page.evaluate(age_by, age)
        visit.open(FIRST)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        visit.wait_for_kept(offers)
        expect(page.get_by_text(OFFER)).to_have_count(offers)


def test_leaving_with_unsaved_text_warns_and_saving_does_not(visit: Visit, page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    visit.open("/assessments/{unanswered}/questions/support-services")
    page.get_by_role("radio").first.check()
    page.get_by_label("Note for the report").press_sequentially("Half")
    page.get_by_role("link", name="Skip this question").click()
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Note for the report")).to_have_value("Half")
    visit.save()
    expect(page.get_by_role("heading", level=1)).to_have_text("Finance")
    page.get_by_role("link", name="Your assessments").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your assessments")
    assert asked == ["beforeunload"]


def test_the_forms_of_the_rules_keep_what_is_typed_too(visit: Visit, page: Page) -> None:
    visit.open("/rules/draft/term/actuary")
    page.get_by_role("textbox").last.fill("Somebody who counts")
    visit.open("/rules/draft/term/actuary")
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_role("textbox").last).to_have_value("Somebody who counts")
