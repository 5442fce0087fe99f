"""The splices in a text that make one edit of a value, an item of a list or a key with its value."""

import re

from assess.core.model.fields import Value
from assess.core.syntax.yaml_reader import Group, Path, Tree
from assess.core.validation.labels import keys_at
from assess.core.yaml_edit.layout import Layout, Splice
from assess.core.yaml_edit.style import Style, models, spelt

Splices = tuple[Splice, ...]

BLOCK_HEADER = re.compile(r"[|>][+-]?[0-9]?[+-]?")
COMMENT_FOLLOWS = re.compile(r"[ \t]+#")
BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


class Steps:
    """Builds the splices for edits of one document, whose keys are in the order of a model."""

    def __init__(self, layout: Layout, model: type[Value]) -> None:
        self.layout = layout
        self.text = layout.text
        self.model = model
        self.style = Style(layout)

    def value(self, path: Path, text: str) -> Splices:
        """Replace a text by another; a comment beside the first line of a block scalar is kept."""
        place = self.layout.place(path)
        start, end = place[0], self.layout.end(place)
        header = BLOCK_HEADER.match(self.text, start, end)
        commented = COMMENT_FOLLOWS.match(self.text, end) is not None
        new = spelt(text, self.text[start:end][:1], flow=self.layout.in_flow(path), commented=commented)
        if header is None:
            return (Splice(start, end, new if end > start else f" {new}"),)
        return (Splice(start, header.end(), new), Splice(self.layout.line_end(start), end, ""))

    def instead(self, path: Path, tree: Tree) -> Splices:
        """Replace the value of a key as a whole."""
        key, place = self.layout.document.part(path)
        if isinstance(tree, str) and not isinstance(place, Group):
            return self.value(path, tree)
        like = models(self.layout, path, place[0])
        if self.layout.in_flow(path):
            return (Splice(place[0], self.layout.end(place), self.style.row(tree, like)),)
        first, *others = self.style.entry(":", tree, like, self.layout.column(key[0]))
        new = self.lines([first.lstrip()[1:], *others])
        return (Splice(self.layout.colon_end(key), self.layout.end(place), new),)

    def added_item(self, path: Path, index: int, tree: Tree) -> Splices:
        """Insert a new item before the one at this index, or at the end."""
        group = self.layout.group(path)
        like = models(self.layout, (*path, 0), group.start)
        if self.layout.is_flow(group):
            alone = not group.parts and not self.layout.in_flow(path)
            if alone and self.style.is_block([tree], models(self.layout, path, group.start), 0):
                return self.instead(path, [tree])
            return self.into_row(group, index, self.style.row(tree, like))
        new = self.style.entry("-", tree, like, self.layout.column(group.start))
        return self.into_lines(path, index, new)

    def added_key(self, path: Path, tree: Tree) -> Splices:
        """Insert a new key with its value, in the order of the fields."""
        *round_it, key = path
        group = self.layout.group(tuple(round_it))
        index = self.position(tuple(round_it), str(key))
        like = models(self.layout, path, group.start)
        if self.layout.is_flow(group):
            return self.into_row(group, index, f"{self.style.key(str(key))}: {self.style.row(tree, like)}")
        new = self.style.entry(f"{self.style.key(str(key))}:", tree, like, self.layout.column(group.start))
        return self.into_lines(tuple(round_it), index, new)

    def removed(self, path: Path) -> Splices:
        """Remove an item of a list, or a key with its value."""
        *steps, last = path
        round_it = tuple(steps)
        group = self.layout.group(round_it)
        index = list(group.parts).index(str(last)) if isinstance(group.parts, dict) else int(last)
        if len(group.parts) == 1:
            return self.emptied(round_it)
        return self.out_of_row(group, index) if self.layout.is_flow(group) else self.out_of_lines(round_it, index)

    # Flow style: parts in brackets or braces

    def into_row(self, group: Group, index: int, new: str) -> Splices:
        """Insert a new part between the others."""
        spans = self.layout.spans(group)
        if index:
            at = spans[index - 1][1]
            return (Splice(at, at, f", {new}"),)
        at = spans[0][0] if spans else group.start + 1
        return (Splice(at, at, f"{new}, " if spans else new),)

    def out_of_row(self, group: Group, index: int) -> Splices:
        """Remove one of several parts with one comma, keeping comments between the parts."""
        spans = self.layout.spans(group)
        start, end = spans[index]
        last = index == len(spans) - 1
        before = "" if index == 0 else self.text[spans[index - 1][1] : start]
        forward = index == 0 or ("\n" in before and not last)
        gap = self.text[end : spans[index + 1][0]] if forward else before
        if "#" in gap:
            return (Splice(start, self.after_comma(end), ""),)
        return (Splice(start, spans[index + 1][0], "") if forward else Splice(spans[index - 1][1], end, ""),)

    def after_comma(self, end: int) -> int:
        """Return the end of the comma after a part, or of the part where it has none."""
        at = self.layout.after_space(end)
        return at + 1 if self.text[at] == "," else end

    # Block style: parts on lines of their own

    def into_lines(self, path: Path, index: int, new: list[str]) -> Splices:
        """Insert the lines of a new part below the previous part, after a blank line if its neighbours have one."""
        layout = self.layout
        group = self.layout.group(path)
        gap = [""] if self.is_spaced(path, index) else []
        spans = layout.spans(group)
        if index:
            at = layout.line_end(spans[index - 1][1])
            return (Splice(at, at, self.lines(["", *gap, *new])),)
        if isinstance(group.parts, dict):
            indent = " " * layout.column(group.start)
            return (Splice(group.start, group.start, self.lines([*new, indent]).lstrip(" ")),)
        at = self.own_start(path, 0)
        return (Splice(at, at, self.lines([*new, *gap, ""])),)

    def out_of_lines(self, path: Path, index: int) -> Splices:
        """Remove the lines of one of several parts, with its comments and the blank lines on one side."""
        layout = self.layout
        spans = layout.spans(self.layout.group(path))
        start, end = spans[index][0], layout.line_end(spans[index][1])
        if self.text[layout.line_start(start) : start].strip():
            below = spans[1][0]
            return (Splice(start, end if "#" in self.text[end:below] else below, ""),)
        own = self.own_start(path, index)
        if index == len(spans) - 1:
            return (Splice(layout.end_above(own, layout.lowest(path, index)), end, ""),)
        return (Splice(own, layout.with_blanks(layout.next_line(end)), ""),)

    def emptied(self, path: Path) -> Splices:
        """Remove the only part of a list or mapping, leaving `[]` or `{}`."""
        layout = self.layout
        group = self.layout.group(path)
        nothing = "{}" if isinstance(group.parts, dict) else "[]"
        if layout.is_flow(group) or not path or isinstance(path[-1], int):
            return (Splice(group.start, layout.end(group), nothing),)
        colon = layout.colon_end(layout.document.part(path)[0])
        above = layout.end_above(self.own_start(path, 0), layout.lowest(path, 0))
        return (Splice(colon, colon, f" {nothing}"), Splice(above, layout.line_end(layout.end(group)), ""))

    def own_start(self, path: Path, index: int) -> int:
        """Return the start of a part's block, which includes a heading only if that is for this part alone."""
        layout = self.layout
        spans = layout.spans(self.layout.group(path))
        last = index == len(spans) - 1
        heading = last or layout.has_heading(spans[index + 1][0], layout.lowest(path, index + 1))
        return layout.own_start(spans[index][0], layout.lowest(path, index), heading=heading)

    def is_spaced(self, path: Path, index: int) -> bool:
        """Return whether blank lines separate the parts around an index, or else those at similar paths."""
        groups = [self.layout.place(path), *models(self.layout, path, self.layout.place(path)[0])]
        for group in groups:
            spans = self.layout.spans(group) if isinstance(group, Group) else []
            if len(spans) > 1:
                at = min(max(index, 1), len(spans) - 1) if group is groups[0] else 1
                return BLANK_LINE.search(self.text, spans[at - 1][1], spans[at][0]) is not None
        return False

    def position(self, path: Path, key: str) -> int:
        """Return the index at which to insert a new key among the existing ones."""
        there = [str(part) for part in self.layout.group(path).parts]
        known = keys_at(self.model, self.layout.document.tree, path)
        if key not in known:
            return len(there)
        earlier = known[: known.index(key)]
        return max((place for place, each in enumerate(there, 1) if each in earlier), default=0)

    def lines(self, lines: list[str]) -> str:
        """Join lines with the line ending of the file."""
        return self.layout.newline.join(lines)
