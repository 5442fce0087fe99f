"""View models of form fields: their values, choices and errors."""

from collections.abc import Collection, Mapping
from itertools import count
from typing import NamedTuple

from assess.web.components.widgets import sanitise as showable
from assess.web.rules_editor.documents import (
    Entity,
    FormData,
    FormField,
    format_field_name,
    get_sub_item_title,
    iter_fields,
    iter_sub_item_fields,
    list_sub_items,
)
from assess.web.rules_editor.entity_types.choices import get_text
from assess.web.rules_editor.entity_types.evidence import CLAIM, NEW_SOURCE_FIELDS, NEW_SOURCE_PREFIX
from assess.web.rules_editor.entity_types.fields import ESTIMATE, ChoicePairs, FieldSpec, WidgetKind, format_value
from assess.web.rules_editor.entity_types.models import SubItems
from assess.web.rules_editor.form_edits import count_sub_items, get_stored_value, read_condition_field
from assess.web.rules_editor.widgets.condition_tree import parse_condition
from assess.web.rules_editor.widgets.condition_view import ConditionView, RenderContext, build_condition_view
from assess.web.rules_editor.widgets.needs import NeedsView, build_needs_view, list_needs, read_needs
from assess.web.rules_editor.widgets.pickers import (
    NEW_SOURCE,
    FileTrees,
    PickerView,
    build_findings_picker,
    build_source_picker,
    list_ids,
    read_authority,
    read_chosen,
)

_MIN_ROWS = 2
"""The minimum number of sub-items that a form shows if they can be added."""
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
    """Whether it is called optional."""
    may_be_blank: bool
    rows: int
    condition: ConditionView | None = None
    picker: PickerView | None = None
    """The findings or the source that are chosen, and what a search found."""
    needs: NeedsView | None = None


class SubItemView(NamedTuple):
    """A sub-item as the page shows it, such as one answer of a question."""

    number: int
    title: str
    id: str
    fields: tuple[FieldView, ...]
    remove_name: str
    """The name of the field that removes it; empty if it cannot be removed."""
    is_removed: bool
    is_new: bool


class BoundForm(NamedTuple):
    """A form with its submitted values and the errors of its fields."""

    entity: Entity
    submitted: FormData
    errors: Mapping[str, list[str]]
    trees: FileTrees
    """The parsed YAML of the evidence and of the rules."""


def _build_field_view(form: BoundForm, field: FormField) -> FieldView:
    """Build the view of a field."""
    spec = field.spec
    match spec.widget:
        case WidgetKind.CONDITION:
            return _build_condition_field_view(form, field)
        case WidgetKind.CLAIMS | WidgetKind.AUTHORITY | WidgetKind.SOURCE:
            return _build_picker_field_view(form, field)
        case WidgetKind.NEEDS:
            return _build_needs_field_view(form, field)
    values = tuple(showable(value) for value in _get_values(form, field))
    if spec.widget is WidgetKind.NAMES:
        values = _pad_names(tuple(filter(None, values)))
    return _build_view(form, field, values)


def _get_values(form: BoundForm, field: FormField) -> tuple[str, ...]:
    """Return the submitted values of a field, or those of the file, or the initial one of a new entity."""
    is_there = isinstance(field.item, Mapping) and field.spec.key in field.item
    held = format_value(field.spec, field.item) if is_there or field.spec.optional else (_get_initial(field),)
    return form.submitted.get(field.name) or held


def _get_initial(field: FormField) -> str:
    """Return the initial value of a field; the points of new answers begin with 0 and rise by one."""
    number = next((step for step in reversed(field.path) if isinstance(step, int)), 0)
    return str(number) if field.spec.key == "points" else field.spec.initial


def _build_view(form: BoundForm, field: FormField, values: tuple[str, ...]) -> FieldView:
    """Build the view of a field with these values."""
    spec = field.spec
    offered = spec.choices(form.entity.tree, form.entity.path) if spec.choices else ()
    choices = _add_unknown_choices(spec, offered, values)
    errors = tuple(form.errors.get(field.name, ()))
    rows = _count_rows(values)
    return FieldView(
        field.name, spec.label, spec.widget, spec.hint, values, choices, errors, *_may_be_blank(spec), rows
    )


def _build_picker_field_view(form: BoundForm, field: FormField) -> FieldView:
    """Build the view of a field in which findings or a source are chosen."""
    is_source = field.spec.widget is WidgetKind.SOURCE
    read = read_authority if field.spec.widget is WidgetKind.AUTHORITY else read_chosen
    chosen = read(form.submitted, field.name)
    if chosen is None:
        chosen = format_value(field.spec, field.item) if field.item is not None else (field.spec.initial,)
    chosen = list_ids(chosen)
    build = build_source_picker if is_source else build_findings_picker
    named = tuple(each for each in chosen if each not in (ESTIMATE, NEW_SOURCE))
    picker = build(form.trees, named, form.submitted, field.name)
    return _build_view(form, field, chosen or ("",))._replace(choices=(), picker=picker)


def _build_needs_field_view(form: BoundForm, field: FormField) -> FieldView:
    """Build the view of the field for what each stage needs."""
    tree, held = form.entity.tree, get_stored_value(field)
    chosen = read_needs(form.submitted, field.name, held, tree)
    needs = build_needs_view(
        field.name, form.entity.item, tree, list_needs(held, tree) if chosen is None else chosen, form.errors
    )
    return _build_view(form, field, ("",))._replace(needs=needs)


def _build_condition_field_view(form: BoundForm, field: FormField) -> FieldView:
    """Build the view of a condition field, with the submitted condition or the one in the file."""
    spec, submitted = field.spec, read_condition_field(field, form.submitted)
    root = parse_condition(get_stored_value(field)) if submitted is None else submitted
    errors = {} if form.submitted else form.errors
    compares_facts = form.entity.entity_type.name == "contradiction"
    context = RenderContext(form.entity.tree, errors, count(), compares_facts)
    row = build_condition_view(root, field.name, context)
    subjects = spec.choices(form.entity.tree, form.entity.path) if spec.choices else ()
    return FieldView(
        field.name, spec.label, spec.widget, spec.hint, (), subjects, row.errors, *_may_be_blank(spec), 0, row
    )


def _may_be_blank(spec: FieldSpec) -> tuple[bool, bool]:
    """Return whether a field is called optional, and whether it may be left blank."""
    return spec.optional and not spec.depends, spec.optional


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


def build_field_views(form: BoundForm, keys: Collection[str] | None = None) -> tuple[FieldView, ...]:
    """Build the views of the fields of the entity itself: all, or those with these keys."""
    fields = (field for field in iter_fields(form.entity) if keys is None or field.spec.key in keys)
    return tuple(_build_field_view(form, field) for field in fields)


def build_new_source_views(form: BoundForm) -> tuple[FieldView, ...]:
    """Build the views of the fields of a source that is added with a finding; none in the form of anything else."""
    if form.entity.entity_type.name != CLAIM.name:
        return ()
    fields = (FormField(f"{NEW_SOURCE_PREFIX}{spec.key}", spec, (spec.key,), None) for spec in NEW_SOURCE_FIELDS)
    return tuple(_build_field_view(form, field) for field in fields)


def build_sub_item_views(form: BoundForm, more: int) -> tuple[SubItemView, ...]:
    """Build the views of the sub-items, with blank ones where there is none, and `more` new ones."""
    sub_items = form.entity.entity_type.sub_items
    if sub_items is None:
        return ()
    count = count_sub_items(form.entity, sub_items, form.submitted) or sub_items.new_count
    count = max(count, _MIN_ROWS) if sub_items.is_growable else count
    return tuple(_build_sub_item_view(form, sub_items, index) for index in range(count + more))


def _build_sub_item_view(form: BoundForm, sub_items: SubItems, index: int) -> SubItemView:
    """Build the view of a sub-item, counted from 0; of a new one if the index is past the end."""
    there = list_sub_items(form.entity)
    is_new = index >= len(there)
    item = there[index] if not is_new and isinstance(there[index], Mapping) else {}
    remove = format_field_name(sub_items, index, "remove") if sub_items.is_growable else ""
    return SubItemView(
        index + 1,
        get_sub_item_title(form.entity, sub_items, index) or f"{sub_items.name} {index + 1}".capitalize(),
        get_text(item, "id"),
        tuple(_build_field_view(form, field) for field in iter_sub_item_fields(form.entity, sub_items, index)),
        remove,
        bool(remove) and remove in form.submitted,
        is_new,
    )
