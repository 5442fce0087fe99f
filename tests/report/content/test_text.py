"""Numbers, dates and names in plain English."""

from datetime import date
from fractions import Fraction

import pytest

from assess.report.content import text as content_text


@pytest.mark.parametrize(
    ("count", "said"), [(0, "no blockers"), (1, "one blocker"), (12, "twelve blockers"), (1300, "1,300 blockers")]
)
def test_small_counts_are_spelt_out(count: int, said: str) -> None:
    assert content_text.format_count(count, "blocker") == said


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Head of HR", "head of HR"),
        ("VAT and tax adviser", "VAT and tax adviser"),
        ("HR lead", "HR lead"),
        ("Section 151 officer", "section 151 officer"),
    ],
)
def test_a_title_inside_a_sentence_starts_in_lower_case_unless_it_is_an_acronym(title: str, inside: str) -> None:
    assert content_text.lower_first(title) == inside


@pytest.mark.parametrize(
    ("gain", "shown"),
    [(Fraction(0), "0.0"), (Fraction(299, 100), "2.9"), (Fraction(100), "100.0"), (Fraction(1, 30), "0.0")],
)
def test_points_are_rounded_down_to_one_decimal(gain: Fraction, shown: str) -> None:
    assert content_text.format_points(gain) == shown


@pytest.mark.parametrize(
    ("text", "said"), [("2012", "2012"), ("2012-12", "December 2012"), ("2012-12-07", "7 December 2012")]
)
def test_a_partial_date_is_formatted_as_far_as_it_is_known(text: str, said: str) -> None:
    assert content_text.format_partial_date(text) == said


def test_a_day_has_no_leading_zero() -> None:
    assert content_text.format_date(date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_parts_are_joined_as_in_a_sentence(parts: list[str], said: str) -> None:
    assert content_text.join_words(parts) == said


@pytest.mark.parametrize(
    ("text", "ended"), [("It is", "It is."), ("Is it?", "Is it?"), ("“So.”", "“So.”"), ("ends. ", "ends.")]
)
def test_a_sentence_ends_with_a_single_full_stop(text: str, ended: str) -> None:
    assert content_text.end_sentence(text) == ended


def test_a_long_name_is_shortened_with_an_ellipsis() -> None:
    assert content_text.shorten("Borough of Sample", 10) == "Borough o…"
