"""A YAML serialiser for text, lists and mappings whose output any YAML parser reads back unchanged."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assess.core.model.fields import FORBIDDEN_CHARACTERS

# Words and simple punctuation; anything that YAML could interpret as other than text is quoted.
PLAIN_TEXT = re.compile(r"[^\W\d_](?:[ ,./()+;'%£-]*[^\W_])*[.)]*\Z|0\Z|[1-9][0-9]{0,14}\Z|\d+\.\d+\.\d+\Z")
RESERVED_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"})
_BLOCK_LINE = re.compile("[ -~\u00a0-\u1fff\u2030-\u205f\u2070-\ud7ff\ue000-\ufdcf\U00010000-\U0001fffd]+")
INVISIBLE_CHARACTERS = re.compile("[\u2028\u2029\ufeff]|" + FORBIDDEN_CHARACTERS.pattern)


def format_yaml(tree: Any) -> str:
    """Serialise text, whole numbers, lists and mappings as YAML in block style."""
    return "".join(f"{line}\n" for line in _format_lines(tree, ""))


def _format_lines(tree: Any, indent: str) -> Iterator[str]:
    """Yield the lines of a value, each indented."""
    if isinstance(tree, Mapping) and tree:
        for key, value in tree.items():
            yield from _format_entry(f"{indent}{_format_scalar(str(key))}:", value, indent)
    elif isinstance(tree, Sequence) and not isinstance(tree, str) and tree:
        for value in tree:
            yield from _format_entry(f"{indent}-", value, indent)
    else:
        yield indent + _format_leaf(tree, indent)


def _format_entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of a key or list item and its value."""
    if value and isinstance(value, Mapping | list | tuple):
        yield head
        yield from _format_lines(value, indent + "  ")
    else:
        yield f"{head} {_format_leaf(value, indent + '  ')}"


def _format_leaf(value: Any, indent: str) -> str:
    """Format a scalar or empty collection; text of several lines becomes a block scalar where possible."""
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    text = str(value)
    parts = text.split("\n")
    if len(parts) > 1 and _fits_in_block(parts):
        return "\n".join(["|-", *(indent + part if part else "" for part in parts)])
    return _format_scalar(text)


def _fits_in_block(parts: Sequence[str]) -> bool:
    """Return whether lines survive a round trip as a block scalar: all visible, with text on the first and last."""
    ends = bool(parts[0].strip() and parts[-1].strip()) and not parts[0].startswith(" ")
    return ends and all(map(_BLOCK_LINE.fullmatch, filter(None, parts)))


def _format_scalar(text: str) -> str:
    """Format text on one line, in double quotes unless it cannot be anything but text."""
    if PLAIN_TEXT.match(text) and text.lower() not in RESERVED_WORDS:
        return text
    return quote_scalar(text)


def quote_scalar(text: str) -> str:
    """Format text on one line in double quotes."""
    return INVISIBLE_CHARACTERS.sub(lambda found: escape_character(ord(found[0])), json.dumps(text, ensure_ascii=False))


def escape_character(code: int) -> str:
    """Return the YAML escape of a code point."""
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
