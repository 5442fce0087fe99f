"""Line-by-line differences between two texts, for unified and side-by-side display."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple


class Line(NamedTuple):
    """A line with its number in its text, from 1."""

    number: int
    text: str


class Pair(NamedTuple):
    """A line before and a line after, side by side; None where the other text has nothing in its place."""

    before: Line | None
    after: Line | None

    @property
    def same(self) -> bool:
        """Whether both texts have the line."""
        return self.before is not None and self.after is not None and self.before.text == self.after.text


class Hunk(NamedTuple):
    """A run of changed lines with unchanged ones around it."""

    pairs: tuple[Pair, ...]

    @property
    def unified(self) -> tuple[tuple[str, Line], ...]:
        """The lines in unified order: ` ` for both texts (numbered as after), `-` for before, `+` for after."""
        lines: list[tuple[str, Line]] = []
        waiting: list[tuple[str, Line]] = []
        for pair in self.pairs:
            if pair.same and pair.after:
                lines += [*waiting, (" ", pair.after)]
                waiting = []
            else:
                lines += [("-", pair.before)] if pair.before else []
                waiting += [("+", pair.after)] if pair.after else []
        return (*lines, *waiting)


def line_differences(before: str, after: str, context: int = 3) -> tuple[Hunk, ...]:
    """Return the hunks between two texts, each with up to `context` unchanged lines before and after it.

    Line endings are ignored, and so is a missing one at the end.
    """
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    groups = matcher.get_grouped_opcodes(context) if old != new else ()
    return tuple(Hunk(tuple(pairs(old, new, group))) for group in groups)


def pairs(old: Sequence[str], new: Sequence[str], group: Sequence[tuple[str, int, int, int, int]]) -> Iterator[Pair]:
    """Yield the lines of a hunk side by side."""
    for _, start, end, new_start, new_end in group:
        left = [Line(at + 1, old[at]) for at in range(start, end)]
        right = [Line(at + 1, new[at]) for at in range(new_start, new_end)]
        for before, after in zip_longest(left, right):
            yield Pair(before, after)
