"""Compare the figures stated in a file with those computed from its answers and rules."""

from collections.abc import Iterator

from assess.core.syntax.yaml_reader import Tree
from assess.verification.models import Difference

NAMED = ("id", "question", "section")
"""The keys that identify an item of a list."""

LONGEST = 200
"""Maximum length of a figure in a message."""


def differences(stated: Tree, computed: Tree, path: str = "") -> Iterator[Difference]:
    """Yield the differences between two trees, in the order of the computed one."""
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
    """Return the item at an index, or None."""
    return items[place] if place < len(items) else None


def within(stated: Tree | None, computed: Tree | None, path: str) -> Iterator[Difference]:
    """Yield the differences between two values of which one may be missing."""
    if stated is None or computed is None:
        yield Difference(path, shown(stated), shown(computed))
    else:
        yield from differences(stated, computed, path)


def name_of(item: Tree | None, place: int) -> str:
    """Return the identifier of a list item, or its position counted from 1."""
    names = (item[key] for key in NAMED if key in item) if isinstance(item, dict) else iter(())
    return str(next((name for name in names if isinstance(name, str)), place + 1))


def shown(value: Tree | None) -> str:
    """Format a value for a message; empty for a missing value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:LONGEST] or "nothing"
    return "a list" if isinstance(value, list) else "an entry"


def leaves(tree: Tree) -> int:
    """Return the number of figures in a tree."""
    if isinstance(tree, str):
        return 1
    return sum(leaves(part) for part in (tree.values() if isinstance(tree, dict) else tree))
