"""The form of the profile, built from the rulebook."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form, StringField, ValidationError

from assess.core.model.assessment import Profile
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN_OPTION, Fact
from assess.core.model.text import clean_text
from assess.core.syntax.numbers import parse_written_number
from assess.report.content.citations import strip_references
from assess.web.caching import cached_by_hash
from assess.web.components.fields import ChoiceField, Required
from assess.web.components.widgets import Control, PrerenderedForm, Radios, SingleCheckbox
from assess.web.questionnaire.profile_pages import get_profile_page

_UNKNOWN_SUFFIX = "--unknown"
"""Suffix for the name of the checkbox beside a number; the id of a fact cannot end with it."""
_CHECKED = "yes"


class _WholeNumberRule:
    """Validator that rejects what is not a whole number from 0 up, with or without separators."""

    def __init__(self, name: str, example: str) -> None:
        self.name, self.example = name, example

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError with a message and an example."""
        if field.data and parse_written_number(field.data) is None:
            raise ValidationError(f"“{self.name}” must be a whole number in figures, such as {self.example}, or blank")
        is_unknown = form.data.get(field.name + _UNKNOWN_SUFFIX)
        if field.data and is_unknown:
            raise ValidationError("Enter a number or select “I do not know”, not both")


def _build_fact_fields(fact: Fact) -> dict[str, Field]:
    """Build the field of a fact, with an `I do not know` checkbox for a number that is not required."""
    if fact.kind == "choice":
        return {fact.id: _build_choice_field(fact)}
    number: dict[str, Field] = {fact.id: _build_number_field(fact)}
    if fact.required:
        return number
    widget = SingleCheckbox(
        hidden_suffix=strip_references(fact.text), options={"classes": "govuk-checkboxes--small app-beside"}
    )
    return number | {
        fact.id + _UNKNOWN_SUFFIX: ChoiceField("I do not know", {_CHECKED: "I do not know"}, widget=widget)
    }


def _build_choice_field(fact: Fact) -> ChoiceField:
    """Build the radio buttons of a fact, with `I do not know` unless the fact is required."""
    choices = {choice.id: strip_references(choice.text) for choice in fact.options}
    divider_before = "" if fact.required or UNKNOWN_OPTION in choices else UNKNOWN_OPTION
    if divider_before:
        choices[UNKNOWN_OPTION] = "I do not know"
    options: dict[str, Any] = {"classes": "govuk-radios--small"}
    if fact.help:
        options["hint"] = {"text": strip_references(fact.help)}
    required = [Required(f"Select an answer to “{strip_references(fact.text)}”")] if fact.required else []
    return ChoiceField(
        strip_references(fact.text),
        choices,
        widget=Radios(options=options, divider_before=divider_before),
        validators=required,
    )


def _build_number_field(fact: Fact) -> StringField:
    """Build the field of a number or a sum of money."""
    options: dict[str, Any] = {"inputmode": "numeric", "classes": "govuk-input--width-10"}
    if fact.help:
        options["hint"] = {"text": strip_references(fact.help)}
    if fact.kind == "money":
        options["prefix"] = {"text": "£"}
    required = [Required(f"Enter a number for “{strip_references(fact.text)}”")] if fact.required else []
    whole = _WholeNumberRule(strip_references(fact.text), "250000" if fact.kind == "money" else "40")
    widget = Control("input", options)
    return StringField(strip_references(fact.text), validators=[*required, whole], filters=[clean_text], widget=widget)


@cached_by_hash(200)
def build_profile_form(rulebook: Rulebook, page_number: int = 0) -> tuple[type[Form], PrerenderedForm]:
    """Build the form of a page of facts, in rulebook order, and its markup."""
    facts = get_profile_page(rulebook, page_number).facts
    fields = {name: field for fact in facts for name, field in _build_fact_fields(fact).items()}
    form = type("ProfileForm", (Form,), fields)
    return form, PrerenderedForm(form())


def profile_to_form(rulebook: Rulebook, profile: Profile) -> dict[str, str]:
    """Return the form data of a profile, with a number that is not known as a tick beside a blank field."""
    form_data: dict[str, str] = {}
    for fact, value in ((rulebook.facts[name], value) for name, value in profile.items() if name in rulebook.facts):
        if fact.kind != "choice" and value == UNKNOWN_OPTION:
            form_data[fact.id + _UNKNOWN_SUFFIX] = _CHECKED
        else:
            form_data[fact.id] = str(value)
    return form_data


def form_to_profile(rulebook: Rulebook, form_data: Mapping[str, str | None]) -> Profile:
    """Return the profile in a valid form, without the facts that were left blank or are on another page."""
    profile: dict[str, str | int] = {}
    for fact in rulebook.rules.profile:
        value = UNKNOWN_OPTION if form_data.get(fact.id + _UNKNOWN_SUFFIX) else form_data.get(fact.id) or ""
        number = None if fact.kind == "choice" else parse_written_number(value)
        if value:
            profile[fact.id] = value if number is None else number
    return profile
