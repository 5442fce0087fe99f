"""Fields that never guess."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from assess.core.model.fields import Day, Id, Number, PartialDate, Text, Truncated, Version, YesNo

KINDS: dict[str, Any] = {
    "id": Id,
    "number": Number,
    "yes_or_no": YesNo,
    "text": Text,
    "version": Version,
    "day": Day,
    "issued": PartialDate,
}


def parse_field(kind: str, value: Any) -> Any:
    """Return the value that a field of this kind reads."""
    return TypeAdapter(KINDS[kind]).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("id", "law-msp2-01", "law-msp2-01"),
        ("id", Truncated("idea"), "idea"),
        ("number", "0", 0),
        ("number", "15", 15),
        ("number", 15, 15),
        ("yes_or_no", "true", True),
        ("yes_or_no", "false", False),
        ("yes_or_no", True, True),
        ("text", "  words  ", "words"),
        ("version", "1.10.0", "1.10.0"),
        ("day", "2024-02-29", "2024-02-29"),
        ("issued", "2012", "2012"),
        ("issued", "2012-12", "2012-12"),
        ("issued", "2012-12-07", "2012-12-07"),
    ],
)
def test_a_field_accepts_its_own_type(kind: str, typed: Any, value: Any) -> None:
    assert parse_field(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *[("id", each) for each in ("", "Law", "law_1", "law--1", "-law", "law-", "é", "law 1", "law\n", ["law"])],
        *[("number", each) for each in ("", "020", "1_000", " 20", "+1", "-1", "1.0", "1e3", "٣", "9" * 16, True, 1.5)],
        *[("yes_or_no", each) for each in ("", "on", "y", "True", "yes", "1", 1, None)],
        *[("text", each) for each in ("", "  ", None, Truncated("words"))],
        ("text", ["words"]),
        ("text", {}),
        *[("version", each) for each in ("1.0", "1.0.0.0", "01.0.0", "1.0.0-beta", "1.0.0\n")],
        *[("day", each) for each in ("2025-02-29", "2025-2-9", "0", "20250209", "2025-02-09\n", 2025)],
        *[("issued", each) for each in ("12", "2012-13", "2012-02-30", "2012-12-7", 2012)],
    ],
)
def test_a_field_rejects_ambiguous_values(kind: str, typed: Any) -> None:
    with pytest.raises(ValidationError):
        parse_field(kind, typed)


@given(some.integers(0, 10**14))
def test_every_whole_number_is_read(number: int) -> None:
    assert parse_field("number", str(number)) == number
