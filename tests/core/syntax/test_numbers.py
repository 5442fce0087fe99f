"""Whole numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.syntax.numbers import parse_written_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("40", 40),
        ("3400000", 3_400_000),
        ("3,400,000", 3_400_000),
        ("3,400,000.00", 3_400_000),
        ("3 400 000", 3_400_000),
        ("3\u00a0400\u00a0000", 3_400_000),
        ("3\u202f400\u202f000", 3_400_000),
        ("£3,400,000", 3_400_000),
        ("£ 250", 250),
        ("£3.4m", 3_400_000),
        ("3.4 million", 3_400_000),
        ("3.4 Million", 3_400_000),
        ("12k", 12_000),
        (" 7 ", 7),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert parse_written_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "3,4", "34,00", "3,40,000", "3,400 000", "3.45", "250.50", "-4", "+4", "1e6", "020", "1_000", "about 40", "٣"],
)
def test_anything_else_is_not_guessed_at(text: str) -> None:
    assert parse_written_number(text) is None


@given(st.integers(0, 10**15 - 1))
def test_every_number_is_read_back_in_each_notation(number: int) -> None:
    written = [f"{number}", f"{number:,}", f"{number:,}".replace(",", " "), f"£{number:,}.00"]
    assert {parse_written_number(text) for text in written} == {number}
