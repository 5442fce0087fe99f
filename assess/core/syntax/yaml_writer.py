"""A YAML serialiser for text, lists and mappings whose output any YAML parser reads back unchanged."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assess.core.model.fields import FORBIDDEN

# Words and simple punctuation; anything that YAML could interpret as other than text is quoted.
PLAIN = re.compile(r"[^\W\d_](?:[ ,./()+;'%£-]*[^\W_])*[.)]*\Z|0\Z|[1-9][0-9]{0,14}\Z|\d+\.\d+\.\d+\Z")
WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"})
BLOCK = re.compile("[ -~\u00a0-\u1fff\u2030-\u205f\u2070-\ud7ff\ue000-\ufdcf\U00010000-\U0001fffd]+")
UNSEEN = re.compile("[\u2028\u2029\ufeff]|" + FORBIDDEN.pattern)


def written(tree: Any) -> str:
    """Serialise text, whole numbers, lists and mappings as YAML in block style."""
    return "".join(f"{line}\n" for line in lines(tree, ""))


def lines(tree: Any, indent: str) -> Iterator[str]:
    """Yield the lines of a value, each indented."""
    if isinstance(tree, Mapping) and tree:
        for key, value in tree.items():
            yield from entry(f"{indent}{scalar(str(key))}:", value, indent)
    elif isinstance(tree, Sequence) and not isinstance(tree, str) and tree:
        for value in tree:
            yield from entry(f"{indent}-", value, indent)
    else:
        yield indent + leaf(tree, indent)


def entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of a key or list item and its value."""
    if value and isinstance(value, Mapping | list | tuple):
        yield head
        yield from lines(value, indent + "  ")
    else:
        yield f"{head} {leaf(value, indent + '  ')}"


def leaf(value: Any, indent: str) -> str:
    """Format a scalar or empty collection; text of several lines becomes a block scalar where possible."""
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    text = str(value)
    parts = text.split("\n")
    if len(parts) > 1 and fits_a_block(parts):
        return "\n".join(["|-", *(indent + part if part else "" for part in parts)])
    return scalar(text)


def fits_a_block(parts: Sequence[str]) -> bool:
    """Return whether lines survive a round trip as a block scalar: all visible, with text on the first and last."""
    ends = bool(parts[0].strip() and parts[-1].strip()) and not parts[0].startswith(" ")
    return ends and all(map(BLOCK.fullmatch, filter(None, parts)))


def scalar(text: str) -> str:
    """Format text on one line, in double quotes unless it cannot be anything but text."""
    if PLAIN.match(text) and text.lower() not in WORDS:
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Format text on one line in double quotes."""
    return UNSEEN.sub(lambda found: escaped(ord(found[0])), json.dumps(text, ensure_ascii=False))


def escaped(code: int) -> str:
    """Return the YAML escape of a code point."""
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
