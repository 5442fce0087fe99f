"""The splices in a text that make one edit of a value, an item of a list or a key with its value."""

import re

from assess.core.model.fields import FrozenModel
from assess.core.syntax.yaml_reader import CollectionSpan, NodePath, TreeNode
from assess.core.validation.labels import list_keys
from assess.core.yaml_edit.layout import Layout, Splice
from assess.core.yaml_edit.style import ValueWriter, find_samples, format_scalar

Splices = tuple[Splice, ...]

_BLOCK_HEADER = re.compile(r"[|>][+-]?[0-9]?[+-]?")
_COMMENT_FOLLOWS = re.compile(r"[ \t]+#")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


class SpliceBuilder:
    """Builds the splices for edits of one document, whose keys are in the order of a model."""

    def __init__(self, layout: Layout, model: type[FrozenModel]) -> None:
        self.layout = layout
        self.text = layout.text
        self.model = model
        self.style = ValueWriter(layout)

    def replace_text(self, path: NodePath, text: str) -> Splices:
        """Replace a text by another; a comment beside the first line of a block scalar is kept."""
        place = self.layout.find_value(path)
        start, end = place[0], self.layout.find_end(place)
        header = _BLOCK_HEADER.match(self.text, start, end)
        commented = _COMMENT_FOLLOWS.match(self.text, end) is not None
        new = format_scalar(text, self.text[start:end][:1], in_flow=self.layout.is_in_flow(path), has_comment=commented)
        if header is None:
            return (Splice(start, end, new if end > start else f" {new}"),)
        return (Splice(start, header.end(), new), Splice(self.layout.find_line_end(start), end, ""))

    def replace_value(self, path: NodePath, tree: TreeNode) -> Splices:
        """Replace the value of a key as a whole."""
        key, place = self.layout.document.find_spans(path)
        if isinstance(tree, str) and not isinstance(place, CollectionSpan):
            return self.replace_text(path, tree)
        samples = find_samples(self.layout, path, place[0])
        if self.layout.is_in_flow(path):
            return (Splice(place[0], self.layout.find_end(place), self.style.write_flow(tree, samples)),)
        first, *others = self.style.write_entry(":", tree, samples, self.layout.get_column(key[0]))
        new = self._join_lines([first.lstrip()[1:], *others])
        return (Splice(self.layout.find_colon_end(key), self.layout.find_end(place), new),)

    def add_item(self, path: NodePath, index: int, tree: TreeNode) -> Splices:
        """Insert a new item before the one at this index, or at the end."""
        group = self.layout.find_collection(path)
        samples = find_samples(self.layout, (*path, 0), group.start)
        if self.layout.is_flow(group):
            alone = not group.children and not self.layout.is_in_flow(path)
            if alone and self.style.is_block_style([tree], find_samples(self.layout, path, group.start), 0):
                return self.replace_value(path, [tree])
            return self._insert_in_flow(group, index, self.style.write_flow(tree, samples))
        new = self.style.write_entry("-", tree, samples, self.layout.get_column(group.start))
        return self._insert_lines(path, index, new)

    def add_key(self, path: NodePath, tree: TreeNode) -> Splices:
        """Insert a new key with its value, in the order of the fields."""
        *parent_path, key = path
        group = self.layout.find_collection(tuple(parent_path))
        index = self._find_key_index(tuple(parent_path), str(key))
        samples = find_samples(self.layout, path, group.start)
        if self.layout.is_flow(group):
            return self._insert_in_flow(
                group, index, f"{self.style.write_key(str(key))}: {self.style.write_flow(tree, samples)}"
            )
        new = self.style.write_entry(
            f"{self.style.write_key(str(key))}:", tree, samples, self.layout.get_column(group.start)
        )
        return self._insert_lines(tuple(parent_path), index, new)

    def write_item(self, path: NodePath, tree: TreeNode) -> list[str]:
        """Return the lines of a new item of the list at a path, without indentation, in the style of its neighbours."""
        return self.style.write_entry(
            "-", tree, find_samples(self.layout, (*path, 0), self.layout.find_value(path)[0]), 0
        )

    def write_key(self, path: NodePath, tree: TreeNode) -> list[str]:
        """Return the lines of a new key with its value, without indentation, in the style of its neighbours."""
        samples = find_samples(self.layout, path, self.layout.find_value(path)[0])
        return self.style.write_entry(f"{self.style.write_key(str(path[-1]))}:", tree, samples, 0)

    def remove(self, path: NodePath) -> Splices:
        """Remove an item of a list, or a key with its value."""
        *steps, last = path
        parent_path = tuple(steps)
        group = self.layout.find_collection(parent_path)
        index = list(group.children).index(str(last)) if isinstance(group.children, dict) else int(last)
        if len(group.children) == 1:
            return self._remove_only_part(parent_path)
        return (
            self._remove_from_flow(group, index)
            if self.layout.is_flow(group)
            else self.remove_lines(parent_path, index)
        )

    # Flow style: parts in brackets or braces

    def _insert_in_flow(self, group: CollectionSpan, index: int, new: str) -> Splices:
        """Insert a new part between the others."""
        spans = self.layout.list_spans(group)
        if index:
            at = spans[index - 1][1]
            return (Splice(at, at, f", {new}"),)
        at = spans[0][0] if spans else group.start + 1
        return (Splice(at, at, f"{new}, " if spans else new),)

    def _remove_from_flow(self, group: CollectionSpan, index: int) -> Splices:
        """Remove one of several parts with one comma, keeping comments between the parts."""
        spans = self.layout.list_spans(group)
        start, end = spans[index]
        last = index == len(spans) - 1
        before = "" if index == 0 else self.text[spans[index - 1][1] : start]
        forward = index == 0 or ("\n" in before and not last)
        gap = self.text[end : spans[index + 1][0]] if forward else before
        if "#" in gap:
            return (Splice(start, self._skip_comma(end), ""),)
        return (Splice(start, spans[index + 1][0], "") if forward else Splice(spans[index - 1][1], end, ""),)

    def _skip_comma(self, end: int) -> int:
        """Return the end of the comma after a part, or of the part where it has none."""
        at = self.layout.skip_space(end)
        return at + 1 if self.text[at] == "," else end

    # Block style: parts on lines of their own

    def _insert_lines(self, path: NodePath, index: int, new: list[str]) -> Splices:
        """Insert the lines of a new part below the previous part, after a blank line if its neighbours have one."""
        layout = self.layout
        group = self.layout.find_collection(path)
        gap = [""] if self.is_spaced(path, index) else []
        spans = layout.list_spans(group)
        if index:
            at = layout.find_line_end(spans[index - 1][1])
            return (Splice(at, at, self._join_lines(["", *gap, *new])),)
        if isinstance(group.children, dict):
            indent = " " * layout.get_column(group.start)
            return (Splice(group.start, group.start, self._join_lines([*new, indent]).lstrip(" ")),)
        at = self.find_block_start(path, 0)
        return (Splice(at, at, self._join_lines([*new, *gap, ""])),)

    def remove_lines(self, path: NodePath, index: int) -> Splices:
        """Remove the lines of one of several parts, with its comments and the blank lines on one side."""
        layout = self.layout
        spans = layout.list_spans(self.layout.find_collection(path))
        start, end = spans[index][0], layout.find_line_end(spans[index][1])
        if self.text[layout.find_line_start(start) : start].strip():
            below = spans[1][0]
            return (Splice(start, end if "#" in self.text[end:below] else below, ""),)
        own = self.find_block_start(path, index)
        if index == len(spans) - 1:
            return (Splice(layout.find_end_above(own, layout.find_lower_bound(path, index)), end, ""),)
        return (Splice(own, layout.skip_blank_lines(layout.find_next_line(end)), ""),)

    def _remove_only_part(self, path: NodePath) -> Splices:
        """Remove the only part of a list or mapping, leaving `[]` or `{}`."""
        layout = self.layout
        group = self.layout.find_collection(path)
        nothing = "{}" if isinstance(group.children, dict) else "[]"
        if layout.is_flow(group) or not path or isinstance(path[-1], int):
            return (Splice(group.start, layout.find_end(group), nothing),)
        colon = layout.find_colon_end(layout.document.find_spans(path)[0])
        above = layout.find_end_above(self.find_block_start(path, 0), layout.find_lower_bound(path, 0))
        return (Splice(colon, colon, f" {nothing}"), Splice(above, layout.find_line_end(layout.find_end(group)), ""))

    def find_block_start(self, path: NodePath, index: int) -> int:
        """Return the start of a part's block, which includes a heading only if that is for this part alone."""
        layout = self.layout
        spans = layout.list_spans(self.layout.find_collection(path))
        last = index == len(spans) - 1
        heading = last or layout.has_heading(spans[index + 1][0], layout.find_lower_bound(path, index + 1))
        return layout.find_block_start(spans[index][0], layout.find_lower_bound(path, index), include_heading=heading)

    def is_spaced(self, path: NodePath, index: int) -> bool:
        """Return whether blank lines separate the parts around an index, or else those at similar paths."""
        groups = [self.layout.find_value(path), *find_samples(self.layout, path, self.layout.find_value(path)[0])]
        for group in groups:
            spans = self.layout.list_spans(group) if isinstance(group, CollectionSpan) else []
            if len(spans) > 1:
                at = min(max(index, 1), len(spans) - 1) if group is groups[0] else 1
                return _BLANK_LINE.search(self.text, spans[at - 1][1], spans[at][0]) is not None
        return False

    def _find_key_index(self, path: NodePath, key: str) -> int:
        """Return the index at which to insert a new key among the existing ones."""
        there = [str(part) for part in self.layout.find_collection(path).children]
        known = list_keys(self.model, self.layout.document.tree, path)
        if key not in known:
            return len(there)
        earlier = known[: known.index(key)]
        return max((place for place, each in enumerate(there, 1) if each in earlier), default=0)

    def _join_lines(self, lines: list[str]) -> str:
        """Join lines with the line ending of the file."""
        return self.layout.newline.join(lines)
