"""Dates as people and spreadsheets write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.syntax.dates import MONTH_NAMES, has_short_year, parse_written_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-29", date(2027, 1, 29)),
        ("29/01/2027", date(2027, 1, 29)),
        ("12/01/2027", date(2027, 1, 12)),
        ("1/9/2027", date(2027, 9, 1)),
        ("29-Jun-2027", date(2027, 6, 29)),
        ("1 / Sept / 2027", date(2027, 9, 1)),
        ("1 September 2027", date(2027, 9, 1)),
        ("1.9.2027", date(2027, 9, 1)),
        ("1st September 2027", date(2027, 9, 1)),
        ("29/01/2027 00:00", date(2027, 1, 29)),
        ("2027-01-29T00:00:00", date(2027, 1, 29)),
        (" 29 February 2028 ", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_day_first(text: str, day: date) -> None:
    assert parse_written_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "01/29/2027", "29/02/2027", "29/01/27", "1 Ju 2027", "32 May 2027", "29/01/2027 9:30", "soon", "٣/٣/2027"],
)
def test_anything_else_is_not_guessed_at(text: str) -> None:
    assert parse_written_date(text) is None


@pytest.mark.parametrize(
    ("text", "is_short"),
    [("29/1/27", True), ("29-Jun-27", True), ("1 Sept 27", True), ("29/1/2027", False), ("29/1", False), ("27", False)],
)
def test_a_year_of_two_digits_is_recognised_and_not_guessed_at(text: str, is_short: bool) -> None:
    assert has_short_year(text) is is_short


@given(st.dates(date(1000, 1, 1)))
def test_every_date_is_read_back_in_each_notation(day: date) -> None:
    month = MONTH_NAMES[day.month - 1]
    written = [
        day.isoformat(),
        f"{day.day}/{day.month:02}/{day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day:02}-{month[:3]}-{day.year}",
    ]
    assert {parse_written_date(text) for text in written} == {day}
