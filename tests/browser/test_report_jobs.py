"""While a report is rendered: the waiting page, the download that follows, and the error pages."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from assess.rendering import queue
from assess.rendering.models import FailureReason, Rendered, RenderFailed
from assess.rendering.service import RenderService
from assess.web.context import get_services
from tests.browser.a11y import check_page, watch_page
from tests.browser.conftest import ContextFactory, LiveServer, create_test_app, run_server
from tests.rendering.requests import TEST_TIMEOUT, ControlledWorker

PDF = Rendered(b"%PDF for a test")


class StalledServer(NamedTuple):
    """An application whose render service has one controllable worker and no waiting time."""

    app: Flask
    server: LiveServer
    worker: ControlledWorker

    def report_address(self, page: str, status: str, form: str = "pdf") -> str:
        """Return the address of a report of the complete sample."""
        number = self.server.numbers["full"]
        return f"{self.server.address}/assessments/{number}/report/{page}?form={form}&answers=without&status={status}"

    def fail(self, reason: FailureReason) -> None:
        """Make a report fail."""
        renderer = get_services(self.app).renderer
        self.worker.finish(RenderFailed(reason))
        for job in (*renderer.in_progress.values(), *renderer.pending):
            assert job.done.wait(TEST_TIMEOUT)


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StalledServer]:
    printer = ControlledWorker()
    with (
        create_test_app(tmp_path_factory.mktemp("pressed"), RenderService([printer], wait_timeout=0)) as app,
        run_server(app) as served,
    ):
        yield StalledServer(app, served, printer)


def test_the_waiting_page_continues_by_itself_and_starts_the_download(page: Page, pressed: StalledServer) -> None:
    watch = watch_page(page, pressed.server.address)
    page.goto(pressed.report_address("file", "draft"))
    expect(page.locator("h1")).to_have_text("Your report is being made")
    pressed.worker.wait_for_start()
    expect(page.get_by_role("status")).to_have_text("It is being made now.")
    assert check_page(page, watch) == []
    with page.expect_download() as download:
        pressed.worker.finish(PDF)
    assert download.value.path().read_bytes() == PDF.content
    expect(page.locator("h1")).to_have_text("Your report is ready")
    assert check_page(page, watch) == []


def test_without_javascript_the_page_reloads_itself_and_starts_the_download(
    context_of: ContextFactory, pressed: StalledServer
) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(pressed.report_address("file", "final"))
    expect(page.locator("h1")).to_have_text("Your report is being made")
    expect(page.get_by_role("link", name="Reload this page")).to_be_visible()
    pressed.worker.wait_for_start()
    with page.expect_download() as download:
        pressed.worker.finish(PDF)
    assert download.value.path().read_bytes() == PDF.content
    expect(page.locator("h1")).to_have_text("Your report is ready")


@pytest.mark.parametrize("reason", list(FailureReason))
def test_a_failed_report_offers_alternatives(page: Page, pressed: StalledServer, reason: FailureReason) -> None:
    watch = watch_page(page, pressed.server.address)
    page.goto(pressed.report_address("file", "draft", "docx"))
    pressed.worker.wait_for_start()
    pressed.fail(reason)
    expect(page.get_by_role("link", name="try again")).to_be_visible()
    found = [each for each in check_page(page, watch) if "500" not in each]
    assert found == []


def test_a_full_queue_has_a_page_of_its_own(
    page: Page, pressed: StalledServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MAX_URGENT", 0)
    watch = watch_page(page, pressed.server.address)
    page.goto(pressed.report_address("file", "final", "docx"))
    expect(page.locator("h1")).to_have_text("Too many reports are being made")
    found = [each for each in check_page(page, watch) if "503" not in each]
    assert found == []
