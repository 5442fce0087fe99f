"""WTForms widgets that hand a field to the GOV.UK macros, and the same markup prepared once.

Each widget turns a field into the parameters of a component. `Prepared` renders a form's fields with markers in place
of what is typed, chosen or wrong, and fills them in without the macros; a test holds the two equal.
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
    """Give typed text as a page may show it: what HTML forbids becomes a visible question mark."""
    return FORBIDDEN.sub(REPLACEMENT, str(typed or ""))


@dataclass(frozen=True)
class Control:
    """A text field: the component that shows it and what else the component is told."""

    component: str = "input"
    options: Mapping[str, Any] = field(default_factory=dict)
    validation_attrs = ()

    def params(self, field: Field) -> dict[str, Any]:
        """Give the component's parameters for a field as it stands."""
        params = {"id": field.id, "name": field.name, "value": shown(field.data)}
        label = {"text": str(field.label.text), "classes": "govuk-label--s"}
        return params | {"label": label} | dict(self.options) | error_of(field)

    def __call__(self, field: Field, **_: Any) -> Markup:
        """Render the field through the macros."""
        return rendered(self.component, self.params(field))


@dataclass(frozen=True)
class Radios(Control):
    """A choice: items with hints, and a divider before some of them."""

    component: str = "radios"
    hints: Mapping[str, str] = field(default_factory=dict)
    divided_at: str = ""

    def params(self, field: Field) -> dict[str, Any]:
        """Give the component's parameters for a choice as it stands."""
        params: dict[str, Any] = {"idPrefix": field.id, "name": field.name, "items": self.items(field)}
        legend = {"legend": {"text": str(field.label.text), "classes": "govuk-fieldset__legend--s"}}
        return params | {"fieldset": legend} | dict(self.options) | error_of(field)

    def items(self, field: Field) -> list[dict[str, Any]]:
        """Give the items, the chosen one checked."""
        items: list[dict[str, Any]] = []
        for value, text in choices_of(field):
            if value == self.divided_at:
                items.append({"divider": "or"})
            item = {"value": value, "text": text, "checked": field.data in (value, EVERY)}
            items.append(item | ({"hint": {"text": self.hints[value]}} if value in self.hints else {}))
        return items


@dataclass(frozen=True)
class Tick(Radios):
    """A single box to tick, named in full for those who hear it."""

    component: str = "checkboxes"
    about: str = ""

    def params(self, field: Field) -> dict[str, Any]:
        """Give the component's parameters for the box as it stands."""
        return {"idPrefix": field.id, "name": field.name, "items": self.items(field)} | dict(self.options)

    def items(self, field: Field) -> list[dict[str, Any]]:
        """Give the one item, what it is about being said but not shown."""
        (item,) = super().items(field)
        hidden = Markup('{}<span class="govuk-visually-hidden">: {}</span>').format(item.pop("text"), self.about)
        return [item | {"html": hidden}]


EVERY = object()
"""Stands for a choice in which everything is checked, to see where `checked` goes."""


def choices_of(field: Field) -> list[tuple[str, str]]:
    """Give the values and texts of a choice."""
    return [(str(choice[0]), str(choice[1])) for choice in cast(RadioField, field).iter_choices()]


def error_of(field: Field) -> dict[str, Any]:
    """Give the component's error message, if the field has one."""
    return {"errorMessage": {"text": str(field.errors[0])}} if field.errors else {}


class TwoWays(NamedTuple):
    """A field's markup without and with an error."""

    right: Fragment
    wrong: Fragment


class Prepared:
    """The markup of a form's fields, rendered through the macros once, open where it differs between visits."""

    def __init__(self, form: Form) -> None:
        self.fields = {field.name: TwoWays(prepared(field, ""), prepared(field, marker("error"))) for field in form}

    def unfilled(self) -> dict[str, Markup]:
        """Give the markup of each field without an error, its markers in place."""
        return {name: trusted(joined(ways.right)) for name, ways in self.fields.items()}

    def filled(self, form: Form, others: Mapping[str, str] = NOTHING) -> dict[str, Markup]:
        """Give the markup of each field of a form as it stands, what was typed escaped.

        `others` are escaped values of markers that the widgets themselves left open.
        """
        values = {**others, **values_of({field.name: field.data for field in form})}
        return {field.name: trusted(filled(self.fields[field.name], field, values)) for field in form}


def values_of(typed: Mapping[str, str | None]) -> dict[str, str]:
    """Give what stands at the markers of fields that hold this: every value that was typed is escaped here."""
    values = {f"{name} value": str(escape(shown(data))) for name, data in typed.items()}
    return values | {f"{name} checked {data}": " checked" for name, data in typed.items()}


def prepared(field: Field, error: str) -> Fragment:
    """Render a field with markers in place of its value, and with this error if it is one, and cut it there."""
    is_choice = isinstance(field, RadioField)
    field.data = EVERY if is_choice else marker(f"{field.name} value")
    field.errors = (error,) if error else ()
    markup = str(field())
    field.data, field.errors = None, ()
    return cut(checks_marked(markup, field) if is_choice else markup)


def checks_marked(markup: str, field: Field) -> str:
    """Put a marker where each item says `checked`."""
    for value, _ in choices_of(field):
        said = f'value="{escape(value)}"'
        markup = markup.replace(f"{said} checked", said + marker(f"{field.name} checked {value}"), 1)
    return markup


def filled(ways: TwoWays, field: Field, values: Mapping[str, str]) -> str:
    """Fill a field's markup in, with its error if it has one."""
    if field.errors:
        return ways.wrong.filled({**values, "error": str(escape(field.errors[0]))})
    return ways.right.filled(values)
