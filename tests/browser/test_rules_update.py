"""Bringing new rules together with a council's own in the browser, on a server of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests import frozen
from tests.browser.a11y import check_page, watch_page
from tests.browser.conftest import ContextFactory, LiveServer, create_test_app, run_server
from tests.releases.conftest import change_files

COMMENT = "# Ours: agreed with the fund."


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server on which a council has changed a weight, a help text and a title, with a comment."""
    with create_test_app(tmp_path_factory.mktemp("own")) as application, run_server(application) as server:
        publishing = application.extensions["assess"].rulebooks.publishing
        question = frozen.load_frozen_rulebook().questions["pension-fund-told"]
        files = change_files(
            publishing.get_current_release().files,
            ("version: 1.0.0", "version: 1.0.1"),
            ("\n    weight: 20\n", "\n    weight: 30\n"),
            (question.help, "Ask us first."),
            ('title: "Pensions"', f'title: "Pensions for all"  {COMMENT}'),
        )
        notices = publishing.review_examples(files).notices
        publishing.publish_files(files, "Anna", "Ours", {notice.name: "Meant" for notice in notices})
        yield server


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_brings_new_rules_into_those_of_the_council(
    context_of: ContextFactory, own: LiveServer, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, own.address)
    page.goto(f"{own.address}/rules")
    page.get_by_role("link", name="See what they change, and bring them into yours").click()
    expect(page.get_by_role("heading", name="2 things for you to choose")).to_be_visible()
    assert not script or check_page(page, watch, 320) == []
    page.get_by_text("The 1 thing taken").click()
    expect(page.get_by_text("The title of the barrier “Buying”")).to_be_visible()
    page.get_by_role("group", name="Choice 1 of 2").get_by_label("The new ones").check()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what the help of the question")
    assert not script or check_page(page, watch) == []
    expect(page.get_by_role("group", name="Choice 1 of 2").get_by_label("The new ones")).to_be_checked()
    page.get_by_role("group", name="Choice 2 of 2").get_by_label("Yours").check()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("The draft is version 2.0.1.")).to_be_visible()
    page.goto(f"{own.address}/rules/text/readiness")
    text = page.locator("textarea").first.input_value()
    assert f'title: "Pensions for all"  {COMMENT}' in text
    assert 'help: "Ask us first."' in text
    assert "\n    weight: 25\n" in text
    assert watch.errors == []
