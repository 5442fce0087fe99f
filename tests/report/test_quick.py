"""The optimised code paths through WeasyPrint."""

import pytest
import weasyprint.css

from assess.report.pdf import render as pdf_render
from assess.report.quick import ways
from tests.report import edge_cases

UNCOMMON = """<html lang="en"><head><title>Uncommon</title></head><body dir="auto"><h1>Uncommon</h1>
<p style="float: left; width: 30%; padding: 5%; background: #eee; border-radius: 2mm">Floats</p>
<p style="box-sizing: border-box; width: 50%; min-height: 3em; border: 1px solid">Boxed, beside what floats</p>
<p style="position: relative; left: 10%; margin: calc(1em + 2%)">Moved</p>
<p style="direction: rtl; text-align: right">From the right</p>
<div style="height: 50%"><p style="max-width: 50%; visibility: hidden; background: #ccc">Hidden</p></div>
<table style="border-collapse: separate; border-spacing: 2mm"><tr><th scope="row">One</th><td
 style="border-top: 3px solid; box-shadow: 1px 1px #000">Two</td></tr></table></body></html>"""


@pytest.mark.parametrize("case", ["nothing-due", "middling", "odd-characters"])
def test_the_optimised_code_renders_the_same_bytes(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    made = edge_cases.render_case_pdf(case)
    monkeypatch.setattr(ways, "WRITTEN_FOR", ("0", "0"))
    assert (
        pdf_render.render_pdf(edge_cases.render_case_html(case), date=edge_cases.DAY, attachments=edge_cases.FILES)
        == made
    )


def test_uncommon_features_use_the_original_code(monkeypatch: pytest.MonkeyPatch) -> None:
    made = pdf_render.render_pdf(UNCOMMON, date=edge_cases.DAY, attachments={})
    monkeypatch.setattr(ways, "WRITTEN_FOR", ("0", "0"))
    assert pdf_render.render_pdf(UNCOMMON, date=edge_cases.DAY, attachments={}) == made


def test_the_optimisations_are_undone_afterwards() -> None:
    before = weasyprint.css.ComputedStyle.__missing__
    with ways.quickened(pdf_render.PARTS):
        during = weasyprint.css.ComputedStyle.__missing__
    assert during is not before
    assert weasyprint.css.ComputedStyle.__missing__ is before


def test_other_versions_are_not_patched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "WRITTEN_FOR", ("0", "0"))
    before = weasyprint.css.ComputedStyle.__missing__
    with ways.quickened(pdf_render.PARTS):
        assert weasyprint.css.ComputedStyle.__missing__ is before
