"""How numbers, dates and names are said in plain English."""

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
    """Say a count: in words up to twelve, in figures above."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def starting(text: str) -> str:
    """Give the text with its first letter large, to start a sentence."""
    return text[:1].upper() + text[1:]


def within(title: str) -> str:
    """Give a title as it stands inside a sentence: with a small first letter unless its first word is an acronym."""
    first = title.split(" ", 1)[0]
    return title if ACRONYM.match(first) or len(first) == 1 else title[:1].lower() + title[1:]


def plural(count: int, one: str, many: str = "") -> str:
    """Give the form of a word that suits the count."""
    return one if count == 1 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """Say how many there are of something: `one blocker`, `14 answers`."""
    return f"{number(count)} {plural(count, one, many)}"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Join parts as a sentence does: `a, b and c`."""
    return f" {last} ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def day(when: date) -> str:
    """Say a day: `22 November 2026`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def written(text: str) -> str:
    """Say a year, month or day that is written as 2012, 2012-12 or 2012-12-07."""
    year, *rest = text.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(part)) for part in rest[1:]), *month, year])


def whole(score: Fraction) -> int:
    """Give the score as it is shown: rounded down to a whole number."""
    return floor(score)


def points(gain: Fraction) -> str:
    """Give points as they are shown: rounded down to one decimal."""
    tenths = floor(gain * 10)
    return f"{tenths // 10}.{tenths % 10}"


def apostrophes(text: str) -> str:
    """Give the text with typographic apostrophes."""
    return text.replace("'", "’")


def shortened(text: str, most: int = 60) -> str:
    """Give the text, cut with an ellipsis where it is longer than so many letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def sentence(text: str) -> str:
    """Give the text with a full stop, where it does not end a sentence already."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", ":", "”", ".)")) else f"{text}."
