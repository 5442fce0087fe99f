"""The report as a single web page, as a browser shows it."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from assess.branding.logo import Logo, read_logo
from assess.report.build import report
from assess.report.options import Edition, Look
from tests.browser.a11y import looked_over, watched
from tests.report import edge_cases, sample_reports
from tests.report.test_first_page import libraries

LOGO = read_logo(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 2"><path style="fill: red" d="M0 0h9v2z"/></svg>'
)
assert isinstance(LOGO, Logo)
EXTRACT = Edition(
    ".html",
    edge_cases.DAY,
    marking="OFFICIAL",
    sections=("pensions", "finance"),
    look=Look("#6b1f5c", LOGO, "Borough of Sample"),
)
"""Every chapter, but not every section: axe checks each element."""


@pytest.mark.parametrize(
    "edition", [EXTRACT, replace(EXTRACT, with_answers=False, chapters=())], ids=["extract", "summary"]
)
def test_the_page_meets_the_standards_and_never_scrolls_horizontally(
    page: Page, tmp_path: Path, edition: Edition
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(report(sample_reports.rulebook(), libraries(), edition, {}))
    watch = watched(page, f"{file.as_uri()}")
    page.goto(file.as_uri())
    assert looked_over(page, watch) == []
    assert page.locator(".logo img").evaluate("picture => picture.naturalWidth > 0")
