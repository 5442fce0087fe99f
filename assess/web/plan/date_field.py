"""A date field with the three inputs of the GOV.UK pattern: day, month and year."""

from datetime import date
from typing import NamedTuple

from markupsafe import Markup
from wtforms import Field, Form

from assess.core.model.plan import FIRST_DAY, LAST_DAY
from assess.report.content.text import MONTHS, joined
from assess.web.components.govuk import rendered
from assess.web.components.widgets import shown

PARTS = ("day", "month", "year")
LONGEST = 20
"""Longer than any valid day, month or year."""


class NoDay(NamedTuple):
    """Why three inputs are not a date, and which of them are wrong."""

    sentence: str
    parts: tuple[str, ...]


def read_day(day: str, month: str, year: str) -> date | NoDay | None:
    """Parse the date in three inputs; None if all are empty."""
    typed = dict(zip(PARTS, (day, month, year), strict=True))
    missing = tuple(part for part in PARTS if not typed[part])
    if len(missing) == len(PARTS):
        return None
    if missing:
        return NoDay(f"The date must include {joined([f'a {part}' for part in missing])}", missing)
    if not (year.isascii() and year.isdigit() and len(year) == len("2027")):
        return NoDay("The date’s year must include 4 numbers", ("year",))
    return real_day(day, month_number(month), int(year))


def real_day(day: str, month: int, year: int) -> date | NoDay:
    """Return the date if it exists and is within the years that a plan allows."""
    try:
        found = date(year, month, whole(day))
    except ValueError:
        return NoDay("The date must be a real date, such as 27 3 2027", PARTS)
    if FIRST_DAY <= found <= LAST_DAY:
        return found
    return NoDay(f"The date must be from {FIRST_DAY.year} to {LAST_DAY.year}", ("year",))


def month_number(typed: str) -> int:
    """Parse a month written in figures, in full or as three letters; 0 if it is none."""
    named = [place for place, name in enumerate(MONTHS, 1) if typed.lower() in (name.lower(), name[:3].lower())]
    return named[0] if named else whole(typed)


def whole(typed: str) -> int:
    """Parse a day or month of one or two digits; 0 if it is neither."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len("31") else 0


def date_input(form: Form, name: str, label: str, hint: str) -> Markup:
    """Render the three inputs of a date, whose fields are called NAME_day, NAME_month and NAME_year."""
    fields = [form[f"{name}_{part}"] for part in PARTS]
    wrong = {field.name for field in fields if field.errors}
    sentences = [str(field.errors[0]) for field in fields if field.errors]
    params = {
        "id": name,
        "fieldset": {"legend": {"text": label, "classes": "govuk-fieldset__legend--s"}},
        "hint": {"text": hint},
        "items": [box(field, wrong=field.name in wrong) for field in fields],
    }
    return rendered("date-input", params | ({"errorMessage": {"text": sentences[0]}} if sentences else {}))


def box(field: Field, *, wrong: bool) -> dict[str, object]:
    """Return the parameters of one of the three inputs in its current state."""
    width = "govuk-input--width-4" if field.name.endswith("year") else "govuk-input--width-2"
    return {
        "id": field.id,
        "name": field.name,
        "label": str(field.label.text),
        "value": shown(field.data),
        "classes": f"{width}{' govuk-input--error' if wrong else ''}",
    }
