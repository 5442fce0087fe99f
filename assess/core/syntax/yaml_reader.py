"""A YAML parser that keeps scalars as plain text with positions; the only module that imports yaml.

It builds the tree directly from the events of libyaml instead of composing it: composing 100,000 nested
brackets crashes the process, and anchors can expand a small file without limit.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import yaml

from assess.core.model.fields import FORBIDDEN_CHARACTERS, Truncated
from assess.core.syntax.problems import MAX_PROBLEMS, Problem, show_odd_spaces
from assess.core.syntax.yaml_errors import (
    ANCHOR_NOT_ALLOWED,
    COMPLEX_KEY_NOT_ALLOWED,
    MERGE_KEY_NOT_ALLOWED,
    SECOND_DOCUMENT_NOT_ALLOWED,
    TAG_NOT_ALLOWED,
    explain_yaml_error,
)
from assess.core.syntax.yaml_writer import format_yaml

MAX_FILE_BYTES = 2_000_000
"""The maximum size of a rules file in bytes."""

MAX_NESTING = 20
"""The maximum nesting depth of lists and mappings."""

TreeNode = str | list["TreeNode"] | dict[str, "TreeNode"]
NodePath = tuple[str | int, ...]

# Characters at which libyaml stops or which HTML forbids, and line ends other than LF and CRLF.
_UNREADABLE_CHARACTERS = re.compile("[\u2028\u2029\ufeff" + FORBIDDEN_CHARACTERS.pattern[1:])
_HASH = re.compile("#")
_LONE_CARRIAGE_RETURN = re.compile("\r(?!\n)")
_QUOTE_STYLES = ("'", '"')
AliasEvent, ScalarEvent = yaml.AliasEvent, yaml.ScalarEvent
MappingStartEvent, MappingEndEvent, SequenceEndEvent = (
    yaml.MappingStartEvent,
    yaml.MappingEndEvent,
    yaml.SequenceEndEvent,
)


class Position(NamedTuple):
    """A position in a text: line and column from 1, start and end offset in characters from 0."""

    line: int
    column: int
    start: int
    end: int


class CollectionSpan(NamedTuple):
    """The span of a list or mapping and of everything in it."""

    start: int
    end: int
    children: "dict[str, tuple[NodeSpan, NodeSpan]] | list[NodeSpan]"
    """The spans of each key and its value, or of each item."""


NodeSpan = tuple[int, int] | CollectionSpan
"""Start and end offset of a node in characters from 0; the end is exclusive."""


class _ParseAborted(Exception):  # noqa: N818
    """Raised when parsing cannot continue; the reason is among the problems."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its tree of text, lists and mappings, and the span of each node."""

    file: str
    text: str
    """The text without byte-order mark, to which all offsets refer."""
    tree: TreeNode
    root_span: NodeSpan
    misspelt_keys: Mapping[NodePath, str] = field(default_factory=dict)
    """The keys as they are written, by the path that each was meant to have."""

    def find_spans(self, path: NodePath) -> tuple[NodeSpan, NodeSpan]:
        """Return the spans of the key and value at a path, or of the nearest enclosing value."""
        spans = (self.root_span, self.root_span)
        for depth, intended in enumerate(path, 1):
            step = self.misspelt_keys.get(path[:depth], intended)
            children = spans[1].children if isinstance(spans[1], CollectionSpan) else None
            if isinstance(children, dict) and step in children:
                spans = children[str(step)]
            elif isinstance(children, list) and isinstance(step, int) and step < len(children):
                spans = (children[step], children[step])
            else:
                break
        return spans

    def with_misspelt_key(self, path: NodePath, written: str) -> "Document":
        """Return a copy that finds the value of a misspelt key at the path that it was meant to have."""
        return replace(self, misspelt_keys={**self.misspelt_keys, path: written})

    def find_position(self, path: NodePath, *, key: bool = False) -> Position:
        """Return the position of the value (or key) at a path, or of the nearest enclosing value.

        A list item is its own key.
        """
        span = self.find_spans(path)[0 if key else 1]
        return Position(*find_line_and_column(self.text, span[0]), span[0], span[1])

    def make_problem(self, path: NodePath, sentence: str, *, key: bool = False) -> Problem:
        """Return a problem positioned at the value (or key) at a path."""
        position = self.find_position(path, key=key)
        return Problem(self.file, position.line, position.column, show_odd_spaces(sentence), path)


def make_empty_document(file: str) -> Document:
    """Return an empty document, to use in place of one that cannot be parsed."""
    return Document(file, "", {}, CollectionSpan(0, 0, {}))


def load_yaml(data: bytes, file: str, *, limit: int = MAX_FILE_BYTES) -> Document | tuple[Problem, ...]:
    """Parse a YAML document, or return all problems that can be found from the YAML alone."""
    document, problems = parse_yaml(data, file, limit=limit)
    return document if document is not None and not problems else problems


def parse_yaml(data: bytes, file: str, *, limit: int = MAX_FILE_BYTES) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse as much of a document as possible and return it with all problems, so that later checks can add theirs."""
    text = decode_document(data, file, limit)
    if isinstance(text, Problem):
        return None, (text,)
    parser = _YamlParser(text, file)
    try:
        tree, root = parser.parse_document()
    except _ParseAborted:
        return None, tuple(parser.problems)
    except yaml.MarkedYAMLError as error:
        return None, (*parser.problems, explain_yaml_error(error, _find_last_quoted(text), text, file))
    return Document(file, text, tree, root), tuple(parser.problems)


def dump_yaml(tree: TreeNode) -> str:
    """Serialise a tree as YAML that parses back to an equal tree."""
    return format_yaml(tree)


def decode_document(data: bytes, file: str, limit: int) -> str | Problem:
    """Decode a file in UTF-8, or return the problem that prevents it or the first mark of an unfinished merge in it."""
    text = decode_text(data, file, limit)
    mark = None if isinstance(text, Problem) else _MERGE_MARK.search(text)
    if mark is None:
        return text
    return Problem(file, *find_line_and_column(mark.string, mark.start()), _UNFINISHED_MERGE.format(mark[0]))


def decode_text(data: bytes, file: str, limit: int) -> str | Problem:
    """Decode a UTF-8 file, or return the problem that prevents it."""
    if len(data) > limit:
        size = f"{limit / 1_000_000:g} MB"
        return Problem(file, 1, 1, f"The file is larger than {size}, which is the limit. Make it shorter.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig", "replace")
        return Problem(file, *find_line_and_column(before, len(before)), _NOT_UTF8)
    found = _UNREADABLE_CHARACTERS.search(text) or _LONE_CARRIAGE_RETURN.search(text)
    if found is None:
        return text
    message = (
        f"There is a character here that cannot be seen (U+{ord(found[0]):04X}). Delete it and type the text again."
    )
    return Problem(file, *find_line_and_column(text, found.start()), message)


_MERGE_MARK = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_UNFINISHED_MERGE = (
    "Git left this line where two versions of the file differ (`{}`). Keep the lines that are right, and delete the "
    "others and the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`."
)
_NOT_UTF8 = "The file is not UTF-8 text from here on. Save it again with the encoding UTF-8."


def find_line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, counted from 1 as in editors."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _find_comment_offsets(text: str) -> frozenset[int]:
    """Return the offsets at which white space and a comment probably follow other content on the same line."""
    ends = set()
    for found in _HASH.finditer(text):
        offset = found.start()
        while offset and text[offset - 1] in " \t":
            offset -= 1
        if offset and offset < found.start() and text[offset - 1] != "\n":
            ends.add(offset)
    return frozenset(ends)


def _find_last_quoted(text: str) -> Any:
    """Return the event of the last scalar before the point where libyaml stops, or None if it is not quoted."""
    last: Any = None
    with suppress(yaml.MarkedYAMLError):
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            last = event if isinstance(event, yaml.ScalarEvent) else last
    return last if last is not None and last.style in _QUOTE_STYLES else None


def _get_event_span(event: Any) -> tuple[int, int]:
    """Return the span of an event as plain integers, which the garbage collector need not track in a large file."""
    return event.start_mark.index, event.end_mark.index


class _YamlParser:
    """A parser of libyaml events that collects every problem after which it can continue."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.comment_offsets = _find_comment_offsets(text)
        self.has_escapes = "\\" in text
        self.problems: list[Problem] = []
        self.next_event: Callable[[], Any] = yaml.CBaseLoader(text).get_event

    def parse_document(self) -> tuple[TreeNode, NodeSpan]:
        """Parse the whole text, which must hold exactly one document."""
        self.next_event()
        if isinstance(self.next_event(), yaml.StreamEndEvent):
            self.problems.append(Problem(self.file, 1, 1, "The file is empty."))
            raise _ParseAborted
        found = self._parse_value(self.next_event(), 1)
        self.next_event()
        after: Any = self.next_event()
        if not isinstance(after, yaml.StreamEndEvent):
            self._add_error(after, SECOND_DOCUMENT_NOT_ALLOWED)
            raise _ParseAborted
        return found

    def _parse_value(self, event: Any, depth: int) -> tuple[TreeNode, NodeSpan]:
        """Parse the value that starts with an event."""
        kind = type(event)
        if kind is AliasEvent:
            self._add_error(event, ANCHOR_NOT_ALLOWED)
            return Truncated(), _get_event_span(event)
        if event.tag is not None or event.anchor is not None:
            self._add_error(event, ANCHOR_NOT_ALLOWED if event.anchor is not None else TAG_NOT_ALLOWED)
        if kind is ScalarEvent:
            text, start, end = event.value, event.start_mark.index, event.end_mark.index
            if not event.implicit[0]:
                return self._check_scalar(event) if self.has_escapes else text, (start, end)
            return Truncated(text) if end in self.comment_offsets else text, (start, end)
        if depth > MAX_NESTING:
            self._add_error(
                event, f"Lists and keys are nested more than {MAX_NESTING} deep here. Write this more simply."
            )
            raise _ParseAborted
        return (
            self._parse_mapping(event, depth + 1)
            if kind is MappingStartEvent
            else self._parse_sequence(event, depth + 1)
        )

    def _check_scalar(self, event: Any) -> str:
        """Return the text of a quoted scalar, checking for escapes of characters that cannot be displayed."""
        value: str = event.value
        found = FORBIDDEN_CHARACTERS.search(value)
        if found:
            self._add_error(
                event, f"The text contains a character that cannot be shown (U+{ord(found[0]):04X}). Remove it."
            )
        return value

    def _parse_sequence(self, start: Any, depth: int) -> tuple[TreeNode, NodeSpan]:
        """Parse the list that starts with an event."""
        tree: list[TreeNode] = []
        children: list[NodeSpan] = []
        read, value_of = self.next_event, self._parse_value
        while type(event := read()) is not SequenceEndEvent:
            value, value_span = value_of(event, depth)
            tree.append(value)
            children.append(value_span)
        return tree, CollectionSpan(_get_event_span(start)[0], _get_event_span(event)[1], children)

    def _parse_mapping(self, start: Any, depth: int) -> tuple[TreeNode, NodeSpan]:
        """Parse the mapping that starts with an event."""
        tree: dict[str, TreeNode] = {}
        children: dict[str, tuple[NodeSpan, NodeSpan]] = {}
        read, value_of = self.next_event, self._parse_value
        while type(event := read()) is not MappingEndEvent:
            key, key_span = value_of(event, depth)
            value, value_span = value_of(read(), depth)
            if not isinstance(key, str) or key in children or key == "<<":
                self._add_key_error(key, event, children)
            else:
                tree[key] = value
                children[key] = (key_span, value_span)
        return tree, CollectionSpan(_get_event_span(start)[0], _get_event_span(event)[1], children)

    def _add_key_error(self, key: TreeNode, event: Any, parts: dict[str, tuple[NodeSpan, NodeSpan]]) -> None:
        """Add the problem of a key that is not text, is a merge key or is a duplicate."""
        if not isinstance(key, str):
            self._add_error(event, COMPLEX_KEY_NOT_ALLOWED)
        elif key == "<<":
            self._add_error(event, MERGE_KEY_NOT_ALLOWED)
        elif len(self.problems) <= MAX_PROBLEMS:
            first = find_line_and_column(self.text, parts[key][0][0])[0]
            self._add_error(
                event, f"`{key}` is written twice here: it is already on line {first}. Keep one of the two."
            )

    def _add_error(self, event: Any, sentence: str) -> None:
        """Add a problem at an event, up to one more than are reported."""
        if len(self.problems) <= MAX_PROBLEMS:
            mark = event.start_mark
            self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, sentence))
