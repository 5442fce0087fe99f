"""Apply the submitted values of a form to an entity, and build the edits that update the files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import count
from typing import Any

from assess.core.loading.loader import EVIDENCE_FILENAME
from assess.core.model.evidence import Evidence
from assess.core.model.rules import Rules
from assess.core.syntax.names import fold_name
from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import get_node, list_keys
from assess.core.yaml_edit.diff import diff_values
from assess.core.yaml_edit.edits import AddItem, Edit
from assess.web.rules_editor.documents import (
    Entity,
    FormData,
    FormField,
    format_field_name,
    iter_fields,
    iter_sub_item_fields,
    list_sub_items,
    list_table_keys,
)
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths
from assess.web.rules_editor.entity_types.fields import WidgetKind, format_value, normalise_lines, parse_value
from assess.web.rules_editor.entity_types.models import SubItems
from assess.web.rules_editor.widgets import condition_tree, needs, pickers
from assess.web.shared.text import slugify

_MAX_DIGITS = 4
"""The number of digits that the number of a sub-item in a form has less than."""


def apply_form(entity: Entity, submitted: FormData) -> dict[str, TreeNode] | list[TreeNode]:
    """Return the entity with the submitted values applied; fields that the form did not have stay as they are."""
    item: Any = deepcopy(entity.item) if entity.item else {}
    for field in iter_fields(entity):
        _set_field(item, field, submitted, entity.tree)
    sub_items = entity.entity_type.sub_items
    if sub_items is not None and sub_items.is_table:
        item[sub_items.key] = _apply_table(entity, sub_items, submitted)
    elif sub_items is not None:
        changed = _apply_sub_items(entity, sub_items, submitted)
        if changed or list_sub_items(entity):
            _get_sub_item_list(item, sub_items)[:] = changed
    return item  # type: ignore[no-any-return]  # a list if the entity is one


def _get_sub_item_list(item: Any, sub_items: SubItems) -> list[TreeNode]:
    """Return the list of sub-items of an entity, creating it if it is missing."""
    found: list[TreeNode] = item.setdefault(sub_items.key, []) if sub_items.key else item
    return found


def _set_field(item: dict[str, TreeNode], field: FormField, submitted: FormData, tree: Any) -> None:
    """Set the key of a field in an item to its submitted value; do nothing if the form did not have the field."""
    read = _READERS.get(field.spec.widget, _read_text)
    found = read(field, submitted, tree)
    if found is None:
        return
    (value,) = found
    if value is not None:
        item[field.spec.key] = value
    else:
        item.pop(field.spec.key, None)


_Submitted = tuple[TreeNode | None] | None
"""The value for the file, which is None if the key is to be omitted; None if the form did not have the field."""


def _read_text(field: FormField, submitted: FormData, _tree: Any) -> _Submitted:
    """Return the submitted value of a field that holds text."""
    if field.name not in submitted:
        return None
    return (parse_value(field.spec, submitted[field.name], field.item),)


def _read_chosen(field: FormField, submitted: FormData, _tree: Any) -> _Submitted:
    """Return the findings that were chosen."""
    read = pickers.read_authority if field.spec.widget is WidgetKind.AUTHORITY else pickers.read_chosen
    chosen = read(submitted, field.name)
    if field.item is not None and chosen == pickers.list_ids(format_value(field.spec, field.item)):
        return (get_stored_value(field),)
    return None if chosen is None else (parse_value(field.spec, chosen, field.item),)


def _read_source(field: FormField, submitted: FormData, _tree: Any) -> _Submitted:
    """Return the source that was chosen; a new one is added by the view, which then knows its id."""
    if field.name not in submitted:
        return None
    chosen = tuple(each for each in submitted[field.name] if each != pickers.NEW_SOURCE)
    return (parse_value(field.spec, chosen[-1:], field.item),)


def _read_needs(field: FormField, submitted: FormData, tree: Any) -> _Submitted:
    """Return the needs of the stages."""
    old = get_stored_value(field)
    chosen = needs.read_needs(submitted, field.name, old, tree)
    return None if chosen is None else (needs.dump_needs(chosen, old, tree),)


def _read_condition(field: FormField, submitted: FormData, _tree: Any) -> _Submitted:
    """Return the submitted condition."""
    root = read_condition_field(field, submitted)
    return None if root is None else (condition_tree.dump_condition(root, get_stored_value(field)),)


_READERS: Mapping[WidgetKind, Callable[[FormField, FormData, Any], _Submitted]] = {
    WidgetKind.CONDITION: _read_condition,
    WidgetKind.CLAIMS: _read_chosen,
    WidgetKind.AUTHORITY: _read_chosen,
    WidgetKind.SOURCE: _read_source,
    WidgetKind.NEEDS: _read_needs,
}


def read_condition_field(field: FormField, submitted: FormData) -> condition_tree.GroupNode | None:
    """Read the submitted condition of a field; return None if the form did not have it."""
    return condition_tree.read_condition(submitted, field.name, get_stored_value(field))


def get_stored_value(field: FormField) -> Any:
    """Return the value of a field in the file, or None if it has none."""
    return field.item.get(field.spec.key) if isinstance(field.item, Mapping) else None


def _apply_condition_button(entity: Entity, submitted: FormData, button: str) -> FormData:
    """Return the submitted values after a button was pressed that adds or removes a part of a condition."""
    values = dict(submitted)
    for field in iter_fields(entity):
        root = read_condition_field(field, submitted) if field.spec.widget is WidgetKind.CONDITION else None
        if root is not None:
            after = condition_tree.apply_button(root, field.name, button)
            values = {name: each for name, each in values.items() if not name.startswith(f"{field.name}-")}
            values |= condition_tree.to_form_fields(after, field.name, count())
    return values


def apply_button(entity: Entity, submitted: FormData, button: str) -> FormData:
    """Return the submitted values after a button was pressed that changes the form and saves nothing."""
    action, _, target = button.partition(":")
    if action in ("remove", "keep") and entity.entity_type.sub_items is not None:
        return _apply_row_button(entity, entity.entity_type.sub_items, submitted, action, target)
    if action == "unpick":
        name, _, removed = target.partition(":")
        return pickers.remove_chosen(submitted, name, removed)
    return _apply_condition_button(entity, submitted, button)


def _apply_row_button(entity: Entity, sub_items: SubItems, submitted: FormData, action: str, target: str) -> FormData:
    """Return the submitted values after a sub-item was removed or kept; a new one goes at once, others when saved."""
    index = int(target) - 1 if target.isascii() and target.isdigit() and len(target) < _MAX_DIGITS else -1
    if index >= len(list_sub_items(entity)):
        return _drop_row(sub_items, submitted, index, count_sub_items(entity, sub_items, submitted))
    mark = format_field_name(sub_items, index, "remove")
    kept = {name: values for name, values in submitted.items() if name != mark}
    return kept if action == "keep" or index < 0 else {**kept, mark: ("yes",)}


def _drop_row(sub_items: SubItems, submitted: FormData, index: int, count: int) -> FormData:
    """Return the submitted values without a new sub-item, those after it moved up."""
    values = dict(submitted)
    for spec in sub_items.fields:
        names = [format_field_name(sub_items, place, spec.key) for place in range(index, count)]
        for name, following in zip(names, [*names[1:], ""], strict=True):
            values.pop(name, None)
            if following in submitted:
                values[name] = submitted[following]
    return values


def _apply_table(entity: Entity, sub_items: SubItems, submitted: FormData) -> dict[str, TreeNode]:
    """Return the rows of a table with the submitted values applied, without the rows that are empty."""
    table = {}
    for index, ((key, _), old) in enumerate(zip(list_table_keys(entity), list_sub_items(entity), strict=True)):
        part = deepcopy(old)
        for field in iter_sub_item_fields(entity, sub_items, index) if isinstance(part, dict) else ():
            _set_field(part, field, submitted, entity.tree)
        if part:
            table[key] = part
    return table


def count_sub_items(entity: Entity, sub_items: SubItems, submitted: FormData) -> int:
    """Return the number of sub-items: those there are, or as many as the form has."""
    prefix = f"{sub_items.name}-"
    numbers = (name.removeprefix(prefix).split("-")[0] for name in submitted if name.startswith(prefix))
    known = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < _MAX_DIGITS]
    return max([len(list_sub_items(entity)), *known])


def _apply_sub_items(entity: Entity, sub_items: SubItems, submitted: FormData) -> list[TreeNode]:
    """Return the sub-items with the submitted values applied: some removed, and some added if that is possible."""
    parts = [deepcopy(part) for part in list_sub_items(entity)]
    for index, part in enumerate(parts):
        for field in iter_sub_item_fields(entity, sub_items, index) if isinstance(part, dict) else ():
            _set_field(part, field, submitted, entity.tree)
    kept: list[TreeNode] = [
        part
        for place, part in enumerate(parts)
        if not (sub_items.is_growable and format_field_name(sub_items, place, "remove") in submitted)
    ]
    for index in range(len(parts), count_sub_items(entity, sub_items, submitted) if sub_items.is_growable else 0):
        part = {}
        for field in iter_sub_item_fields(entity, sub_items, index):
            _set_field(part, field, submitted, entity.tree)
        if part.get(sub_items.title_key):
            kept.insert(
                _find_answer_index(kept, part), {"id": make_unique_id(part.get(sub_items.title_key), kept), **part}
            )
    return kept


def _find_answer_index(answers: list[TreeNode], answer: Mapping[str, TreeNode]) -> int:
    """Return the index at which to insert a new answer: before the first one with more points."""
    points = _parse_points(answer.get("points"))
    return next(
        (at for at, each in enumerate(answers) if _parse_points(get_node(each, ("points",))) > points), len(answers)
    )


def _parse_points(value: Any) -> int:
    """Return the whole number in a text, or a very high one if it is not a number."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else 1_000_000


def new_item(entity: Entity, submitted: FormData, item: Any) -> dict[str, TreeNode]:
    """Return a new entity with its id, which is the submitted one or is made from its title, if its type has ids."""
    entity_type = entity.entity_type
    if entity_type.id_key != "id":
        return dict(item)
    others = [get_node(entity.tree, path) for path in iter_paths(entity.tree, entity_type.list_keys)]
    asked = normalise_lines(submitted.get("id", ()))
    return {"id": make_unique_id(asked[0] if asked else item.get(entity_type.title_key), others), **item}


def make_unique_id(text: Any, others: Sequence[Any]) -> str:
    """Make an id from the first words of a text that none of the other items has."""
    taken_ids = {each.get("id") for each in others if isinstance(each, Mapping)}
    short = "-".join(slugify(str(text or "new")).split("-")[:5])
    return next(name for name in (short, *(f"{short}-{n}" for n in range(2, 1000))) if name not in taken_ids)


def build_edits(entity: Entity, new_value: TreeNode) -> tuple[Edit, ...]:
    """Return the edits that change the entity to its new value."""
    if entity.item is None:
        return (
            AddItem(
                entity.entity_type.file,
                entity.path,
                _order_keys(entity, new_value),
                _find_term_index(entity, new_value),
            ),
        )
    return diff_values(entity.entity_type.file, entity.path, entity.item, new_value)


def _order_keys(entity: Entity, item: Any) -> dict[str, TreeNode]:
    """Return a new entity with its keys in the order in which the schema declares them."""
    model = Evidence if entity.entity_type.file == EVIDENCE_FILENAME else Rules
    order = list_keys(model, entity.tree, (*entity.path, 0))
    return {key: item[key] for key in order if key in item}


def _find_term_index(entity: Entity, item: Any) -> int | None:
    """Return the index at which to insert a new glossary term alphabetically, or None for the end."""
    if entity.entity_type.id_key != "term":
        return None
    words = list(_iter_terms(entity))
    return next((at for at, each in enumerate(words) if each > fold_name(get_text(item, "term"))), None)


def _iter_terms(entity: Entity) -> Iterator[str]:
    """Yield the glossary terms, folded for sorting."""
    for path in iter_paths(entity.tree, entity.entity_type.list_keys):
        item = get_node(entity.tree, path)
        yield fold_name(get_text(item, "term")) if isinstance(item, dict) else ""
