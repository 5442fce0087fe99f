"""Change single values of the rules files and leave every other byte as it is.

An edit names a file and a path in it. A text is replaced between its delimiters; an item of a list or a key is added
or removed as whole lines, or within its brackets. The new text is parsed again, and the edit is rejected unless
exactly the requested change was made. Whether the new rules are valid is checked when they are loaded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from assess.core.loading.documents import parse_rules_file
from assess.core.loading.loader import EVIDENCE_FILENAME
from assess.core.model.evidence import Evidence
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.rules import Rules
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES, Document, NodePath, TreeNode
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.layout import Layout, apply_splices
from assess.core.yaml_edit.splices import SpliceBuilder, Splices

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_NOT_THERE = "What you wanted to change is no longer here. Check the page again and change it there."
_NOT_POSSIBLE = "This cannot be changed here without affecting what is around it. Change it in the text of the file."
_UNPRINTABLE = "The text contains a character that cannot be shown (U+{:04X}). Remove it."


@dataclass(frozen=True, slots=True)
class SetValue:
    """Replace the text at a path, keeping its quotes if they can hold the new text."""

    file: str
    path: NodePath
    text: str


@dataclass(frozen=True, slots=True)
class SetKey:
    """Set a key to a value: a new key is inserted in the order of the fields, an old value is replaced as a whole."""

    file: str
    path: NodePath
    """The path of the key itself."""
    tree: TreeNode


@dataclass(frozen=True, slots=True)
class AddItem:
    """Add an item to a list, in the style of its neighbours; a missing list is created."""

    file: str
    path: NodePath
    """The path of the list."""
    tree: TreeNode
    index: int | None = None
    """The index of the item before which it is inserted; None to append it."""


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """Remove an item of a list, or a key with its value, along with the comments that belong to it."""

    file: str
    path: NodePath


Edit = SetValue | SetKey | AddItem | RemoveItem


class _EditError(Exception):
    """An edit cannot be made, for the reason that its problem states."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def apply_edits(files: Mapping[str, bytes], edits: Iterable[Edit]) -> dict[str, bytes] | tuple[Problem, ...]:
    """Return the files after the edits, each applied to the result of the one before; or why one cannot be made.

    `files` are the rules files by their names in `assess.core.loading`. If an edit is rejected, nothing changes.
    """
    edits_by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        edits_by_file.setdefault(edit.file, []).append(edit)
    changed = dict(files)
    for file, each in edits_by_file.items():
        result = _edit_file(files[file], file, each)
        if isinstance(result, tuple):
            return result
        changed[file] = result
    return changed


def _edit_file(data: bytes, file: str, edits: Sequence[Edit]) -> bytes | tuple[Problem, ...]:
    """Return one file after the edits, or why they cannot be made."""
    document, problems = parse_rules_file(data, file)
    if document is None or problems:
        return problems
    try:
        for batch in _group_edits(edits):
            document = _apply_batch(document, batch)
    except _EditError as refused:
        return (refused.problem,)
    return (_BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b"") + document.text.encode()


def _group_edits(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
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


def _apply_batch(document: Document, edits: Sequence[Edit]) -> Document:
    """Return the document after edits at different paths; raises `EditError`."""
    builder = SpliceBuilder(Layout(document), Evidence if document.file == EVIDENCE_FILENAME else Rules)
    tree = deepcopy(document.tree)
    splices: Splices = ()
    for edit in edits:
        splices += _make_splices(builder, tree, edit)
    if not splices:
        return document
    data = apply_splices(document.text, splices).encode()
    parsed, problems = parse_rules_file(data, document.file)
    if problems and len(data) > MAX_FILE_BYTES:
        raise _EditError(problems[0])
    if parsed is None or problems or parsed.tree != tree:
        raise _EditError(document.make_problem(edits[0].path, _NOT_POSSIBLE))
    return parsed


def _make_splices(builder: SpliceBuilder, tree: Any, edit: Edit) -> Splices:
    """Apply an edit to the tree and return its splices in the text; raises `EditError`."""
    document = builder.layout.document
    found = get_node(tree, edit.path)
    holder = get_node(tree, edit.path[:-1])
    match edit:
        case SetValue(path=path, text=text) if isinstance(found, str) and path:
            new = _normalise(document, path, text)
            holder[path[-1]] = new
            return builder.replace_text(path, str(new)) if new != found else ()
        case RemoveItem(path=path) if found is not None and path:
            del holder[path[-1]]
            return builder.remove(path)
        case AddItem(path=path, tree=item, index=index) if isinstance(found, list):
            position = len(found) if index is None else min(index, len(found))
            found.insert(position, _normalise(document, path, item))
            return builder.add_item(path, position, found[position])
        case AddItem(path=path, tree=item) if not found and isinstance(holder, dict):
            return _set_key_splices(builder, holder, path, _normalise(document, path, [item]))
        case SetKey(path=path, tree=value) if isinstance(holder, dict) and path:
            return _set_key_splices(builder, holder, path, _normalise(document, path, value))
        case _:
            raise _EditError(document.make_problem(edit.path, _NOT_THERE))


def _set_key_splices(builder: SpliceBuilder, holder: dict[Any, Any], path: NodePath, new: TreeNode) -> Splices:
    """Set a key of the tree and return the splices that do the same in the text."""
    old = holder.get(path[-1])
    holder[path[-1]] = new
    if old is None:
        return builder.add_key(path, new)
    return builder.replace_value(path, new) if new != old else ()


def _normalise(document: Document, path: NodePath, tree: TreeNode) -> TreeNode:
    """Return a value with line endings as YAML reads them; raises `EditError` for a character that is not allowed."""
    if isinstance(tree, dict):
        return {key: _normalise(document, path, value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_normalise(document, path, value) for value in tree]
    text = tree.replace("\r\n", "\n").replace("\r", "\n")
    found = FORBIDDEN_CHARACTERS.search(text)
    if found:
        raise _EditError(document.make_problem(path, _UNPRINTABLE.format(ord(found[0]))))
    return text
