"""A JSON parser that keeps scalars as plain text with positions and returns the same documents as the YAML parser.

The `json` module reports no positions, takes the last of duplicate keys, accepts NaN and numbers of any length, and
nests as deep as it can. This parser rejects what hides content or harms the process, and keeps numbers as typed.
"""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.syntax.problems import MAX_PROBLEMS, Problem
from assess.core.syntax.yaml_reader import (
    MAX_NESTING,
    CollectionSpan,
    Document,
    NodeSpan,
    TreeNode,
    decode_document,
    find_line_and_column,
)

_WHITE_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_SCALAR = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-])", re.ASCII)

_VALUE_EXPECTED = "A value must be here: text in double quotes, a plain number, true, false, null, { or [."
_UNTERMINATED_STRING = (
    "This text in double quotes does not end, or contains a line break, a tab or a \\ that is not part of it."
)
_KEY_EXPECTED = "A key in double quotes must be here."
_TRAILING_COMMA = "There is no comma after the last one. Remove the comma before this."
_COLON_EXPECTED = "A colon must be here, between a key and its value."
_COMMA_EXPECTED = "A comma must be here, or the {0} that ends what began on line {1}."
_TRAILING_CONTENT = "There is more text after the end. The file must contain one value, from { to }."


class _ParseAborted(Exception):  # noqa: N818
    """Raised when parsing cannot continue; the reason is among the problems."""


def parse_json(data: bytes, file: str, *, limit: int) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse as much of a document as possible and return it with all problems, so that later checks can add theirs."""
    text = decode_document(data, file, limit)
    if isinstance(text, Problem):
        return None, (text,)
    parser = _JsonParser(text, file)
    try:
        tree, root = parser.parse_document()
    except _ParseAborted:
        return None, tuple(parser.problems)
    return Document(file, text, tree, root), tuple(parser.problems)


class _JsonParser:
    """A recursive-descent parser that collects every problem after which it can continue."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file, self.offset = text, file, 0
        self.problems: list[Problem] = []

    def parse_document(self) -> tuple[TreeNode, NodeSpan]:
        """Parse the whole text, which must hold exactly one value."""
        self._skip_white_space()
        if self.offset == len(self.text):
            self._abort("The file is empty.")
        found = self._parse_value(1)
        if self.offset < len(self.text):
            self._abort(_TRAILING_CONTENT)
        return found

    def _parse_value(self, depth: int) -> tuple[TreeNode, NodeSpan]:
        """Parse the value at the current offset and skip the white space after it."""
        start, character = self.offset, self.text[self.offset : self.offset + 1]
        if character in "{[" and character:
            if depth > MAX_NESTING:
                self._abort(f"Lists and keys are nested more than {MAX_NESTING} deep here. Write this more simply.")
            return self._parse_object(depth + 1) if character == "{" else self._parse_array(depth + 1)
        text = self._parse_string() if character == '"' else self._parse_scalar()
        end = self.offset
        self._skip_white_space()
        return text, (start, end)

    def _parse_scalar(self) -> str:
        """Parse a number, true, false or null and return it as typed; null is the empty string."""
        found = _SCALAR.match(self.text, self.offset)
        if found is None:
            self._abort(_VALUE_EXPECTED)
        self.offset = found.end()
        return "" if found[0] == "null" else found[0]

    def _parse_string(self) -> str:
        """Parse a string in double quotes."""
        start, found = self.offset, _STRING.match(self.text, self.offset)
        if found is None:
            self._abort(_UNTERMINATED_STRING)
        self.offset = found.end()
        text = str(json.loads(found[0]))
        forbidden = FORBIDDEN_CHARACTERS.search(text)
        if forbidden:
            code = ord(forbidden[0])
            self._add_error(f"The text contains a character that cannot be shown (U+{code:04X}). Remove it.", start)
        return text

    def _parse_object(self, depth: int) -> tuple[TreeNode, NodeSpan]:
        """Parse an object."""
        tree: dict[str, TreeNode] = {}
        children: dict[str, tuple[NodeSpan, NodeSpan]] = {}
        starts: dict[str, int] = {}
        start = self.offset
        for offset in self._iter_items("}"):
            if not self.text.startswith('"', offset):
                self._abort(_KEY_EXPECTED)
            key, end = self._parse_string(), self.offset
            self._skip_white_space()
            if not self.text.startswith(":", self.offset):
                self._abort(_COLON_EXPECTED)
            self._advance()
            value, span = self._parse_value(depth)
            if key in starts:
                first = find_line_and_column(self.text, starts[key])[0]
                self._add_error(f"`{key}` is written twice here: it is already on line {first}. Keep one.", offset)
            else:
                tree[key], children[key], starts[key] = value, ((offset, end), span), offset
        return tree, CollectionSpan(start, self.offset, children)

    def _parse_array(self, depth: int) -> tuple[TreeNode, NodeSpan]:
        """Parse an array."""
        tree: list[TreeNode] = []
        children: list[NodeSpan] = []
        start = self.offset
        for _ in self._iter_items("]"):
            value, span = self._parse_value(depth)
            tree.append(value)
            children.append(span)
        return tree, CollectionSpan(start, self.offset, children)

    def _iter_items(self, end: str) -> Iterator[int]:
        """Yield the offset of each item between brackets; the caller must parse the item before requesting the next."""
        start = self.offset
        self._advance()
        while not self.text.startswith(end, self.offset):
            yield self.offset
            if self.text.startswith(end, self.offset):
                break
            if not self.text.startswith(",", self.offset):
                self._abort(_COMMA_EXPECTED.format(end, find_line_and_column(self.text, start)[0]))
            self._advance()
            if self.text.startswith(end, self.offset):
                self._abort(_TRAILING_COMMA)
        self._advance()

    def _advance(self) -> None:
        """Skip one character and the white space after it."""
        self.offset += 1
        self._skip_white_space()

    def _skip_white_space(self) -> None:
        """Skip white space."""
        found = _WHITE_SPACE.match(self.text, self.offset)
        self.offset = found.end() if found else self.offset

    def _add_error(self, message: str, offset: int) -> None:
        """Add a problem at an offset; raise `ParseAborted` if there are too many."""
        self.problems.append(Problem(self.file, *find_line_and_column(self.text, offset), message))
        if len(self.problems) > MAX_PROBLEMS:
            raise _ParseAborted

    def _abort(self, message: str) -> NoReturn:
        """Add a problem at the current offset and raise `ParseAborted`."""
        self._add_error(message, self.offset)
        raise _ParseAborted
