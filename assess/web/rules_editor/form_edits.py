"""Apply the submitted values of a form to an entity, and build the edits that update the files."""

from collections.abc import Iterator, Mapping, Sequence
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
from assess.web.rules_editor import condition_tree
from assess.web.rules_editor.choices import get_text, iter_paths
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
from assess.web.rules_editor.fields import WidgetKind, normalise_lines, parse_value
from assess.web.rules_editor.models import SubItems
from assess.web.shared.text import slugify


def apply_form(entity: Entity, submitted: FormData, new_count: int = 0) -> dict[str, TreeNode] | list[TreeNode]:
    """Return the entity with the submitted values applied; up to `new_count` sub-items may be new."""
    item: Any = deepcopy(entity.item) if entity.item else {}
    for field in iter_fields(entity):
        _set_field(item, field, submitted)
    sub_items = entity.entity_type.sub_items
    if sub_items is not None and sub_items.is_table:
        item[sub_items.key] = _apply_table(entity, sub_items, submitted)
    elif sub_items is not None:
        _get_sub_item_list(item, sub_items)[:] = _apply_sub_items(entity, sub_items, submitted, new_count)
    return item  # type: ignore[no-any-return]  # a list if the entity is one


def _get_sub_item_list(item: Any, sub_items: SubItems) -> list[TreeNode]:
    """Return the list of sub-items of an entity, creating it if it is missing."""
    found: list[TreeNode] = item.setdefault(sub_items.key, []) if sub_items.key else item
    return found


def _set_field(item: dict[str, TreeNode], field: FormField, submitted: FormData) -> None:
    """Set the key of a field in an item to its submitted value."""
    if field.spec.widget is WidgetKind.CONDITION:
        root = read_condition_field(field, submitted)
        value = None if root is None else condition_tree.dump_condition(root, get_stored_value(field))
    elif field.name in submitted:
        root, value = None, parse_value(field.spec, submitted[field.name], field.item)
    else:
        return
    if value is not None:
        item[field.spec.key] = value
    elif root is not None or field.spec.widget is not WidgetKind.CONDITION:
        item.pop(field.spec.key, None)


def read_condition_field(field: FormField, submitted: FormData) -> condition_tree.GroupNode | None:
    """Read the submitted condition of a field; return None if the form did not have it."""
    return condition_tree.read_condition(submitted, field.name, get_stored_value(field))


def get_stored_value(field: FormField) -> Any:
    """Return the value of a field in the file, or None if it has none."""
    return field.item.get(field.spec.key) if isinstance(field.item, Mapping) else None


def apply_condition_button(entity: Entity, submitted: FormData, button: str) -> FormData:
    """Return the submitted values after a button was pressed that adds or removes a part of a condition."""
    values = dict(submitted)
    for field in iter_fields(entity):
        root = read_condition_field(field, submitted) if field.spec.widget is WidgetKind.CONDITION else None
        if root is not None:
            after = condition_tree.apply_button(root, field.name, button)
            values = {name: each for name, each in values.items() if not name.startswith(f"{field.name}-")}
            values |= condition_tree.to_form_fields(after, field.name, count())
    return values


def _apply_table(entity: Entity, sub_items: SubItems, submitted: FormData) -> dict[str, TreeNode]:
    """Return the rows of a table with the submitted values applied, without the rows that are empty."""
    table = {}
    for index, ((key, _), old) in enumerate(zip(list_table_keys(entity), list_sub_items(entity), strict=True)):
        part = deepcopy(old)
        for field in iter_sub_item_fields(entity, sub_items, index) if isinstance(part, dict) else ():
            _set_field(part, field, submitted)
        if part:
            table[key] = part
    return table


def _apply_sub_items(entity: Entity, sub_items: SubItems, submitted: FormData, new_count: int) -> list[TreeNode]:
    """Return the sub-items with the submitted values applied: some removed, and up to `new_count` added."""
    parts = [deepcopy(part) for part in list_sub_items(entity)]
    for index, part in enumerate(parts):
        for field in iter_sub_item_fields(entity, sub_items, index) if isinstance(part, dict) else ():
            _set_field(part, field, submitted)
    kept: list[TreeNode] = [
        part
        for place, part in enumerate(parts)
        if not (sub_items.is_growable and format_field_name(sub_items, place, "remove") in submitted)
    ]
    for index in range(len(parts), len(parts) + new_count):
        part = {}
        for field in iter_sub_item_fields(entity, sub_items, index):
            _set_field(part, field, submitted)
        if any(part.values()):
            kept.insert(_find_answer_index(kept, part), {"id": _unique_id(part.get(sub_items.title_key), kept), **part})
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
    return {"id": _unique_id(asked[0] if asked else item.get(entity_type.title_key), others), **item}


def _unique_id(text: Any, others: Sequence[Any]) -> str:
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
