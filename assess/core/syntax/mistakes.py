"""Mistakes found by validation: a path in the file and a message."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assess.core.syntax.yaml_reader import NodePath


class Mistake(NamedTuple):
    """A mistake at a value of the file or, if `key` is set, at its key."""

    path: NodePath
    message: str
    key: bool = False
    code: str = ""
    """The kind of mistake, by which a form finds its own words for it."""
    values: tuple[str | int, ...] = ()
    """The ids and numbers that the message names, for those words."""


def check_unique(items: Iterable[tuple[NodePath, str]], kind: str, suffix: str = "") -> Iterator[Mistake]:
    """Yield a mistake for each id (or name) that an earlier item already has."""
    seen: set[str] = set()
    for path, name in items:
        if name in seen:
            sentence = f"The {kind} `{name}`{suffix} is there twice. Rename one of them."
            yield Mistake(path, sentence, code="repeated", values=(name,))
        seen.add(name)
