"""Where the problems of the draft are in the forms: the entity, and the field of its form."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.labels import get_node
from assess.web.rules_editor.documents import (
    Entity,
    FormField,
    get_sub_item_title,
    get_sub_items_path,
    iter_fields,
    iter_sub_item_fields,
    list_sub_items,
)
from assess.web.rules_editor.draft import DraftView
from assess.web.rules_editor.entity_types.choices import get_text, list_stages
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.entity_types.fields import WidgetKind
from assess.web.rules_editor.entity_types.models import CLAIMS_FIELD, EntityType, SubItems
from assess.web.rules_editor.form_messages import FieldProblem, describe_problem
from assess.web.rules_editor.own_blocker import find_own_blocker, list_own_blocker_fields
from assess.web.rules_editor.widgets.condition_view import locate_nodes
from assess.web.rules_editor.widgets.needs import format_need_name
from assess.web.shared.text import quote_names

_MAY_NOT_APPLY = "blocker-may-not-apply"
"""The code of the one mistake that is reported in a blocker and corrected in a question."""

_TOO_FEW = ("few-options", "missing", "too_short")
"""The codes of a list of sub-items that is too short, of which the first has the message."""
_MIN_ROWS = 2


class FieldErrors(NamedTuple):
    """The problems of the draft: those of the fields of a form, of the entity itself, and elsewhere."""

    by_field: Mapping[str, list[str]]
    """Messages in the words of the form, by the name of the field."""
    on_entity: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]


class LocatedField(NamedTuple):
    """A field of a form, or a part of its condition, at which a problem is shown."""

    name: str
    field: FormField
    part: str
    """The sub-item that it belongs to, such as `answer 3`; empty if it belongs to the entity."""


def locate_errors(draft: DraftView, entity: Entity) -> FieldErrors:
    """Assign each problem of the draft to a field, to the entity itself, or elsewhere."""
    fields = list(_iter_located_fields(entity))
    by_field: dict[str, list[str]] = {}
    here, elsewhere = [], []
    for problem in draft.checked.problems:
        found = _find_field(problem, entity, fields)
        if found is not None:
            message = describe_problem(_describe_field(problem, found))
            by_field.setdefault(found.name, [])
            by_field[found.name] += [message] if message not in by_field[found.name] else []
        elif (place := find_place(draft, problem)) and place[0][:2] == entity[:2] and not place[1]:
            here.append(problem)
        else:
            elsewhere.append(problem)
    order = {name: index for index, name in enumerate(_list_names(fields))}
    return FieldErrors(dict(sorted(by_field.items(), key=lambda each: order[each[0]])), tuple(here), tuple(elsewhere))


def _find_form_problem(problem: Problem, entity: Entity) -> tuple[str, str] | None:
    """Return the name of the field of an entity at which a problem is shown, and the message; None if there is none."""
    found = _find_field(problem, entity, list(_iter_located_fields(entity)))
    return None if found is None else (found.name, describe_problem(_describe_field(problem, found)))


def _describe_field(problem: Problem, found: LocatedField) -> FieldProblem:
    """Return a problem with what its message needs to know of the field."""
    relative = problem.path[len(found.field.path) :]
    if problem.code in _TOO_FEW and len(problem.path) < len(found.field.path):
        problem = replace(problem, code=_TOO_FEW[0])
    return FieldProblem(problem, found.field.spec, found.part, is_inner=bool(relative))


def _list_names(fields: list[LocatedField]) -> list[str]:
    """Return the names of the fields in the order of the page: a condition before its parts."""
    return list(dict.fromkeys(name for each in fields for name in (each.field.name, each.name)))


def _find_field(problem: Problem, entity: Entity, fields: list[LocatedField]) -> LocatedField | None:
    """Return the field at which a problem is shown, or None if it is not one of the entity's."""
    if problem.code == _MAY_NOT_APPLY and _is_question(entity, problem.values):
        return next((each for each in fields if each.name == "may_not_apply"), None)
    if problem.file != entity.entity_type.file or not problem.path:
        return None
    if problem.code == "no-reason":
        return next((each for each in fields if each.field.path == (*problem.path[:-1], "not_asked_because")), None)
    within = (each for each in fields if problem.path[: len(each.field.path)] == each.field.path)
    return next(within, None) or _find_list_field(problem, entity, fields)


def _is_question(entity: Entity, values: tuple[str | int, ...]) -> bool:
    """Return whether an entity is the question with this id."""
    is_question = entity.entity_type.name == "question" and isinstance(entity.item, Mapping)
    return is_question and get_text(entity.item, "id") in values


def _find_list_field(problem: Problem, entity: Entity, fields: list[LocatedField]) -> LocatedField | None:
    """Return the field at which a problem of the whole list of sub-items is shown."""
    sub_items = entity.entity_type.sub_items
    if sub_items is None or problem.code not in (*_TOO_FEW, "same-points"):
        return None
    if not sub_items.is_growable or problem.path != get_sub_items_path(entity, sub_items):
        return None
    count = len(list_sub_items(entity))
    index = count - 1 if problem.code == "same-points" else min(count, 1)
    key = "points" if problem.code == "same-points" else sub_items.title_key
    path = (*problem.path, index, key)
    there = next((each for each in fields if each.field.path == path), None)
    return there or next((each for each in fields if each.field.path[: len(problem.path)] == problem.path), None)


def _iter_located_fields(entity: Entity) -> Iterator[LocatedField]:
    """Yield the fields of an entity, each part of a condition before the condition that it belongs to."""
    fields = [LocatedField(field.name, field, "") for field in iter_fields(entity)]
    sub_items = entity.entity_type.sub_items
    if sub_items is not None:
        count = len(list_sub_items(entity))
        fields += [
            LocatedField(field.name, field, _name_sub_item(entity, sub_items, index))
            for index in range(max(count, _MIN_ROWS) if sub_items.is_growable else count)
            for field in iter_sub_item_fields(entity, sub_items, index)
        ]
    fields += [LocatedField(field.name, field, "") for field in _list_blocker_fields(entity)]
    for located in fields:
        yield from _iter_condition_parts(located, entity)
        yield located


def _list_blocker_fields(entity: Entity) -> Iterator[FormField]:
    """Yield the fields of the blocker that is edited with a question, whose findings are those of the question."""
    yield from list_own_blocker_fields(entity)
    found = find_own_blocker(entity)
    if found is not None:
        yield FormField("claims", CLAIMS_FIELD, (*found[0], "claims"), found[1])


def _name_sub_item(entity: Entity, sub_items: SubItems, index: int) -> str:
    """Return the name of a sub-item in a message: its number, or its title if it has no form of its own number."""
    title = get_sub_item_title(entity, sub_items, index)
    return f"“{title}”" if title and not sub_items.is_numbered else f"{sub_items.name} {index + 1}"


def _iter_condition_parts(located: LocatedField, entity: Entity) -> Iterator[LocatedField]:
    """Yield the parts of a condition, innermost first, and the stages of a field for needs."""
    field = located.field
    value = get_node(entity.tree, field.path)
    if field.spec.widget is WidgetKind.NEEDS:
        for stage, _ in list_stages(entity.tree):
            path = (*field.path, stage)
            yield LocatedField(format_need_name(field.name, stage), field._replace(path=path), located.part)
    if field.spec.widget is WidgetKind.CONDITION and value is not None:
        for name, path in locate_nodes(value, field.name, field.path):
            if name != field.name:
                yield LocatedField(name, field._replace(path=path), located.part)


def find_place(draft: DraftView, problem: Problem) -> tuple[Entity, str, str] | None:
    """Return the entity at which a problem can be corrected, the field of its form, and the message.

    The name of the field is empty if the form has no field for it. Return None if no form shows the entity.
    """
    tree = draft.parse_file(problem.file).tree if problem.path else {}
    owners = [
        Entity(entity_type, path, get_node(tree, path), tree)
        for entity_type in ENTITY_TYPES.values()
        if entity_type.file == problem.file and (path := _match_entity(entity_type, problem.path)) is not None
    ]
    owners = [each for each in owners if isinstance(each.item, Mapping | list)]
    owners.sort(key=lambda each: len(each.path), reverse=True)
    for owner in owners:
        if found := _find_form_problem(problem, owner):
            return owner, *found
    return (owners[0], "", quote_names(problem.message)) if owners and owners[0].entity_type.list_keys else None


def _match_entity(entity_type: EntityType, path: NodePath) -> NodePath | None:
    """Return the start of a path that is an entity of a type; None if it is none."""
    if entity_type.path is not None:
        return entity_type.path if path[: len(entity_type.path)] == entity_type.path else None
    length = 2 * len(entity_type.list_keys)
    start = path[:length]
    is_entity = len(start) == length and start[::2] == entity_type.list_keys
    return start if is_entity and all(isinstance(step, int) for step in start[1::2]) else None
