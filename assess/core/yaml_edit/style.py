"""Write values into a YAML text in the style of their neighbours: quotes, flow style and block style.

The nearest value at a similar path (the same keys, any item of each list) is the sample for a new one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assess.core.model.fields import ID_PATTERN, VERSION_PATTERN
from assess.core.model.rules import find_subject
from assess.core.syntax.yaml_reader import CollectionSpan, NodePath, NodeSpan, TreeNode
from assess.core.syntax.yaml_writer import INVISIBLE_CHARACTERS, PLAIN_TEXT, RESERVED_WORDS, quote_scalar
from assess.core.yaml_edit.layout import Layout

_LINE_WIDTH = 120
"""The longest line on which flow style is kept."""

_URL = re.compile(r"https?://[\w./?&=%~+-]+\Z", re.ASCII)
_PLAIN_KEY = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*\Z")
_UNKNOWN_QUOTE = "?"

Samples = Sequence[NodeSpan]
"""Values at similar paths, the nearest first."""


def format_scalar(text: str, old_quote: str, *, in_flow: bool = False, has_comment: bool = False) -> str:
    """Return the YAML of a text in the quotes that it had, or in double quotes where those cannot hold it.

    `old_quote` is the first character of the old value or of its sample. Without a sample, everything except names and
    numbers is put in double quotes. A text followed by a comment on its line cannot be plain.
    """
    if old_quote == "'" and not INVISIBLE_CHARACTERS.search(text) and not re.search(r"[\t\r\n]", text):
        return "'" + text.replace("'", "''") + "'"
    plain = old_quote not in _QUOTES and _is_plain(
        text, in_flow=in_flow, strict=has_comment or old_quote == _UNKNOWN_QUOTE
    )
    return text if plain else quote_scalar(text)


_QUOTES = ("'", '"', "|", ">")


def _is_plain(text: str, *, in_flow: bool, strict: bool) -> bool:
    """Return whether a text needs no quotes; if strict, only names, numbers, days and versions need none."""
    if ID_PATTERN.match(text) or VERSION_PATTERN.match(text):
        return True
    words = PLAIN_TEXT.match(text) and text.lower() not in RESERVED_WORDS and not (in_flow and "," in text)
    return not strict and bool(words or _URL.match(text))


def find_samples(layout: Layout, path: NodePath, near: int) -> list[NodeSpan]:
    """Return the spans of the values at similar paths, the nearest to a character first."""
    spans: list[NodeSpan] = [layout.document.root_span]
    for step in path:
        spans = [inner for place in spans for inner in _get_children(place, step)]
    return sorted(spans, key=lambda place: abs(place[0] - near))


def _get_children(place: NodeSpan, step: str | int) -> Iterable[NodeSpan]:
    """Return the values of a span at a step of a path; for an index, every item."""
    parts = place.children if isinstance(place, CollectionSpan) else None
    if isinstance(parts, dict):
        return [parts[str(step)][1]] if step in parts else ()
    return parts if isinstance(parts, list) and isinstance(step, int) else ()


def _descend(samples: Samples, step: str | int) -> Samples:
    """Return the values of the samples at a step of a path."""
    return [inner for place in samples for inner in _get_children(place, step)]


class ValueWriter:
    """Writes new values in one document."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.text = layout.text

    def write_entry(self, head: str, tree: TreeNode, samples: Samples, indent: int) -> list[str]:
        """Return the lines of a key or a dash (the head, at this indent) with its value."""
        start = " " * indent + head + " "
        if not self.is_block_style(tree, samples, len(start)):
            return self._write_flow_lines(start, tree, samples, indent)
        if head == "-" and isinstance(tree, dict):
            lines = list(self._write_block(tree, samples, indent + 2))
            return [start + lines[0].lstrip(), *lines[1:]]
        return [start.rstrip(), *self._write_block(tree, samples, indent + 2)]

    def _write_block(self, tree: TreeNode, samples: Samples, indent: int) -> Iterator[str]:
        """Yield the lines of a list or mapping in block style."""
        if isinstance(tree, dict):
            for key, value in tree.items():
                yield from self.write_entry(f"{self.write_key(key)}:", value, _descend(samples, key), indent)
        else:
            for value in tree:
                yield from self.write_entry("-", value, _descend(samples, 0), indent)

    def _write_flow_lines(self, start: str, tree: TreeNode, samples: Samples, indent: int) -> list[str]:
        """Return a value from its first line on; a long mapping is split over lines if its sample is."""
        row = self.write_flow(tree, samples, in_flow=False)
        model = self._find_closest(tree, samples)
        over_lines = isinstance(model, CollectionSpan) and "\n" in self.text[model.start : model.end]
        if isinstance(tree, dict) and over_lines and len(start) + len(row) > _LINE_WIDTH:
            return [
                start + row[0],
                *_wrap_parts(self._write_pairs(tree, samples), " " * (indent + 2)),
                " " * indent + row[-1],
            ]
        return [start + row]

    def write_flow(self, tree: TreeNode, samples: Samples, *, in_flow: bool = True) -> str:
        """Return a value on one line, in brackets or braces if it is a list or mapping."""
        if isinstance(tree, dict):
            return "{" + ", ".join(self._write_pairs(tree, samples)) + "}"
        if isinstance(tree, list):
            return "[" + ", ".join(self.write_flow(value, _descend(samples, 0)) for value in tree) + "]"
        return format_scalar(tree, self._find_quote(samples), in_flow=in_flow)

    def _write_pairs(self, tree: dict[str, TreeNode], samples: Samples) -> list[str]:
        """Return each key with its value on one line."""
        return [
            f"{self.write_key(key)}: {self.write_flow(value, _descend(samples, key))}" for key, value in tree.items()
        ]

    def write_key(self, key: str) -> str:
        """Return a key, in quotes unless it is a name."""
        return key if _PLAIN_KEY.match(key) else quote_scalar(key)

    def _find_quote(self, samples: Samples) -> str:
        """Return the first character of the nearest sample that is text."""
        written = (place for place in samples if not isinstance(place, CollectionSpan) and place[1] > place[0])
        return next((self.text[place[0]] for place in written), _UNKNOWN_QUOTE)

    def _find_closest(self, tree: TreeNode, samples: Samples) -> NodeSpan | None:
        """Return the sample most similar to a list or mapping: of mappings, the one with most of its keys."""
        kind = dict if isinstance(tree, dict) else list
        groups = [
            place
            for place in samples
            if isinstance(place, CollectionSpan) and place.children and isinstance(place.children, kind)
        ]
        if find_subject(tree) is not None:
            groups = [place for place in groups if set(place.children) & set(tree)]
        return max(groups, key=lambda place: len(set(place.children) & set(tree)) if kind is dict else 0, default=None)

    def is_block_style(self, tree: TreeNode, samples: Samples, column: int) -> bool:
        """Return whether a value is written in block style: as its sample, unless flow would be too long."""
        if not tree or isinstance(tree, str):
            return False
        model = self._find_closest(tree, samples)
        fits = column + len(self.write_flow(tree, samples)) <= _LINE_WIDTH
        if model is None:
            return not fits or not _is_simple(tree)
        return not self.layout.is_flow(model) or (not fits and _get_depth(tree) > self._max_flow_depth(samples))

    def _max_flow_depth(self, samples: Samples) -> int:
        """Return the greatest depth of the samples in brackets or braces."""
        return max(self._get_depth(place) for place in samples if self.layout.is_flow(place))

    def _get_depth(self, place: NodeSpan) -> int:
        """Return how many levels of lists and mappings a value has."""
        if not isinstance(place, CollectionSpan):
            return 0
        parts = [value for _, value in place.children.values()] if isinstance(place.children, dict) else place.children
        return 1 + max(map(self._get_depth, parts), default=0)


def _get_depth(tree: TreeNode) -> int:
    """Return how many levels of lists and mappings a tree has."""
    if isinstance(tree, str):
        return 0
    return 1 + max(map(_get_depth, tree.values() if isinstance(tree, dict) else tree), default=0)


def _is_simple(tree: TreeNode) -> bool:
    """Return whether a value without a sample is written in flow style.

    A mapping of names or lists of names is, and so is a list of names.
    """
    if isinstance(tree, dict):
        return _get_depth(tree) < 3 and not any(isinstance(item, dict) for value in tree.values() for item in value)
    return all(isinstance(item, str) and ID_PATTERN.match(item) for item in tree)


def _wrap_parts(parts: Sequence[str], indent: str) -> Iterator[str]:
    """Yield lines of parts separated by commas, none longer than `LINE_WIDTH` unless a part is."""
    line = ""
    for part, comma in zip(parts, [","] * (len(parts) - 1) + [""], strict=True):
        if line and len(indent) + len(line) + len(part) + 2 > _LINE_WIDTH:
            yield indent + line
            line = ""
        line += f"{' ' if line else ''}{part}{comma}"
    yield indent + line
