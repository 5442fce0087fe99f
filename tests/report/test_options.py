"""How one copy of a report is made, and how that is stored inside it."""

from datetime import date

import pytest

from assess.branding.logo import Logo, read_logo
from assess.report.formats import describe_conflict
from assess.report.options import Branding, Chapter, ReportOptions, dump_options, load_options

DAY = date(2026, 11, 22)
LOGO = read_logo(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>')
assert isinstance(LOGO, Logo)
FULL = ReportOptions(
    ".pdf",
    DAY,
    final=True,
    marking="OFFICIAL",
    chapters=(Chapter.BARRIERS,),
    sections=("pensions",),
    recommendations=(),
    notes=False,
    large=True,
    look=Branding("#6b1f5c", LOGO, "Borough of Sample"),
)


@pytest.mark.parametrize("edition", [ReportOptions(".html", DAY), FULL])
def test_report_options_survive_a_json_round_trip(edition: ReportOptions) -> None:
    assert load_options(dump_options(edition)) == edition


@pytest.mark.parametrize(
    ("whole", "wrong"),
    [
        ('"final":true', '"final":"yes"'),
        ('"barriers"', '"everything"'),
        ('"#6b1f5c"', '"red } body { display: none"'),
        ('".pdf"', '"pdf"'),
        ('"image/svg+xml"', '"text/html"'),
        ('"image/svg+xml"', '"image/png"'),
        ('"large":true', '"large":true,"more":1'),
        ("{", "["),
    ],
)
def test_invalid_report_options_are_rejected(whole: str, wrong: str) -> None:
    text = dump_options(FULL).decode()
    assert whole in text
    with pytest.raises(ValueError, match="ReportOptions"):
        load_options(text.replace(whole, wrong, 1).encode())


def test_a_sheet_of_answers_cannot_be_made_without_them() -> None:
    assert not describe_conflict(ReportOptions(".csv", DAY))
    assert "cannot be made without them" in describe_conflict(ReportOptions(".csv", DAY, with_answers=False))
