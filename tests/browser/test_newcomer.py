"""Somebody who has never seen YAML adds a question, its blocker and its recommendation in forms, and publishes."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.browser.a11y import check_page, watch_page
from tests.browser.conftest import ContextFactory, LiveServer, create_test_app, run_server

QUESTION = {
    "What do you ask?": "Has insurance for the mutual been priced?",
    "How does an officer find out?": "Ask the council’s insurance manager.",
    "Why does it matter?": "A new body loses the council’s own cover on the day it leaves.",
    "What would prove the answer?": "A broker’s quotation\nThe council’s insurance schedule",
}
ANSWERS = {
    "#answer-1-text": "Nobody has asked what insurance the mutual would need",
    "#answer-2-text": "The insurance that the mutual would need is listed",
    "#answer-3-text": "A broker has given a price",
    "#answer-4-text": "Cover is agreed and starts on the day of transfer",
}
BLOCKER = {
    "What does the result then say?": "Nobody knows what insurance the mutual would need.",
    "What would lift it?": "Ask a broker what insurance is needed and what it costs.",
}
FINDING = {
    "What does the source say, in one sentence?": "A broker asked a new body for two years of accounts.",
    "Where does it say so?": "page 4",
}
SOURCE = {"#new-source-title": "Leaving the council", "#new-source-author": "Sample", "#new-source-issued": "May 2024"}
RECOMMENDATION = {
    "What to do": "Price the mutual’s insurance",
    "#why": "A new body must be covered from the first day.",
    "Steps": "List what the service is insured for now\nAsk two brokers for a price",
    "Done when": "A broker’s price is in the financial plan.",
}
REASONS = {"Your name": "Ann Smith", "Why do the rules change?": "Insurance has delayed two projects."}
Check = Callable[[Page], None]


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with create_test_app(tmp_path_factory.mktemp("own")) as application, run_server(application) as server:
        yield server


def fill(page: Page, typed: Mapping[str, str]) -> None:
    """Fill in fields, each named by its label or its selector."""
    for name, text in typed.items():
        field = page.locator(name) if name.startswith("#") else page.get_by_label(name)
        field.first.fill(text)


def press_button(page: Page, button: str, heading: str) -> None:
    """Press a button, and arrive at the page with this heading and without errors."""
    page.get_by_role("button", name=button).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def add_question(page: Page, check: Check) -> None:
    """Add a question with a blocker in five steps, as far as its evidence."""
    fill(page, QUESTION)
    page.locator("#ask").select_option("section-151")
    press_button(page, "Save and continue", "The answers")
    check(page)
    fill(page, ANSWERS)
    page.get_by_label("Yes, the worst answer").check()
    expect(page.locator("#block-says")).to_be_visible()
    fill(page, BLOCKER)
    press_button(page, "Save and continue", "When it is asked")
    check(page)
    page.get_by_label("Writing the business case").check()
    press_button(page, "Save and continue", "What a stage needs")
    check(page)
    press_button(page, "Save and continue", "The evidence")


def choose_evidence(page: Page, check: Check) -> None:
    """Choose a finding that is there, and add one with its source."""
    fill(page, {"#claims-find": "councils mutuals confidently"})
    press_button(page, "Find a finding", "The evidence")
    expect(page.get_by_role("group", name="One finding has")).to_be_in_viewport()
    page.get_by_role("checkbox").first.check()
    check(page)
    press_button(page, "Use the ticked findings", "The evidence")
    expect(page.get_by_text("Chosen (1)")).to_be_in_viewport()
    press_button(page, "Add a finding that is not in the list", "Add a finding")
    fill(page, FINDING)
    page.get_by_label("A source that is not in the list").check()
    fill(page, SOURCE)
    check(page)
    press_button(page, "Add this finding", "The evidence")
    expect(page.get_by_text("Chosen (2)")).to_be_visible()
    check(page)
    press_button(page, "Save the question", "What next for this question?")


def add_recommendation(page: Page, check: Check) -> None:
    """Add the recommendation for the answers that fall short, with the findings of the question."""
    page.get_by_role("button", name="Add a recommendation").click()
    expect(page.get_by_text("Chosen (2)")).to_be_visible()
    fill(page, RECOMMENDATION)
    page.get_by_label("Who leads it").select_option("section-151")
    check(page)
    press_button(page, "Save in the draft", RECOMMENDATION["What to do"])
    check(page)


def publish(page: Page) -> None:
    """Publish, and say of each worked example that comes out differently that it is meant."""
    page.get_by_role("link", name="Publish the draft").first.click()
    fill(page, REASONS)
    for number in range(1, page.get_by_role("checkbox").count() + 1):
        page.get_by_label(f"This is what I meant (example {number})").check()
        page.get_by_label(f"Why did you mean it? (example {number})").fill("It does not answer the new question.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is in force.").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_newcomer_adds_a_question_with_all_that_belongs_to_it_in_forms_alone(
    context_of: ContextFactory, own: LiveServer, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, own.address)

    def check(each: Page) -> None:
        if script:
            assert check_page(each, watch) == []
            each.set_viewport_size({"width": 1280, "height": 900})

    page.goto(f"{own.address}/rules")
    page.get_by_role("link", name="Edit in forms").click()
    page.get_by_role("link", name="Add a question").click()
    add_question(page, check)
    choose_evidence(page, check)
    check(page)
    add_recommendation(page, check)
    publish(page)
    page.goto(f"{own.address}/rules/sections/procurement")
    expect(page.get_by_text(QUESTION["What do you ask?"]).first).to_be_visible()
    page.goto(f"{own.address}/rules/blockers")
    expect(page.get_by_text(BLOCKER["What does the result then say?"]).first).to_be_visible()
    page.goto(f"{own.address}/rules/recommendations")
    expect(page.get_by_text(RECOMMENDATION["What to do"]).first).to_be_visible()
    assert watch.errors == []
