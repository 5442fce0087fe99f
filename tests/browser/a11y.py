"""Accessibility checks with axe, and a watch for errors on a page."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""WCAG 2.2 at levels A and AA, and best practices; no rule is skipped."""
AXE_SCRIPT = Axe().axe_script
EXPECTED_STATUSES = (404, 422)
"""Status codes of error pages, which are pages like any other."""


@dataclass
class PageWatch:
    """What went wrong on a page: console errors, requests to other hosts, and failed requests."""

    address: str
    errors: list[str] = field(default_factory=list)

    def record_message(self, message: ConsoleMessage) -> None:
        """Record an error or a warning, except for the browser's own message about a 404 or 422 response."""
        expected = "the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not expected:
            self.errors.append(message.text)

    def record_request(self, request: Request) -> None:
        """Record a request to another host."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.errors.append(f"asked {request.url}")

    def record_response(self, response: Response) -> None:
        """Record a response that is not a page."""
        if response.status >= 400 and response.status not in EXPECTED_STATUSES:
            self.errors.append(f"{response.status} from {response.url}")


def watch_page(page: Page, address: str) -> PageWatch:
    """Start watching a page."""
    watch = PageWatch(address)
    page.on("console", watch.record_message)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("request", watch.record_request)
    page.on("response", watch.record_response)
    return watch


def find_violations(page: Page) -> list[str]:
    """Return the violations that axe finds on a page, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations: list[dict[str, Any]] = page.evaluate("options => axe.run(options)", AXE_OPTIONS)["violations"]
    return [f"{each['id']}: {each['help']}: {node['html'][:200]}" for each in violations for node in each["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    """Return whether anything is wider than the window (WCAG 1.4.10)."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def check_page(page: Page, watch: PageWatch, *widths: int) -> list[str]:
    """Return everything that is wrong with the page in its current state, in windows of these widths."""
    found = []
    for width in widths or (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found += find_violations(page)
        found += [f"At {width} pixels it scrolls sideways."] if scrolls_sideways(page) else []
    return found + watch.errors
