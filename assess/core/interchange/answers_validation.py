"""Checks of texts and mappings that every part of a file of answers shares."""

from collections.abc import Iterator
from typing import Any

from assess.core.model.fields import CutShort
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.messages import shown


def text_mistakes(value: Any, path: Path, *, blank: bool = True) -> Iterator[Mistake]:
    """Yield the mistake in a value that is not text, or in text cut short by a comment."""
    name = f"`{path[-1]}`"
    if not isinstance(value, str):
        yield Mistake(
            path, f"{name} must be words, but here it is {shown(value)}. If it is text, put it in double quotes."
        )
    elif isinstance(value, CutShort):
        yield Mistake(
            path, f"{name} is followed by ` #`, so everything after # would be lost: put the text in double quotes."
        )
    elif not blank and not value.strip():
        yield Mistake(path, f"{name} is empty. Write the words.")


def group_mistakes(tree: Any, path: Path) -> Iterator[Mistake]:
    """Yield the mistake in a value that should be a mapping; an empty value is an empty mapping."""
    if tree != "" and not isinstance(tree, dict):
        yield Mistake(path, f"`{path[-1]}` must be a group of keys with values, but here it is {shown(tree)}.")
