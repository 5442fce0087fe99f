"""Checks of texts and mappings that every part of a file of answers shares."""

from collections.abc import Iterator
from typing import Any

from assess.core.model.assessment import MAX_EVIDENCE_LENGTH, MAX_NAME_LENGTH, MAX_NOTE_LENGTH, MAX_TITLE_LENGTH
from assess.core.model.fields import Truncated
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.messages import describe_value

_MAX_LENGTHS = {
    "council": MAX_NAME_LENGTH,
    "service": MAX_NAME_LENGTH,
    "does_not_apply": MAX_EVIDENCE_LENGTH,
    "note": MAX_NOTE_LENGTH,
    "evidence": MAX_EVIDENCE_LENGTH,
    "by": MAX_TITLE_LENGTH,
    "owner": MAX_TITLE_LENGTH,
    "reason": MAX_NOTE_LENGTH,
    "carried_from": MAX_NAME_LENGTH,
}
"""The most characters in the text of each key, as in the forms: what a file brings in can be saved on a page."""


def check_text(value: Any, path: NodePath, *, blank: bool = True) -> Iterator[Mistake]:
    """Yield the mistake in a value that is not text, or in text that is too long or cut short by a comment."""
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
    elif len(value.strip()) > _MAX_LENGTHS[str(path[-1])]:
        most = _MAX_LENGTHS[str(path[-1])]
        yield Mistake(path, f"{name} is {len(value.strip()):,} characters long. Shorten it to {most:,} or fewer.")
    elif not blank and not value.strip():
        yield Mistake(path, f"{name} is empty. Write the words.")


def check_mapping(tree: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in a value that should be a mapping; an empty value is an empty mapping."""
    if tree != "" and not isinstance(tree, dict):
        yield Mistake(path, f"`{path[-1]}` must be a group of keys with values, but here it is {describe_value(tree)}.")
