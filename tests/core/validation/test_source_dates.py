"""Dates of sources that lie in the future are found with their lines; what else is wrong is for the loader to say."""

from datetime import date

import pytest

from assess.core.validation.source_dates import find_future_dates

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("{checked_on: 2027-03-01, issued: 2027}", []),
        ("{checked_on: 2027-03-02}", ["evidence.yaml:1:24: `checked_on` is in the future: `2027-03-02`"]),
        ("{issued: 2027-03}", []),
        ("{issued: 2027-04}", ["evidence.yaml:1:20: `issued` is in the future: `2027-04`"]),
        ("{issued: 2028}", ["evidence.yaml:1:20: `issued` is in the future: `2028`"]),
        ("{checked_on: soon}", []),
        ("no source", []),
    ],
)
def test_a_date_in_the_future_is_named_with_its_line(source: str, lines: list[str]) -> None:
    found = find_future_dates(f"sources: [{source}]".encode(), "evidence.yaml", TODAY)
    assert [str(problem).split(". ")[0] for problem in found] == lines


def test_a_clock_that_is_years_behind_refuses_nothing() -> None:
    evidence = b"sources: [{checked_on: 2026-11-28}, {checked_on: 2062-03-01}]"
    (found,) = find_future_dates(evidence, "evidence.yaml", date(1970, 1, 1))
    assert "`2062-03-01`" in found.message


@pytest.mark.parametrize(
    "text", [b"sources: {checked_on: 2062", b"sources: none # issued: 2062", b"claims: [{issued: 2062}]"]
)
def test_a_file_without_a_list_of_sources_has_no_dates(text: bytes) -> None:
    assert find_future_dates(text, "evidence.yaml", TODAY) == ()
