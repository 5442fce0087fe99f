"""Form fields and validators whose error messages say how to correct the input."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.form import BaseForm

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.text import clean_line, clean_text
from assess.web.components.widgets import Control


class _TextRule:
    """Validator that rejects text that is too long or has characters that no page can show."""

    def __init__(self, name: str, max_length: int) -> None:
        self.name, self.max_length = name, max_length

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 - WTForms calls it so
        """Raise ValidationError with a message that says how to correct the text."""
        text = str(field.data or "")
        if found := FORBIDDEN_CHARACTERS.search(text):
            raise ValidationError(_describe_hidden_character(self.name, found.group(), text[: found.start()]))
        if len(text) > self.max_length:
            raise ValidationError(
                f"{self.name} is {len(text):,} characters long. Shorten it to {self.max_length:,} or fewer"
            )


def _describe_hidden_character(name: str, character: str, before: str) -> str:
    """Describe the forbidden character in a text and the words before it."""
    last = " ".join(before.split()[-3:])
    where = f"after “{last}”" if last else "at its start"
    return (
        f"{name} has a hidden character (U+{ord(character):04X}) {where} "
        "that cannot be kept. Delete the � and save again"
    )


def _is_visible(character: str) -> bool:
    """Return whether a character is visible: a name of zero-width spaces alone would be a link without text."""
    return character.isprintable() and not character.isspace()


class Required:
    """Validator that rejects a field that is empty or has no visible characters."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 - WTForms calls it so
        """Raise ValidationError with the message."""
        if not any(map(_is_visible, field.data or "")):
            raise ValidationError(self.message)


class ChoiceField(RadioField):
    """Radio buttons with their own message for a value that is not among the choices."""

    def __init__(self, label: str, choices: Mapping[str, str], **options: Any) -> None:
        options_listed = [SelectChoice(value, text) for value, text in choices.items()]
        super().__init__(label, choices=options_listed, validate_choice=False, **options)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms calls it so
        """Reject a value that is not among the choices, which only a manipulated form can send."""
        if self.data and self.data not in {str(choice[0]) for choice in self.iter_choices()}:
            self.data = None
            raise ValidationError("Select one of the answers that are listed")


def text_field(name: str, label: str, max_length: int, *validators: Any, **widget: Any) -> StringField | TextAreaField:
    """Build a text field from its name in messages, its label, its maximum length and its component options."""
    kind = TextAreaField if widget.pop("component", "input") == "textarea" else StringField
    component, clean = ("textarea", clean_text) if kind is TextAreaField else ("input", clean_line)
    rules = [*validators, _TextRule(name, max_length)]
    return kind(label, validators=rules, filters=[clean], widget=Control(component, widget))
