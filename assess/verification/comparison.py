"""Compare the figures that a file states with those that follow from its answers and rules."""

from collections.abc import Iterator

from assess.core.syntax.yaml_reader import Tree
from assess.verification.models import Difference

NAMED = ("id", "question", "section")
"""The keys by which an item of a list is known."""

LONGEST = 200
"""Letters of a figure that are shown."""


def differences(stated: Tree, computed: Tree, path: str = "") -> Iterator[Difference]:
    """Give each place at which two trees differ, in the order of the computed one."""
    if isinstance(stated, dict) and isinstance(computed, dict):
        for key in dict.fromkeys([*computed, *stated]):
            yield from within(stated.get(key), computed.get(key), f"{path}.{key}" if path else key)
    elif isinstance(stated, list) and isinstance(computed, list):
        for place in range(max(len(stated), len(computed))):
            theirs, ours = at(stated, place), at(computed, place)
            yield from within(theirs, ours, f"{path}.{name_of(ours, place)}")
    elif stated != computed:
        yield Difference(path, shown(stated), shown(computed))


def at(items: list[Tree], place: int) -> Tree | None:
    """Give the item at a place, where there is one."""
    return items[place] if place < len(items) else None


def within(stated: Tree | None, computed: Tree | None, path: str) -> Iterator[Difference]:
    """Give the differences at a place that may be missing on one side."""
    if stated is None or computed is None:
        yield Difference(path, shown(stated), shown(computed))
    else:
        yield from differences(stated, computed, path)


def name_of(item: Tree | None, place: int) -> str:
    """Give the name of an item of a list, or its place from 1."""
    names = (item[key] for key in NAMED if key in item) if isinstance(item, dict) else iter(())
    return str(next((name for name in names if isinstance(name, str)), place + 1))


def shown(value: Tree | None) -> str:
    """Give a value in a word; nothing for one that is missing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:LONGEST] or "nothing"
    return "a list" if isinstance(value, list) else "an entry"


def leaves(tree: Tree) -> int:
    """Count the figures of a tree."""
    if isinstance(tree, str):
        return 1
    return sum(leaves(part) for part in (tree.values() if isinstance(tree, dict) else tree))
