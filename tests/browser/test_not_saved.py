"""What was typed reaches the database after all: the session had ended, or the assessment was deleted meanwhile."""

import re

from flask import Flask
from playwright.sync_api import Page, expect

from assess.core.model.assessment import Answer, Assessment
from assess.web.context import get_services
from tests.browser.conftest import LiveServer

NOTE = "First line\nSecond line, <kept>"


def test_a_form_is_sent_again_after_the_session_has_ended(app: Flask, page: Page, served: LiveServer) -> None:
    page.goto(f"{served.address}/assessments/new")
    page.get_by_label("Council", exact=True).fill("Borough of Sample")
    page.get_by_label("Service", exact=True).fill("Sent again")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page).to_have_url(re.compile("/about/1$"))
    found = get_services(app).store.load_latest_assessment("Borough of Sample", "Sent again")
    assert found is not None
    get_services(app).store.delete_assessment(found.id)


def test_an_answer_is_saved_once_the_deletion_of_its_assessment_is_undone(
    app: Flask, page: Page, served: LiveServer
) -> None:
    store, rulebooks = get_services(app).store, get_services(app).rulebooks
    with app.app_context():
        stored = rulebooks.get_current_stored()
    number = store.create_assessment("Deleted meanwhile", Assessment("Borough of Sample", "Records"), stored)
    page.goto(f"{served.address}/assessments/{number}/questions/staff-support")
    page.get_by_label("I do not know").check()
    page.get_by_label("Note for the report").fill(NOTE)
    store.delete_assessment(number)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="“Deleted meanwhile” was deleted")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    page.get_by_role("button", name="Undo the deletion and try again").click()
    expect(page).not_to_have_url(re.compile("undo|staff-support$"))
    assert store.load_assessment(number).assessment.answers["staff-support"] == Answer(dont_know=True, note=NOTE)
    store.delete_assessment(number)
