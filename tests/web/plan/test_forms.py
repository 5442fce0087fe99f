"""What the form of an action accepts, and which message rejects the rest."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from assess.core.model.plan import NO_ACTION, Action, ActionState
from assess.web.plan.date_field import InvalidDate, parse_date
from assess.web.plan.forms import ActionForm, action_to_form, form_to_action

MAY = date(2027, 5, 1)
NOT_REAL = "The date must be a real date, such as 27 3 2027"
FOUR = "The date’s year must include 4 numbers"
GOOD = {"decision": "act", "owner": "Head of HR", "due_day": "1", "due_month": "5", "due_year": "2027", "state": "done"}

NO_DAYS = {
    "31 February": (("31", "2", "2027"), NOT_REAL),
    "29 February of a year without one": (("29", "2", "2027"), NOT_REAL),
    "a year of five figures": (("1", "5", "99999"), FOUR),
    "a year of two figures": (("1", "5", "27"), FOUR),
    "a year in words": (("1", "5", "year"), FOUR),
    "a year in figures of another script": (("1", "5", "\u0662\u0660\u0662\u0667"), FOUR),
    "a year long ago": (("1", "5", "0202"), "The date must be from 2000 to 2100"),
    "year 0": (("1", "5", "0000"), NOT_REAL),
    "letters": (("first", "5", "2027"), NOT_REAL),
    "a day in figures of another script": (("\u0661", "5", "2027"), NOT_REAL),
    "day 0": (("0", "5", "2027"), NOT_REAL),
    "month 13": (("1", "13", "2027"), NOT_REAL),
    "no month that there is": (("1", "Mayday", "2027"), NOT_REAL),
    "a minus": (("-1", "5", "2027"), NOT_REAL),
    "a number too long to be one": (("1" * 5000, "5", "2027"), NOT_REAL),
    "no day": (("", "5", "2027"), "The date must include a day"),
    "no month and no year": (("1", "", ""), "The date must include a month and a year"),
}


@pytest.mark.parametrize(("typed", "sentence"), NO_DAYS.values(), ids=NO_DAYS)
def test_an_invalid_date_is_reported(typed: tuple[str, str, str], sentence: str) -> None:
    found = parse_date(*typed)
    assert isinstance(found, InvalidDate)
    assert found.message == sentence


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("1", "5", "2027"), MAY),
        (("01", "05", "2027"), MAY),
        (("1", "May", "2027"), MAY),
        (("29", "feb", "2028"), date(2028, 2, 29)),
        (("1", "SEPTEMBER", "2100"), date(2100, 9, 1)),
        (("", "", ""), None),
    ],
)
def test_a_month_may_be_a_number_or_a_name(typed: tuple[str, str, str], day: date | None) -> None:
    assert parse_date(*typed) == day


LISTED = "Select one of the answers that are listed"
REFUSED = {
    "nothing chosen": ({"decision": ""}, {"decision": "Select whether you will act on this or explain why not"}),
    "a choice that is not listed": ({"decision": "wait"}, {"decision": LISTED}),
    "a state that is not listed": ({"state": "finished"}, {"state": LISTED}),
    "no reason": ({"decision": "explain", "reason": " "}, {"reason": "Enter why you will not act on this"}),
    "a long owner": (
        {"owner": "a" * 301},
        {"owner": "“Who is responsible” is 301 characters long. Shorten it to 300 or fewer"},
    ),
    "a control character": (
        {"owner": "Head\x07 of HR"},
        {
            "owner": (
                "“Who is responsible” has a hidden character (U+0007) after “Head” that cannot be kept. "
                "Delete the � and save again"
            )
        },
    ),
    "several mistakes": (
        {"decision": "", "due_year": "", "owner": "\x00"},
        {
            "decision": "Select whether you will act on this or explain why not",
            "owner": (
                "“Who is responsible” has a hidden character (U+0000) at its start that cannot be kept. "
                "Delete the � and save again"
            ),
            "due_year": "The date must include a year",
        },
    ),
}


@pytest.mark.parametrize(("typed", "sentences"), REFUSED.values(), ids=REFUSED)
def test_an_error_is_reported_at_its_field(typed: dict[str, str], sentences: dict[str, str]) -> None:
    form = ActionForm(MultiDict({**GOOD, **typed}))
    assert not form.validate()
    assert {field.name: field.errors[0] for field in form if field.errors} == sentences


@pytest.mark.parametrize(
    "action",
    [
        Action("Head of HR", MAY, ActionState.DONE),
        Action("Head of HR"),
        Action("Head of HR", MAY, ActionState.UNDER_WAY, reason="😀\nGiven up"),
        Action(reason="No money"),
    ],
)
def test_an_action_survives_a_round_trip_through_its_form(action: Action) -> None:
    form = ActionForm(MultiDict(action_to_form(action, "Head of law")))
    assert form.validate()
    assert form_to_action(form) == action


def test_a_reason_beside_an_action_does_not_count() -> None:
    form = ActionForm(MultiDict({**GOOD, "reason": "Too\x07 dear"}))
    assert form.validate()
    assert form_to_action(form) == Action("Head of HR", MAY, ActionState.DONE)


def test_a_new_action_suggests_its_lead_and_selects_nothing() -> None:
    assert action_to_form(NO_ACTION, "Head of law") == {"owner": "Head of law", "state": "not-started", "reason": ""}
