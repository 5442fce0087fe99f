"""Entities of the rules as forms edit them, existing in the draft or new, with their fields and sub-items."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.model.rules import STAGE, UNKNOWN_OPTION
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.labels import get_node
from assess.report.content.citations import strip_references
from assess.web.rules_editor.draft import DraftView
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths, list_choices
from assess.web.rules_editor.entity_types.fields import FieldSpec
from assess.web.rules_editor.entity_types.models import EntityType, SubItems
from assess.web.shared.text import slugify

FormData = Mapping[str, tuple[str, ...]]
"""The submitted values, by field name."""


class Entity(NamedTuple):
    """An entity in the draft, or a new one to add to it."""

    entity_type: EntityType
    path: NodePath
    """The path of the entity; for a new one, the path of the list that it is added to."""
    item: Any
    """The parsed YAML of the entity; None if it is new."""
    tree: Any
    """The parsed YAML of its file."""

    @property
    def etag(self) -> str:
        """A short hash that changes when the entity does."""
        return hashlib.sha256(json.dumps(self.item).encode()).hexdigest()[:16]

    @property
    def id(self) -> str:
        """The name of the entity in URLs; empty if it is new."""
        return "" if self.item is None else get_url_name(self.entity_type, self.tree, self.path)

    @property
    def title(self) -> str:
        """The title of the entity."""
        if self.item is None or self.entity_type.heading:
            return self.entity_type.heading
        if not self.entity_type.id_key:
            return f"{self.entity_type.name.capitalize()} {int(self.path[-1]) + 1} of “{self.parent_title}”"
        return strip_references(get_text(self.item, self.entity_type.title_key)) or self.id

    @property
    def parent_title(self) -> str:
        """The title of the entity that this one belongs to."""
        found = get_node(self.tree, self.path[:2])
        return (
            strip_references(get_text(found, "title") or get_text(found, "text")) if isinstance(found, Mapping) else ""
        )


class FormField(NamedTuple):
    """A field of a form, with its path in the file."""

    name: str
    spec: FieldSpec
    path: NodePath
    item: Any


def find_entity(draft: DraftView, entity_type: EntityType, name: str) -> Entity | None:
    """Find an entity of the draft by its name in URLs; types with a single entity accept any name."""
    tree = draft.parse_file(entity_type.file).tree
    if entity_type.path is not None:
        item = _get_single_item(entity_type, tree)
        return Entity(entity_type, entity_type.path, item, tree) if item is not None else None
    for path in iter_paths(tree, entity_type.list_keys):
        item = get_node(tree, path)
        if isinstance(item, dict) and get_url_name(entity_type, tree, path) == name:
            return Entity(entity_type, path, item, tree)
    return None


def _get_single_item(entity_type: EntityType, tree: Any) -> Any:
    """Return the only entity of a type, or None if the file has none; the keys of a form if it is the file itself."""
    if entity_type.path:
        return get_node(tree, entity_type.path) or None
    keys = [spec.key for spec in entity_type.fields]
    return {key: tree[key] for key in keys if key in tree} if isinstance(tree, Mapping) else None


def get_url_name(entity_type: EntityType, tree: Any, path: NodePath) -> str:
    """Return the name of an entity in URLs: its id, its term as a slug, or its number within its parent."""
    item = get_node(tree, path)
    if not entity_type.id_key:
        return f"{get_text(get_node(tree, path[:-2]), 'id')}.{int(path[-1]) + 1}"
    found = get_text(item, entity_type.id_key) if isinstance(item, Mapping) and entity_type.path is None else ""
    return found if entity_type.id_key == "id" else slugify(found)


def new_entity(draft: DraftView, entity_type: EntityType, parent_id: str) -> Entity | None:
    """Return a new entity to add, to the parent with this id if entities of its type are nested."""
    tree = draft.parse_file(entity_type.file).tree
    *holders, last = entity_type.list_keys
    for path in iter_paths(tree, holders):
        if not holders or get_text(get_node(tree, path), "id") == parent_id:
            return Entity(entity_type, (*path, last), None, tree)
    return None


def iter_fields(entity: Entity) -> Iterator[FormField]:
    """Return the fields of the entity itself."""
    return (FormField(spec.key, spec, (*entity.path, spec.key), entity.item) for spec in entity.entity_type.fields)


def list_sub_items(entity: Entity) -> tuple[Any, ...]:
    """Return the sub-items that are edited on the same page."""
    sub_items = entity.entity_type.sub_items
    found = get_node(entity.item, (sub_items.key,) if sub_items.key else ()) if sub_items else ()
    if sub_items and sub_items.is_table:
        table = found if isinstance(found, Mapping) else {}
        return tuple(table.get(key, {}) for key, _ in list_table_keys(entity))
    return tuple(found) if isinstance(found, list) else ()


def list_table_keys(entity: Entity) -> tuple[tuple[str, str], ...]:
    """Return the keys and titles of the rows of a table: the options that it looks up, then any others in the file."""
    facts = [
        get_node(entity.tree, path) for lists in ("profile", "derived") for path in iter_paths(entity.tree, (lists,))
    ]
    asked = next((each for each in facts if isinstance(each, dict) and each.get("id") == entity.item.get("from")), {})
    options = {key: text for key, text in list_choices(asked, "options", "text") if key != UNKNOWN_OPTION}
    table = entity.item.get("table")
    there = table if isinstance(table, Mapping) else {}
    return tuple((options | {key: key for key in there if key not in options}).items())


def get_sub_items_path(entity: Entity, sub_items: SubItems) -> NodePath:
    """Return the path of the sub-items."""
    return (*entity.path, sub_items.key) if sub_items.key else entity.path


def get_sub_item_title(entity: Entity, sub_items: SubItems, index: int) -> str:
    """Return the title of a sub-item, counted from 0; empty if it has none yet."""
    if sub_items.is_table:
        return list_table_keys(entity)[index][1]
    there = list_sub_items(entity)
    item = there[index] if index < len(there) else None
    return strip_references(get_text(item, sub_items.title_key)) if isinstance(item, Mapping) else ""


def iter_sub_item_fields(entity: Entity, sub_items: SubItems, index: int) -> Iterator[FormField]:
    """Yield the fields of a sub-item, counted from 0; those of a new one if the index is past the end."""
    there = list_sub_items(entity)
    item = there[index] if index < len(there) else None
    path = (*get_sub_items_path(entity, sub_items), list_table_keys(entity)[index][0] if sub_items.is_table else index)
    is_stage = isinstance(entity.item, Mapping) and entity.item.get("id") == STAGE
    for spec in sub_items.fields:
        if spec.is_stage_only and not is_stage:
            continue
        yield FormField(format_field_name(sub_items, index, spec.key), spec, (*path, spec.key), item)


def format_field_name(sub_items: SubItems, index: int, key: str) -> str:
    """Return the name of a form field of a sub-item, in which sub-items are counted from 1."""
    return f"{sub_items.name}-{index + 1}-{key}"
