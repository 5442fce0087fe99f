"""Render the form of an entity with its errors and related links."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from flask import render_template, request, url_for

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.validation.labels import get_node
from assess.report.content.citations import strip_references
from assess.report.content.text import format_points
from assess.web.rules_editor import form_steps
from assess.web.rules_editor.documents import Entity, FormData
from assess.web.rules_editor.draft import DraftView, build_line_url
from assess.web.rules_editor.entity_types.choices import get_text, list_choices
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.error_location import FieldErrors, locate_errors
from assess.web.rules_editor.field_view import (
    BoundForm,
    SubItemView,
    build_field_views,
    build_new_source_views,
    build_sub_item_views,
)
from assess.web.rules_editor.index import LIST_TITLES
from assess.web.rules_editor.own_blocker import build_own_blocker_view
from assess.web.rules_editor.problem_links import build_problem_link

_MAX_LINK_LENGTH = 120
"""The maximum number of characters in the text of a link."""
_NO_ERRORS: Mapping[str, list[str]] = MappingProxyType({})


class EntityFormState(NamedTuple):
    """The state of a form apart from its fields."""

    error: str = ""
    other_version: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    """The etag that the form sends; empty for that of the entity as it is."""
    field_errors: Mapping[str, list[str]] = _NO_ERRORS
    """The messages on the submitted values, by field."""
    hidden_fields: tuple[tuple[str, str], ...] = ()
    """The values of a form that waits while this one is filled in."""
    more_rows: int = 0
    """The number of sub-items that were asked for."""


def render_entity_form(draft: DraftView, entity: Entity, submitted: FormData, state: EntityFormState) -> str:
    """Render the form of an entity, or the step of it that the URL names."""
    is_new = entity.item is None
    step = form_steps.get_current_step(entity)
    wrong = FieldErrors({}, (), draft.checked.problems) if is_new else locate_errors(draft, entity)
    by_field = form_steps.select_errors(entity, wrong.by_field, step) if not submitted else state.field_errors
    form = _bind_form(draft, entity, submitted, by_field)
    sub_items = build_sub_item_views(form, state.more_rows) if step is None or step.has_sub_items else ()
    return render_template(
        f"pages/rules-editor/{'weights' if entity.entity_type.name == 'weights' else 'entity'}.html",
        entity=entity,
        fields=build_field_views(form, None if step is None else step.keys),
        new_source=build_new_source_views(form),
        sub_items=sub_items,
        blocker=build_own_blocker_view(entity, submitted, by_field) if step is None or step.has_sub_items else None,
        shares=_format_shares(sub_items) if entity.entity_type.name == "weights" else (),
        state=state,
        step=step,
        steps=form_steps.list_steps(entity, wrong.by_field),
        previous_step=form_steps.build_previous_url(entity),
        barriers=list_choices(entity.tree, "sections", "title") if entity.entity_type.steps else (),
        barrier=get_text(get_node(entity.tree, entity.path[:2]), "id") if entity.entity_type.steps else "",
        etag=state.etag or entity.etag,
        errors=_list_errors(draft, state, by_field, wrong if not submitted and step is None else None),
        other_problems=len(wrong.elsewhere) if step is None and not state.hidden_fields else 0,
        draft=draft,
        back=None if state.hidden_fields else get_back_link(entity),
        is_removable=not is_new and bool(entity.entity_type.list_keys) and entity.entity_type.is_growable,
        line_url=_build_entity_line_url(draft, entity),
        chosen_name="".join(submitted.get("id", ("",))),
        child_links=_list_child_links(entity),
    )


def _bind_form(draft: DraftView, entity: Entity, submitted: FormData, errors: Mapping[str, list[str]]) -> BoundForm:
    """Return the form with what was submitted, or with what the query string fills in for a new entity."""
    filled = submitted or (_get_prefilled_values(entity) if entity.item is None else {})
    trees = draft.parse_file(EVIDENCE_FILENAME).tree, draft.parse_file(READINESS_FILENAME).tree
    return BoundForm(entity, filled, errors, trees)


def _build_entity_line_url(draft: DraftView, entity: Entity) -> str:
    """Return the URL of the line of an entity in the text; empty if it is new."""
    if entity.item is None:
        return ""
    position = draft.parse_file(entity.entity_type.file).find_position(entity.path)
    return build_line_url(entity.entity_type.file, position.line)


def _get_prefilled_values(entity: Entity) -> FormData:
    """Return the values that the query string prefills in the form of a new entity."""
    name = entity.entity_type.name
    if name == "claim" and "source" in request.args:
        return {"source": (request.args["source"],)}
    if name == "recommendation" and "question" in request.args:
        return form_steps.prefill_recommendation(entity.tree, request.args["question"])
    return {}


def _list_errors(
    draft: DraftView, state: EntityFormState, by_field: Mapping[str, list[str]], wrong: FieldErrors | None
) -> list[tuple[str, str]]:
    """Return the error messages, each with the anchor of its field or the URL at which it can be corrected."""
    above = [(state.error, "#theirs" if state.other_version else "#form")] if state.error else []
    fields = [(sentence, f"#{name}") for name, sentences in by_field.items() for sentence in sentences]
    return above + fields + [build_problem_link(draft, problem) for problem in (wrong.on_entity if wrong else ())]


def get_back_link(entity: Entity) -> tuple[str, str]:
    """Return the back link: to the section of a question, to the parent, to the list of the type, or to all forms."""
    if entity.entity_type.name == "question":
        section = entity.tree["sections"][entity.path[1]]
        return strip_references(get_text(section, "title")), url_for(
            "entities.show", kind="section", name=get_text(section, "id")
        )
    if not entity.entity_type.id_key:
        kind = next(each.name for each in ENTITY_TYPES.values() if each.child_type == entity.entity_type.name)
        name = get_text(get_node(entity.tree, entity.path[:2]), "id")
        return entity.parent_title, url_for("entities.show", kind=kind, name=name)
    if entity.entity_type.list_keys and entity.entity_type.name != "section":
        kind = entity.entity_type.name
        return LIST_TITLES[kind], url_for("draft.list_entities", kind=kind)
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
                f"{_shorten(strip_references(get_text(each, 'says') or get_text(each, 'note')))}"
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
