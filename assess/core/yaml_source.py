"""Read YAML as plain text with the place of every part: the one module that imports yaml.

The events of libyaml are walked and the tree is built in the same walk, never composed: composing
100,000 nested brackets ends the process, and anchors can swell a small file without end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from assess.core.fields import FORBIDDEN, CutShort
from assess.core.problems import Problem
from assess.core.yaml_mistakes import COMPLEX_KEY, MERGE_KEY, REFERENCE, SECOND_DOCUMENT, TAG, misread
from assess.core.yaml_text import written

LIMIT = 2_000_000
"""The largest rules file in bytes."""

DEPTH = 20
"""The deepest nesting of lists and keys."""

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = tuple[str | int, ...]

# What libyaml would stop at, what HTML forbids, and line ends other than LF and CRLF.
UNREADABLE = re.compile("[\u2028\u2029\ufeff" + FORBIDDEN.pattern[1:])
LONE_RETURN = re.compile("\r(?!\n)")
QUOTES = ("'", '"')
COMMENT_FOLLOWS = re.compile(r"[ \t]+#")


class Mark(NamedTuple):
    """Where something stands: line and column from 1, start and end as characters of the text from 0."""

    line: int
    column: int
    start: int
    end: int


class Place(NamedTuple):
    """The first and last mark of a value, as libyaml gives them, and the places of what it holds."""

    start: Any
    end: Any
    parts: "dict[str, Part] | list[Place] | None"
    flow: bool
    """Whether it stands in brackets or braces."""


class Part(NamedTuple):
    """The places of a key and of its value."""

    key: Place
    value: Place


class Stop(Exception):  # noqa: N818
    """Nothing more can be read; the reason is among the problems."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its tree of text, lists and keys, and where each stands."""

    file: str
    text: str
    """The text without byte-order mark; the marks count its characters."""
    tree: Tree
    root: Place

    def place(self, path: Path) -> Place:
        """Give the place of the value at this path, or of the nearest value round it."""
        return self.part(path).value

    def part(self, path: Path) -> Part:
        """Give the places of the key and value at this path, or of the nearest value round it."""
        at = Part(self.root, self.root)
        for step in path:
            parts = at.value.parts
            if isinstance(parts, dict) and step in parts:
                at = parts[str(step)]
            elif isinstance(parts, list) and isinstance(step, int) and step < len(parts):
                at = Part(parts[step], parts[step])
            else:
                break
        return at

    def rename(self, path: Path, old: str, new: str) -> None:
        """Let a key that was misspelt be found under the name that was meant."""
        parts = self.place(path).parts
        if isinstance(parts, dict) and old in parts:
            parts[new] = parts[old]

    def mark(self, path: Path) -> Mark:
        """Give the mark of the value at this path, or of the nearest value round it."""
        return marked(self.part(path).value)

    def key_mark(self, path: Path) -> Mark:
        """Give the mark of the key at this path; an item of a list is its own key."""
        return marked(self.part(path).key)

    def problem(self, path: Path, sentence: str, *, key: bool = False) -> Problem:
        """Give a problem at the value (or the key) of this path."""
        mark = self.key_mark(path) if key else self.mark(path)
        return Problem(self.file, mark.line, mark.column, sentence)


def marked(place: Place) -> Mark:
    """Give the mark of a place, counted from 1 as editors do."""
    return Mark(place.start.line + 1, place.start.column + 1, place.start.index, place.end.index)


def read(data: bytes, file: str, *, limit: int = LIMIT) -> Document | tuple[Problem, ...]:
    """Give the document that these bytes spell, or every mistake that can be told from the YAML alone."""
    document, problems = scan(data, file, limit=limit)
    return document if document is not None and not problems else problems


def scan(data: bytes, file: str, *, limit: int = LIMIT) -> tuple[Document | None, tuple[Problem, ...]]:
    """Give as much of a document as can be read, beside the mistakes, so that later checks can add theirs."""
    text = decoded(data, file, limit)
    if isinstance(text, Problem):
        return None, (text,)
    walk = Walk(text, file)
    try:
        tree, root = walk.document()
    except Stop:
        return None, tuple(walk.problems)
    except yaml.MarkedYAMLError as error:
        return None, (*walk.problems, misread(error, walk.quote, text, file))
    return Document(file, text, tree, root), tuple(walk.problems)


def write(tree: Tree) -> str:
    """Give YAML that reads back as this very tree."""
    return written(tree)


def decoded(data: bytes, file: str, limit: int) -> str | Problem:
    """Give the text of these bytes, or what keeps them from being text."""
    if len(data) > limit:
        size = f"{limit / 1_000_000:g} MB"
        return Problem(file, 1, 1, f"The file is larger than {size}, which is the most that is read. Make it shorter.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        return Problem(file, *line_and_column(before), NOT_UTF8)
    found = UNREADABLE.search(text) or LONE_RETURN.search(text)
    if found is None:
        return text
    sentence = (
        f"There is a character here that cannot be seen (U+{ord(found[0]):04X}). Delete it and type the text again."
    )
    return Problem(file, *line_and_column(text[: found.start()]), sentence)


NOT_UTF8 = "The file is not UTF-8 text from here on. Save it again with the encoding UTF-8."


def line_and_column(before: str) -> tuple[int, int]:
    """Give the place that follows this text, counted from 1."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class Walk:
    """One walk over the events of a text, keeping every mistake that does not stop the reading."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.quote: Any = None
        self.escapes = "\\" in text
        self.problems: list[Problem] = []
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CBaseLoader)

    def document(self) -> tuple[Tree, Place]:
        """Give the one document of the text."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.problems.append(Problem(self.file, 1, 1, "The file is empty."))
            raise Stop
        found = self.value(next(self.events), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.refuse(after.start_mark, SECOND_DOCUMENT)
            raise Stop
        return found

    def value(self, event: Any, depth: int) -> tuple[Tree, Place]:
        """Give the value that starts with this event."""
        if isinstance(event, yaml.AliasEvent):
            self.refuse(event.start_mark, REFERENCE)
            return CutShort(), Place(event.start_mark, event.end_mark, None, False)
        if event.tag is not None or event.anchor is not None:
            self.refuse(event.start_mark, REFERENCE if event.anchor is not None else TAG)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event), Place(event.start_mark, event.end_mark, None, False)
        if depth > DEPTH:
            self.refuse(
                event.start_mark, f"Lists and keys are nested more than {DEPTH} deep here. Write this more simply."
            )
            raise Stop
        return self.mapping(event, depth) if isinstance(event, yaml.MappingStartEvent) else self.sequence(event, depth)

    def scalar(self, event: Any) -> str:
        """Give the text of a scalar, marked where a comment would swallow the rest of the line."""
        value: str = event.value
        self.quote = event if event.style in QUOTES else None
        if event.implicit[0]:
            return CutShort(value) if COMMENT_FOLLOWS.match(self.text, event.end_mark.index) else value
        found = FORBIDDEN.search(value) if self.escapes else None
        if found:
            sentence = f"The text holds a character that cannot be shown (U+{ord(found[0]):04X}). Take it out."
            self.refuse(event.start_mark, sentence)
        return value

    def sequence(self, start: Any, depth: int) -> tuple[Tree, Place]:
        """Give the list that starts with this event."""
        tree: list[Tree] = []
        parts: list[Place] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            value, place = self.value(event, depth + 1)
            tree.append(value)
            parts.append(place)
        return tree, Place(start.start_mark, event.end_mark, parts, start.flow_style)

    def mapping(self, start: Any, depth: int) -> tuple[Tree, Place]:
        """Give the keys and values that start with this event."""
        tree: dict[str, Tree] = {}
        parts: dict[str, Part] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, key_place = self.value(event, depth + 1)
            value, place = self.value(next(self.events), depth + 1)
            if self.sound(key, event, parts):
                tree[str(key)] = value
                parts[str(key)] = Part(key_place, place)
        return tree, Place(start.start_mark, event.end_mark, parts, start.flow_style)

    def sound(self, key: Tree, event: Any, parts: dict[str, Part]) -> bool:
        """Tell whether a key may be kept, refusing one that is no text, merges or comes again."""
        if not isinstance(key, str):
            self.refuse(event.start_mark, COMPLEX_KEY)
        elif key == "<<":
            self.refuse(event.start_mark, MERGE_KEY)
        elif key in parts:
            first = parts[key].key.start.line + 1
            self.refuse(
                event.start_mark,
                f"`{key}` is written twice here: it stands on line {first} already. Keep one of the two.",
            )
        else:
            return True
        return False

    def refuse(self, mark: Any, sentence: str) -> None:
        """Keep a mistake at this mark."""
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, sentence))
