"""Read JSON as plain text with the place of every part, into the same documents as YAML is read into.

Python's own reader tells no places, takes the last of repeated keys, NaN and numbers of any length, and nests
as deep as it can. This one refuses what hides something or harms the process, and leaves numbers as they were typed.
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
    """Nothing more can be read; the reason is among the problems."""


def scan_json(data: bytes, file: str, *, limit: int) -> tuple[Document | None, tuple[Problem, ...]]:
    """Give as much of a document as can be read, beside the mistakes, so that later checks can add theirs."""
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
    """One walk over a text, keeping every mistake that does not stop the reading."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file, self.at = text, file, 0
        self.problems: list[Problem] = []

    def document(self) -> tuple[Tree, Place]:
        """Give the one value of the text."""
        self.skip()
        if self.at == len(self.text):
            self.stop("The file is empty.")
        found = self.value(1)
        if self.at < len(self.text):
            self.stop(AFTER)
        return found

    def value(self, depth: int) -> tuple[Tree, Place]:
        """Give the value that starts here, and go on behind it."""
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
        """Give the number or the word that starts here as it was typed; null is nothing."""
        found = LEAF.match(self.text, self.at)
        if found is None:
            self.stop(VALUE)
        self.at = found.end()
        return "" if found[0] == "null" else found[0]

    def string(self) -> str:
        """Give the text in double quotes that starts here."""
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
        """Give the keys and values between the braces that start here."""
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
        """Give the items between the brackets that start here."""
        tree: list[Tree] = []
        places: list[Place] = []
        start = self.at
        for _ in self.parts("]"):
            value, place = self.value(depth)
            tree.append(value)
            places.append(place)
        return tree, Group(start, self.at, places)

    def parts(self, end: str) -> Iterator[int]:
        """Give where each part between brackets starts; it has to be read before the next is asked for."""
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
        """Go behind one sign and the white space after it."""
        self.at += 1
        self.skip()

    def skip(self) -> None:
        """Go behind white space."""
        found = SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def refuse(self, sentence: str, at: int) -> None:
        """Keep a mistake at this character."""
        self.problems.append(Problem(self.file, *line_and_column(self.text, at), sentence))
        if len(self.problems) > MOST:
            raise Stop

    def stop(self, sentence: str) -> NoReturn:
        """Keep a mistake here, after which nothing can be read."""
        self.refuse(sentence, self.at)
        raise Stop
