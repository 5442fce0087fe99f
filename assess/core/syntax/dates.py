"""Read dates as people and spreadsheets in the United Kingdom write them: the day comes before the month."""

import re
from datetime import date

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?\Z", re.ASCII)
"""The time that spreadsheets add to a date."""
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*[/.\s-]\s*(?P<month>\d{1,2}|[a-z]{3,9})\.?\s*[/.\s-]\s*(?P<year>\d{4}|\d{2})",
    re.ASCII | re.IGNORECASE,
)
_YEAR_LENGTH = len("2027")


def parse_written_date(text: str) -> date | None:
    """Parse a date such as 2027-01-29, 29/01/2027, 29-Jan-2027 or 1 Sept 2027; None if it is not one.

    Day and month are never exchanged: 12/01/2027 is 12 January, and 01/29/2027 is no date. No century is guessed:
    29/01/27 is no date either.
    """
    match = _match_date(text)
    if match is None or len(match["year"]) < _YEAR_LENGTH:
        return None
    try:
        return date(int(match["year"]), parse_month(match["month"]), int(match["day"]))
    except ValueError:
        return None


def has_short_year(text: str) -> bool:
    """Return whether a text is written as a date with a year of two digits, such as 29/1/27."""
    match = _match_date(text)
    return match is not None and len(match["year"]) < _YEAR_LENGTH


def _match_date(text: str) -> re.Match[str] | None:
    """Return the parts of a text that is written as a date; None if it is not."""
    day = _MIDNIGHT.sub("", text.strip())
    return _ISO.fullmatch(day) or _DAY_FIRST.fullmatch(day)


def parse_month(text: str) -> int:
    """Parse a month in figures, in full, or cut to three letters or more (Sep, Sept); 0 if it is none."""
    name = text.strip().rstrip(".").lower()
    if name.isascii() and name.isdigit() and len(name) <= len("12"):
        return int(name)
    named = (place for place, month in enumerate(MONTH_NAMES, 1) if month.lower().startswith(name))
    return next(named, 0) if len(name) >= len("Jan") else 0
