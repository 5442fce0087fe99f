"""Publishing and restoring a changed file, and migrating assessments between versions, in the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.a11y import check_page, watch_page
from tests.browser.conftest import ContextFactory, LiveServer, create_test_app, run_server

BOTH = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with create_test_app(tmp_path_factory.mktemp("versions")) as application, run_server(application) as server:
        yield server


def publish(page: Page, address: str, why: str) -> None:
    """Publish the draft as Ann Smith."""
    page.goto(f"{address}/rules")
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("textbox", name="Your name").fill("Ann Smith")
    page.get_by_role("textbox", name="Why do the rules change?").fill(why)
    page.get_by_role("button", name="Publish").click()


@BOTH
def test_a_file_is_uploaded_published_compared_and_restored(
    context_of: ContextFactory, own: LiveServer, tmp_path: Path, script: bool
) -> None:
    page = context_of(java_script_enabled=script, accept_downloads=True).new_page()
    watch = watch_page(page, own.address)
    page.goto(f"{own.address}/rules/text/readiness")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this file").click()
    changed = tmp_path / "mine.yaml"
    text = download.value.path().read_text("utf-8")
    changed.write_text(text.replace("label: Not ready for this stage", "label: Not there yet", 1), "utf-8")
    changed.write_text(text.replace('label: "Not ready for this stage"', 'label: "Not there yet"', 1), "utf-8")
    page.get_by_label("Upload a file").set_input_files(changed)
    page.get_by_role("button", name="Upload the file").click()
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    publish(page, own.address, "Kinder words")
    expect(page.get_by_text("Version 1.0.1 is in force.").first).to_be_visible()

    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Compare two versions").click()
    page.get_by_label("Before").select_option("1.0.0")
    page.get_by_label("After").select_option("1.0.1")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Compare version 1.0.0 with version 1.0.1")).to_be_visible()
    expect(page.get_by_text('label: "Not there yet"')).to_be_visible()

    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Version 1.0.0").click()
    page.get_by_role("button", name="Restore version 1.0.0 as the draft").click()
    publish(page, own.address, "The old words were clearer")
    expect(page.get_by_text("Version 1.0.2 is in force.").first).to_be_visible()
    assert 'label: "Not ready for this stage"' in (own.rules / "readiness.yaml").read_text("utf-8")
    assert watch.errors == []


@BOTH
def test_an_assessment_is_migrated_and_another_becomes_a_worked_example(
    context_of: ContextFactory, own: LiveServer, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, own.address)
    page.goto(f"{own.address}/assessments/{own.numbers['older']}")
    page.get_by_role("link", name="See what version").click()
    expect(page.get_by_role("row", name="Version 0.9.0")).to_be_visible()
    expect(page.get_by_role("row", name="Version 1.0.0")).to_be_visible()
    page.get_by_role("button", name="Move to version 1.0.0").click()
    expect(page.get_by_text("This assessment was begun on version 0.9.0")).to_have_count(0)

    page.goto(f"{own.address}/assessments/{own.numbers['full']}/example")
    page.get_by_label("What does it show?").fill("A service that nobody can name")
    page.get_by_role("button", name="Make this a worked example").click()
    expect(page.get_by_role("heading", name="A service that nobody can name")).to_be_visible()
    page.get_by_role("link", name="View in the YAML file (“A service that nobody can name”)").click()
    expect(page.locator("li:target")).to_contain_text("A service that nobody can name")
    expect(page.locator("li:target")).to_be_in_viewport()

    page.goto(f"{own.address}/rules/proof")
    page.get_by_role("row", name="Pensions").get_by_role("link").click()
    expect(page.locator("li:target")).to_contain_text("id: pensions")
    assert watch.errors == []


def test_when_two_officers_publish_at_once_the_second_is_warned_and_loses_nothing(
    context_of: ContextFactory, own: LiveServer
) -> None:
    mine, theirs = context_of().new_page(), context_of().new_page()
    watch = watch_page(mine, own.address)
    path = own.rules / "readiness.yaml"
    path.write_bytes(path.read_bytes().replace(b'label: "Not ready', b'label: "Not quite ready', 1))
    for page, name in ((mine, "Ann Smith"), (theirs, "Ben Jones")):
        page.goto(f"{own.address}/rules/publish")
        page.get_by_role("textbox", name="Your name").fill(name)
        page.get_by_role("textbox", name="Why do the rules change?").fill(f"As {name} sees it")
    theirs.get_by_role("button", name="Publish").click()
    expect(theirs.get_by_text("Version 1.0.1 is in force.").first).to_be_visible()
    mine.get_by_role("button", name="Publish").click()
    summary = mine.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Version 1.0.1 was published by Ben Jones")
    expect(summary).to_be_focused()
    expect(mine.get_by_text("As Ann Smith sees it")).to_be_visible()
    assert check_page(mine, watch) == []
