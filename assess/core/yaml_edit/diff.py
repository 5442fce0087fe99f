"""The minimal edits that turn one value of the rules files into another."""

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assess.core.model.rules import find_subject
from assess.core.syntax.yaml_reader import NodePath, TreeNode
from assess.core.validation.labels import NAME_KEYS
from assess.core.yaml_edit.edits import AddItem, Edit, RemoveItem, SetKey, SetValue


def diff_values(file: str, path: NodePath, before: TreeNode, after: TreeNode) -> tuple[Edit, ...]:
    """Return the edits that turn the value at a path of a file into another.

    What both have is left alone: keys of the same name, items of the same id, name or term, equal texts in a list.
    """
    return tuple(_iter_edits(file, path, before, after))


def _iter_edits(file: str, path: NodePath, before: TreeNode, after: TreeNode) -> Iterator[Edit]:
    """Yield the edits, in an order in which the path of each is still valid when it is applied."""
    if before == after:
        return
    if isinstance(before, str) and isinstance(after, str):
        yield SetValue(file, path, after)
    elif isinstance(before, dict) and isinstance(after, dict) and find_subject(before) == find_subject(after):
        yield from _iter_key_edits(file, path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _iter_item_edits(file, path, before, after)
    else:
        yield from _iter_replacement_edits(file, path, after)


def _iter_replacement_edits(file: str, path: NodePath, after: TreeNode) -> Iterator[Edit]:
    """Yield the edits that replace a value as a whole."""
    *parent_path, last = path
    if isinstance(last, str):
        yield SetKey(file, path, after)
    else:
        yield AddItem(file, tuple(parent_path), after, last)
        yield RemoveItem(file, (*parent_path, last + 1))


def _iter_key_edits(
    file: str, path: NodePath, before: dict[str, TreeNode], after: dict[str, TreeNode]
) -> Iterator[Edit]:
    """Yield the edits of keys and their values: first those that stay, then added keys, then removed ones."""
    for key, value in before.items():
        if key in after:
            yield from _iter_edits(file, (*path, key), value, after[key])
    for key, value in after.items():
        if key not in before:
            yield SetKey(file, (*path, key), value)
    for key in before:
        if key not in after:
            yield RemoveItem(file, (*path, key))


def _iter_item_edits(
    file: str, path: NodePath, before: Sequence[TreeNode], after: Sequence[TreeNode]
) -> Iterator[Edit]:
    """Yield the edits of a list from its end, so that the indexes of earlier items do not change."""
    identities = [_get_identity(item) for item in before], [_get_identity(item) for item in after]
    for kind, start, end, new_start, new_end in reversed(
        SequenceMatcher(None, *identities, autojunk=False).get_opcodes()
    ):
        both = min(end - start, new_end - new_start) if kind == "equal" or _are_unnamed(before, after) else 0
        for item in reversed(after[new_start + both : new_end]):
            yield AddItem(file, path, item, start + both)
        moved = new_end - new_start - both
        for index in reversed(range(start + both, end)):
            yield RemoveItem(file, (*path, index + moved))
        for index in reversed(range(both)):
            yield from _iter_edits(file, (*path, start + index), before[start + index], after[new_start + index])


def _are_unnamed(before: Sequence[TreeNode], after: Sequence[TreeNode]) -> bool:
    """Return whether no item has a name, so that one may be turned into another."""
    return all(_get_name(item) is None for item in (*before, *after))


def _get_identity(item: TreeNode) -> str:
    """Return what identifies an item among others: its name, or else its whole content."""
    return _get_name(item) or json.dumps(item)


def _get_name(item: TreeNode) -> str | None:
    """Return an item's id, name or term; None where it has none."""
    named = (item.get(key) for key in NAME_KEYS) if isinstance(item, dict) else ()
    return next((str(name) for name in named if name), None)
