"""Render the form of an entity with its errors and related links."""

from fractions import Fraction
from typing import NamedTuple

from flask import render_template, request, url_for

from assess.core.loading.loader import EVIDENCE_FILENAME
from assess.core.validation.labels import get_node
from assess.report.content.text import format_points
from assess.web.rules_editor.choices import get_text, list_choices
from assess.web.rules_editor.documents import Entity, FormData
from assess.web.rules_editor.draft import DraftView, build_line_url, build_problem_link
from assess.web.rules_editor.entities import ENTITY_TYPES
from assess.web.rules_editor.field_view import (
    BoundForm,
    FieldErrors,
    FieldView,
    SubItemView,
    build_field_views,
    build_sub_item_views,
    locate_errors,
)
from assess.web.rules_editor.fields import WidgetKind
from assess.web.shared.text import to_plain_text

_MAX_LINK_LENGTH = 120
"""The maximum number of characters in the text of a link."""
NEW_SUB_ITEMS = {"question": (1, 4)}
"""The number of sub-items that can be added at once, to an existing entity and to a new one."""
_PREFILLED_FIELDS = {"claim": "source"}
"""The fields of a new entity that the query string can prefill."""


class EntityFormState(NamedTuple):
    """The state of a form apart from its fields."""

    error: str = ""
    other_version: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    """The etag that the form sends; empty for that of the entity as it is."""


def render_entity_form(draft: DraftView, entity: Entity, submitted: FormData, state: EntityFormState) -> str:
    """Render the form of an entity."""
    is_new = entity.item is None
    wrong = FieldErrors({}, (), draft.checked.problems) if is_new else locate_errors(draft, entity)
    filled = submitted or (_get_prefilled_values(entity) if is_new else {})
    form = BoundForm(entity, filled, wrong.by_field)
    sub_items = build_sub_item_views(form, NEW_SUB_ITEMS.get(entity.entity_type.name, (0, 0))[is_new])
    return render_template(
        f"pages/rules-editor/{'weights' if entity.entity_type.name == 'weights' else 'entity'}.html",
        entity=entity,
        fields=[box._replace(findings=_list_named_findings(draft, box)) for box in build_field_views(form)],
        sub_items=sub_items,
        shares=_format_shares(sub_items) if entity.entity_type.name == "weights" else (),
        state=state,
        etag=state.etag or entity.etag,
        errors=_list_errors(state, wrong, with_fields=not submitted),
        other_problems=len(wrong.elsewhere),
        draft=draft,
        back=get_back_link(entity),
        is_removable=not is_new and bool(entity.entity_type.list_keys) and entity.entity_type.is_growable,
        line_url=""
        if is_new
        else build_line_url(
            entity.entity_type.file, draft.parse_file(entity.entity_type.file).find_position(entity.path).line
        ),
        chosen_name="".join(submitted.get("id", ("",))),
        child_links=_list_child_links(entity),
    )


def _list_named_findings(draft: DraftView, field: FieldView) -> tuple[tuple[str, str], ...]:
    """Return the ids and texts of the findings that a field names."""
    if field.widget is not WidgetKind.CLAIMS:
        return ()
    findings = dict(list_choices(draft.parse_file(EVIDENCE_FILENAME).tree, "claims", "finding"))
    return tuple((name, findings[name]) for name in field.values[0].split() if name in findings)


def _get_prefilled_values(entity: Entity) -> FormData:
    """Return the values that the query string prefills in the form of a new entity."""
    key = _PREFILLED_FIELDS.get(entity.entity_type.name, "")
    return {key: (request.args[key],)} if key in request.args else {}


def _list_errors(state: EntityFormState, field_errors: FieldErrors, *, with_fields: bool) -> list[tuple[str, str]]:
    """Return the error messages, each with the anchor of its field or the URL of its line."""
    above = [(state.error, "#theirs" if state.other_version else "#form")] if state.error else []
    fields = [(sentence, f"#{name}") for name, sentences in field_errors.by_field.items() for sentence in sentences]
    return above + (fields + [build_problem_link(problem) for problem in field_errors.on_entity] if with_fields else [])


def get_back_link(entity: Entity) -> tuple[str, str]:
    """Return the back link: to the section of a question, to the parent, to the list of the type, or to all forms."""
    if entity.entity_type.name == "question":
        section = entity.tree["sections"][entity.path[1]]
        return to_plain_text(get_text(section, "title")), url_for(
            "entities.show", kind="section", name=get_text(section, "id")
        )
    if not entity.entity_type.id_key:
        kind = next(each.name for each in ENTITY_TYPES.values() if each.child_type == entity.entity_type.name)
        name = get_text(get_node(entity.tree, entity.path[:2]), "id")
        return entity.parent_title, url_for("entities.show", kind=kind, name=name)
    if entity.entity_type.list_keys and entity.entity_type.name != "section":
        return "All of these", url_for("draft.list_entities", kind=entity.entity_type.name)
    return "Edit in forms", url_for("draft.contents")


def _shorten(text: str) -> str:
    """Shorten a text to its first words for use in a link."""
    return text if len(text) <= _MAX_LINK_LENGTH else f"{text[:_MAX_LINK_LENGTH].rsplit(' ', 1)[0]} …"


def _list_child_links(entity: Entity) -> tuple[tuple[str, str], ...]:
    """Return the titles and URLs of the numbered entities that belong to this one."""
    if entity.item is None or not entity.entity_type.child_type:
        return ()
    entity_type = ENTITY_TYPES[entity.entity_type.child_type]
    found = get_node(entity.item, (entity_type.list_keys[-1],))
    every = enumerate(found if isinstance(found, list) else (), 1)
    return tuple(
        (
            (
                f"{entity_type.name.capitalize()} {number}: "
                f"{_shorten(to_plain_text(get_text(each, 'says') or get_text(each, 'note')))}"
            ),
            url_for("entities.show", kind=entity_type.name, name=f"{entity.id}.{number}"),
        )
        for number, each in every
        if isinstance(each, dict)
    )


def _format_shares(sub_items: tuple[SubItemView, ...]) -> tuple[str, ...]:
    """Return the percentage of each barrier, from the weights in the form; a dash if the weight is not a number."""
    weights = [
        int(value) if value.isascii() and value.isdigit() else 0 for value in (_get_weight(row) for row in sub_items)
    ]
    total = sum(weights)
    return tuple(
        f"{format_points(Fraction(100 * weight, total)).removesuffix('.0')}%" if weight else "–" for weight in weights
    )


def _get_weight(sub_item: SubItemView) -> str:
    """Return the value of the only field of a sub-item."""
    return sub_item.fields[0].values[0].strip()[:9]
