"""A date field with the three inputs of the GOV.UK pattern: day, month and year."""

from datetime import date
from typing import NamedTuple

from markupsafe import Markup
from wtforms import Field, Form

from assess.core.model.plan import FIRST_DAY, LAST_DAY
from assess.core.syntax.dates import parse_month
from assess.report.content.text import join_words
from assess.web.components.govuk import render_component
from assess.web.components.widgets import sanitise

PARTS = ("day", "month", "year")
_MAX_LENGTH = 20
"""Longer than any valid day, month or year."""


class InvalidDate(NamedTuple):
    """Why three inputs are not a date, and which of them are wrong."""

    message: str
    parts: tuple[str, ...]


def parse_date(day: str, month: str, year: str) -> date | InvalidDate | None:
    """Parse the date in three inputs; None if all are empty."""
    inputs = dict(zip(PARTS, (day, month, year), strict=True))
    missing = tuple(part for part in PARTS if not inputs[part])
    if len(missing) == len(PARTS):
        return None
    if missing:
        return InvalidDate(f"The date must include {join_words([f'a {part}' for part in missing])}", missing)
    if not (year.isascii() and year.isdigit() and len(year) == len("2027")):
        return InvalidDate("The date’s year must include 4 numbers", ("year",))
    return _build_date(day, parse_month(month), int(year))


def _build_date(day: str, month: int, year: int) -> date | InvalidDate:
    """Return the date if it exists and is within the years that a plan allows."""
    try:
        found = date(year, month, _parse_two_digits(day))
    except ValueError:
        return InvalidDate("The date must be a real date, such as 27 3 2027", PARTS)
    if FIRST_DAY <= found <= LAST_DAY:
        return found
    return InvalidDate(f"The date must be from {FIRST_DAY.year} to {LAST_DAY.year}", ("year",))


def _parse_two_digits(text: str) -> int:
    """Parse a day or month of one or two digits; 0 if it is neither."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("31") else 0


def render_date_input(form: Form, name: str, label: str, hint: str) -> Markup:
    """Render the three inputs of a date, whose fields are called NAME_day, NAME_month and NAME_year."""
    fields = [form[f"{name}_{part}"] for part in PARTS]
    wrong = {field.name for field in fields if field.errors}
    messages = [str(field.errors[0]) for field in fields if field.errors]
    params = {
        "id": name,
        "fieldset": {"legend": {"text": label, "classes": "govuk-fieldset__legend--s"}},
        "hint": {"text": hint},
        "items": [_build_input_params(field, wrong=field.name in wrong) for field in fields],
    }
    return render_component("date-input", params | ({"errorMessage": {"text": messages[0]}} if messages else {}))


def _build_input_params(field: Field, *, wrong: bool) -> dict[str, object]:
    """Return the parameters of one of the three inputs in its current state."""
    width = "govuk-input--width-4" if field.name.endswith("year") else "govuk-input--width-2"
    return {
        "id": field.id,
        "name": field.name,
        "label": str(field.label.text),
        "value": sanitise(field.data),
        "classes": f"{width}{' govuk-input--error' if wrong else ''}",
    }
