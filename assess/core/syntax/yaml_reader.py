"""Read YAML as plain text with the place of every part: the one module that imports yaml.

The events of libyaml are walked and the tree is built in the same walk, never composed: composing
100,000 nested brackets ends the process, and anchors can swell a small file without end.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from assess.core.model.fields import FORBIDDEN, CutShort
from assess.core.syntax.problems import MOST, Problem
from assess.core.syntax.yaml_errors import COMPLEX_KEY, MERGE_KEY, REFERENCE, SECOND_DOCUMENT, TAG, misread
from assess.core.syntax.yaml_writer import written

LIMIT = 2_000_000
"""The largest rules file in bytes."""

DEPTH = 20
"""The deepest nesting of lists and keys."""

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = tuple[str | int, ...]

# What libyaml would stop at, what HTML forbids, and line ends other than LF and CRLF.
UNREADABLE = re.compile("[\u2028\u2029\ufeff" + FORBIDDEN.pattern[1:])
HASH = re.compile("#")
LONE_RETURN = re.compile("\r(?!\n)")
QUOTES = ("'", '"')
AliasEvent, ScalarEvent = yaml.AliasEvent, yaml.ScalarEvent
MappingStartEvent, MappingEndEvent, SequenceEndEvent = (
    yaml.MappingStartEvent,
    yaml.MappingEndEvent,
    yaml.SequenceEndEvent,
)


class Mark(NamedTuple):
    """Where something stands: line and column from 1, start and end as characters of the text from 0."""

    line: int
    column: int
    start: int
    end: int


class Group(NamedTuple):
    """The place of a list or of keys with values: its first and last character, and the places of what it holds."""

    start: int
    end: int
    parts: "dict[str, tuple[Place, Place]] | list[Place]"
    """The place of each key and its value, or of each item."""


Place = tuple[int, int] | Group
"""The first character and the one after the last, counted from 0."""


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

    def part(self, path: Path) -> tuple[Place, Place]:
        """Give the places of the key and value at this path, or of the nearest value round it."""
        at = (self.root, self.root)
        for step in path:
            parts = at[1].parts if isinstance(at[1], Group) else None
            if isinstance(parts, dict) and step in parts:
                at = parts[str(step)]
            elif isinstance(parts, list) and isinstance(step, int) and step < len(parts):
                at = (parts[step], parts[step])
            else:
                break
        return at

    def rename(self, path: Path, old: str, new: str) -> None:
        """Let the value of a key that was misspelt be found under the name that was meant as well."""
        holder = self.part(path)[1]
        if isinstance(holder, Group) and isinstance(holder.parts, dict):
            holder.parts[new] = holder.parts[old]

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Give the mark of the value (or the key) at this path, or of the nearest value round it.

        An item of a list is its own key.
        """
        place = self.part(path)[0 if key else 1]
        return Mark(*line_and_column(self.text, place[0]), place[0], place[1])

    def problem(self, path: Path, sentence: str, *, key: bool = False) -> Problem:
        """Give a problem at the value (or the key) of this path."""
        mark = self.mark(path, key=key)
        return Problem(self.file, mark.line, mark.column, sentence)


def nothing(file: str) -> Document:
    """Give a document that holds nothing, in the place of one that cannot be read."""
    return Document(file, "", {}, Group(0, 0, {}))


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
        return None, (*walk.problems, misread(error, last_quoted(text), text, file))
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
        before = error.object[: error.start].decode("utf-8-sig", "replace")
        return Problem(file, *line_and_column(before, len(before)), NOT_UTF8)
    found = UNREADABLE.search(text) or LONE_RETURN.search(text)
    if found is None:
        return text
    sentence = (
        f"There is a character here that cannot be seen (U+{ord(found[0]):04X}). Delete it and type the text again."
    )
    return Problem(file, *line_and_column(text, found.start()), sentence)


NOT_UTF8 = "The file is not UTF-8 text from here on. Save it again with the encoding UTF-8."


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Give the line and column of a character, counted from 1 as editors do."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def comments(text: str) -> frozenset[int]:
    """Give where white space and a comment follow something on its line, as far as can be told from the text."""
    ends = set()
    for found in HASH.finditer(text):
        at = found.start()
        while at and text[at - 1] in " \t":
            at -= 1
        if at and at < found.start() and text[at - 1] != "\n":
            ends.add(at)
    return frozenset(ends)


def last_quoted(text: str) -> Any:
    """Give the last scalar before the place where libyaml stops, if it is in quotes."""
    last: Any = None
    with suppress(yaml.MarkedYAMLError):
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            last = event if isinstance(event, yaml.ScalarEvent) else last
    return last if last is not None and last.style in QUOTES else None


def span(event: Any) -> tuple[int, int]:
    """Give the place of an event: numbers alone, so that a large file is no work for the garbage collector."""
    return event.start_mark.index, event.end_mark.index


class Walk:
    """One walk over the events of a text, keeping every mistake that does not stop the reading."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.cut = comments(text)
        self.careful = "\\" in text
        self.problems: list[Problem] = []
        self.next: Callable[[], Any] = yaml.CBaseLoader(text).get_event

    def document(self) -> tuple[Tree, Place]:
        """Give the one document of the text."""
        self.next()
        if isinstance(self.next(), yaml.StreamEndEvent):
            self.problems.append(Problem(self.file, 1, 1, "The file is empty."))
            raise Stop
        found = self.value(self.next(), 1)
        self.next()
        after: Any = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            self.refuse(after, SECOND_DOCUMENT)
            raise Stop
        return found

    def value(self, event: Any, depth: int) -> tuple[Tree, Place]:
        """Give the value that starts with this event."""
        kind = type(event)
        if kind is AliasEvent:
            self.refuse(event, REFERENCE)
            return CutShort(), span(event)
        if event.tag is not None or event.anchor is not None:
            self.refuse(event, REFERENCE if event.anchor is not None else TAG)
        if kind is ScalarEvent:
            text, start, end = event.value, event.start_mark.index, event.end_mark.index
            if not event.implicit[0]:
                return self.looked_at(event) if self.careful else text, (start, end)
            return CutShort(text) if end in self.cut else text, (start, end)
        if depth > DEPTH:
            self.refuse(event, f"Lists and keys are nested more than {DEPTH} deep here. Write this more simply.")
            raise Stop
        return self.mapping(event, depth + 1) if kind is MappingStartEvent else self.sequence(event, depth + 1)

    def looked_at(self, event: Any) -> str:
        """Give the text of a scalar in quotes, in which an escape may stand for what cannot be shown."""
        value: str = event.value
        found = FORBIDDEN.search(value)
        if found:
            self.refuse(event, f"The text holds a character that cannot be shown (U+{ord(found[0]):04X}). Take it out.")
        return value

    def sequence(self, start: Any, depth: int) -> tuple[Tree, Place]:
        """Give the list that starts with this event."""
        tree: list[Tree] = []
        parts: list[Place] = []
        read, value_of = self.next, self.value
        while type(event := read()) is not SequenceEndEvent:
            value, place = value_of(event, depth)
            tree.append(value)
            parts.append(place)
        return tree, Group(span(start)[0], span(event)[1], parts)

    def mapping(self, start: Any, depth: int) -> tuple[Tree, Place]:
        """Give the keys and values that start with this event."""
        tree: dict[str, Tree] = {}
        parts: dict[str, tuple[Place, Place]] = {}
        read, value_of = self.next, self.value
        while type(event := read()) is not MappingEndEvent:
            key, key_place = value_of(event, depth)
            value, place = value_of(read(), depth)
            if not isinstance(key, str) or key in parts or key == "<<":
                self.refuse_key(key, event, parts)
            else:
                tree[key] = value
                parts[key] = (key_place, place)
        return tree, Group(span(start)[0], span(event)[1], parts)

    def refuse_key(self, key: Tree, event: Any, parts: dict[str, tuple[Place, Place]]) -> None:
        """Keep the mistake of a key that is no text, merges or comes again."""
        if not isinstance(key, str):
            self.refuse(event, COMPLEX_KEY)
        elif key == "<<":
            self.refuse(event, MERGE_KEY)
        elif len(self.problems) <= MOST:
            first = line_and_column(self.text, parts[key][0][0])[0]
            self.refuse(
                event, f"`{key}` is written twice here: it stands on line {first} already. Keep one of the two."
            )

    def refuse(self, event: Any, sentence: str) -> None:
        """Keep a mistake at this event, up to one more than are told."""
        if len(self.problems) <= MOST:
            mark = event.start_mark
            self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, sentence))
