"""Format numbers, dates and names in plain English."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from math import floor

from assess.core.model.result import QuestionState
from assess.core.syntax.dates import MONTH_NAMES

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
STATE_LABELS = {
    QuestionState.ANSWERED: "Answered",
    QuestionState.DONT_KNOW: "I do not know",
    QuestionState.UNANSWERED: "Not yet answered",
    QuestionState.DOES_NOT_APPLY: "Does not apply",
    QuestionState.NOT_ASKED: "Not asked",
}
MINUS = "\N{MINUS SIGN}"
_MAX_TABLE_LENGTH, _MAX_TABLE_LINES = 600, 12
"""Numbers of characters and lines of the longest text in a table: a row taller than a page cannot be kept together."""
_ACRONYM = re.compile(r"\S*[A-Z]\S*[A-Z]")


def format_number(count: int) -> str:
    """Format a count: in words up to twelve, in figures above."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def capitalise_first(text: str) -> str:
    """Return the text with its first letter in upper case, to start a sentence."""
    return text[:1].upper() + text[1:]


def lower_first(title: str) -> str:
    """Return a title for use inside a sentence: its first letter in lower case unless its first word is an acronym."""
    first = title.split(" ", 1)[0]
    return title if _ACRONYM.match(first) or len(first) == 1 else title[:1].lower() + title[1:]


def pluralise(count: int, one: str, many: str = "") -> str:
    """Return the singular or the plural form for the count."""
    return one if count == 1 else many or f"{one}s"


def format_count(count: int, one: str, many: str = "") -> str:
    """Format a count with its noun: `one blocker`, `14 answers`."""
    return f"{format_number(count)} {pluralise(count, one, many)}"


def join_words(parts: Sequence[str], conjunction: str = "and") -> str:
    """Join parts as a sentence does: `a, b and c`."""
    return f" {conjunction} ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def format_date(when: date) -> str:
    """Format a date: `22 November 2026`."""
    return f"{when.day} {MONTH_NAMES[when.month - 1]} {when.year}"


def format_period(first: date, last: date) -> str:
    """Format the days between two dates: `on 22 November 2026`, `between 22 and 28 November 2026`."""
    if first == last:
        return f"on {format_date(first)}"
    same = (first.year, first.month) == (last.year, last.month)
    return f"between {first.day if same else format_date(first)} and {format_date(last)}"


def format_datetime(when: datetime) -> str:
    """Format a date and time in the local time zone: `22 November 2026, 14:05`."""
    local = when.astimezone()
    return f"{format_date(local.date())}, {local:%H:%M}"


def format_partial_date(text: str) -> str:
    """Format a year, month or date given as 2012, 2012-12 or 2012-12-07."""
    year, *rest = text.split("-")
    month = [MONTH_NAMES[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(part)) for part in rest[1:]), *month, year])


def round_score(score: Fraction) -> int:
    """Return the score as displayed: rounded down to a whole number."""
    return floor(score)


def format_points(value: Fraction) -> str:
    """Format points as displayed: rounded down to one decimal."""
    tenths = floor(value * 10)
    return f"{tenths // 10}.{tenths % 10}"


def curl_apostrophes(text: str) -> str:
    """Return the text with typographic apostrophes."""
    return text.replace("'", "’")


def shorten(text: str, max_length: int = 60) -> str:
    """Return the text, cut with an ellipsis if it is longer than the given number of characters."""
    return text if len(text) <= max_length else f"{text[: max_length - 1].rstrip()}…"


def shorten_words(text: str, max_length: int) -> str:
    """Return the text, cut with an ellipsis after a whole word if it is longer than this many characters."""
    return text if len(text) <= max_length else f"{text[:max_length].rpartition(' ')[0].rstrip(' ,;:.')}…"


def is_too_long(text: str) -> bool:
    """Return whether a text that was typed is too long for a table."""
    return len(text) > _MAX_TABLE_LENGTH or text.count("\n") >= _MAX_TABLE_LINES


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of a text that was typed, without blank ones."""
    return tuple(line for line in text.split("\n") if line.strip())


def end_sentence(text: str) -> str:
    """Return the text with a full stop, unless it already ends a sentence."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", ":", "”", ".)")) else f"{text}."
