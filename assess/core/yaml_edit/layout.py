"""The layout of a YAML text for editing: where blocks begin and end, with their lines, comments and blank lines.

A comment belongs to the block directly below it, with no blank line between. A comment that contains a rule
(`# ---- Pensions ----`) is a heading of all blocks down to the next such heading: it belongs to a block only if that
is the only block under it.
"""

import re
from typing import NamedTuple

from assess.core.syntax.yaml_reader import CollectionSpan, Document, NodePath, NodeSpan

_HEADING = re.compile(r"[ \t]*#.*(?:---|===|###|\*\*\*|___|~~~)")
_COMMENT = re.compile(r"[ \t]*#")
_BLANK_OR_COMMENT = re.compile(r"[ \t\r\n]+|#[^\n]*")
"""White space and comments."""


class Splice(NamedTuple):
    """A replacement of the characters from `start` up to, but not including, `end`."""

    start: int
    end: int
    text: str


def apply_splices(text: str, splices: tuple[Splice, ...]) -> str:
    """Return the text with the splices made, which must not overlap."""
    for splice in sorted(splices, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


class Layout:
    """The lines of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        first = self.text.find("\n")
        self.newline = "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def find_value(self, path: NodePath) -> NodeSpan:
        """Return the span of the value at a path, which must exist."""
        return self.document.find_spans(path)[1]

    def find_collection(self, path: NodePath) -> CollectionSpan:
        """Return the span of the list or mapping at a path; a text has no parts."""
        place = self.find_value(path)
        return place if isinstance(place, CollectionSpan) else CollectionSpan(*place, [])

    def is_flow(self, place: NodeSpan) -> bool:
        """Return whether a list or mapping is written in brackets or braces."""
        return isinstance(place, CollectionSpan) and self.text[place.start] in "[{"

    def is_in_flow(self, path: NodePath) -> bool:
        """Return whether the value at a path is inside brackets or braces."""
        return any(self.is_flow(self.find_value(path[:length])) for length in range(len(path)))

    def find_end(self, place: NodeSpan) -> int:
        """Return where a value ends, without the blank lines and comments after it."""
        if self.is_flow(place):
            return place[1]
        if isinstance(place, CollectionSpan):
            parts = place.children
            return self.find_end(list(parts.values())[-1][1] if isinstance(parts, dict) else parts[-1])
        return place[0] + len(self.text[place[0] : place[1]].rstrip())

    def find_line_start(self, offset: int) -> int:
        """Return the offset of the first character of a line."""
        return self.text.rfind("\n", 0, offset) + 1

    def find_line_end(self, offset: int) -> int:
        """Return the offset of the end of a line, before its line ending."""
        found = self.text.find("\n", offset)
        if found < 0:
            return len(self.text)
        return found - 1 if self.text[found - 1] == "\r" and found > offset else found

    def find_next_line(self, offset: int) -> int:
        """Return the offset of the first character of the next line."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    def get_column(self, offset: int) -> int:
        """Return how many characters precede an offset on its line."""
        return offset - self.find_line_start(offset)

    def skip_space(self, offset: int) -> int:
        """Return the offset of the first character that is neither white space nor part of a comment."""
        while found := _BLANK_OR_COMMENT.match(self.text, offset):
            offset = found.end()
        return offset

    def find_colon_end(self, key: NodeSpan) -> int:
        """Return the offset after the colon of a key."""
        return self.text.index(":", key[1]) + 1

    def list_spans(self, group: CollectionSpan) -> list[tuple[int, int]]:
        """Return the start, dash included, and the end of each part of a list or mapping."""
        if isinstance(group.children, dict):
            return [(key[0], self.find_end(value)) for key, value in group.children.values()]
        ends = [self.find_end(place) for place in group.children]
        if self.is_flow(group):
            return [(place[0], end) for place, end in zip(group.children, ends, strict=True)]
        dashes = [group.start, *(self.skip_space(end) for end in ends[:-1])]
        return list(zip(dashes, ends, strict=True))

    def find_lower_bound(self, path: NodePath, index: int) -> int:
        """Return the offset of the first line that can belong to a part of the list or mapping at a path."""
        if index:
            return self.find_next_line(self.list_spans(self.find_collection(path))[index - 1][1])
        return self.find_next_line(self.document.find_spans(path)[0][1]) if path else 0

    def find_block_start(self, offset: int, lower_bound: int, *, include_heading: bool = True) -> int:
        """Return the offset of the first line of a block, including its comments from the lower bound on.

        With `include_heading`, a heading directly above belongs to the block as well.
        """
        start = self.find_line_start(offset)
        while start > lower_bound:
            above = self.find_line_start(start - 1)
            line = self.text[above:start]
            if not _COMMENT.match(line) or (_HEADING.match(line) and not include_heading):
                break
            start = above
        return start

    def has_heading(self, offset: int, lower_bound: int) -> bool:
        """Return whether a heading of its own is directly above a block."""
        above = self.text[self.find_block_start(offset, lower_bound) : self.find_line_start(offset)]
        return any(_HEADING.match(line) for line in above.splitlines())

    def find_end_above(self, offset: int, lower_bound: int) -> int:
        """Return the end of the nearest line above that is not blank, at the lowest that before the lower bound."""
        while offset > lower_bound and not self.text[self.find_line_start(offset - 1) : offset].strip():
            offset = self.find_line_start(offset - 1)
        return self.find_line_end(self.find_line_start(offset - 1))

    def skip_blank_lines(self, offset: int) -> int:
        """Return the offset of the first line, from this one on, that is not blank."""
        while offset < len(self.text) and not self.text[offset : self.find_next_line(offset)].strip():
            offset = self.find_next_line(offset)
        return offset
