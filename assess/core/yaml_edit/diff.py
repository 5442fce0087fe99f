"""The minimal edits that turn one value of the rules files into another."""

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assess.core.model.rules import subject
from assess.core.syntax.yaml_reader import Path, Tree
from assess.core.validation.labels import NAMED_BY
from assess.core.yaml_edit.edits import AddItem, Edit, RemoveItem, SetKey, SetValue


def revision(file: str, path: Path, before: Tree, after: Tree) -> tuple[Edit, ...]:
    """Return the edits that turn the value at a path of a file into another.

    What both have is left alone: keys of the same name, items of the same id, name or term, equal texts in a list.
    """
    return tuple(edits(file, path, before, after))


def edits(file: str, path: Path, before: Tree, after: Tree) -> Iterator[Edit]:
    """Yield the edits, in an order in which the path of each is still valid when it is applied."""
    if before == after:
        return
    if isinstance(before, str) and isinstance(after, str):
        yield SetValue(file, path, after)
    elif isinstance(before, dict) and isinstance(after, dict) and subject(before) == subject(after):
        yield from edits_of_keys(file, path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from edits_of_items(file, path, before, after)
    else:
        yield from replacement(file, path, after)


def replacement(file: str, path: Path, after: Tree) -> Iterator[Edit]:
    """Yield the edits that replace a value as a whole."""
    *round_it, last = path
    if isinstance(last, str):
        yield SetKey(file, path, after)
    else:
        yield AddItem(file, tuple(round_it), after, last)
        yield RemoveItem(file, (*round_it, last + 1))


def edits_of_keys(file: str, path: Path, before: dict[str, Tree], after: dict[str, Tree]) -> Iterator[Edit]:
    """Yield the edits of keys and their values: first those that stay, then added keys, then removed ones."""
    for key, value in before.items():
        if key in after:
            yield from edits(file, (*path, key), value, after[key])
    for key, value in after.items():
        if key not in before:
            yield SetKey(file, (*path, key), value)
    for key in before:
        if key not in after:
            yield RemoveItem(file, (*path, key))


def edits_of_items(file: str, path: Path, before: Sequence[Tree], after: Sequence[Tree]) -> Iterator[Edit]:
    """Yield the edits of a list from its end, so that the indexes of earlier items do not change."""
    marks = [identity(item) for item in before], [identity(item) for item in after]
    for kind, start, end, new_start, new_end in reversed(SequenceMatcher(None, *marks, autojunk=False).get_opcodes()):
        both = min(end - start, new_end - new_start) if kind == "equal" or is_free(before, after) else 0
        for item in reversed(after[new_start + both : new_end]):
            yield AddItem(file, path, item, start + both)
        moved = new_end - new_start - both
        for place in reversed(range(start + both, end)):
            yield RemoveItem(file, (*path, place + moved))
        for place in reversed(range(both)):
            yield from edits(file, (*path, start + place), before[start + place], after[new_start + place])


def is_free(before: Sequence[Tree], after: Sequence[Tree]) -> bool:
    """Return whether no item has a name, so that one may be turned into another."""
    return all(name_of(item) is None for item in (*before, *after))


def identity(item: Tree) -> str:
    """Return what identifies an item among others: its name, or else its whole content."""
    return name_of(item) or json.dumps(item)


def name_of(item: Tree) -> str | None:
    """Return an item's id, name or term; None where it has none."""
    named = (item.get(key) for key in NAMED_BY) if isinstance(item, dict) else ()
    return next((str(name) for name in named if name), None)
