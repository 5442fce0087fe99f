"""Format numbers, dates and names in plain English."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import floor

from assess.core.model.result import State

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
LABELS = {
    State.ANSWERED: "Answered",
    State.DONT_KNOW: "Don’t know",
    State.UNANSWERED: "Not yet answered",
    State.DOES_NOT_APPLY: "Does not apply",
    State.NOT_ASKED: "Not asked",
}
MINUS = "\N{MINUS SIGN}"
ACRONYM = re.compile(r"\S*[A-Z]\S*[A-Z]")


def number(count: int) -> str:
    """Format a count: in words up to twelve, in figures above."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def starting(text: str) -> str:
    """Return the text with its first letter in upper case, to start a sentence."""
    return text[:1].upper() + text[1:]


def within(title: str) -> str:
    """Return a title for use inside a sentence: its first letter in lower case unless its first word is an acronym."""
    first = title.split(" ", 1)[0]
    return title if ACRONYM.match(first) or len(first) == 1 else title[:1].lower() + title[1:]


def plural(count: int, one: str, many: str = "") -> str:
    """Return the singular or the plural form for the count."""
    return one if count == 1 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """Format a count with its noun: `one blocker`, `14 answers`."""
    return f"{number(count)} {plural(count, one, many)}"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Join parts as a sentence does: `a, b and c`."""
    return f" {last} ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def day(when: date) -> str:
    """Format a date: `22 November 2026`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def written(text: str) -> str:
    """Format a year, month or date given as 2012, 2012-12 or 2012-12-07."""
    year, *rest = text.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(part)) for part in rest[1:]), *month, year])


def whole(score: Fraction) -> int:
    """Return the score as displayed: rounded down to a whole number."""
    return floor(score)


def points(gain: Fraction) -> str:
    """Format points as displayed: rounded down to one decimal."""
    tenths = floor(gain * 10)
    return f"{tenths // 10}.{tenths % 10}"


def apostrophes(text: str) -> str:
    """Return the text with typographic apostrophes."""
    return text.replace("'", "’")


def shortened(text: str, most: int = 60) -> str:
    """Return the text, cut with an ellipsis if it is longer than the given number of characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it already ends a sentence."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", ":", "”", ".)")) else f"{text}."
