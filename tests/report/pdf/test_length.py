"""The reports of the samples are short, their pages are full, and no heading stands alone at the end of a page."""

from pathlib import Path

import pytest

from tests import frozen
from tests.report import page_fill, sample_reports

MOST_PAGES = {
    "adult-education": 21, "adult-social-care": 28, "back-office": 28, "leisure": 28, "libraries": 28, "museums": 11,
    "parks": 28, "youth": 12,
}  # fmt: skip
every_sample = pytest.mark.parametrize("path", frozen.SAMPLES, ids=lambda path: path.stem)


@every_sample
def test_a_report_is_short_and_its_pages_are_full(path: Path) -> None:
    fills = [page_fill.measure_fill(lines) for lines in page_fill.read_pages(sample_reports.render_sample_pdf(path))]
    assert len(fills) <= MOST_PAGES[path.stem]
    assert sum(fills) / len(fills) > 70


@every_sample
def test_no_heading_and_no_head_of_a_table_is_the_last_line_of_a_page(path: Path) -> None:
    headings = page_fill.list_headings(sample_reports.render_sample_page(path))
    pages = page_fill.read_pages(sample_reports.render_sample_pdf(path))
    assert [page_fill.find_lonely_headings(lines, headings) for lines in pages] == [[]] * len(pages)
