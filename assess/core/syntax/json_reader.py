"""A JSON parser that keeps scalars as plain text with positions and returns the same documents as the YAML parser.

The `json` module reports no positions, takes the last of duplicate keys, accepts NaN and numbers of any length, and
nests as deep as it can. This parser rejects what hides content or harms the process, and keeps numbers as typed.
"""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from assess.core.model.fields import FORBIDDEN
from assess.core.syntax.problems import MOST, Problem
from assess.core.syntax.yaml_reader import DEPTH, Document, Group, Place, Tree, decoded, line_and_column

SPACE = re.compile(r"[ \t\n\r]*")
STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
LEAF = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-])", re.ASCII)

VALUE = "Here a value must stand: text in double quotes, a plain number, true, false, null, { or [."
NOT_CLOSED = "This text in double quotes does not end, or holds a line end, a tab or a \\ that is not part of it."
KEY = "Here a key in double quotes must stand."
LAST = "After the last one there is no comma. Take the comma before this out."
COLON = "Here a colon must stand, between a key and its value."
NEXT = "Here a comma must stand, or the {0} that ends what began on line {1}."
AFTER = "The file goes on after its end. It must hold one value, from { to }."


class Stop(Exception):  # noqa: N818
    """Raised when parsing cannot continue; the reason is among the problems."""


def scan_json(data: bytes, file: str, *, limit: int) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse as much of a document as possible and return it with all problems, so that later checks can add theirs."""
    text = decoded(data, file, limit)
    if isinstance(text, Problem):
        return None, (text,)
    walk = Walk(text, file)
    try:
        tree, root = walk.document()
    except Stop:
        return None, tuple(walk.problems)
    return Document(file, text, tree, root), tuple(walk.problems)


class Walk:
    """A recursive-descent parser that collects every problem after which it can continue."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file, self.at = text, file, 0
        self.problems: list[Problem] = []

    def document(self) -> tuple[Tree, Place]:
        """Parse the whole text, which must hold exactly one value."""
        self.skip()
        if self.at == len(self.text):
            self.stop("The file is empty.")
        found = self.value(1)
        if self.at < len(self.text):
            self.stop(AFTER)
        return found

    def value(self, depth: int) -> tuple[Tree, Place]:
        """Parse the value at the current offset and skip the white space after it."""
        start, sign = self.at, self.text[self.at : self.at + 1]
        if sign in "{[" and sign:
            if depth > DEPTH:
                self.stop(f"Lists and keys are nested more than {DEPTH} deep here. Write this more simply.")
            return self.mapping(depth + 1) if sign == "{" else self.sequence(depth + 1)
        text = self.string() if sign == '"' else self.leaf()
        end = self.at
        self.skip()
        return text, (start, end)

    def leaf(self) -> str:
        """Parse a number, true, false or null and return it as typed; null is the empty string."""
        found = LEAF.match(self.text, self.at)
        if found is None:
            self.stop(VALUE)
        self.at = found.end()
        return "" if found[0] == "null" else found[0]

    def string(self) -> str:
        """Parse a string in double quotes."""
        start, found = self.at, STRING.match(self.text, self.at)
        if found is None:
            self.stop(NOT_CLOSED)
        self.at = found.end()
        text = str(json.loads(found[0]))
        unseen = FORBIDDEN.search(text)
        if unseen:
            code = ord(unseen[0])
            self.refuse(f"The text holds a character that cannot be shown (U+{code:04X}). Take it out.", start)
        return text

    def mapping(self, depth: int) -> tuple[Tree, Place]:
        """Parse an object."""
        tree: dict[str, Tree] = {}
        parts: dict[str, tuple[Place, Place]] = {}
        starts: dict[str, int] = {}
        start = self.at
        for at in self.parts("}"):
            if not self.text.startswith('"', at):
                self.stop(KEY)
            key, end = self.string(), self.at
            self.skip()
            if not self.text.startswith(":", self.at):
                self.stop(COLON)
            self.step()
            value, place = self.value(depth)
            if key in starts:
                first = line_and_column(self.text, starts[key])[0]
                self.refuse(f"`{key}` is written twice here: it stands on line {first} already. Keep one.", at)
            else:
                tree[key], parts[key], starts[key] = value, ((at, end), place), at
        return tree, Group(start, self.at, parts)

    def sequence(self, depth: int) -> tuple[Tree, Place]:
        """Parse an array."""
        tree: list[Tree] = []
        places: list[Place] = []
        start = self.at
        for _ in self.parts("]"):
            value, place = self.value(depth)
            tree.append(value)
            places.append(place)
        return tree, Group(start, self.at, places)

    def parts(self, end: str) -> Iterator[int]:
        """Yield the offset of each item between brackets; the caller must parse the item before requesting the next."""
        start = self.at
        self.step()
        while not self.text.startswith(end, self.at):
            yield self.at
            if self.text.startswith(end, self.at):
                break
            if not self.text.startswith(",", self.at):
                self.stop(NEXT.format(end, line_and_column(self.text, start)[0]))
            self.step()
            if self.text.startswith(end, self.at):
                self.stop(LAST)
        self.step()

    def step(self) -> None:
        """Skip one character and the white space after it."""
        self.at += 1
        self.skip()

    def skip(self) -> None:
        """Skip white space."""
        found = SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def refuse(self, sentence: str, at: int) -> None:
        """Add a problem at an offset; raise `ParseAborted` if there are too many."""
        self.problems.append(Problem(self.file, *line_and_column(self.text, at), sentence))
        if len(self.problems) > MOST:
            raise Stop

    def stop(self, sentence: str) -> NoReturn:
        """Add a problem at the current offset and raise `ParseAborted`."""
        self.refuse(sentence, self.at)
        raise Stop
