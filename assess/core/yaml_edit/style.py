"""Write values into a YAML text in the style of their neighbours: quotes, flow style and block style.

The nearest value at a similar path (the same keys, any item of each list) is the sample for a new one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assess.core.model.fields import ID, VERSION
from assess.core.model.rules import subject
from assess.core.syntax.yaml_reader import Group, Path, Place, Tree
from assess.core.syntax.yaml_writer import PLAIN, UNSEEN, WORDS, quoted
from assess.core.yaml_edit.layout import Layout

WIDTH = 120
"""The longest line on which flow style is kept."""

ADDRESS = re.compile(r"https?://[\w./?&=%~+-]+\Z", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*\Z")
UNKNOWN_QUOTE = "?"

Like = Sequence[Place]
"""Values at similar paths, the nearest first."""


def spelt(text: str, was: str, *, flow: bool = False, commented: bool = False) -> str:
    """Return the YAML of a text in the quotes that it had, or in double quotes where those cannot hold it.

    `old_quote` is the first character of the old value or of its sample. Without a sample, everything except names and
    numbers is put in double quotes. A text followed by a comment on its line cannot be plain.
    """
    if was == "'" and not UNSEEN.search(text) and not re.search(r"[\t\r\n]", text):
        return "'" + text.replace("'", "''") + "'"
    plain = was not in QUOTES and is_plain(text, flow=flow, strict=commented or was == UNKNOWN_QUOTE)
    return text if plain else quoted(text)


QUOTES = ("'", '"', "|", ">")


def is_plain(text: str, *, flow: bool, strict: bool) -> bool:
    """Return whether a text needs no quotes; if strict, only names, numbers, days and versions need none."""
    if ID.match(text) or VERSION.match(text):
        return True
    words = PLAIN.match(text) and text.lower() not in WORDS and not (flow and "," in text)
    return not strict and bool(words or ADDRESS.match(text))


def models(layout: Layout, path: Path, near: int) -> list[Place]:
    """Return the spans of the values at similar paths, the nearest to a character first."""
    found: list[Place] = [layout.document.root]
    for step in path:
        found = [inner for place in found for inner in below(place, step)]
    return sorted(found, key=lambda place: abs(place[0] - near))


def below(place: Place, step: str | int) -> Iterable[Place]:
    """Return the values of a span at a step of a path; for an index, every item."""
    parts = place.parts if isinstance(place, Group) else None
    if isinstance(parts, dict):
        return [parts[str(step)][1]] if step in parts else ()
    return parts if isinstance(parts, list) and isinstance(step, int) else ()


def held(like: Like, step: str | int) -> Like:
    """Return the values of the samples at a step of a path."""
    return [inner for place in like for inner in below(place, step)]


class Style:
    """Writes new values in one document."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.text = layout.text

    def entry(self, head: str, tree: Tree, like: Like, indent: int) -> list[str]:
        """Return the lines of a key or a dash (the head, at this indent) with its value."""
        start = " " * indent + head + " "
        if not self.is_block(tree, like, len(start)):
            return self.rows(start, tree, like, indent)
        if head == "-" and isinstance(tree, dict):
            lines = list(self.block(tree, like, indent + 2))
            return [start + lines[0].lstrip(), *lines[1:]]
        return [start.rstrip(), *self.block(tree, like, indent + 2)]

    def block(self, tree: Tree, like: Like, indent: int) -> Iterator[str]:
        """Yield the lines of a list or mapping in block style."""
        if isinstance(tree, dict):
            for key, value in tree.items():
                yield from self.entry(f"{self.key(key)}:", value, held(like, key), indent)
        else:
            for value in tree:
                yield from self.entry("-", value, held(like, 0), indent)

    def rows(self, start: str, tree: Tree, like: Like, indent: int) -> list[str]:
        """Return a value from its first line on; a long mapping is split over lines if its sample is."""
        row = self.row(tree, like, flow=False)
        model = self.model(tree, like)
        over_lines = isinstance(model, Group) and "\n" in self.text[model.start : model.end]
        if isinstance(tree, dict) and over_lines and len(start) + len(row) > WIDTH:
            return [start + row[0], *wrapped(self.pairs(tree, like), " " * (indent + 2)), " " * indent + row[-1]]
        return [start + row]

    def row(self, tree: Tree, like: Like, *, flow: bool = True) -> str:
        """Return a value on one line, in brackets or braces if it is a list or mapping."""
        if isinstance(tree, dict):
            return "{" + ", ".join(self.pairs(tree, like)) + "}"
        if isinstance(tree, list):
            return "[" + ", ".join(self.row(value, held(like, 0)) for value in tree) + "]"
        return spelt(tree, self.quote(like), flow=flow)

    def pairs(self, tree: dict[str, Tree], like: Like) -> list[str]:
        """Return each key with its value on one line."""
        return [f"{self.key(key)}: {self.row(value, held(like, key))}" for key, value in tree.items()]

    def key(self, key: str) -> str:
        """Return a key, in quotes unless it is a name."""
        return key if KEY.match(key) else quoted(key)

    def quote(self, like: Like) -> str:
        """Return the first character of the nearest sample that is text."""
        written = (place for place in like if not isinstance(place, Group) and place[1] > place[0])
        return next((self.text[place[0]] for place in written), UNKNOWN_QUOTE)

    def model(self, tree: Tree, like: Like) -> Place | None:
        """Return the sample most similar to a list or mapping: of mappings, the one with most of its keys."""
        kind = dict if isinstance(tree, dict) else list
        groups = [place for place in like if isinstance(place, Group) and place.parts and isinstance(place.parts, kind)]
        if subject(tree) is not None:
            groups = [place for place in groups if set(place.parts) & set(tree)]
        return max(groups, key=lambda place: len(set(place.parts) & set(tree)) if kind is dict else 0, default=None)

    def is_block(self, tree: Tree, like: Like, column: int) -> bool:
        """Return whether a value is written in block style: as its sample, unless flow would be too long."""
        if not tree or isinstance(tree, str):
            return False
        model = self.model(tree, like)
        fits = column + len(self.row(tree, like)) <= WIDTH
        if model is None:
            return not fits or not is_simple(tree)
        return not self.layout.is_flow(model) or (not fits and depth(tree) > self.deepest_row(like))

    def deepest_row(self, like: Like) -> int:
        """Return the greatest depth of the samples in brackets or braces."""
        return max(self.depth(place) for place in like if self.layout.is_flow(place))

    def depth(self, place: Place) -> int:
        """Return how many levels of lists and mappings a value has."""
        if not isinstance(place, Group):
            return 0
        parts = [value for _, value in place.parts.values()] if isinstance(place.parts, dict) else place.parts
        return 1 + max(map(self.depth, parts), default=0)


def depth(tree: Tree) -> int:
    """Return how many levels of lists and mappings a tree has."""
    if isinstance(tree, str):
        return 0
    return 1 + max(map(depth, tree.values() if isinstance(tree, dict) else tree), default=0)


def is_simple(tree: Tree) -> bool:
    """Return whether a value without a sample is written in flow style.

    A mapping of names or lists of names is, and so is a list of names.
    """
    if isinstance(tree, dict):
        return depth(tree) < 3 and not any(isinstance(item, dict) for value in tree.values() for item in value)
    return all(isinstance(item, str) and ID.match(item) for item in tree)


def wrapped(parts: Sequence[str], indent: str) -> Iterator[str]:
    """Yield lines of parts separated by commas, none longer than `LINE_WIDTH` unless a part is."""
    line = ""
    for part, comma in zip(parts, [","] * (len(parts) - 1) + [""], strict=True):
        if line and len(indent) + len(line) + len(part) + 2 > WIDTH:
            yield indent + line
            line = ""
        line += f"{' ' if line else ''}{part}{comma}"
    yield indent + line
