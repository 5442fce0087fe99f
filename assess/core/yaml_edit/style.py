"""Write values into a YAML text as their neighbours are written: quotes, rows and blocks.

The nearest value that stands at a like place (the same keys, any item of each list) is the model for a new one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assess.core.model.fields import ID, VERSION
from assess.core.model.rules import subject
from assess.core.syntax.yaml_reader import Group, Path, Place, Tree
from assess.core.syntax.yaml_writer import PLAIN, UNSEEN, WORDS, quoted
from assess.core.yaml_edit.layout import Layout

WIDTH = 120
"""The longest line that a row is kept on."""

ADDRESS = re.compile(r"https?://[\w./?&=%~+-]+\Z", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*\Z")
UNKNOWN_QUOTE = "?"

Like = Sequence[Place]
"""Values at like places, the nearest first."""


def spelt(text: str, was: str, *, flow: bool = False, commented: bool = False) -> str:
    """Give the YAML of a text in the quotes that were there, or in double quotes where those cannot hold it.

    `was` is the first character of the old value or of its model; without a model, what is no name or number is
    put in double quotes. Text that a comment follows on its line cannot be plain.
    """
    if was == "'" and not UNSEEN.search(text) and not re.search(r"[\t\r\n]", text):
        return "'" + text.replace("'", "''") + "'"
    plain = was not in QUOTES and is_plain(text, flow=flow, strict=commented or was == UNKNOWN_QUOTE)
    return text if plain else quoted(text)


QUOTES = ("'", '"', "|", ">")


def is_plain(text: str, *, flow: bool, strict: bool) -> bool:
    """Tell whether a text needs no quotes; if strict, only names, numbers, days and versions need none."""
    if ID.match(text) or VERSION.match(text):
        return True
    words = PLAIN.match(text) and text.lower() not in WORDS and not (flow and "," in text)
    return not strict and bool(words or ADDRESS.match(text))


def models(layout: Layout, path: Path, near: int) -> list[Place]:
    """Give the places of the values at like paths, the nearest to a character first."""
    found: list[Place] = [layout.document.root]
    for step in path:
        found = [inner for place in found for inner in below(place, step)]
    return sorted(found, key=lambda place: abs(place[0] - near))


def below(place: Place, step: str | int) -> Iterable[Place]:
    """Give what a place holds at a step; any item will do for an item."""
    parts = place.parts if isinstance(place, Group) else None
    if isinstance(parts, dict):
        return [parts[str(step)][1]] if step in parts else ()
    return parts if isinstance(parts, list) and isinstance(step, int) else ()


def held(like: Like, step: str | int) -> Like:
    """Give what the models hold at a step."""
    return [inner for place in like for inner in below(place, step)]


class Style:
    """Writes new values in one document."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.text = layout.text

    def entry(self, head: str, tree: Tree, like: Like, indent: int) -> list[str]:
        """Give the lines of a key or a dash (the head, at this indent) with its value."""
        start = " " * indent + head + " "
        if not self.is_block(tree, like, len(start)):
            return self.rows(start, tree, like, indent)
        if head == "-" and isinstance(tree, dict):
            lines = list(self.block(tree, like, indent + 2))
            return [start + lines[0].lstrip(), *lines[1:]]
        return [start.rstrip(), *self.block(tree, like, indent + 2)]

    def block(self, tree: Tree, like: Like, indent: int) -> Iterator[str]:
        """Give the lines of a list or of keys in block style."""
        if isinstance(tree, dict):
            for key, value in tree.items():
                yield from self.entry(f"{self.key(key)}:", value, held(like, key), indent)
        else:
            for value in tree:
                yield from self.entry("-", value, held(like, 0), indent)

    def rows(self, start: str, tree: Tree, like: Like, indent: int) -> list[str]:
        """Give a value on the line that it starts on; keys in braces over several lines where the model is so."""
        row = self.row(tree, like, flow=False)
        model = self.model(tree, like)
        over_lines = isinstance(model, Group) and "\n" in self.text[model.start : model.end]
        if isinstance(tree, dict) and over_lines and len(start) + len(row) > WIDTH:
            return [start + row[0], *wrapped(self.pairs(tree, like), " " * (indent + 2)), " " * indent + row[-1]]
        return [start + row]

    def row(self, tree: Tree, like: Like, *, flow: bool = True) -> str:
        """Give a value on one line, in brackets or braces where it holds others."""
        if isinstance(tree, dict):
            return "{" + ", ".join(self.pairs(tree, like)) + "}"
        if isinstance(tree, list):
            return "[" + ", ".join(self.row(value, held(like, 0)) for value in tree) + "]"
        return spelt(tree, self.quote(like), flow=flow)

    def pairs(self, tree: dict[str, Tree], like: Like) -> list[str]:
        """Give each key with its value on one line."""
        return [f"{self.key(key)}: {self.row(value, held(like, key))}" for key, value in tree.items()]

    def key(self, key: str) -> str:
        """Give a key, in quotes unless it is a name."""
        return key if KEY.match(key) else quoted(key)

    def quote(self, like: Like) -> str:
        """Give the first character of the nearest model that is text."""
        written = (place for place in like if not isinstance(place, Group) and place[1] > place[0])
        return next((self.text[place[0]] for place in written), UNKNOWN_QUOTE)

    def model(self, tree: Tree, like: Like) -> Place | None:
        """Give the model that is most like a list or keys: of keys, one that has most of them."""
        kind = dict if isinstance(tree, dict) else list
        groups = [place for place in like if isinstance(place, Group) and place.parts and isinstance(place.parts, kind)]
        if subject(tree) is not None:
            groups = [place for place in groups if set(place.parts) & set(tree)]
        return max(groups, key=lambda place: len(set(place.parts) & set(tree)) if kind is dict else 0, default=None)

    def is_block(self, tree: Tree, like: Like, column: int) -> bool:
        """Tell whether a value is written in block style: as its model, unless that would make a row too long."""
        if not tree or isinstance(tree, str):
            return False
        model = self.model(tree, like)
        fits = column + len(self.row(tree, like)) <= WIDTH
        if model is None:
            return not fits or not is_simple(tree)
        return not self.layout.is_flow(model) or (not fits and depth(tree) > self.deepest_row(like))

    def deepest_row(self, like: Like) -> int:
        """Give how many levels the models in brackets and braces have at most."""
        return max(self.depth(place) for place in like if self.layout.is_flow(place))

    def depth(self, place: Place) -> int:
        """Give how many levels of lists and keys a value has."""
        if not isinstance(place, Group):
            return 0
        parts = [value for _, value in place.parts.values()] if isinstance(place.parts, dict) else place.parts
        return 1 + max(map(self.depth, parts), default=0)


def depth(tree: Tree) -> int:
    """Give how many levels of lists and keys a tree has."""
    if isinstance(tree, str):
        return 0
    return 1 + max(map(depth, tree.values() if isinstance(tree, dict) else tree), default=0)


def is_simple(tree: Tree) -> bool:
    """Tell whether a value without a model goes into a row: keys with names or lists of names, and names in a list."""
    if isinstance(tree, dict):
        return depth(tree) < 3 and not any(isinstance(item, dict) for value in tree.values() for item in value)
    return all(isinstance(item, str) and ID.match(item) for item in tree)


def wrapped(parts: Sequence[str], indent: str) -> Iterator[str]:
    """Give parts with commas between them in lines that are not too long, if their parts are not."""
    line = ""
    for part, comma in zip(parts, [","] * (len(parts) - 1) + [""], strict=True):
        if line and len(indent) + len(line) + len(part) + 2 > WIDTH:
            yield indent + line
            line = ""
        line += f"{' ' if line else ''}{part}{comma}"
    yield indent + line
