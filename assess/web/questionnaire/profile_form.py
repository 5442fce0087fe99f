"""The form of the profile, built from the rulebook."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wtforms import Field, Form, StringField, ValidationError

from assess.core.model.assessment import Profile
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN, Fact
from assess.web.components.fields import Choice, Given, number_from, tidied
from assess.web.components.widgets import Control, Prepared, Radios, Tick
from assess.web.shared.text import plain

BESIDE = "--unknown"
"""Suffix for the name of the checkbox beside a number; the id of a fact cannot end with it."""
TICKED = "yes"


class WholeNumber:
    """Validator that rejects what is not a whole number from 0 up, with or without separators."""

    def __init__(self, name: str, example: str) -> None:
        self.name, self.example = name, example

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError with a message and an example."""
        if field.data and number_from(field.data) is None:
            raise ValidationError(f"“{self.name}” must be a whole number in figures, such as {self.example}, or blank")
        beside = form.data.get(field.name + BESIDE)
        if field.data and beside:
            raise ValidationError(f"“{self.name}” must be a number or “I do not know”, not both")


def fields_of(fact: Fact) -> dict[str, Field]:
    """Build the field of a fact, with an `I do not know` checkbox for a number that is not required."""
    if fact.kind == "choice":
        return {fact.id: choice_field(fact)}
    number: dict[str, Field] = {fact.id: number_field(fact)}
    if fact.required:
        return number
    widget = Tick(about=plain(fact.text), options={"classes": "govuk-checkboxes--small app-beside"})
    return number | {fact.id + BESIDE: Choice("I do not know", {TICKED: "I do not know"}, widget=widget)}


def choice_field(fact: Fact) -> Choice:
    """Build the radio buttons of a fact, with `I do not know` unless the fact is required."""
    choices = {choice.id: plain(choice.text) for choice in fact.options}
    divided = "" if fact.required or UNKNOWN in choices else UNKNOWN
    if divided:
        choices[UNKNOWN] = "I do not know"
    options: dict[str, Any] = {"classes": "govuk-radios--small"}
    if fact.help:
        options["hint"] = {"text": plain(fact.help)}
    required = [Given(f"Select an answer to “{plain(fact.text)}”")] if fact.required else []
    return Choice(plain(fact.text), choices, widget=Radios(options=options, divided_at=divided), validators=required)


def number_field(fact: Fact) -> StringField:
    """Build the field of a number or a sum of money."""
    options: dict[str, Any] = {"inputmode": "numeric", "classes": "govuk-input--width-10"}
    if fact.help:
        options["hint"] = {"text": plain(fact.help)}
    if fact.kind == "money":
        options["prefix"] = {"text": "£"}
    required = [Given(f"Enter a number for “{plain(fact.text)}”")] if fact.required else []
    whole = WholeNumber(plain(fact.text), "250000" if fact.kind == "money" else "40")
    widget = Control("input", options)
    return StringField(plain(fact.text), validators=[*required, whole], filters=[tidied], widget=widget)


@lru_cache(100)
def profile_form(rulebook: Rulebook) -> tuple[type[Form], Prepared]:
    """Build the form of all facts, in rulebook order, and its markup."""
    fields = {name: field for fact in rulebook.rules.profile for name, field in fields_of(fact).items()}
    form = type("ProfileForm", (Form,), fields)
    return form, Prepared(form())


def typed_from(profile: Profile) -> dict[str, str]:
    """Return the form data of a profile; the form ignores entries for fields that it does not have."""
    unknown = {fact + BESIDE: TICKED for fact, value in profile.items() if value == UNKNOWN}
    return {fact: str(value) for fact, value in profile.items()} | unknown


def profile_from(rulebook: Rulebook, typed: Mapping[str, str | None]) -> Profile:
    """Return the profile in a valid form, without the facts that were left blank."""
    profile: dict[str, str | int] = {}
    for fact in rulebook.rules.profile:
        value = UNKNOWN if typed.get(fact.id + BESIDE) else typed.get(fact.id) or ""
        number = None if fact.kind == "choice" else number_from(value)
        if value:
            profile[fact.id] = value if number is None else number
    return profile
