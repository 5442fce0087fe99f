"""Conflicting edits: what another person saved in the draft while somebody was editing the same entity."""

from collections.abc import Iterable
from itertools import count

from assess.web.rules_editor import documents, form_edits
from assess.web.rules_editor.documents import Entity, FormData, FormField
from assess.web.rules_editor.entity_types.fields import WidgetKind, format_value, normalise_lines
from assess.web.rules_editor.widgets.condition_tree import parse_condition
from assess.web.rules_editor.widgets.condition_view import RenderContext, build_condition_view, describe_condition
from assess.web.rules_editor.widgets.needs import describe_needs, list_needs, read_needs
from assess.web.rules_editor.widgets.pickers import read_authority, read_chosen


def list_conflicts(entity: Entity, submitted: FormData) -> Iterable[tuple[str, str]]:
    """Yield the label and stored value of each field whose value in the draft differs from the submitted one."""
    sub_items = entity.entity_type.sub_items
    every = [("", field) for field in documents.iter_fields(entity)] if entity.entity_type.fields else []
    for index, part in enumerate(documents.list_sub_items(entity)) if sub_items else ():
        title = str(part.get(sub_items.title_key, index + 1)) if sub_items else ""
        every += (
            [(f"{title}: ", field) for field in documents.iter_sub_item_fields(entity, sub_items, index)]
            if sub_items
            else []
        )
    for before, field in every:
        if field.spec.widget is WidgetKind.CONDITION:
            yield from _list_condition_conflicts(entity, field, submitted)
            continue
        held, mine = format_value(field.spec, field.item), _read_submitted(entity, field, submitted)
        if field.spec.widget is WidgetKind.NEEDS:
            held = tuple(list_needs(form_edits.get_stored_value(field), entity.tree).values())
        if mine is not None and normalise_lines(held) != normalise_lines(mine):
            yield before + field.spec.label, "\n".join(_describe_value(entity, field, held)) or "(nothing)"


def _describe_value(entity: Entity, field: FormField, held: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a field in the words that its form shows."""
    if field.spec.widget is WidgetKind.NEEDS:
        return describe_needs(entity.item, entity.tree)
    texts = dict(field.spec.choices(entity.tree, entity.path)) if field.spec.choices else {}
    return tuple(texts.get(value, value) for value in held)


def _read_submitted(entity: Entity, field: FormField, submitted: FormData) -> tuple[str, ...] | None:
    """Return the submitted values of a field, or None if the form did not have it."""
    match field.spec.widget:
        case WidgetKind.CLAIMS:
            return read_chosen(submitted, field.name)
        case WidgetKind.AUTHORITY:
            return read_authority(submitted, field.name)
        case WidgetKind.NEEDS:
            needs = read_needs(submitted, field.name, form_edits.get_stored_value(field), entity.tree)
            return None if needs is None else tuple(needs.values())
    return submitted.get(field.name)


def _list_condition_conflicts(entity: Entity, field: FormField, submitted: FormData) -> Iterable[tuple[str, str]]:
    """Yield the label and stored condition of a field if the condition in the draft differs from the submitted one."""
    mine, root = form_edits.read_condition_field(field, submitted), parse_condition(form_edits.get_stored_value(field))
    if mine is not None and mine != root:
        yield (
            field.spec.label,
            describe_condition(build_condition_view(root, field.name, RenderContext(entity.tree, {}, count()))),
        )
