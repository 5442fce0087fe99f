"""Changing the rules in the browser, on a server of its own, since it changes the current rules."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.a11y import check_page, watch_page
from tests.browser.conftest import ContextFactory, LiveServer, create_test_app, run_server, set_value

WEIGHTS = "/rules/draft/weights/all"
PAGES = (
    "/rules",
    "/rules/draft",
    WEIGHTS,
    "/rules/draft/examples",
    "/rules/draft/drop",
    "/rules/text/readiness",
    "/rules/text/readiness/lines",
    "/rules/compare",
    "/rules/impact",
    "/rules/impact/1",
    "/rules/impact/tried/0",
    "/rules/publish",
    "/rules/proof",
)


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with create_test_app(tmp_path_factory.mktemp("own")) as application, run_server(application) as server:
        yield server


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server with a draft that was begun in forms and then replaced by an uploaded file."""
    with create_test_app(tmp_path_factory.mktemp("drafted")) as application, run_server(application) as server:
        publishing = application.extensions["assess"].rulebooks.publishing
        files = publishing.get_current_release().files
        for weight, unedited in ((b"50", False), (b"60", True)):
            changed = files._replace(
                readiness=files.readiness.replace(b"    weight: 20\n", b"    weight: %b\n" % weight, 1)
            )
            publishing.save_draft(changed, publishing.sync_with_disk().revision, unedited=unedited)
        yield server


def change_weight(page: Page, served: LiveServer, weight: str) -> None:
    """Change the weight of the section procurement."""
    page.goto(served.address + WEIGHTS)
    page.get_by_role("textbox", name="Weight of Procurement").fill(weight)
    page.get_by_role("button", name="Save in the draft").click()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_changes_a_weight_and_publishes_it(
    context_of: ContextFactory, own: LiveServer, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, own.address)
    page.goto(f"{own.address}/rules")
    page.get_by_role("link", name="Edit in forms").click()
    page.get_by_role("link", name="Weights of the barriers").click()
    page.get_by_role("textbox", name="Weight of Procurement").fill("100")
    if not script:
        page.get_by_role("button", name="Work out shares").click()
    expect(page.get_by_role("row", name="Procurement").locator("output")).to_have_text("55.5%")
    page.get_by_role("button", name="Save in the draft").click()
    page.goto(f"{own.address}/rules")
    page.get_by_role("link", name="What would change").click()
    page.get_by_role("button", name="Check all assessments").click()
    expect(page.get_by_text("assessments would have a different result")).to_be_visible()
    page.get_by_role("link", name="Filled in").click()
    expect(page.get_by_text("The weight of the barrier Procurement went from 20 to 100")).to_be_visible()
    page.goto(f"{own.address}/rules")
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("textbox", name="Your name").fill("Ann Smith")
    page.get_by_role("textbox", name="Why do the rules change?").fill("Procurement decides")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1.0.1 is in force.").first).to_be_visible()
    expect(page.get_by_role("row", name="Procurement")).to_contain_text("55.5%")
    assert watch.errors == []


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_confirms_each_worked_example_that_comes_out_differently(
    context_of: ContextFactory, own: LiveServer, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, own.address)
    page.goto(f"{own.address}/rules/draft/blocker/no-pension-protection/remove")
    page.get_by_role("button", name="Remove it").click()
    page.goto(f"{own.address}/rules")
    page.get_by_role("link", name="Say whether you meant").click()
    page.get_by_role("textbox", name="Your name").fill("Ann Smith")
    page.get_by_role("textbox", name="Why do the rules change?").fill("No blocker any more")
    page.get_by_label("This is what I meant (example 1)").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why you meant the change in example 1")
    if script:
        assert check_page(page, watch) == []
        page.set_viewport_size({"width": 1280, "height": 900})
    for number in range(1, page.get_by_role("checkbox").count() + 1):
        page.get_by_label(f"This is what I meant (example {number})").check()
        page.get_by_label(f"Why did you mean it? (example {number})").fill("It is a warning elsewhere")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1.0.1 is in force.").first).to_be_visible()
    page.goto(f"{own.address}/rules/versions/1.0.1")
    expect(page.get_by_text("It is a warning elsewhere").first).to_be_visible()
    assert watch.errors == []


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_adds_a_blocker_with_its_condition(
    context_of: ContextFactory, own: LiveServer, script: bool
) -> None:
    page = context_of(java_script_enabled=script).new_page()
    watch = watch_page(page, own.address)
    page.goto(f"{own.address}/rules/draft/list/blocker")
    page.get_by_role("link", name="Add a blocker").click()
    page.get_by_label("What is wrong").fill("Nobody has told the fund.")
    page.get_by_label("What lifts it").fill("Write to the fund.")
    page.get_by_label("Add a condition", exact=True).select_option("question:pension-fund-told")
    page.get_by_role("button", name="Add the condition").click()
    expect(page.locator("#when-1")).to_be_in_viewport()
    page.locator("#when-1").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Add a group").click()
    page.get_by_label("Add a condition to this group").select_option("profile:nation")
    page.get_by_role("button", name="Add the condition to this group").click()
    page.get_by_label("England").check()
    page.get_by_label("Highest band while it is true").select_option("not-ready")
    page.get_by_label("Find a finding").fill("law-lgps-10")
    page.get_by_role("button", name="Find a finding").click()
    page.locator("#claims-results").get_by_role("checkbox").check()
    if script:
        assert check_page(page, watch) == []
        page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("What is wrong").press("Tab")
    page.get_by_label("Short name").press("Enter")
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    page.goto(f"{own.address}/rules")
    expect(page.get_by_text("The blocker “Nobody has told the fund.” was added")).to_be_visible()
    assert watch.errors == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_a_draft_meets_the_standards(page: Page, drafted: LiveServer, address: str) -> None:
    watch = watch_page(page, drafted.address)
    page.goto(drafted.address + address)
    assert check_page(page, watch) == []


def test_a_form_with_an_edit_conflict_meets_the_standards(context_of: ContextFactory, drafted: LiveServer) -> None:
    mine, theirs = context_of().new_page(), context_of().new_page()
    watch = watch_page(mine, drafted.address)
    address = f"{drafted.address}/rules/draft/question/pension-fund-told"
    mine.goto(address)
    theirs.goto(address)
    theirs.get_by_label("How does an officer find out?").fill("Ask the fund.")
    theirs.get_by_role("button", name="Save in the draft").click()
    mine.get_by_label("How does an officer find out?").fill("Ask the fund twice.")
    mine.get_by_role("button", name="Save in the draft").click()
    expect(mine.get_by_role("link", name="This was changed after you opened it")).to_be_visible()
    expect(mine.get_by_label("How does an officer find out?")).to_have_value("Ask the fund twice.")
    assert check_page(mine, watch) == []


def test_a_form_error_has_the_focus_and_meets_the_standards(page: Page, own: LiveServer) -> None:
    watch = watch_page(page, own.address)
    change_weight(page, own, "many")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.locator(".govuk-error-summary").get_by_role("link").first.click()
    expect(page.get_by_role("textbox", name="Weight of Procurement")).to_be_focused()
    assert check_page(page, watch) == []


def test_a_change_on_disk_beside_a_draft_meets_the_standards(page: Page, own: LiveServer) -> None:
    watch = watch_page(page, own.address)
    change_weight(page, own, "21")
    path = own.rules / "readiness.yaml"
    path.write_bytes(path.read_bytes().replace(b"    weight: 20\n", b"    weight: 30\n", 1))
    page.goto(f"{own.address}/rules")
    expect(page.get_by_role("heading", name="The files on disk have changed as well")).to_be_visible()
    assert check_page(page, watch) == []
    page.get_by_role("button", name="Use the files on disk as the draft").click()
    expect(page.get_by_text("The weight of the barrier Procurement went from 20 to 30")).to_be_visible()


@pytest.fixture
def broken(own: LiveServer) -> LiveServer:
    """A server whose draft has a blocker with an unknown band, below the visible part of the text."""
    path = own.rules / "readiness.yaml"
    path.write_bytes(path.read_bytes().replace(b"caps_at: not-ready", b"caps_at: not-redy"))
    return own


def selected_text(field: Locator) -> str:
    """Return the text that is selected in the text field."""
    return str(field.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)"))


def test_the_editor_marks_problems_searches_undoes_and_saves(page: Page, broken: LiveServer) -> None:
    watch = watch_page(page, broken.address)
    page.goto(f"{broken.address}/rules/text/readiness")
    editor, field = page.locator(".cm-content"), page.locator("#text")
    expect(editor).to_be_visible()
    expect(field).to_be_hidden()
    expect(editor).to_have_accessible_name("The whole file")
    page.locator("[data-line]").first.click()
    expect(editor).to_be_focused()
    expect(page.locator(".cm-activeLine")).to_contain_text("caps_at: not-redy")
    expect(page.locator(".cm-lint-marker-error").first).to_be_visible()
    page.keyboard.press("Control+f")
    page.keyboard.type("LGPS means")
    assert check_page(page, watch) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Home")
    page.keyboard.type("# Mine")
    page.keyboard.press("Control+z")
    page.keyboard.type("# Ours\n")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save in the draft")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    assert field.input_value().startswith("# Ours\n# yaml-language-server")
    assert watch.errors == []


def test_the_editor_can_be_switched_off_and_on(page: Page, own: LiveServer) -> None:
    page.goto(f"{own.address}/rules/text/evidence")
    page.locator(".cm-content").press("Control+Home")
    page.keyboard.type("# Mine\n")
    page.get_by_role("button", name="Use a plain text field").click()
    field = page.locator("#text")
    assert field.input_value().startswith("# Mine\n")
    set_value(field, field.input_value().replace("# Mine", "# Ours", 1))
    page.get_by_role("button", name="Use the editor").click()
    expect(page.locator(".cm-line").first).to_have_text("# Ours")
    page.emulate_media(media="print")
    expect(page.locator(".cm-editor")).to_be_hidden()
    expect(field).to_be_visible()


@pytest.mark.parametrize("file", ["editor.js", "vendor/editor/codemirror-view.js"])
def test_without_the_editor_a_problem_selects_its_line_in_the_plain_field(
    page: Page, broken: LiveServer, file: str
) -> None:
    page.route(f"**/static/{file}", lambda route: route.abort())
    page.goto(f"{broken.address}/rules/text/readiness")
    field = page.get_by_label("The whole file")
    expect(field).to_be_visible()
    page.locator("[data-line]").first.click()
    assert "caps_at: not-redy" in selected_text(field)


def test_the_text_can_be_edited_without_javascript(context_of: ContextFactory, broken: LiveServer) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{broken.address}/rules/text/readiness")
    field = page.get_by_label("The whole file")
    set_value(field, field.input_value().replace("not-redy", "not-ready"))
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_text("What is in force, line by line")).to_be_visible()
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    page.goto(f"{broken.address}/rules")
    expect(page.get_by_role("link", name="Delete the draft")).to_have_count(0)


def test_publishing_without_a_name_meets_the_standards(page: Page, drafted: LiveServer) -> None:
    watch = watch_page(page, drafted.address)
    page.goto(f"{drafted.address}/rules/publish")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert check_page(page, watch) == []
