"""Fields of the forms that edit rules, and the conversion between submitted text and values in the file.

Nothing is rejected here: submitted values go into the draft, and loading the draft reports what is wrong with them.
Unchanged values are written back exactly as the file has them.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from assess.core.model.text import clean_line, clean_text
from assess.core.syntax.dates import parse_month, parse_written_date
from assess.core.syntax.numbers import parse_written_number
from assess.core.syntax.yaml_reader import NodePath, TreeNode
from assess.report.content.text import format_partial_date

ChoicePairs = tuple[tuple[str, str], ...]
"""The values and texts of the choices."""

ESTIMATE = "estimate"
"""The value of a field for an authority that is ours."""

_PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{4})", re.ASCII)


class WidgetKind(StrEnum):
    """The widget of a field, which determines the type of its value."""

    LINE = "line"
    AREA = "area"
    """A single text in a text area; line breaks become spaces."""
    NUMBER = "number"
    """A whole number, written in any of the usual notations."""
    DATE = "date"
    """A year, month or date, as people write it."""
    LINES = "lines"
    """A list of texts, one on each line."""
    CLAIMS = "claims"
    """A list of findings, which are found by their words (see `pickers`)."""
    AUTHORITY = "authority"
    """Either our estimate or a list of findings."""
    SOURCE = "source"
    """A single source, which is found by its words."""
    NEEDS = "needs"
    """The least answer for each stage (see `needs_field`)."""
    NAMES = "names"
    """A list of ids, each chosen in a select."""
    CHOICE = "choice"
    """A single id, chosen in a select."""
    RADIOS = "radios"
    """A single word, chosen with radios."""
    CONDITION = "condition"
    """A condition on questions and facts (see `condition_tree`)."""


_LISTS_OF_IDS = (WidgetKind.CLAIMS, WidgetKind.AUTHORITY, WidgetKind.NAMES)
_ONE_LINE = (WidgetKind.LINE, WidgetKind.NUMBER, WidgetKind.DATE)


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
    """Whether it can be left blank and the key omitted from the file."""
    depends: bool = False
    """Whether it is needed in some cases, which its hint names, so that it is never called optional."""
    missing: str = ""
    """What to do while it is not filled in, such as “Enter the weight”; `{part}` is the sub-item."""
    noun: str = ""
    """What a message calls it, such as “The weight”, if its label is a question; empty for the label."""
    inner: str = ""
    """The only key of a mapping that holds the value; empty if the value is not in one."""
    is_stage_only: bool = False
    """Whether it is a field of the options of the stage, and of no other fact."""


def format_value(spec: FieldSpec, item: Any) -> tuple[str, ...]:
    """Return the values that a field shows for an item of the file."""
    value = item.get(spec.key) if isinstance(item, Mapping) else None
    if spec.inner:
        value = value.get(spec.inner) if isinstance(value, Mapping) else None
    texts = tuple(each if isinstance(each, str) else "" for each in (value if isinstance(value, list) else (value,)))
    if spec.widget in _LISTS_OF_IDS:
        return tuple(clean_line(each) for each in texts)
    text = "\n".join(texts)
    text = clean_line(text) if spec.widget in _ONE_LINE else text
    return (_format_written_date(text) if spec.widget is WidgetKind.DATE else text,)


def parse_value(spec: FieldSpec, submitted: tuple[str, ...], old: Any) -> TreeNode | None:
    """Convert submitted text to the value for the file, or None if its key is to be omitted."""
    if normalise_lines(submitted) == normalise_lines(format_value(spec, old)) and isinstance(old, Mapping):
        kept: TreeNode | None = old.get(spec.key)
        return kept
    lines = [line for line in normalise_lines(submitted) if line]
    if not lines and spec.optional:
        return None
    if spec.widget is WidgetKind.AUTHORITY and lines == [ESTIMATE]:
        return ESTIMATE
    if spec.widget in (WidgetKind.LINES, *_LISTS_OF_IDS):
        return list(lines)
    text = " ".join(lines)
    text = _NOTATIONS.get(spec.widget, str)(text)
    return {spec.inner: text} if spec.inner else text


def _format_written_date(text: str) -> str:
    """Return a year, month or date of the file as people write it: `7 December 2012`; any other text unchanged."""
    is_date = _PARTIAL_DATE.fullmatch(text) and all(0 < int(part) <= 12 for part in text.split("-")[1:2])
    return format_partial_date(text) if is_date else text


def _read_written_date(text: str) -> str:
    """Return a year, month or date as the file has it: `2012-12-07`; any other text unchanged."""
    if day := parse_written_date(text):
        return day.isoformat()
    month = _MONTH_AND_YEAR.fullmatch(text)
    number = parse_month(month[1]) if month else 0
    return f"{month[2]}-{number:02}" if month and number else text


def write_number(text: str) -> str:
    """Return a number as the rules write it: `£3.4m` as `3400000`; any other text unchanged."""
    number = parse_written_number(text)
    return text if number is None else str(number)


_NOTATIONS: Mapping[WidgetKind, Callable[[str], str]] = {
    WidgetKind.NUMBER: write_number,
    WidgetKind.DATE: _read_written_date,
}


def normalise_lines(submitted: tuple[str, ...]) -> tuple[str, ...]:
    """Split the submitted text into lines, stripped of white space and of trailing empty lines."""
    lines = [line.strip() for text in submitted for line in clean_text(text).split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)
