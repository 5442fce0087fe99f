"""Name the parts of a rules file as an officer would: the question `staff-say`, the band `ready`."""

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
    """Name the smallest part with a name that holds this path, or the file."""
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
    """Give an item's id, name or term, or its number in the list where it has none."""
    found = next((item[key] for key in NAMED_BY if isinstance(item.get(key), str) and item[key]), None)
    return f"`{found[:60]}`" if found else f"number {index + 1}"


def below(tree: Any, step: str | int) -> Any:
    """Give what a tree holds at this step, or nothing."""
    if isinstance(tree, dict):
        return tree.get(step)
    return tree[step] if isinstance(tree, list) and isinstance(step, int) and step < len(tree) else None


def value_at(tree: Any, path: Path) -> Any:
    """Give what a tree holds at this path, or nothing."""
    for step in path:
        tree = below(tree, step)
    return tree


def path_in_file(location: tuple[int | str, ...]) -> Path:
    """Give the path in the file of a place that pydantic names, which counts the kinds of condition as steps."""
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
    """Tell whether the value at this path is of one of several kinds, so that pydantic's next step names the kind."""
    *round_it, last = ("", *path)
    if isinstance(last, int):
        return bool(round_it) and round_it[-1] in ("all", "any") and not (round_it[-2:-1] and round_it[-2] in FREE_KEYS)
    return last in ("when", "ask_if", "not", "takes_from") and not (round_it and round_it[-1] in FREE_KEYS)


def keys_at(model: type[BaseModel], tree: Tree, path: Path) -> list[str]:
    """Give the keys that a mapping at this path may have; none where any will do."""
    kind: Any = model
    for length, step in enumerate(path, start=1):
        part = path[:length]
        kind = CONDITIONS.get(subject(value_at(tree, part)) or "") if of_several_kinds(part) else held(kind, step)
    return keys(kind) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def keys(model: type[BaseModel]) -> list[str]:
    """Give the keys of a part of the rules as they are written in the file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def held(kind: Any, step: str | int) -> Any:
    """Give the kind of what a value of this kind holds at a step."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields.items()
        return next((field.annotation for name, field in fields if (field.alias or name) == step), None)
    parts = get_args(kind)
    return parts[1] if get_origin(kind) is Mapping else parts[0] if parts else None
