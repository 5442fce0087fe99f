"""Conflicting edits: what another person saved in the draft while somebody was editing the same entity."""

from collections.abc import Iterable
from itertools import count

from assess.web.rules_editor import documents, form_edits
from assess.web.rules_editor.condition_tree import parse_condition
from assess.web.rules_editor.condition_view import RenderContext, build_condition_view, describe_condition
from assess.web.rules_editor.documents import Entity, FormData, FormField
from assess.web.rules_editor.fields import WidgetKind, format_value, normalise_lines


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
        held = format_value(field.spec, field.item)
        if field.name in submitted and normalise_lines(held) != normalise_lines(submitted[field.name]):
            yield before + field.spec.label, "\n".join(held) or "(nothing)"


def _list_condition_conflicts(entity: Entity, field: FormField, submitted: FormData) -> Iterable[tuple[str, str]]:
    """Yield the label and stored condition of a field if the condition in the draft differs from the submitted one."""
    mine, root = form_edits.read_condition_field(field, submitted), parse_condition(form_edits.get_stored_value(field))
    if mine is not None and mine != root:
        yield (
            field.spec.label,
            describe_condition(build_condition_view(root, field.name, RenderContext(entity.tree, {}, count()))),
        )
