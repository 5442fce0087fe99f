"""View models of form fields: their values, choices and errors."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import NamedTuple

from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, NodePath
from assess.core.validation.labels import get_node
from assess.web.components.widgets import sanitise as showable
from assess.web.rules_editor.choices import get_text
from assess.web.rules_editor.condition_tree import parse_condition
from assess.web.rules_editor.condition_view import ConditionView, RenderContext, build_condition_view, locate_nodes
from assess.web.rules_editor.documents import (
    Entity,
    FormData,
    FormField,
    format_field_name,
    get_sub_item_title,
    get_sub_items_path,
    iter_fields,
    iter_sub_item_fields,
    list_sub_items,
)
from assess.web.rules_editor.draft import DraftView
from assess.web.rules_editor.fields import ChoicePairs, FieldSpec, WidgetKind, format_value
from assess.web.rules_editor.form_edits import get_stored_value, read_condition_field
from assess.web.rules_editor.models import SubItems
from assess.web.shared.text import quote_names

_MIN_SELECTS = 3
"""The minimum number of selects in a field for several names."""


class FieldView(NamedTuple):
    """A field as the page shows it."""

    name: str
    label: str
    widget: WidgetKind
    hint: str
    values: tuple[str, ...]
    choices: ChoicePairs
    errors: tuple[str, ...]
    optional: bool
    rows: int
    condition: ConditionView | None = None
    findings: ChoicePairs = ()
    """The ids and texts of the findings that it names."""


class SubItemView(NamedTuple):
    """A sub-item as the page shows it, such as one answer of a question."""

    number: int
    title: str
    id: str
    fields: tuple[FieldView, ...]
    remove_name: str
    """The name of the checkbox that removes it; empty if it cannot be removed."""
    is_removed: bool
    is_new: bool


class FieldErrors(NamedTuple):
    """The problems of the draft: those of the fields, of the entity itself, and elsewhere."""

    by_field: Mapping[str, list[str]]
    on_entity: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]


class BoundForm(NamedTuple):
    """A form with its submitted values and the errors of its fields."""

    entity: Entity
    submitted: FormData
    errors: Mapping[str, list[str]]


def _build_field_view(form: BoundForm, field: FormField) -> FieldView:
    """Build the view of a field."""
    spec = field.spec
    if spec.widget is WidgetKind.CONDITION:
        return _build_condition_field_view(form, field)
    texts = form.submitted.get(field.name) or (
        format_value(spec, field.item) if field.item is not None else (spec.initial,)
    )
    values = tuple(showable(value) for value in texts)
    if spec.widget is WidgetKind.NAMES:
        values = _pad_names(tuple(filter(None, values)))
    choices = _add_unknown_choices(
        spec, spec.choices(form.entity.tree, form.entity.path) if spec.choices else (), values
    )
    errors = tuple(form.errors.get(field.name, ()))
    return FieldView(
        field.name, spec.label, spec.widget, spec.hint, values, choices, errors, spec.optional, _count_rows(values)
    )


def _build_condition_field_view(form: BoundForm, field: FormField) -> FieldView:
    """Build the view of a condition field, with the submitted condition or the one in the file."""
    spec, submitted = field.spec, read_condition_field(field, form.submitted)
    root = parse_condition(get_stored_value(field)) if submitted is None else submitted
    row = build_condition_view(
        root, field.name, RenderContext(form.entity.tree, {} if form.submitted else form.errors, count())
    )
    subjects = spec.choices(form.entity.tree, form.entity.path) if spec.choices else ()
    return FieldView(field.name, spec.label, spec.widget, spec.hint, (), subjects, row.errors, spec.optional, 0, row)


def _count_rows(values: tuple[str, ...]) -> int:
    """Return the number of rows that a text area needs, between 2 and 12."""
    return max(2, min(12, sum(1 + len(line) // 70 for line in "\n".join(values).split("\n")) + 1))


def _pad_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Append empty names, so that at least one more can be chosen."""
    return names + ("",) * max(1, _MIN_SELECTS - len(names))


def _add_unknown_choices(spec: FieldSpec, choices: ChoicePairs, values: tuple[str, ...]) -> ChoicePairs:
    """Return the choices, with any value in the file that is not among them."""
    known = {value for value, _ in choices}
    others = tuple((value, value) for value in dict.fromkeys(values) if value and value not in known)
    return (*choices, *others) if spec.choices else ()


def build_field_views(form: BoundForm) -> tuple[FieldView, ...]:
    """Build the views of the fields of the entity itself."""
    return tuple(_build_field_view(form, field) for field in iter_fields(form.entity))


def build_sub_item_views(form: BoundForm, new_count: int) -> tuple[SubItemView, ...]:
    """Build the views of the sub-items, followed by `new_count` new ones."""
    sub_items = form.entity.entity_type.sub_items
    if sub_items is None:
        return ()
    return tuple(
        _build_sub_item_view(form, sub_items, index) for index in range(len(list_sub_items(form.entity)) + new_count)
    )


def _build_sub_item_view(form: BoundForm, sub_items: SubItems, index: int) -> SubItemView:
    """Build the view of a sub-item, counted from 0; of a new one if the index is past the end."""
    there = list_sub_items(form.entity)
    is_new = index >= len(there)
    item = there[index] if not is_new and isinstance(there[index], Mapping) else {}
    remove = format_field_name(sub_items, index, "remove") if sub_items.is_growable and not is_new else ""
    return SubItemView(
        index + 1,
        get_sub_item_title(form.entity, sub_items, index) or f"{sub_items.name} {index + 1}".capitalize(),
        get_text(item, "id"),
        tuple(_build_field_view(form, field) for field in iter_sub_item_fields(form.entity, sub_items, index)),
        remove,
        remove in form.submitted,
        is_new,
    )


def locate_errors(draft: DraftView, entity: Entity) -> FieldErrors:
    """Assign each problem of the draft to a field, to the entity itself, or elsewhere."""
    document = draft.parse_file(entity.entity_type.file)
    places = list(_locate_fields(document, entity))
    at: dict[str, list[str]] = {}
    here, elsewhere = [], []
    for problem in draft.checked.problems:
        offset = _get_offset(document, problem) if problem.file == entity.entity_type.file else -1
        name = next((name for name, start, end in places if start <= offset < end), None)
        if name is not None:
            at.setdefault(name, []).append(quote_names(problem.message))
        elif _is_within(document, entity.path, offset) and not _is_in_sub_item(document, entity, offset):
            here.append(problem)
        else:
            elsewhere.append(problem)
    return FieldErrors(at, tuple(here), tuple(elsewhere))


def _locate_fields(document: Document, entity: Entity) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each field in the file, with the start offset of its key and the end offset of its value."""
    every = list(iter_fields(entity)) if isinstance(entity.item, Mapping) else []
    sub_items = entity.entity_type.sub_items
    if sub_items is not None:
        every += [
            field
            for index in range(len(list_sub_items(entity)))
            for field in iter_sub_item_fields(entity, sub_items, index)
        ]
    for field in every:
        found = get_node(document.tree, field.path)
        if found is not None and field.spec.widget is WidgetKind.CONDITION:
            for name, path in locate_nodes(found, field.name, field.path):
                yield name, *document.find_spans(path)[1][:2]
        if found is not None:
            key, value = document.find_spans(field.path)
            yield field.name, key[0], max(value[1], value[0] + 1)


def _is_in_sub_item(document: Document, entity: Entity, offset: int) -> bool:
    """Return whether an offset lies within a sub-item that has a form of its own."""
    sub_items = entity.entity_type.sub_items
    return (
        sub_items is not None
        and not sub_items.is_growable
        and _is_within(document, get_sub_items_path(entity, sub_items), offset)
    )


def _is_within(document: Document, path: NodePath, offset: int) -> bool:
    """Return whether an offset lies within the value at a path."""
    index = document.find_spans(path)[1]
    return index[0] <= offset < index[1]


def _get_offset(document: Document, problem: Problem) -> int:
    """Return the offset of a problem in the text of its file."""
    at = 0
    for _ in range(problem.line - 1):
        at = document.text.find("\n", at) + 1
    return at + problem.column - 1
