"""The report as a single web page, as a browser shows it."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from assess.branding.logo import Logo, read_logo
from assess.report.build import render_report
from assess.report.options import Branding, ReportOptions
from tests import frozen
from tests.browser.a11y import check_page, watch_page
from tests.report import edge_cases
from tests.report.test_first_page import load_libraries_sample

LOGO = read_logo(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 2"><path style="fill: red" d="M0 0h9v2z"/></svg>'
)
assert isinstance(LOGO, Logo)
EXTRACT = ReportOptions(
    ".html",
    edge_cases.DAY,
    marking="OFFICIAL",
    sections=("pensions", "finance"),
    look=Branding("#6b1f5c", LOGO, "Borough of Sample"),
)
"""Every chapter, but not every section: axe checks each element."""


@pytest.mark.parametrize(
    "edition", [EXTRACT, replace(EXTRACT, with_answers=False, chapters=())], ids=["extract", "summary"]
)
def test_the_page_meets_the_standards_and_never_scrolls_horizontally(
    page: Page, tmp_path: Path, edition: ReportOptions
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(render_report(frozen.load_frozen_rulebook(), load_libraries_sample(), edition, {}))
    watch = watch_page(page, f"{file.as_uri()}")
    page.goto(file.as_uri())
    assert check_page(page, watch) == []
    assert page.locator(".logo img").evaluate("picture => picture.naturalWidth > 0")
