"""The layout of a YAML text for editing: where blocks begin and end, with their lines, comments and blank lines.

A comment belongs to the block directly below it, with no blank line between. A comment that contains a rule
(`# ---- Pensions ----`) is a heading of all blocks down to the next such heading: it belongs to a block only if that
is the only block under it.
"""

import re
from typing import NamedTuple

from assess.core.syntax.yaml_reader import Document, Group, Path, Place

HEADING = re.compile(r"[ \t]*#.*(?:---|===|###|\*\*\*|___|~~~)")
COMMENT = re.compile(r"[ \t]*#")
BETWEEN = re.compile(r"[ \t\r\n]+|#[^\n]*")
"""White space and comments."""


class Splice(NamedTuple):
    """A replacement of the characters from `start` up to, but not including, `end`."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: tuple[Splice, ...]) -> str:
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

    def place(self, path: Path) -> Place:
        """Return the span of the value at a path, which must exist."""
        return self.document.part(path)[1]

    def group(self, path: Path) -> Group:
        """Return the span of the list or mapping at a path; a text has no parts."""
        place = self.place(path)
        return place if isinstance(place, Group) else Group(*place, [])

    def is_flow(self, place: Place) -> bool:
        """Return whether a list or mapping is written in brackets or braces."""
        return isinstance(place, Group) and self.text[place.start] in "[{"

    def in_flow(self, path: Path) -> bool:
        """Return whether the value at a path is inside brackets or braces."""
        return any(self.is_flow(self.place(path[:length])) for length in range(len(path)))

    def end(self, place: Place) -> int:
        """Return where a value ends, without the blank lines and comments after it."""
        if self.is_flow(place):
            return place[1]
        if isinstance(place, Group):
            parts = place.parts
            return self.end(list(parts.values())[-1][1] if isinstance(parts, dict) else parts[-1])
        return place[0] + len(self.text[place[0] : place[1]].rstrip())

    def line_start(self, at: int) -> int:
        """Return the offset of the first character of a line."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Return the offset of the end of a line, before its line ending."""
        found = self.text.find("\n", at)
        if found < 0:
            return len(self.text)
        return found - 1 if self.text[found - 1] == "\r" and found > at else found

    def next_line(self, at: int) -> int:
        """Return the offset of the first character of the next line."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def column(self, at: int) -> int:
        """Return how many characters precede an offset on its line."""
        return at - self.line_start(at)

    def after_space(self, at: int) -> int:
        """Return the offset of the first character that is neither white space nor part of a comment."""
        while found := BETWEEN.match(self.text, at):
            at = found.end()
        return at

    def colon_end(self, key: Place) -> int:
        """Return the offset after the colon of a key."""
        return self.text.index(":", key[1]) + 1

    def spans(self, group: Group) -> list[tuple[int, int]]:
        """Return the start, dash included, and the end of each part of a list or mapping."""
        if isinstance(group.parts, dict):
            return [(key[0], self.end(value)) for key, value in group.parts.values()]
        ends = [self.end(place) for place in group.parts]
        if self.is_flow(group):
            return [(place[0], end) for place, end in zip(group.parts, ends, strict=True)]
        dashes = [group.start, *(self.after_space(end) for end in ends[:-1])]
        return list(zip(dashes, ends, strict=True))

    def lowest(self, path: Path, index: int) -> int:
        """Return the offset of the first line that can belong to a part of the list or mapping at a path."""
        if index:
            return self.next_line(self.spans(self.group(path))[index - 1][1])
        return self.next_line(self.document.part(path)[0][1]) if path else 0

    def own_start(self, at: int, lowest: int, *, heading: bool = True) -> int:
        """Return the offset of the first line of a block, including its comments from the lower bound on.

        With `include_heading`, a heading directly above belongs to the block as well.
        """
        start = self.line_start(at)
        while start > lowest:
            above = self.line_start(start - 1)
            line = self.text[above:start]
            if not COMMENT.match(line) or (HEADING.match(line) and not heading):
                break
            start = above
        return start

    def has_heading(self, at: int, lowest: int) -> bool:
        """Return whether a heading of its own is directly above a block."""
        above = self.text[self.own_start(at, lowest) : self.line_start(at)]
        return any(HEADING.match(line) for line in above.splitlines())

    def end_above(self, at: int, lowest: int) -> int:
        """Return the end of the nearest line above that is not blank, at the lowest that before the lower bound."""
        while at > lowest and not self.text[self.line_start(at - 1) : at].strip():
            at = self.line_start(at - 1)
        return self.line_end(self.line_start(at - 1))

    def with_blanks(self, at: int) -> int:
        """Return the offset of the first line, from this one on, that is not blank."""
        while at < len(self.text) and not self.text[at : self.next_line(at)].strip():
            at = self.next_line(at)
        return at
