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
    subject,
)
from assess.core.syntax.yaml_reader import Path, Tree

KINDS = {
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
    "recommendations": "recommendation",
    "glossary": "glossary entry",
    "examples": "worked example",
    "sources": "source",
    "claims": "claim",
}
NAMED_BY = ("id", "name", "term")
CONDITIONS = dict(
    zip(SUBJECTS, (QuestionCondition, ProfileCondition, SectionCondition, AllOf, AnyOf, Not), strict=True)
)
FREE_KEYS = ("table", "profile", "answers")


def owner(path: Path, tree: Tree) -> str:
    """Return the label of the innermost identified item that contains a path, or "the file"."""
    names: list[str] = []
    at: Any = tree
    for index, step in enumerate(path):
        at = below(at, step)
        kind = KINDS.get(str(path[index - 1])) if isinstance(step, int) else None
        if kind and isinstance(at, dict):
            names.append(f"the {kind} {called(at, int(step))}")
    if not names:
        return f"`{path[0]}`" if path and isinstance(value_at(tree, path[:1]), dict) else "the file"
    return f"{names[-1]} of {names[-2]}" if names[-1].startswith("the option") and len(names) > 1 else names[-1]


def called(item: dict[str, Any], index: int) -> str:
    """Return an item's id, name or term, or else its number in the list."""
    found = next((item[key] for key in NAMED_BY if isinstance(item.get(key), str) and item[key]), None)
    return f"`{found[:60]}`" if found else f"number {index + 1}"


def below(tree: Any, step: str | int) -> Any:
    """Return the child of a node at a key or index, or None."""
    if isinstance(tree, dict):
        return tree.get(step)
    return tree[step] if isinstance(tree, list) and isinstance(step, int) and step < len(tree) else None


def value_at(tree: Any, path: Path) -> Any:
    """Return the node at a path, or None."""
    for step in path:
        tree = below(tree, step)
    return tree


def path_in_file(location: tuple[int | str, ...]) -> Path:
    """Convert a pydantic error location to a path in the file, without the union tags that pydantic adds."""
    path: list[str | int] = []
    kind_follows = False
    for step in location:
        if step == "[key]":
            break
        if not kind_follows:
            path.append(step)
        kind_follows = not kind_follows and of_several_kinds(path)
    return tuple(path)


def of_several_kinds(path: Sequence[str | int]) -> bool:
    """Return whether the value at a path is a tagged union, whose tag pydantic adds to locations."""
    *round_it, last = ("", *path)
    if isinstance(last, int):
        return bool(round_it) and round_it[-1] in ("all", "any") and not (round_it[-2:-1] and round_it[-2] in FREE_KEYS)
    return last in ("when", "ask_if", "not", "takes_from") and not (round_it and round_it[-1] in FREE_KEYS)


def keys_at(model: type[BaseModel], tree: Tree, path: Path) -> list[str]:
    """Return the keys allowed in the mapping at a path; empty if any key is allowed."""
    kind: Any = model
    for length, step in enumerate(path, start=1):
        part = path[:length]
        kind = CONDITIONS.get(subject(value_at(tree, part)) or "") if of_several_kinds(part) else held(kind, step)
    return keys(kind) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def keys(model: type[BaseModel]) -> list[str]:
    """Return the keys of a model as written in the file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def held(kind: Any, step: str | int) -> Any:
    """Return the type of the child of a type at a key or index, or None."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields.items()
        return next((field.annotation for name, field in fields if (field.alias or name) == step), None)
    parts = get_args(kind)
    return parts[1] if get_origin(kind) is Mapping else parts[0] if parts else None
