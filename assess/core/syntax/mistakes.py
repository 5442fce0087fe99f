"""Mistakes found by validation: a path in the file and a message."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assess.core.syntax.yaml_reader import Path


class Mistake(NamedTuple):
    """A mistake at a value of the file or, if `key` is set, at its key."""

    path: Path
    sentence: str
    key: bool = False


def repeated(items: Iterable[tuple[Path, str]], kind: str, whose: str = "") -> Iterator[Mistake]:
    """Yield a mistake for each id (or name) that an earlier item already has."""
    seen: set[str] = set()
    for path, name in items:
        if name in seen:
            yield Mistake(path, f"The {kind} `{name}`{whose} is there twice: an earlier one has this name. Rename one.")
        seen.add(name)
