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

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.web.components.fragments import MarkupTemplate, make_marker, restore_markup, split_markup
from assess.web.components.govuk import mark_safe, render_component

_NO_VALUES: Mapping[str, str] = {}
_REPLACEMENT = "\ufffd"


def sanitise(text: object) -> str:
    """Replace the characters that HTML forbids with U+FFFD, the replacement character."""
    return FORBIDDEN_CHARACTERS.sub(_REPLACEMENT, str(text or ""))


@dataclass(frozen=True)
class Control:
    """Widget of a text field: the name of its component and the component's options."""

    component: str = "input"
    options: Mapping[str, Any] = field(default_factory=dict)
    validation_attrs = ()

    def params(self, field: Field) -> dict[str, Any]:
        """Return the component's parameters for the field in its current state."""
        params = {"id": field.id, "name": field.name, "value": sanitise(field.data)}
        label = {"text": str(field.label.text), "classes": "govuk-label--s"}
        return params | {"label": label} | dict(self.options) | _get_error_params(field)

    def __call__(self, field: Field, **_: Any) -> Markup:
        """Render the field through the macros."""
        return render_component(self.component, self.params(field))


@dataclass(frozen=True)
class Radios(Control):
    """Widget of a choice: items with optional hints, and a divider before one of them."""

    component: str = "radios"
    hints: Mapping[str, str] = field(default_factory=dict)
    divider_before: str = ""
    reveals: Mapping[str, str] = field(default_factory=dict)
    """The name of the field that belongs to a value, which follows its item; scripts hide it until it is chosen."""

    def __call__(self, field: Field, **options: Any) -> Markup:
        """Render the choice, with a marker in place of each field that it reveals."""
        return _mark_reveals(super().__call__(field, **options))

    def params(self, field: Field) -> dict[str, Any]:
        """Return the component's parameters for the choice in its current state."""
        params: dict[str, Any] = {"idPrefix": field.id, "name": field.name, "items": self.items(field)}
        legend = {"legend": {"text": str(field.label.text), "classes": "govuk-fieldset__legend--s"}}
        return params | {"fieldset": legend} | dict(self.options) | _get_error_params(field)

    def items(self, field: Field) -> list[dict[str, Any]]:
        """Return the items, with the chosen one checked."""
        items: list[dict[str, Any]] = []
        for value, text in list_choices(field):
            if value == self.divider_before:
                items.append({"divider": "or"})
            item = {"value": value, "text": text, "checked": field.data in (value, _ALL_CHECKED)}
            items.append(item | self._get_item_options(value))
        return items

    def _get_item_options(self, value: str) -> dict[str, Any]:
        """Return the options of an item: its hint and the marker of the field that it reveals."""
        options: dict[str, Any] = {}
        if value in self.hints:
            hint = self.hints[value]
            options["hint"] = {"html" if isinstance(hint, Markup) else "text": hint}
        if value in self.reveals:
            options["conditional"] = {"html": _make_field_marker(self.reveals[value])}
        return options


@dataclass(frozen=True)
class SingleCheckbox(Radios):
    """Widget of a single checkbox, with a visually hidden suffix that gives its full name to screen readers."""

    component: str = "checkboxes"
    hidden_suffix: str = ""

    def params(self, field: Field) -> dict[str, Any]:
        """Return the component's parameters for the checkbox in its current state."""
        return {"idPrefix": field.id, "name": field.name, "items": self.items(field)} | dict(self.options)

    def items(self, field: Field) -> list[dict[str, Any]]:
        """Return the only item, with its hidden suffix."""
        (item,) = super().items(field)
        hidden = Markup('{}<span class="govuk-visually-hidden">: {}</span>').format(
            item.pop("text"), self.hidden_suffix
        )
        return [item | {"html": hidden}]


_CONTROLS = "data-aria-controls"
_HIDDEN_CLASS = " govuk-radios__conditional--hidden"


def _mark_reveals(markup: Markup) -> Markup:
    """Return the markup of a choice with its revealed fields visible and known to start.js instead of GOV.UK Frontend.

    GOV.UK Frontend would set `aria-expanded` on the input, where ARIA does not allow it.
    """
    return mark_safe(markup.replace(_CONTROLS, "data-reveals").replace(_HIDDEN_CLASS, ""))


def _make_field_marker(name: str) -> str:
    """Return the marker for the whole field with this name."""
    return make_marker(f"{name} field")


def render_fields(form: Form) -> dict[str, Markup]:
    """Return the markup of each field of a form through the macros, with revealed fields inside their choice."""
    fields = {field.name: field() for field in form}
    return fields | {
        field.name: mark_safe(fields[field.name].replace(_make_field_marker(name), fields[name]))
        for field in form
        for name in _list_revealed(field)
    }


def _list_revealed(field: Field) -> tuple[str, ...]:
    """Return the names of the fields that a field reveals."""
    return tuple(field.widget.reveals.values()) if isinstance(field.widget, Radios) else ()


_ALL_CHECKED = object()
"""Data of a choice with every item checked, to find where `checked` appears in the markup."""


def list_choices(field: Field) -> list[tuple[str, str]]:
    """Return the values and texts of the choices of a field."""
    return [(str(choice[0]), str(choice[1])) for choice in cast(RadioField, field).iter_choices()]


def _get_error_params(field: Field) -> dict[str, Any]:
    """Return the component's error message parameter; empty if the field has no error."""
    return {"errorMessage": {"text": str(field.errors[0])}} if field.errors else {}


class FieldMarkup(NamedTuple):
    """The markup of a field without and with an error."""

    valid: MarkupTemplate
    invalid: MarkupTemplate


class PrerenderedForm:
    """The markup of a form's fields, rendered through the macros once, with markers for what differs."""

    def __init__(self, form: Form) -> None:
        self.fields = {
            field.name: FieldMarkup(_prerender_field(field, ""), _prerender_field(field, make_marker("error")))
            for field in form
        }
        self.revealed = tuple(name for field in form for name in _list_revealed(field))
        """The names of the fields that are inside a choice."""

    def render_with_markers(self) -> dict[str, Markup]:
        """Return the markup of each field without an error, with its markers."""
        fields = {name: restore_markup(ways.valid) for name, ways in self.fields.items()}
        for name in self.revealed:
            fields = {each: markup.replace(_make_field_marker(name), fields[name]) for each, markup in fields.items()}
        return {name: mark_safe(markup) for name, markup in fields.items()}

    def render(self, form: Form, extra_values: Mapping[str, str] = _NO_VALUES) -> dict[str, Markup]:
        """Return the markup of each field of a form in its current state, with user input escaped.

        `extra_values` are escaped values of the markers that the widgets themselves contain.
        """
        values = {**extra_values, **get_marker_values({field.name: field.data for field in form})}
        values |= {f"{name} field": _fill_field(self.fields[name], form[name], values) for name in self.revealed}
        return {field.name: mark_safe(_fill_field(self.fields[field.name], field, values)) for field in form}


def get_marker_values(form_data: Mapping[str, str | None]) -> dict[str, str]:
    """Return the marker values for this form data, with user input escaped."""
    values = {f"{name} value": str(escape(sanitise(data))) for name, data in form_data.items()}
    return values | {f"{name} checked {data}": " checked" for name, data in form_data.items()}


def _prerender_field(field: Field, error: str) -> MarkupTemplate:
    """Render a field with markers in place of its value, with this error unless empty, and split the markup."""
    is_choice = isinstance(field, RadioField)
    field.data = _ALL_CHECKED if is_choice else make_marker(f"{field.name} value")
    field.errors = (error,) if error else ()
    markup = str(field())
    field.data, field.errors = None, ()
    return split_markup(_add_checked_markers(markup, field) if is_choice else markup)


def _add_checked_markers(markup: str, field: Field) -> str:
    """Add a marker where each item may be `checked`."""
    for value, _ in list_choices(field):
        attribute = f'value="{escape(value)}"'
        markup = markup.replace(f"{attribute} checked", attribute + make_marker(f"{field.name} checked {value}"), 1)
    return markup


def _fill_field(markup: FieldMarkup, field: Field, values: Mapping[str, str]) -> str:
    """Fill in the markup of a field, with its error if it has one."""
    if field.errors:
        return markup.invalid.fill({**values, "error": str(escape(field.errors[0]))})
    return markup.valid.fill(values)
