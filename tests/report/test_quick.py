"""The short ways through WeasyPrint."""

import pytest
import weasyprint.css

from assess.report import pdf, quick
from tests.report import cases


def test_the_short_ways_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = cases.pdf("nothing-due")
    monkeypatch.setattr(quick, "WRITTEN_FOR", ("0", "0"))
    assert pdf.to_pdf(cases.html("nothing-due"), date=cases.DAY, attachments=cases.FILES) == made


def test_the_short_ways_are_taken_away_again() -> None:
    before = weasyprint.css.ComputedStyle.__missing__
    with quick.quickened(pdf.PARTS):
        during = weasyprint.css.ComputedStyle.__missing__
    assert during is not before
    assert weasyprint.css.ComputedStyle.__missing__ is before


def test_other_versions_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "WRITTEN_FOR", ("0", "0"))
    before = weasyprint.css.ComputedStyle.__missing__
    with quick.quickened(pdf.PARTS):
        assert weasyprint.css.ComputedStyle.__missing__ is before
