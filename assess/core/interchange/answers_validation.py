"""Checks of texts and mappings that every part of a file of answers shares."""

from collections.abc import Iterator
from typing import Any

from assess.core.model.fields import Truncated
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.messages import describe_value


def check_text(value: Any, path: NodePath, *, blank: bool = True) -> Iterator[Mistake]:
    """Yield the mistake in a value that is not text, or in text cut short by a comment."""
    name = f"`{path[-1]}`"
    if not isinstance(value, str):
        yield Mistake(
            path,
            f"{name} must be words, but here it is {describe_value(value)}. If it is text, put it in double quotes.",
        )
    elif isinstance(value, Truncated):
        yield Mistake(
            path, f"{name} is followed by ` #`, so everything after # would be lost: put the text in double quotes."
        )
    elif not blank and not value.strip():
        yield Mistake(path, f"{name} is empty. Write the words.")


def check_mapping(tree: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in a value that should be a mapping; an empty value is an empty mapping."""
    if tree != "" and not isinstance(tree, dict):
        yield Mistake(path, f"`{path[-1]}` must be a group of keys with values, but here it is {describe_value(tree)}.")
