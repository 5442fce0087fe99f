"""Other engines are given the same report to lay out."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from bench.chromium import iter_ancestors
from bench.downloads import iter_requests_by_date
from bench.render_memory import LONG_SPACING, build_worker_memory_figure, iter_render_requests
from bench.shipped import REPORT_DATE
from bench.typeset import TypstProject, extract_blocks
from tests.rendering.requests import REQUEST_WITHOUT_RULES

PAGE = """<html lang="en"><head><title>T</title></head><body><div>
<h1>Readiness</h1><nav><ol><li>1 Left out</li></ol></nav>
<p>Two <b>words</b> of a lo\u200bng one <a href="#n1">[1]</a></p><div>Loose <i>text</i></div>
<section><h2>Advice</h2><ul><li>Ask</li></ul><svg><title>Picture</title></svg>
<table><thead><tr><th>Q</th><th>A</th></tr></thead><tbody><tr><th>Q1</th><td>Yes</td></tr></tbody></table></section>
</div></body></html>"""


def test_the_blocks_are_those_of_the_page_in_order() -> None:
    assert extract_blocks(PAGE) == (
        {"kind": "heading", "level": 1, "text": "Readiness"},
        {"kind": "text", "text": "Two words of a long one [1]"},
        {"kind": "text", "text": "Loose text"},
        {"kind": "heading", "level": 2, "text": "Advice"},
        {"kind": "item", "text": "Ask"},
        {"kind": "table", "columns": 2, "head": ["Q", "A"], "rows": [["Q1", "Yes"]]},
    )


def test_typst_makes_a_tagged_pdf_with_the_words_and_the_files(tmp_path: Path) -> None:
    made = PdfReader(BytesIO(TypstProject(tmp_path, PAGE, {"answers.yaml": b"council: Sample\n"}).compile_pdf()))
    assert made.attachments["answers.yaml"] == [b"council: Sample\n"]
    marks: Any = made.trailer["/Root"]
    assert marks["/MarkInfo"]["/Marked"]
    text = " ".join(page.extract_text() for page in made.pages)
    assert "Two words of a long one [1]" in text
    assert "Q1" in text


def test_the_ancestors_of_a_process_exclude_init() -> None:
    assert list(iter_ancestors(5, {5: 4, 4: 3, 3: 1, 9: 1})) == [4, 3]


def test_every_request_for_another_day_is_another_report() -> None:
    days = [each.options.day for each in islice(iter_requests_by_date(REQUEST_WITHOUT_RULES), 3)]
    first = REQUEST_WITHOUT_RULES.options.day
    assert days == [first + timedelta(days=number) for number in (1, 2, 3)]
    assert REQUEST_WITHOUT_RULES.key not in {
        replace(REQUEST_WITHOUT_RULES, options=replace(REQUEST_WITHOUT_RULES.options, day=each)).key for each in days
    }


def test_two_reports_in_twenty_are_long_one_for_each_worker() -> None:
    made = list(islice(iter_render_requests(LONG_SPACING), 2 * LONG_SPACING))
    long = [place for place, order in enumerate(made) if order.options.with_answers]
    assert long == [0, 1, LONG_SPACING, LONG_SPACING + 1]
    assert len({order.key for order in made}) == 2 * LONG_SPACING
    assert all(order.options.day > REPORT_DATE for order in made)


def test_growing_memory_misses_the_target() -> None:
    assert build_worker_memory_figure({50: 400.0, 75: 410.0, 100: 420.0}).met
    grown = build_worker_memory_figure({50: 400.0, 75: 500.0, 100: 600.0})
    assert not grown.met
    assert grown.measured == "1.50 of what it was"
