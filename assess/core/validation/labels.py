"""Labels for the items of a rules file, such as "the question `staff-say`" or "the band `ready`"."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from assess.core.model.rules import (
    SUBJECTS,
    AllOf,
    AnyOf,
    Not,
    ProfileCondition,
    QuestionCondition,
    SectionCondition,
    find_subject,
)
from assess.core.syntax.yaml_reader import NodePath, TreeNode

KIND_LABELS = {
    "bands": "band",
    "roles": "role",
    "profile": "fact",
    "derived": "derived fact",
    "notices": "notice",
    "sections": "section",
    "questions": "question",
    "options": "option",
    "blockers": "blocker",
    "warnings": "warning",
    "contradictions": "contradiction",
    "recommendations": "recommendation",
    "glossary": "glossary entry",
    "examples": "worked example",
    "sources": "source",
    "claims": "claim",
}
"""The kind of item in each list, as the program calls it."""
_WORDS = {"section": "barrier", "claim": "finding", "profile": "fact"}
NAME_KEYS = ("id", "name", "term")
_CONDITION_MODELS = dict(
    zip(SUBJECTS, (QuestionCondition, ProfileCondition, SectionCondition, AllOf, AnyOf, Not), strict=True)
)
_UNTYPED_KEYS = ("table", "needs", "profile", "answers")


def word_for(kind: str) -> str:
    """Return the word that people read for a kind of item: `barrier` for a section."""
    return _WORDS.get(kind, kind)


def describe_owner(path: NodePath, tree: TreeNode) -> str:
    """Return the label of the innermost identified item that contains a path, or "the file"."""
    names: list[str] = []
    node: Any = tree
    for index, step in enumerate(path):
        node = _get_child(node, step)
        kind = KIND_LABELS.get(str(path[index - 1])) if isinstance(step, int) else None
        if kind and isinstance(node, dict):
            names.append(f"the {word_for(kind)} {_describe_item(node, int(step))}")
    if not names:
        return f"`{path[0]}`" if path and isinstance(get_node(tree, path[:1]), dict) else "the file"
    return f"{names[-1]} of {names[-2]}" if names[-1].startswith("the option") and len(names) > 1 else names[-1]


def _describe_item(item: dict[str, Any], index: int) -> str:
    """Return an item's id, name or term, or else its number in the list."""
    found = next((item[key] for key in NAME_KEYS if isinstance(item.get(key), str) and item[key]), None)
    return f"`{found[:60]}`" if found else f"number {index + 1}"


def _get_child(tree: Any, step: str | int) -> Any:
    """Return the child of a node at a key or index, or None."""
    if isinstance(tree, dict):
        return tree.get(step)
    return tree[step] if isinstance(tree, list) and isinstance(step, int) and step < len(tree) else None


def get_node(tree: Any, path: NodePath) -> Any:
    """Return the node at a path, or None."""
    for step in path:
        tree = _get_child(tree, step)
    return tree


def path_from_location(location: tuple[int | str, ...]) -> NodePath:
    """Convert a pydantic error location to a path in the file, without the union tags that pydantic adds."""
    path: list[str | int] = []
    kind_follows = False
    for step in location:
        if step == "[key]":
            break
        if not kind_follows:
            path.append(step)
        kind_follows = not kind_follows and is_tagged_union(path)
    return tuple(path)


def is_tagged_union(path: Sequence[str | int]) -> bool:
    """Return whether the value at a path is a tagged union, whose tag pydantic adds to locations."""
    *parent_path, last = ("", *path)
    if isinstance(last, int):
        return (
            bool(parent_path)
            and parent_path[-1] in ("all", "any")
            and not (parent_path[-2:-1] and parent_path[-2] in _UNTYPED_KEYS)
        )
    return last in ("when", "ask_if", "not", "takes_from") and not (parent_path and parent_path[-1] in _UNTYPED_KEYS)


def list_keys(model: type[BaseModel], tree: TreeNode, path: NodePath) -> list[str]:
    """Return the keys allowed in the mapping at a path; empty if any key is allowed."""
    kind: Any = model
    for length, step in enumerate(path, start=1):
        part = path[:length]
        kind = (
            _CONDITION_MODELS.get(find_subject(get_node(tree, part)) or "")
            if is_tagged_union(part)
            else _get_child_type(kind, step)
        )
    return _list_model_keys(kind) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _list_model_keys(model: type[BaseModel]) -> list[str]:
    """Return the keys of a model as written in the file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _get_child_type(kind: Any, step: str | int) -> Any:
    """Return the type of the child of a type at a key or index, or None."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields.items()
        return next((field.annotation for name, field in fields if (field.alias or name) == step), None)
    parts = get_args(kind)
    return parts[1] if get_origin(kind) is Mapping else parts[0] if parts else None
