"""Change single values of the rules files and leave every other byte as it is.

An edit names a file and a path in it. A text is replaced between its delimiters; an item of a list or a key is added
or removed as whole lines, or within its brackets. The new text is parsed again, and the edit is rejected unless
exactly the requested change was made. Whether the new rules are valid is checked when they are loaded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from assess.core.loading.loader import EVIDENCE
from assess.core.model.evidence import Evidence
from assess.core.model.fields import FORBIDDEN
from assess.core.model.rules import Rules
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import LIMIT, Document, Path, Tree, read
from assess.core.validation.labels import value_at
from assess.core.yaml_edit.layout import Layout, spliced
from assess.core.yaml_edit.splices import Splices, Steps

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

NOT_THERE = "What was to be changed is not here any more. Look at the page again and change it there."
NOT_POSSIBLE = "This cannot be changed here without touching what stands round it. Change it in the text of the file."
UNSEEN = "The text holds a character that cannot be shown (U+{:04X}). Take it out."


@dataclass(frozen=True, slots=True)
class SetValue:
    """Replace the text at a path, keeping its quotes if they can hold the new text."""

    file: str
    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class SetKey:
    """Set a key to a value: a new key is inserted in the order of the fields, an old value is replaced as a whole."""

    file: str
    path: Path
    """The path of the key itself."""
    tree: Tree


@dataclass(frozen=True, slots=True)
class AddItem:
    """Add an item to a list, in the style of its neighbours; a missing list is created."""

    file: str
    path: Path
    """The path of the list."""
    tree: Tree
    index: int | None = None
    """The index of the item before which it is inserted; None to append it."""


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """Remove an item of a list, or a key with its value, along with the comments that belong to it."""

    file: str
    path: Path


Edit = SetValue | SetKey | AddItem | RemoveItem


class Refused(Exception):  # noqa: N818
    """An edit cannot be made, for the reason that its problem states."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def apply(files: Mapping[str, bytes], edits: Iterable[Edit]) -> dict[str, bytes] | tuple[Problem, ...]:
    """Return the files after the edits, each applied to the result of the one before; or why one cannot be made.

    `files` are the rules files by their names in `assess.core.loading`. If an edit is rejected, nothing changes.
    """
    wanted: dict[str, list[Edit]] = {}
    for edit in edits:
        wanted.setdefault(edit.file, []).append(edit)
    changed = dict(files)
    for file, each in wanted.items():
        found = edited(files[file], file, each)
        if isinstance(found, tuple):
            return found
        changed[file] = found
    return changed


def edited(data: bytes, file: str, edits: Sequence[Edit]) -> bytes | tuple[Problem, ...]:
    """Return one file after the edits, or why they cannot be made."""
    document = read(data, file)
    if not isinstance(document, Document):
        return document
    try:
        for batch in batches(edits):
            document = carried_out(document, batch)
    except Refused as refused:
        return (refused.problem,)
    return (BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b"") + document.text.encode()


def batches(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Yield the edits in order, consecutive changes of text together, since none of them moves another."""
    texts: list[Edit] = []
    for edit in edits:
        if isinstance(edit, SetValue) and all(edit.path != other.path for other in texts):
            texts.append(edit)
            continue
        yield from [texts] if texts else []
        texts = [edit] if isinstance(edit, SetValue) else []
        yield from [] if texts else [[edit]]
    yield from [texts] if texts else []


def carried_out(document: Document, edits: Sequence[Edit]) -> Document:
    """Return the document after edits at different paths; raises `EditError`."""
    steps = Steps(Layout(document), Evidence if document.file == EVIDENCE else Rules)
    tree = deepcopy(document.tree)
    splices: Splices = ()
    for edit in edits:
        splices += step(steps, tree, edit)
    if not splices:
        return document
    data = spliced(document.text, splices).encode()
    found = read(data, document.file)
    if not isinstance(found, Document) and len(data) > LIMIT:
        raise Refused(found[0])
    if not isinstance(found, Document) or found.tree != tree:
        raise Refused(document.problem(edits[0].path, NOT_POSSIBLE))
    return found


def step(steps: Steps, tree: Any, edit: Edit) -> Splices:
    """Apply an edit to the tree and return its splices in the text; raises `EditError`."""
    document = steps.layout.document
    found = value_at(tree, edit.path)
    holder = value_at(tree, edit.path[:-1])
    match edit:
        case SetValue(path=path, text=text) if isinstance(found, str) and path:
            new = tidy(document, path, text)
            holder[path[-1]] = new
            return steps.value(path, str(new)) if new != found else ()
        case RemoveItem(path=path) if found is not None and path:
            del holder[path[-1]]
            return steps.removed(path)
        case AddItem(path=path, tree=item, index=index) if isinstance(found, list):
            place = len(found) if index is None else min(index, len(found))
            found.insert(place, tidy(document, path, item))
            return steps.added_item(path, place, found[place])
        case AddItem(path=path, tree=item) if not found and isinstance(holder, dict):
            return set_key(steps, holder, path, tidy(document, path, [item]))
        case SetKey(path=path, tree=value) if isinstance(holder, dict) and path:
            return set_key(steps, holder, path, tidy(document, path, value))
        case _:
            raise Refused(document.problem(edit.path, NOT_THERE))


def set_key(steps: Steps, holder: dict[Any, Any], path: Path, new: Tree) -> Splices:
    """Set a key of the tree and return the splices that do the same in the text."""
    old = holder.get(path[-1])
    holder[path[-1]] = new
    if old is None:
        return steps.added_key(path, new)
    return steps.instead(path, new) if new != old else ()


def tidy(document: Document, path: Path, tree: Tree) -> Tree:
    """Return a value with line endings as YAML reads them; raises `EditError` for a character that is not allowed."""
    if isinstance(tree, dict):
        return {key: tidy(document, path, value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [tidy(document, path, value) for value in tree]
    text = tree.replace("\r\n", "\n").replace("\r", "\n")
    found = FORBIDDEN.search(text)
    if found:
        raise Refused(document.problem(path, UNSEEN.format(ord(found[0]))))
    return text
