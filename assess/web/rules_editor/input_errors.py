"""Mistakes in a submitted form that cannot be saved in the draft, because the file has no place for them."""

from collections.abc import Iterator

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.web.rules_editor.documents import (
    Entity,
    FormData,
    FormField,
    format_field_name,
    iter_fields,
    iter_sub_item_fields,
    list_sub_items,
)
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind, format_value, normalise_lines
from assess.web.rules_editor.entity_types.models import SubItems
from assess.web.rules_editor.form_edits import count_sub_items
from assess.web.rules_editor.form_messages import describe_missing
from assess.web.rules_editor.widgets.pickers import read_authority

_INVISIBLE = "{} must not hold characters that cannot be seen. Delete it and type it again"


def find_input_errors(entity: Entity, submitted: FormData) -> dict[str, list[str]]:
    """Return the messages on a submitted form by field; while there are any, nothing is saved."""
    found = dict(_iter_invisible(entity, submitted))
    found.update(_iter_missing_authority(entity, submitted))
    found.update(_iter_blank_rows(entity, submitted))
    if entity.item is None:
        found.update(_iter_missing_title(entity, submitted))
    return {name: [message] for name, message in found.items()}


def _iter_invisible(entity: Entity, submitted: FormData) -> Iterator[tuple[str, str]]:
    """Yield the fields with a character that no page can show."""
    fields: list[tuple[FormField, str]] = [(field, "") for field in iter_fields(entity)]
    sub_items = entity.entity_type.sub_items
    if sub_items is not None:
        fields += [
            (field, f" of {sub_items.name} {index + 1}")
            for index in range(count_sub_items(entity, sub_items, submitted) if not sub_items.is_table else 0)
            for field in iter_sub_item_fields(entity, sub_items, index)
        ]
    for field, part in fields:
        if any(FORBIDDEN_CHARACTERS.search(text.replace("\r", "")) for text in submitted.get(field.name, ())):
            yield field.name, _INVISIBLE.format(f"{field.spec.label}{part}")


def _iter_missing_authority(entity: Entity, submitted: FormData) -> Iterator[tuple[str, str]]:
    """Yield the fields in which a source was to say something and no finding was chosen, unless the file has none."""
    for field in iter_fields(entity):
        is_empty = field.spec.widget is WidgetKind.AUTHORITY and read_authority(submitted, field.name) == ()
        if is_empty and (field.item is None or any(format_value(field.spec, field.item))):
            yield field.name, describe_missing(field.spec)


def _iter_blank_rows(entity: Entity, submitted: FormData) -> Iterator[tuple[str, str]]:
    """Yield the new sub-items that are blank although a later one is filled in."""
    sub_items = entity.entity_type.sub_items
    if sub_items is None or not sub_items.is_growable:
        return
    spec = next(each for each in sub_items.fields if each.key == sub_items.title_key)
    there = len(list_sub_items(entity))
    rows = range(there, count_sub_items(entity, sub_items, submitted))
    filled = [index for index in rows if _is_filled(sub_items, index, submitted)]
    for index in range(there, max(filled, default=there)):
        if index not in filled:
            name = format_field_name(sub_items, index, sub_items.title_key)
            yield name, describe_missing(spec, f"{sub_items.name} {index + 1}")


def _is_filled(sub_items: SubItems, index: int, submitted: FormData) -> bool:
    """Return whether a sub-item has the text that identifies it."""
    return any(normalise_lines(submitted.get(format_field_name(sub_items, index, sub_items.title_key), ())))


def _iter_missing_title(entity: Entity, submitted: FormData) -> Iterator[tuple[str, str]]:
    """Yield the field that identifies a new entity if it is blank; everything else can be filled in later."""
    spec = _find_title_field(entity)
    if spec is not None and not any(normalise_lines(submitted.get(spec.key, ()))):
        yield spec.key, describe_missing(spec)


def _find_title_field(entity: Entity) -> FieldSpec | None:
    """Return the field that identifies an entity, or None if it is identified by its number."""
    entity_type = entity.entity_type
    found = (each for each in entity_type.fields if each.key == entity_type.title_key)
    return next(found, None) if entity_type.id_key else None
