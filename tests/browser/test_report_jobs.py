"""While a report is rendered: the waiting page, the download that follows, and the error pages."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from assess.rendering import queue
from assess.rendering.models import Failed, Made, Reason
from assess.rendering.service import Press
from assess.web.context import site_of
from tests.browser.a11y import looked_over, watched
from tests.browser.conftest import Opens, Served, made, serving
from tests.rendering.requests import LONG, Told

PDF = Made(b"%PDF for a test")


class Pressed(NamedTuple):
    """An application whose render service has one controllable worker and no waiting time."""

    app: Flask
    served: Served
    printer: Told

    def address(self, page: str, status: str, form: str = "pdf") -> str:
        """Return the address of a report of the complete sample."""
        number = self.served.numbers["full"]
        return f"{self.served.address}/assessments/{number}/report/{page}?form={form}&answers=without&status={status}"

    def fails(self, reason: Reason) -> None:
        """Make a report fail."""
        press = site_of(self.app).press
        self.printer.ends(Failed(reason))
        for job in (*press.making.values(), *press.waiting):
            assert job.done.wait(LONG)


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressed]:
    printer = Told()
    with made(tmp_path_factory.mktemp("pressed"), Press([printer], patience=0)) as app, serving(app) as served:
        yield Pressed(app, served, printer)


def test_the_waiting_page_continues_by_itself_and_starts_the_download(page: Page, pressed: Pressed) -> None:
    watch = watched(page, pressed.served.address)
    page.goto(pressed.address("file", "draft"))
    expect(page.locator("h1")).to_have_text("Your report is being made")
    pressed.printer.begins()
    expect(page.get_by_role("status")).to_have_text("It is being made now.")
    assert looked_over(page, watch) == []
    with page.expect_download() as download:
        pressed.printer.ends(PDF)
    assert download.value.path().read_bytes() == PDF.content
    expect(page.locator("h1")).to_have_text("Your report is ready")
    assert looked_over(page, watch) == []


def test_without_javascript_the_page_can_be_reloaded(context_of: Opens, pressed: Pressed) -> None:
    context: BrowserContext = context_of(java_script_enabled=False)
    page = context.new_page()
    page.goto(pressed.address("file", "final"))
    expect(page.locator("h1")).to_have_text("Your report is being made")
    pressed.printer.begins()
    pressed.printer.ends(PDF)
    assert page.locator("noscript").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Look again").click()
    assert download.value.path().read_bytes() == PDF.content
    expect(page.locator("h1")).to_have_text("Your report is ready")


@pytest.mark.parametrize("reason", list(Reason))
def test_a_failed_report_offers_alternatives(page: Page, pressed: Pressed, reason: Reason) -> None:
    watch = watched(page, pressed.served.address)
    page.goto(pressed.address("file", "draft", "docx"))
    pressed.printer.begins()
    pressed.fails(reason)
    expect(page.get_by_role("link", name="try again")).to_be_visible()
    found = [each for each in looked_over(page, watch) if "500" not in each]
    assert found == []


def test_a_full_queue_has_a_page_of_its_own(page: Page, pressed: Pressed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_URGENT", 0)
    watch = watched(page, pressed.served.address)
    page.goto(pressed.address("file", "final", "docx"))
    expect(page.locator("h1")).to_have_text("Too many reports are being made")
    found = [each for each in looked_over(page, watch) if "503" not in each]
    assert found == []
