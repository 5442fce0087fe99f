"""Fields that check what was typed, with sentences that say how to mend it."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.form import BaseForm

from assess.core.model.fields import FORBIDDEN
from assess.web.components.widgets import Control


def tidied(typed: str | None) -> str:
    """Give typed text with single line ends and without white space at its ends."""
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class Words:
    """Refuse text that is too long or holds what no page can show."""

    def __init__(self, name: str, longest: int) -> None:
        self.name, self.longest = name, longest

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 - WTForms calls it so
        """Raise ValidationError with a sentence saying how to mend the text."""
        typed = str(field.data or "")
        if found := FORBIDDEN.search(typed):
            raise ValidationError(hidden_character(self.name, found.group(), typed[: found.start()]))
        if len(typed) > self.longest:
            raise ValidationError(
                f"{self.name} is {len(typed):,} characters long. Shorten it to {self.longest:,} or fewer"
            )


def hidden_character(name: str, found: str, before: str) -> str:
    """Say which forbidden character a text holds and after which words."""
    last = " ".join(before.split()[-3:])
    where = f"after “{last}”" if last else "at its start"
    return (
        f"{name} has a hidden character (U+{ord(found):04X}) {where} that cannot be kept. Delete the � and save again"
    )


def can_be_seen(character: str) -> bool:
    """Tell whether a character shows on a page: a name of zero-width spaces alone would be a link without words."""
    return character.isprintable() and not character.isspace()


class Given:
    """Refuse a field that was left empty, or holds nothing that can be seen."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 - WTForms calls it so
        """Raise ValidationError with the sentence."""
        if not any(map(can_be_seen, field.data or "")):
            raise ValidationError(self.sentence)


class Choice(RadioField):
    """A choice whose own check says what to do."""

    def __init__(self, label: str, choices: Mapping[str, str], **options: Any) -> None:
        listed = [SelectChoice(value, text) for value, text in choices.items()]
        super().__init__(label, choices=listed, validate_choice=False, **options)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms calls it so
        """Refuse a choice that is not listed, as only a changed page can send."""
        if self.data and self.data not in {str(choice[0]) for choice in self.iter_choices()}:
            self.data = None
            raise ValidationError("Select one of the answers that are listed")


def words(name: str, label: str, longest: int, *others: Any, **widget: Any) -> StringField | TextAreaField:
    """Give a text field: its name in sentences, its label, its longest length and what its component is told."""
    kind = TextAreaField if widget.pop("component", "input") == "textarea" else StringField
    control = Control("textarea" if kind is TextAreaField else "input", widget)
    return kind(label, validators=[*others, Words(name, longest)], filters=[tidied], widget=control)


def number_from(typed: str) -> int | None:
    """Give the whole number that was typed, with or without pound sign, commas and spaces; none if it is not one."""
    plain = typed.replace("£", "").replace(",", "").replace(" ", "").replace("\u00a0", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 15 else None
