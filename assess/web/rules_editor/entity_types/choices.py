"""Choices offered by the forms, read from the parsed YAML of a file that may contain mistakes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assess.core.model.rules import STAGE
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.labels import get_node
from assess.report.content.citations import strip_references
from assess.web.rules_editor.entity_types.fields import ChoicePairs

_EFFORTS = (
    ("days", "Days: less than two weeks"),
    ("weeks", "Weeks: up to about three months"),
    ("months", "Months: longer"),
)
_STATUSES = ("in force", "enacted, check commencement", "proposed", "superseded", "guidance", "evidence")


def list_choices(tree: Any, key: str, text_key: str) -> ChoicePairs:
    """Return the ids and texts of the items of a list."""
    found = get_node(tree, (key,))
    things = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    return tuple(
        (get_text(each, "id"), strip_references(get_text(each, text_key)) or get_text(each, "id")) for each in things
    )


def get_text(item: Mapping[str, Any], key: str) -> str:
    """Return a text value of an item, or an empty string if it has none."""
    found = item.get(key)
    return found if isinstance(found, str) else ""


def list_roles(tree: Any, _path: NodePath = ()) -> ChoicePairs:
    """Return the roles that can be asked or can lead a recommendation."""
    return list_choices(tree, "roles", "title")


def list_bands(tree: Any, _path: NodePath = ()) -> ChoicePairs:
    """Return the bands."""
    return list_choices(tree, "bands", "label")


def list_sources(tree: Any, _path: NodePath = ()) -> ChoicePairs:
    """Return the sources."""
    return tuple((name, f"{title} ({name})") for name, title in list_choices(tree, "sources", "title"))


def list_lower_bands(tree: Any, _path: NodePath = ()) -> ChoicePairs:
    """Return the bands below the highest."""
    return list_bands(tree)[:-1]


def list_stages(tree: Any) -> ChoicePairs:
    """Return the stages, the earliest first."""
    facts = get_node(tree, ("profile",))
    found = [each for each in facts if isinstance(each, Mapping)] if isinstance(facts, list) else []
    stage = next((each for each in found if each.get("id") == STAGE), {})
    return list_choices(stage, "options", "text")


def list_first_stages(tree: Any, _path: NodePath = ()) -> ChoicePairs:
    """Return the stages from which a question can be due; the first has no value, as the file then names no stage."""
    stages = list_stages(tree)
    return tuple(("" if index == 0 else name, text) for index, (name, text) in enumerate(stages))


def list_efforts(_tree: Any, _path: NodePath) -> ChoicePairs:
    """Return the levels of effort."""
    return _EFFORTS


def list_statuses(_tree: Any, _path: NodePath) -> ChoicePairs:
    """Return the possible statuses of a source."""
    return tuple((status, status.capitalize()) for status in _STATUSES)


def list_may_not_apply(_tree: Any, _path: NodePath) -> ChoicePairs:
    """Return the choices for whether a question may be said not to apply."""
    return (("false", "No"), ("true", "Yes, with a reason"))


def iter_paths(tree: Any, list_keys: Sequence[str], path: NodePath = ()) -> Iterator[NodePath]:
    """Yield the path of every item that nested lists contain, following their keys from the outermost list."""
    if not list_keys:
        yield path
        return
    found = get_node(tree, (*path, list_keys[0]))
    for index in range(len(found) if isinstance(found, list) else 0):
        yield from iter_paths(tree, list_keys[1:], (*path, list_keys[0], index))


def list_facts(tree: Any, _path: NodePath = ()) -> ChoicePairs:
    """Return the facts that a new part of a condition can refer to."""
    every = [get_node(tree, path) for lists in ("profile", "derived") for path in iter_paths(tree, (lists,))]
    found = [each for each in every if isinstance(each, dict)]
    return tuple(
        (
            f"{'number' if get_text(each, 'kind') in ('number', 'money') else 'profile'}:{get_text(each, 'id')}",
            _get_title(each),
        )
        for each in found
    )


def list_answers_and_facts(tree: Any, path: NodePath = ()) -> ChoicePairs:
    """Return the questions and facts that a new part of a contradiction can refer to."""
    return tuple(each for each in list_subjects(tree, path) if not each[0].startswith("section:"))


def list_numbers_alike(tree: Any, fact_id: str) -> ChoicePairs:
    """Return the other facts that are numbers of the same kind as a fact."""
    facts = [get_node(tree, path) for path in iter_paths(tree, ("profile",))]
    numbers = [each for each in facts if isinstance(each, dict) and get_text(each, "kind") in ("number", "money")]
    kind = next((get_text(each, "kind") for each in numbers if each.get("id") == fact_id), "")
    return tuple(
        (get_text(each, "id"), _get_title(each))
        for each in numbers
        if get_text(each, "kind") == kind and each.get("id") != fact_id
    )


def list_subjects(tree: Any, _path: NodePath = ()) -> ChoicePairs:
    """Return the questions, barriers and facts that a new part of a condition can refer to."""
    kinds = {"question": ("sections", "questions"), "section": ("sections",)}
    every = [(kind, get_node(tree, path)) for kind, lists in kinds.items() for path in iter_paths(tree, lists)]
    found = tuple(
        (f"{kind}:{get_text(each, 'id')}", _get_title(each)) for kind, each in every if isinstance(each, dict)
    )
    return found + list_facts(tree)


def _get_title(item: Mapping[str, Any]) -> str:
    """Return the text that identifies an item, or its id if it has none."""
    return strip_references(get_text(item, "text") or get_text(item, "title")) or get_text(item, "id")


def list_derived_values(tree: Any, path: NodePath) -> ChoicePairs:
    """Return the possible values of a derived fact, given the path of the fact or of one of its cases."""
    return list_choices(get_node(tree, path[:2]), "options", "text")
