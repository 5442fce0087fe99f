"""Write merged rules into the council's files, whose layout and comments stay."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from assess.core.loading.documents import parse_rules_file
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.loading.schema import MODELS_BY_FILE
from assess.core.merging.merge import Merge
from assess.core.merging.places import ItemKey, ItemPlace, index_items
from assess.core.merging.sides import QUESTIONS, SECTIONS, build_trees, get_name, list_kinds
from assess.core.merging.texts import FileText, RulesTexts
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, NodePath, TreeNode
from assess.core.validation.labels import get_node, list_keys
from assess.core.yaml_edit.arrange import Block, arrange_blocks, copy_block, list_comments
from assess.core.yaml_edit.diff import diff_values
from assess.core.yaml_edit.edits import Edit, SetValue, apply_edits
from assess.core.yaml_edit.layout import Layout, apply_splices
from assess.core.yaml_edit.splices import SpliceBuilder, Splices


def write_merge(texts: RulesTexts, merge: Merge) -> dict[str, bytes] | tuple[Problem, ...]:
    """Return the council's files with the merged rules, or why they cannot be written.

    The version stays the council's.
    """
    trees = build_trees(merge.side)
    files = {}
    for index, name in enumerate((READINESS_FILENAME, EVIDENCE_FILENAME)):
        base = texts.base[index] if texts.base else None
        written = _FileWriter(base, texts.ours[index], texts.theirs[index], trees[index]).write()
        if isinstance(written, tuple):
            return written
        files[name] = written
    return files


class _FileWriter:
    """Writes the merged contents of one file into the council's text."""

    def __init__(self, base: FileText | None, ours: FileText, theirs: FileText, target: dict[str, TreeNode]) -> None:
        self.base, self.ours, self.theirs, self.target = base, ours, theirs, target
        self.file = ours.document.file
        self.model = MODELS_BY_FILE[self.file]
        self.wanted = index_items(target, self.file)
        self.in_base = index_items(base.tree, self.file) if base else {}
        self.in_ours = index_items(ours.tree, self.file)
        self.in_theirs = index_items(theirs.tree, self.file)
        self.replaced: set[ItemKey] = set()

    def write(self) -> bytes | tuple[Problem, ...]:
        """Return the new file, or why it cannot be written."""
        if self.base and self.base.data == self.ours.data:
            return self.theirs.data
        written = self._write_blocks() or self._write_values()
        return written if isinstance(written, tuple) else self.ours.mark + written

    def _write_blocks(self) -> bytes | None:
        """Return the file with fields edited and blocks arranged; None if its layout does not allow that."""
        edits = [*self._iter_renames(), *self._iter_field_edits()]
        edited = apply_edits({self.file: self.ours.document.text.encode()}, edits)
        if isinstance(edited, tuple):
            return None
        document: Document | None = self._parse(edited[self.file])
        for step in (self._arrange_questions, self._arrange_lists, self._arrange_keys):
            splices = document and step(SpliceBuilder(Layout(document), self.model))
            if document is None or splices is None:
                return None
            document = self._parse(apply_splices(document.text, splices).encode()) if splices else document
        return document.text.encode() if document and self._is_written(document) else None

    def _write_values(self) -> bytes | tuple[Problem, ...]:
        """Return the file with every value edited on its own."""
        document = self.ours.document
        edits = diff_values(self.file, (), document.tree, self.target)
        edited = apply_edits({self.file: document.text.encode()}, edits)
        return edited if isinstance(edited, tuple) else edited[self.file]

    def _parse(self, data: bytes) -> Document | None:
        """Parse a text of this file; None if it has mistakes."""
        document, problems = parse_rules_file(data, self.file)
        return None if problems else document

    def _is_written(self, document: Document) -> bool:
        """Return whether a text has the merged contents."""
        return isinstance(document.tree, dict) and _drop_empty(document.tree) == self.target

    # Fields

    def _iter_renames(self) -> Iterator[Edit]:
        """Yield the edits that give questions and options of the council's file the ids that all sides use."""
        raw = self.ours.document.tree
        for (kind, name), place in self.in_ours.items():
            if kind == QUESTIONS:
                if get_node(raw, (*place.path, "id")) != name:
                    yield SetValue(self.file, (*place.path, "id"), name)
                for index, option in enumerate(place.item["options"]):
                    path = (*place.path, "options", index, "id")
                    if get_node(raw, path) != option["id"]:
                        yield SetValue(self.file, path, option["id"])

    def _iter_field_edits(self) -> Iterator[Edit]:
        """Yield the edits of items that stay, and of values that are not in lists; note what is replaced instead."""
        lists = list_kinds(self.model)
        current = {key: value for key, value in self.ours.written.items() if key not in lists}
        target = {key: value for key, value in self.target.items() if key not in lists}
        for key, value in current.items():
            if key in target:
                yield from diff_values(self.file, (key,), value, target[key])
        for item, place in self.in_ours.items():
            wanted = self.wanted.get(item)
            found = self._read_item(item[0], place)
            if wanted is None or wanted.item == found:
                continue
            if self._may_replace(item):
                self.replaced.add(item)
            else:
                yield from diff_values(self.file, place.path, found, wanted.item)

    def _read_item(self, kind: str, place: ItemPlace) -> dict[str, Any]:
        """Return an item of the council's file as written, but with the ids that all sides use."""
        raw = get_node(self.ours.written, place.path)
        item = {key: value for key, value in raw.items() if (kind, key) != (SECTIONS, QUESTIONS)}
        if kind == QUESTIONS:
            names = [option["id"] for option in place.item["options"]]
            item["options"] = [{**option, "id": name} for option, name in zip(raw["options"], names, strict=True)]
            item["id"] = place.item["id"]
        return item

    def _may_replace(self, key: ItemKey) -> bool:
        """Return whether the release's lines can replace those of an item, which has no comment of the council's."""
        if key[0] == SECTIONS or not self._is_copied(key):
            return False
        theirs = list_comments(self.theirs.document, self.in_theirs[key].path)
        base = (
            list_comments(self.base.document, self.in_base[key].path) if self.base and key in self.in_base else theirs
        )
        return list_comments(self.ours.document, self.in_ours[key].path) <= (base | theirs)

    def _is_copied(self, key: ItemKey) -> bool:
        """Return whether a merged item is that of the release as it is written there."""
        place = self.in_theirs.get(key)
        return place is not None and get_node(self.theirs.written, place.path) == get_node(
            self.target, self.wanted[key].path
        )

    # Blocks

    def _arrange_questions(self, builder: SpliceBuilder) -> Splices | None:
        """Return the splices that arrange the questions of the sections that stay; None if that is impossible."""
        tree = builder.layout.document.tree
        splices: Splices = ()
        for index, section in enumerate(get_node(tree, (SECTIONS,)) or ()):
            wanted = self.wanted.get((SECTIONS, section["id"]))
            if wanted is not None:
                path: NodePath = (SECTIONS, index, QUESTIONS)
                names = [get_name(each) for each in get_node(self.target, wanted.path)[QUESTIONS]]
                arranged = self._arrange_list(builder, path, QUESTIONS, names)
                if arranged is None:
                    return None
                splices += arranged
        return splices

    def _arrange_lists(self, builder: SpliceBuilder) -> Splices | None:
        """Return the splices that arrange the lists of the file; None if that is impossible."""
        splices: Splices = ()
        for kind in list_kinds(self.model):
            items = self.target.get(kind)
            if isinstance(items, list) and get_node(builder.layout.document.tree, (kind,)):
                names = [get_name(item) for item in items if isinstance(item, dict)]
                arranged = self._arrange_list(builder, (kind,), kind, names)
                if arranged is None:
                    return None
                splices += arranged
        return splices

    def _arrange_list(self, builder: SpliceBuilder, path: NodePath, kind: str, names: Sequence[str]) -> Splices | None:
        """Return the splices that arrange one list; None if it is not in block style."""
        layout = builder.layout
        there = [get_name(item) for item in get_node(layout.document.tree, path)]
        staying = _find_staying(there, names)
        blocks = [self._make_block(builder, path, (kind, name), staying.get(name)) for name in names]
        if blocks == [Block(index) for index in range(len(there))]:
            return ()
        return None if layout.is_flow(layout.find_collection(path)) else arrange_blocks(builder, path, blocks)

    def _make_block(self, builder: SpliceBuilder, path: NodePath, key: ItemKey, index: int | None) -> Block:
        """Return the block of an item: the lines of the release, the council's own, or new ones."""
        if index is not None and key not in self.replaced:
            return Block(index)
        if key in self.replaced or (key not in self.in_ours and self._is_copied(key)):
            is_new = key not in self.in_ours
            return Block(index, copy_block(self.theirs.document, self.in_theirs[key].path, with_heading=is_new))
        tree: Any = builder.layout.document.tree
        moved = index_items(tree, self.file).get(key)
        if moved is not None:
            return Block(index, copy_block(builder.layout.document, moved.path))
        return Block(index, tuple(builder.write_item(path, get_node(self.target, self.wanted[key].path))))

    def _arrange_keys(self, builder: SpliceBuilder) -> Splices | None:
        """Return the splices that insert and remove whole keys of the file; None if that is impossible."""
        tree: Any = builder.layout.document.tree
        there = list(tree)
        order = sorted({*there, *self.target}, key=list_keys(self.model, tree, ()).index)
        gone = [key for key in there if key not in self.target and tree[key]]
        wanted = [key for key in _merge_keys(there, order) if key not in gone]
        if wanted == there:
            return ()
        if builder.layout.is_flow(builder.layout.find_collection(())):
            return None
        return arrange_blocks(builder, (), [self._make_key_block(builder, key) for key in wanted])

    def _make_key_block(self, builder: SpliceBuilder, key: str) -> Block:
        """Return the block of a key of the file."""
        tree: Any = builder.layout.document.tree
        there = list(tree)
        if key in there:
            return Block(there.index(key))
        if get_node(self.theirs.written, (key,)) == self.target[key]:
            return Block(None, copy_block(self.theirs.document, (key,), with_heading=True))
        return Block(None, tuple(builder.write_key((key,), self.target[key])))


def _find_staying(before: Sequence[str], after: Sequence[str]) -> dict[str, int]:
    """Return the index of each item that stays, while others are moved, added or removed."""
    found = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {before[at]: at for start, _, size in found for at in range(start, start + size)}


def _merge_keys(there: Sequence[str], order: Sequence[str]) -> list[str]:
    """Return the keys that are there, with each new one after the nearest key that precedes it in the order."""
    keys = list(there)
    for at, key in enumerate(order):
        if key not in keys:
            before = next((each for each in reversed(order[:at]) if each in keys), None)
            keys.insert(0 if before is None else keys.index(before) + 1, key)
    return keys


def _drop_empty(tree: dict[str, TreeNode]) -> dict[str, TreeNode]:
    """Return the contents of a file without empty lists."""
    return {key: value for key, value in tree.items() if value}
