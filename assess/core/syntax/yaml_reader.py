"""A YAML parser that keeps scalars as plain text with positions; the only module that imports yaml.

It builds the tree directly from the events of libyaml instead of composing it: composing 100,000 nested
brackets crashes the process, and anchors can expand a small file without limit.
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
"""The maximum size of a rules file in bytes."""

DEPTH = 20
"""The maximum nesting depth of lists and mappings."""

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = tuple[str | int, ...]

# Characters at which libyaml stops or which HTML forbids, and line ends other than LF and CRLF.
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
    """A position in a text: line and column from 1, start and end offset in characters from 0."""

    line: int
    column: int
    start: int
    end: int


class Group(NamedTuple):
    """The span of a list or mapping and of everything in it."""

    start: int
    end: int
    parts: "dict[str, tuple[Place, Place]] | list[Place]"
    """The spans of each key and its value, or of each item."""


Place = tuple[int, int] | Group
"""Start and end offset of a node in characters from 0; the end is exclusive."""


class Stop(Exception):  # noqa: N818
    """Raised when parsing cannot continue; the reason is among the problems."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its tree of text, lists and mappings, and the span of each node."""

    file: str
    text: str
    """The text without byte-order mark, to which all offsets refer."""
    tree: Tree
    root: Place

    def part(self, path: Path) -> tuple[Place, Place]:
        """Return the spans of the key and value at a path, or of the nearest enclosing value."""
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
        """Make the value of a misspelt key available under the intended key as well."""
        holder = self.part(path)[1]
        if isinstance(holder, Group) and isinstance(holder.parts, dict):
            holder.parts[new] = holder.parts[old]

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Return the position of the value (or key) at a path, or of the nearest enclosing value.

        A list item is its own key.
        """
        place = self.part(path)[0 if key else 1]
        return Mark(*line_and_column(self.text, place[0]), place[0], place[1])

    def problem(self, path: Path, sentence: str, *, key: bool = False) -> Problem:
        """Return a problem positioned at the value (or key) at a path."""
        mark = self.mark(path, key=key)
        return Problem(self.file, mark.line, mark.column, sentence)


def nothing(file: str) -> Document:
    """Return an empty document, to use in place of one that cannot be parsed."""
    return Document(file, "", {}, Group(0, 0, {}))


def read(data: bytes, file: str, *, limit: int = LIMIT) -> Document | tuple[Problem, ...]:
    """Parse a YAML document, or return all problems that can be found from the YAML alone."""
    document, problems = scan(data, file, limit=limit)
    return document if document is not None and not problems else problems


def scan(data: bytes, file: str, *, limit: int = LIMIT) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse as much of a document as possible and return it with all problems, so that later checks can add theirs."""
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
    """Serialise a tree as YAML that parses back to an equal tree."""
    return written(tree)


def decoded(data: bytes, file: str, limit: int) -> str | Problem:
    """Decode a UTF-8 file, or return the problem that prevents it."""
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
    """Return the line and column of an offset, counted from 1 as in editors."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def comments(text: str) -> frozenset[int]:
    """Return the offsets at which white space and a comment probably follow other content on the same line."""
    ends = set()
    for found in HASH.finditer(text):
        at = found.start()
        while at and text[at - 1] in " \t":
            at -= 1
        if at and at < found.start() and text[at - 1] != "\n":
            ends.add(at)
    return frozenset(ends)


def last_quoted(text: str) -> Any:
    """Return the event of the last scalar before the point where libyaml stops, or None if it is not quoted."""
    last: Any = None
    with suppress(yaml.MarkedYAMLError):
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            last = event if isinstance(event, yaml.ScalarEvent) else last
    return last if last is not None and last.style in QUOTES else None


def span(event: Any) -> tuple[int, int]:
    """Return the span of an event as plain integers, which the garbage collector need not track in a large file."""
    return event.start_mark.index, event.end_mark.index


class Walk:
    """A parser of libyaml events that collects every problem after which it can continue."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.cut = comments(text)
        self.careful = "\\" in text
        self.problems: list[Problem] = []
        self.next: Callable[[], Any] = yaml.CBaseLoader(text).get_event

    def document(self) -> tuple[Tree, Place]:
        """Parse the whole text, which must hold exactly one document."""
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
        """Parse the value that starts with an event."""
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
        """Return the text of a quoted scalar, checking for escapes of characters that cannot be displayed."""
        value: str = event.value
        found = FORBIDDEN.search(value)
        if found:
            self.refuse(event, f"The text holds a character that cannot be shown (U+{ord(found[0]):04X}). Take it out.")
        return value

    def sequence(self, start: Any, depth: int) -> tuple[Tree, Place]:
        """Parse the list that starts with an event."""
        tree: list[Tree] = []
        parts: list[Place] = []
        read, value_of = self.next, self.value
        while type(event := read()) is not SequenceEndEvent:
            value, place = value_of(event, depth)
            tree.append(value)
            parts.append(place)
        return tree, Group(span(start)[0], span(event)[1], parts)

    def mapping(self, start: Any, depth: int) -> tuple[Tree, Place]:
        """Parse the mapping that starts with an event."""
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
        """Add the problem of a key that is not text, is a merge key or is a duplicate."""
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
        """Add a problem at an event, up to one more than are reported."""
        if len(self.problems) <= MOST:
            mark = event.start_mark
            self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, sentence))
