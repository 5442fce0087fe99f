"""Line-by-line differences between two texts, for unified and side-by-side display."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple


class NumberedLine(NamedTuple):
    """A line with its number in its text, from 1."""

    number: int
    text: str


class LinePair(NamedTuple):
    """A line before and a line after, side by side; None where the other text has nothing in its place."""

    before: NumberedLine | None
    after: NumberedLine | None

    @property
    def is_unchanged(self) -> bool:
        """Whether both texts have the line."""
        return self.before is not None and self.after is not None and self.before.text == self.after.text


class Hunk(NamedTuple):
    """A run of changed lines with unchanged ones around it."""

    pairs: tuple[LinePair, ...]

    @property
    def unified(self) -> tuple[tuple[str, NumberedLine], ...]:
        """The lines in unified order: ` ` for both texts (numbered as after), `-` for before, `+` for after."""
        lines: list[tuple[str, NumberedLine]] = []
        waiting: list[tuple[str, NumberedLine]] = []
        for pair in self.pairs:
            if pair.is_unchanged and pair.after:
                lines += [*waiting, (" ", pair.after)]
                waiting = []
            else:
                lines += [("-", pair.before)] if pair.before else []
                waiting += [("+", pair.after)] if pair.after else []
        return (*lines, *waiting)


def diff_lines(before: str, after: str, context: int = 3) -> tuple[Hunk, ...]:
    """Return the hunks between two texts, each with up to `context` unchanged lines before and after it.

    Line endings are ignored, and so is a missing one at the end.
    """
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    groups = matcher.get_grouped_opcodes(context) if old != new else ()
    return tuple(Hunk(tuple(_pair_lines(old, new, group))) for group in groups)


def _pair_lines(
    old: Sequence[str], new: Sequence[str], group: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[LinePair]:
    """Yield the lines of a hunk side by side."""
    for _, start, end, new_start, new_end in group:
        left = [NumberedLine(at + 1, old[at]) for at in range(start, end)]
        right = [NumberedLine(at + 1, new[at]) for at in range(new_start, new_end)]
        for before, after in zip_longest(left, right):
            yield LinePair(before, after)
