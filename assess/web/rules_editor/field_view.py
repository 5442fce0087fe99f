"""View models of form fields: their values, choices and errors."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import NamedTuple

from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, Path
from assess.core.validation.labels import value_at
from assess.web.components.widgets import shown as showable
from assess.web.rules_editor.choices import word
from assess.web.rules_editor.condition_tree import root_of
from assess.web.rules_editor.condition_view import Row, Sight, places, row_of
from assess.web.rules_editor.documents import (
    Field,
    Sheet,
    Typed,
    fields,
    row_fields,
    row_name,
    row_title,
    rows_of,
    rows_path,
)
from assess.web.rules_editor.draft import Working
from assess.web.rules_editor.fields import Choices, Entry, Look, shown
from assess.web.rules_editor.form_edits import condition_typed, held
from assess.web.rules_editor.models import Rows
from assess.web.shared.text import quoted

FEWEST_NAMES = 3
"""The minimum number of selects in a field for several names."""


class Box(NamedTuple):
    """A field as the page shows it."""

    name: str
    label: str
    look: Look
    hint: str
    values: tuple[str, ...]
    choices: Choices
    errors: tuple[str, ...]
    optional: bool
    rows: int
    condition: Row | None = None
    told: Choices = ()
    """The ids and texts of the findings that it names."""


class Part(NamedTuple):
    """A sub-item as the page shows it, such as one answer of a question."""

    number: int
    title: str
    id: str
    boxes: tuple[Box, ...]
    remove: str
    """The name of the checkbox that removes it; empty if it cannot be removed."""
    removed: bool
    is_new: bool


class Wrong(NamedTuple):
    """The problems of the draft: those of the fields, of the entity itself, and elsewhere."""

    at: Mapping[str, list[str]]
    here: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]


class Filled(NamedTuple):
    """A form with its submitted values and the errors of its fields."""

    sheet: Sheet
    typed: Typed
    wrong: Mapping[str, list[str]]


def box(form: Filled, field: Field) -> Box:
    """Build the view of a field."""
    entry = field.entry
    if entry.look is Look.CONDITION:
        return condition_box(form, field)
    texts = form.typed.get(field.name) or (shown(entry, field.item) if field.item is not None else (entry.start,))
    values = tuple(showable(value) for value in texts)
    if entry.look is Look.NAMES:
        values = padded(tuple(filter(None, values)))
    choices = with_others(entry, entry.choices(form.sheet.tree, form.sheet.path) if entry.choices else (), values)
    errors = tuple(form.wrong.get(field.name, ()))
    return Box(field.name, entry.label, entry.look, entry.hint, values, choices, errors, entry.optional, height(values))


def condition_box(form: Filled, field: Field) -> Box:
    """Build the view of a condition field, with the submitted condition or the one in the file."""
    entry, typed = field.entry, condition_typed(field, form.typed)
    root = root_of(held(field)) if typed is None else typed
    row = row_of(root, field.name, Sight(form.sheet.tree, {} if form.typed else form.wrong, count()))
    subjects = entry.choices(form.sheet.tree, form.sheet.path) if entry.choices else ()
    return Box(field.name, entry.label, entry.look, entry.hint, (), subjects, row.errors, entry.optional, 0, row)


def height(values: tuple[str, ...]) -> int:
    """Return the number of rows that a text area needs, between 2 and 12."""
    return max(2, min(12, sum(1 + len(line) // 70 for line in "\n".join(values).split("\n")) + 1))


def padded(names: tuple[str, ...]) -> tuple[str, ...]:
    """Append empty names, so that at least one more can be chosen."""
    return names + ("",) * max(1, FEWEST_NAMES - len(names))


def with_others(entry: Entry, choices: Choices, values: tuple[str, ...]) -> Choices:
    """Return the choices, with any value in the file that is not among them."""
    known = {value for value, _ in choices}
    others = tuple((value, value) for value in dict.fromkeys(values) if value and value not in known)
    return (*choices, *others) if entry.choices else ()


def boxes(form: Filled) -> tuple[Box, ...]:
    """Build the views of the fields of the entity itself."""
    return tuple(box(form, field) for field in fields(form.sheet))


def parts(form: Filled, more: int) -> tuple[Part, ...]:
    """Build the views of the sub-items, followed by `new_count` new ones."""
    rows = form.sheet.thing.rows
    if rows is None:
        return ()
    return tuple(part(form, rows, place) for place in range(len(rows_of(form.sheet)) + more))


def part(form: Filled, rows: Rows, place: int) -> Part:
    """Build the view of a sub-item, counted from 0; of a new one if the index is past the end."""
    there = rows_of(form.sheet)
    is_new = place >= len(there)
    item = there[place] if not is_new and isinstance(there[place], Mapping) else {}
    remove = row_name(rows, place, "remove") if rows.grows and not is_new else ""
    return Part(
        place + 1,
        row_title(form.sheet, rows, place) or f"{rows.name} {place + 1}".capitalize(),
        word(item, "id"),
        tuple(box(form, field) for field in row_fields(form.sheet, rows, place)),
        remove,
        remove in form.typed,
        is_new,
    )


def wrong_in(working: Working, sheet: Sheet) -> Wrong:
    """Assign each problem of the draft to a field, to the entity itself, or elsewhere."""
    document = working.document(sheet.thing.file)
    places = list(field_places(document, sheet))
    at: dict[str, list[str]] = {}
    here, elsewhere = [], []
    for problem in working.checked.problems:
        offset = offset_of(document, problem) if problem.file == sheet.thing.file else -1
        name = next((name for name, start, end in places if start <= offset < end), None)
        if name is not None:
            at.setdefault(name, []).append(quoted(problem.sentence))
        elif is_within(document, sheet.path, offset) and not is_of_a_part(document, sheet, offset):
            here.append(problem)
        else:
            elsewhere.append(problem)
    return Wrong(at, tuple(here), tuple(elsewhere))


def field_places(document: Document, sheet: Sheet) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each field in the file, with the start offset of its key and the end offset of its value."""
    every = list(fields(sheet)) if isinstance(sheet.item, Mapping) else []
    rows = sheet.thing.rows
    if rows is not None:
        every += [field for place in range(len(rows_of(sheet))) for field in row_fields(sheet, rows, place)]
    for field in every:
        found = value_at(document.tree, field.path)
        if found is not None and field.entry.look is Look.CONDITION:
            for name, path in places(found, field.name, field.path):
                yield name, *document.part(path)[1][:2]
        if found is not None:
            key, value = document.part(field.path)
            yield field.name, key[0], max(value[1], value[0] + 1)


def is_of_a_part(document: Document, sheet: Sheet, offset: int) -> bool:
    """Return whether an offset lies within a sub-item that has a form of its own."""
    rows = sheet.thing.rows
    return rows is not None and not rows.grows and is_within(document, rows_path(sheet, rows), offset)


def is_within(document: Document, path: Path, offset: int) -> bool:
    """Return whether an offset lies within the value at a path."""
    place = document.part(path)[1]
    return place[0] <= offset < place[1]


def offset_of(document: Document, problem: Problem) -> int:
    """Return the offset of a problem in the text of its file."""
    at = 0
    for _ in range(problem.line - 1):
        at = document.text.find("\n", at) + 1
    return at + problem.column - 1
