"""Fields of the forms that edit rules, and the conversion between submitted text and values in the file.

Nothing is rejected here: submitted values go into the draft, and loading the draft reports what is wrong with them.
Unchanged values are written back exactly as the file has them.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from assess.core.model.text import clean_line, clean_text
from assess.core.syntax.dates import parse_written_date
from assess.core.syntax.numbers import parse_written_number
from assess.core.syntax.yaml_reader import NodePath, TreeNode

ChoicePairs = tuple[tuple[str, str], ...]
"""The values and texts of the choices."""

_ESTIMATE = "estimate"


class WidgetKind(StrEnum):
    """The widget of a field, which determines the type of its value."""

    LINE = "line"
    AREA = "area"
    """A single text in a text area; line breaks become spaces."""
    SHORT = "short"
    """A single short text in a narrow input."""
    NUMBER = "number"
    """A whole number, written in any of the usual notations."""
    DATE = "date"
    """A day, a month or a year; a day may be written in any of the usual notations."""
    LINES = "lines"
    """A list of texts, one on each line."""
    CLAIMS = "claims"
    """A list of ids, one on each line."""
    NAMES = "names"
    """A list of ids, each chosen in a select."""
    CHOICE = "choice"
    """A single id, chosen in a select."""
    RADIOS = "radios"
    """A single word, chosen with radios."""
    CONDITION = "condition"
    """A condition on questions and facts (see `condition_tree`)."""


class FieldSpec(NamedTuple):
    """The specification of a form field."""

    key: str
    label: str
    widget: WidgetKind = WidgetKind.LINE
    hint: str = ""
    choices: Callable[[Any, NodePath], ChoicePairs] | None = None
    """A function that returns the choices, given the parsed YAML of the file and the path of the entity."""
    initial: str = ""
    """The initial value for a new entity."""
    optional: bool = False
    """Whether the key can be omitted from the file."""


def format_value(spec: FieldSpec, item: Any) -> tuple[str, ...]:
    """Return the values that a field shows for an item of the file."""
    value = item.get(spec.key) if isinstance(item, Mapping) else None
    texts = tuple(each if isinstance(each, str) else "" for each in (value if isinstance(value, list) else (value,)))
    if spec.widget in _SINGLE_LINES:
        return (clean_line("\n".join(texts)),)
    return texts if spec.widget is WidgetKind.NAMES else ("\n".join(texts),)


def parse_value(spec: FieldSpec, submitted: tuple[str, ...], old: Any) -> TreeNode | None:
    """Convert submitted text to the value for the file, or None if its key is to be omitted."""
    if normalise_lines(submitted) == normalise_lines(format_value(spec, old)) and isinstance(old, Mapping):
        kept: TreeNode | None = old.get(spec.key)
        return kept
    lines = [line for line in normalise_lines(submitted) if line]
    if not lines and spec.optional:
        return None
    if spec.widget in (WidgetKind.LINES, WidgetKind.CLAIMS, WidgetKind.NAMES):
        return _ESTIMATE if spec.key == "takes_from" and lines == [_ESTIMATE] else list(lines)
    return _NOTATIONS.get(spec.widget, str)(" ".join(lines))


def write_number(text: str) -> str:
    """Return a number as the rules write it: `£3.4m` as `3400000`; any other text unchanged."""
    number = parse_written_number(text)
    return text if number is None else str(number)


def _write_date(text: str) -> str:
    """Return a day as the rules write it: `29/01/2027` as `2027-01-29`; any other text unchanged."""
    day = parse_written_date(text)
    return text if day is None else day.isoformat()


_SINGLE_LINES = (WidgetKind.LINE, WidgetKind.SHORT, WidgetKind.NUMBER, WidgetKind.DATE)
_NOTATIONS: Mapping[WidgetKind, Callable[[str], str]] = {WidgetKind.NUMBER: write_number, WidgetKind.DATE: _write_date}


def normalise_lines(submitted: tuple[str, ...]) -> tuple[str, ...]:
    """Split the submitted text into lines, stripped of white space and of trailing empty lines."""
    lines = [line.strip() for text in submitted for line in clean_text(text).split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)
