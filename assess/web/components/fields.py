"""Form fields and validators whose error messages say how to correct the input."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.form import BaseForm

from assess.core.model.fields import FORBIDDEN
from assess.web.components.widgets import Control


def tidied(typed: str | None) -> str:
    """Convert line endings to single newlines and strip surrounding white space."""
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class Words:
    """Validator that rejects text that is too long or has characters that no page can show."""

    def __init__(self, name: str, longest: int) -> None:
        self.name, self.longest = name, longest

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 - WTForms calls it so
        """Raise ValidationError with a message that says how to correct the text."""
        typed = str(field.data or "")
        if found := FORBIDDEN.search(typed):
            raise ValidationError(hidden_character(self.name, found.group(), typed[: found.start()]))
        if len(typed) > self.longest:
            raise ValidationError(
                f"{self.name} is {len(typed):,} characters long. Shorten it to {self.longest:,} or fewer"
            )


def hidden_character(name: str, found: str, before: str) -> str:
    """Describe the forbidden character in a text and the words before it."""
    last = " ".join(before.split()[-3:])
    where = f"after “{last}”" if last else "at its start"
    return (
        f"{name} has a hidden character (U+{ord(found):04X}) {where} that cannot be kept. Delete the � and save again"
    )


def can_be_seen(character: str) -> bool:
    """Return whether a character is visible: a name of zero-width spaces alone would be a link without text."""
    return character.isprintable() and not character.isspace()


class Given:
    """Validator that rejects a field that is empty or has no visible characters."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 - WTForms calls it so
        """Raise ValidationError with the message."""
        if not any(map(can_be_seen, field.data or "")):
            raise ValidationError(self.sentence)


class Choice(RadioField):
    """Radio buttons with their own message for a value that is not among the choices."""

    def __init__(self, label: str, choices: Mapping[str, str], **options: Any) -> None:
        listed = [SelectChoice(value, text) for value, text in choices.items()]
        super().__init__(label, choices=listed, validate_choice=False, **options)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms calls it so
        """Reject a value that is not among the choices, which only a manipulated form can send."""
        if self.data and self.data not in {str(choice[0]) for choice in self.iter_choices()}:
            self.data = None
            raise ValidationError("Select one of the answers that are listed")


def words(name: str, label: str, longest: int, *others: Any, **widget: Any) -> StringField | TextAreaField:
    """Build a text field from its name in messages, its label, its maximum length and its component options."""
    kind = TextAreaField if widget.pop("component", "input") == "textarea" else StringField
    control = Control("textarea" if kind is TextAreaField else "input", widget)
    return kind(label, validators=[*others, Words(name, longest)], filters=[tidied], widget=control)


def number_from(typed: str) -> int | None:
    """Parse a whole number that may have a pound sign, commas and spaces; None if it is not one."""
    plain = typed.replace("£", "").replace(",", "").replace(" ", "").replace("\u00a0", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 15 else None
