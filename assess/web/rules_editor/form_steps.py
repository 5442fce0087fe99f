"""The pages on which a new question is filled in, one after another; each is saved in the draft."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request, url_for

from assess.core.validation.labels import get_node
from assess.report.content.text import format_count
from assess.web.rules_editor.documents import Entity, FormData
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths
from assess.web.rules_editor.entity_types.models import EntityType, FormStep

_CHECKED = "checked"
"""The argument of a URL that says that a step was saved with mistakes, which are then shown."""


class StepView(NamedTuple):
    """A step in the list of steps."""

    title: str
    url: str
    """Its page; empty if the entity is not there yet."""
    is_current: bool
    status: str


def get_current_step(entity: Entity) -> FormStep | None:
    """Return the step that the URL names, the first one for a new entity, or None for the whole form."""
    steps = entity.entity_type.steps
    if entity.item is None:
        return steps[0] if steps else None
    named = request.args.get("step", "")
    return next((step for step in steps if step.name == named), None)


def get_next_step(entity_type: EntityType, step: FormStep) -> FormStep | None:
    """Return the step after another, or None after the last."""
    index = entity_type.steps.index(step)
    return entity_type.steps[index + 1] if index + 1 < len(entity_type.steps) else None


def build_previous_url(entity: Entity) -> str:
    """Return the URL of the step before the current one; empty for the first step and for the whole form."""
    step, steps = get_current_step(entity), entity.entity_type.steps
    index = steps.index(step) if step is not None else 0
    return build_step_url(entity.entity_type, entity.id, steps[index - 1]) if index else ""


def build_step_url(entity_type: EntityType, name: str, step: FormStep, *, checked: bool = False) -> str:
    """Return the URL of a step of an entity."""
    return url_for("entities.show", kind=entity_type.name, name=name, step=step.name, checked="1" if checked else None)


def list_steps(entity: Entity, errors: Mapping[str, list[str]]) -> tuple[StepView, ...]:
    """Return the steps while one of them is shown; none for the whole form."""
    current = get_current_step(entity)
    if current is None:
        return ()
    return tuple(_build_step_view(entity, step, current, errors) for step in entity.entity_type.steps)


def _build_step_view(entity: Entity, step: FormStep, current: FormStep, errors: Mapping[str, list[str]]) -> StepView:
    """Return a step in the list of steps."""
    url = build_step_url(entity.entity_type, entity.id, step) if entity.item is not None else ""
    problems = sum(len(each) for name, each in errors.items() if _is_field_of(step, name))
    steps = entity.entity_type.steps
    status = ""
    if _is_begun(entity, step):
        status = format_count(problems, "problem").capitalize() if problems else "Done"
    elif steps.index(step) < steps.index(current) and not problems:
        status = "Done"
    return StepView(step.title, url, step is current, status)


def _is_field_of(step: FormStep, name: str) -> bool:
    """Return whether a field, or a part of one, belongs to a step."""
    is_row = step.has_sub_items and name.startswith(("answer-", "block-"))
    return is_row or any(name == key or name.startswith(f"{key}-") for key in step.keys)


def _is_begun(entity: Entity, step: FormStep) -> bool:
    """Return whether something of a step is in the file."""
    item = entity.item if isinstance(entity.item, Mapping) else {}
    sub_items = entity.entity_type.sub_items
    keys = (*step.keys, *((sub_items.key,) if step.has_sub_items and sub_items else ()))
    return any(key in item for key in keys)


def has_errors(step: FormStep, errors: Mapping[str, list[str]]) -> bool:
    """Return whether a field of a step has an error."""
    return any(_is_field_of(step, name) for name in errors)


def select_errors(entity: Entity, errors: Mapping[str, list[str]], step: FormStep | None) -> Mapping[str, list[str]]:
    """Return the errors of the fields of a step, none before it was saved; all errors for the whole form."""
    if step is None:
        return errors
    if not _is_begun(entity, step) and _CHECKED not in request.args:
        return {}
    return {name: each for name, each in errors.items() if _is_field_of(step, name)}


def prefill_recommendation(tree: Any, question_id: str) -> FormData:
    """Return a submitted recommendation for every answer to a question except the best, with its findings."""
    every = (get_node(tree, path) for path in iter_paths(tree, ("sections", "questions")))
    question = next((each for each in every if isinstance(each, Mapping) and each.get("id") == question_id), {})
    options = question.get("options")
    ids = [get_text(each, "id") for each in options if isinstance(each, Mapping)] if isinstance(options, list) else []
    if not ids:
        return {}
    claims = question.get("claims")
    return {
        "when-join": ("all",),
        "when-1-of": (f"question:{question_id}",),
        "when-1-is": tuple(ids[:-1]),
        "when-1-was": (" ".join(ids[:-1]),),
        "claims": tuple(each for each in claims if isinstance(each, str)) if isinstance(claims, list) else (),
    }
