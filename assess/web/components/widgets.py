"""WTForms widgets that render fields through the GOV.UK macros, and a faster renderer of the same markup.

Each widget turns a field into the parameters of a component. `PrerenderedForm` renders the fields of a form once, with
markers in place of values, checked items and errors, and fills them in without the macros; a test checks that both give
the same markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from markupsafe import Markup, escape
from wtforms import Field, Form, RadioField

from assess.core.model.fields import FORBIDDEN
from assess.web.components.fragments import Fragment, cut, joined, marker
from assess.web.components.govuk import rendered, trusted

NOTHING: Mapping[str, str] = {}
REPLACEMENT = "\ufffd"


def shown(typed: object) -> str:
    """Replace the characters that HTML forbids with U+FFFD, the replacement character."""
    return FORBIDDEN.sub(REPLACEMENT, str(typed or ""))


@dataclass(frozen=True)
class Control:
    """Widget of a text field: the name of its component and the component's options."""

    component: str = "input"
    options: Mapping[str, Any] = field(default_factory=dict)
    validation_attrs = ()

    def params(self, field: Field) -> dict[str, Any]:
        """Return the component's parameters for the field in its current state."""
        params = {"id": field.id, "name": field.name, "value": shown(field.data)}
        label = {"text": str(field.label.text), "classes": "govuk-label--s"}
        return params | {"label": label} | dict(self.options) | error_of(field)

    def __call__(self, field: Field, **_: Any) -> Markup:
        """Render the field through the macros."""
        return rendered(self.component, self.params(field))


@dataclass(frozen=True)
class Radios(Control):
    """Widget of a choice: items with optional hints, and a divider before one of them."""

    component: str = "radios"
    hints: Mapping[str, str] = field(default_factory=dict)
    divided_at: str = ""

    def params(self, field: Field) -> dict[str, Any]:
        """Return the component's parameters for the choice in its current state."""
        params: dict[str, Any] = {"idPrefix": field.id, "name": field.name, "items": self.items(field)}
        legend = {"legend": {"text": str(field.label.text), "classes": "govuk-fieldset__legend--s"}}
        return params | {"fieldset": legend} | dict(self.options) | error_of(field)

    def items(self, field: Field) -> list[dict[str, Any]]:
        """Return the items, with the chosen one checked."""
        items: list[dict[str, Any]] = []
        for value, text in choices_of(field):
            if value == self.divided_at:
                items.append({"divider": "or"})
            item = {"value": value, "text": text, "checked": field.data in (value, EVERY)}
            items.append(item | ({"hint": {"text": self.hints[value]}} if value in self.hints else {}))
        return items


@dataclass(frozen=True)
class Tick(Radios):
    """Widget of a single checkbox, with a visually hidden suffix that gives its full name to screen readers."""

    component: str = "checkboxes"
    about: str = ""

    def params(self, field: Field) -> dict[str, Any]:
        """Return the component's parameters for the checkbox in its current state."""
        return {"idPrefix": field.id, "name": field.name, "items": self.items(field)} | dict(self.options)

    def items(self, field: Field) -> list[dict[str, Any]]:
        """Return the only item, with its hidden suffix."""
        (item,) = super().items(field)
        hidden = Markup('{}<span class="govuk-visually-hidden">: {}</span>').format(item.pop("text"), self.about)
        return [item | {"html": hidden}]


EVERY = object()
"""Data of a choice with every item checked, to find where `checked` appears in the markup."""


def choices_of(field: Field) -> list[tuple[str, str]]:
    """Return the values and texts of the choices of a field."""
    return [(str(choice[0]), str(choice[1])) for choice in cast(RadioField, field).iter_choices()]


def error_of(field: Field) -> dict[str, Any]:
    """Return the component's error message parameter; empty if the field has no error."""
    return {"errorMessage": {"text": str(field.errors[0])}} if field.errors else {}


class TwoWays(NamedTuple):
    """The markup of a field without and with an error."""

    right: Fragment
    wrong: Fragment


class Prepared:
    """The markup of a form's fields, rendered through the macros once, with markers for what differs."""

    def __init__(self, form: Form) -> None:
        self.fields = {field.name: TwoWays(prepared(field, ""), prepared(field, marker("error"))) for field in form}

    def unfilled(self) -> dict[str, Markup]:
        """Return the markup of each field without an error, with its markers."""
        return {name: trusted(joined(ways.right)) for name, ways in self.fields.items()}

    def filled(self, form: Form, others: Mapping[str, str] = NOTHING) -> dict[str, Markup]:
        """Return the markup of each field of a form in its current state, with user input escaped.

        `extra_values` are escaped values of the markers that the widgets themselves contain.
        """
        values = {**others, **values_of({field.name: field.data for field in form})}
        return {field.name: trusted(filled(self.fields[field.name], field, values)) for field in form}


def values_of(typed: Mapping[str, str | None]) -> dict[str, str]:
    """Return the marker values for this form data, with user input escaped."""
    values = {f"{name} value": str(escape(shown(data))) for name, data in typed.items()}
    return values | {f"{name} checked {data}": " checked" for name, data in typed.items()}


def prepared(field: Field, error: str) -> Fragment:
    """Render a field with markers in place of its value, with this error unless empty, and split the markup."""
    is_choice = isinstance(field, RadioField)
    field.data = EVERY if is_choice else marker(f"{field.name} value")
    field.errors = (error,) if error else ()
    markup = str(field())
    field.data, field.errors = None, ()
    return cut(checks_marked(markup, field) if is_choice else markup)


def checks_marked(markup: str, field: Field) -> str:
    """Add a marker where each item may be `checked`."""
    for value, _ in choices_of(field):
        said = f'value="{escape(value)}"'
        markup = markup.replace(f"{said} checked", said + marker(f"{field.name} checked {value}"), 1)
    return markup


def filled(ways: TwoWays, field: Field, values: Mapping[str, str]) -> str:
    """Fill in the markup of a field, with its error if it has one."""
    if field.errors:
        return ways.wrong.filled({**values, "error": str(escape(field.errors[0]))})
    return ways.right.filled(values)
