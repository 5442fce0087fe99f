"""Comparing assessments and listing services in the browser, with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.a11y import check_page, watch_page
from tests.browser.conftest import ContextFactory, LiveServer

WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@WITH_AND_WITHOUT
def test_an_officer_compares_an_assessment_with_others_and_with_a_file(
    context_of: ContextFactory, served: LiveServer, tmp_path: Path, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, served.address)
    page.goto(f"{served.address}/assessments/{served.numbers['full']}")
    page.get_by_role("link", name="Change since last time").click()
    expect(page.get_by_text("Compared with “On older rules”")).to_be_visible()
    expect(page.get_by_text("The rules differ: version 0.9.0 before")).to_be_visible()
    page.get_by_label("Compare with", exact=True).select_option(label="These answers under version 0.9.0 of the rules")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("Compared with the same answers under version 0.9.0 of the rules.")).to_be_visible()
    file = tmp_path / "spring.yaml"
    file.write_bytes(page.request.get(f"{served.address}/assessments/{served.numbers['full']}/answers.yaml").body())
    page.get_by_text("Compare with a file of answers").click()
    page.get_by_label("File of answers").set_input_files(file)
    page.get_by_role("button", name="Compare with the file").click()
    expect(page.get_by_text("Compared with the answers in the file “spring.yaml”.")).to_be_visible()
    expect(page.get_by_text("questions are unchanged.")).to_be_visible()
    if script:
        assert check_page(page, watch) == []


@WITH_AND_WITHOUT
def test_an_officer_sorts_filters_and_exports_services(
    context_of: ContextFactory, served: LiveServer, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    page.goto(f"{served.address}/services")
    page.get_by_role("columnheader", name="Can show, could be").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Can show, could be")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("columnheader", name="Can show, could be").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Can show, could be")).to_have_attribute("aria-sort", "ascending")
    page.get_by_text("More filters").click()
    page.get_by_label("Assessments", exact=True).select_option("all")
    page.get_by_label("Find by name").fill("leisure")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("rowheader", name="Leisure centres and swimming pools").first).to_be_visible()
    expect(page.get_by_text("Museums")).to_have_count(0)
    page.get_by_role("link", name="barrier by barrier").click()
    expect(page.get_by_role("columnheader", name="Pensions")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as CSV").click()
    assert "Leisure centres" in Path(waiting.value.path()).read_text("utf-8-sig")
