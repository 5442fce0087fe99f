"""What the checks of a rules file find: a path in the file and a sentence."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assess.core.syntax.yaml_reader import Path


class Mistake(NamedTuple):
    """A mistake at a value of the file, or at its key."""

    path: Path
    sentence: str
    key: bool = False


def repeated(items: Iterable[tuple[Path, str]], kind: str, whose: str = "") -> Iterator[Mistake]:
    """Give a mistake for each id (or name) that an earlier item of the kind has already."""
    seen: set[str] = set()
    for path, name in items:
        if name in seen:
            yield Mistake(path, f"The {kind} `{name}`{whose} is there twice: an earlier one has this name. Rename one.")
        seen.add(name)
