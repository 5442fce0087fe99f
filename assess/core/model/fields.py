"""Field types of the rules files, validated from plain text, and their base model.

Validation never guesses: `020`, `1_000` and `on` are rejected where a number or a boolean is expected.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NUMBER_PATTERN = re.compile(r"(?:0|[1-9][0-9]*)\Z", re.ASCII)
VERSION_PATTERN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}\Z", re.ASCII)


def _pattern_validator(pattern: re.Pattern[str], kind: str) -> Callable[[Any], str]:
    """Return a validator for text that matches a pattern; its error has the kind as type and message."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or not pattern.match(value):
            raise PydanticCustomError(kind, kind)
        return str(value)

    return check


def parse_whole_number(value: Any) -> int:
    """Parse a whole number from 0, without signs, spaces or leading zeros."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or len(value) > 15 or not _NUMBER_PATTERN.match(value):
        raise PydanticCustomError("number", "number")
    return int(value)


def _parse_number_or_fact(value: Any) -> int | str:
    """Parse a whole number, or the id of a fact; an id of digits alone is read as a number."""
    if isinstance(value, str) and ID_PATTERN.match(value) and not value.replace("-", "").isdigit():
        return value
    return parse_whole_number(value)


def _parse_yes_or_no(value: Any) -> bool:
    """Parse `true` or `false`."""
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise PydanticCustomError("yes_or_no", "yes_or_no")
    return bool(value == "true")


# Not allowed in HTML or PDF: control characters other than tab and line ends, surrogates and noncharacters.
FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Truncated(str):
    """Unquoted text followed by a comment on the same line, so that part of it may have been lost."""

    __slots__ = ()


def _parse_text(value: Any) -> str:
    """Strip white space from both ends of a string, which must not be empty or truncated by a comment."""
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("text", "text")
    if isinstance(value, Truncated):
        raise PydanticCustomError("cut_short", "cut_short")
    return value.strip()


def _parse_day(value: Any) -> str:
    """Validate an existing date written as YYYY-MM-DD and return it unchanged."""
    if not isinstance(value, str) or not _DAY_PATTERN.match(value) or not _is_calendar_date(value):
        raise PydanticCustomError("day", "day")
    return str(value)


def _parse_partial_date(value: Any) -> str:
    """Validate a year, month or date, such as 2012, 2012-12 or 2012-12-07, and return it unchanged."""
    if (
        not isinstance(value, str)
        or not _PARTIAL_DATE_PATTERN.match(value)
        or (len(value) == _DAY_LENGTH and not _is_calendar_date(value))
    ):
        raise PydanticCustomError("issued", "issued")
    return str(value)


def _is_calendar_date(value: str) -> bool:
    """Return whether a well-formed YYYY-MM-DD date exists."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_DAY_PATTERN = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\Z", re.ASCII)
_PARTIAL_DATE_PATTERN = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?\Z", re.ASCII)
_DAY_LENGTH = len("2012-12-07")

Id = Annotated[
    str,
    BeforeValidator(_pattern_validator(ID_PATTERN, "id")),
    WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
]
Number = Annotated[int, BeforeValidator(parse_whole_number), WithJsonSchema({"type": "integer", "minimum": 0})]
NumberOrFact = Annotated[
    int | str,
    BeforeValidator(_parse_number_or_fact),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}]}
    ),
]
YesNo = Annotated[bool, BeforeValidator(_parse_yes_or_no), WithJsonSchema({"type": "boolean"})]
Text = Annotated[str, BeforeValidator(_parse_text), WithJsonSchema({"type": "string", "minLength": 1})]
Version = Annotated[
    str, BeforeValidator(_pattern_validator(VERSION_PATTERN, "version")), WithJsonSchema({"type": "string"})
]
Day = Annotated[str, BeforeValidator(_parse_day), WithJsonSchema({"type": "string", "format": "date"})]
PartialDate = Annotated[str, BeforeValidator(_parse_partial_date), WithJsonSchema({"type": ["string", "integer"]})]


def _find_authority_tag(value: Any) -> str:
    """Return the union tag of an authority for a duration: `estimate` is a single word, claims are a list."""
    return "estimate" if isinstance(value, str) else "claims"


Authority = Annotated[
    Annotated[Literal["estimate"], Tag("estimate")] | Annotated[tuple[Id, ...], Tag("claims")],
    Discriminator(_find_authority_tag),
]


class FrozenModel(BaseModel):
    """Base class of frozen models that reject unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
