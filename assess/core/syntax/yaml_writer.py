"""Write plain text, lists and keys as YAML that reads back the same, in our reader and in any other."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assess.core.model.fields import FORBIDDEN

# Words and simple punctuation; anything that YAML could take for more than text is put in quotes.
PLAIN = re.compile(r"[^\W\d_](?:[ ,./()+;'%£-]*[^\W_])*[.)]*\Z|0\Z|[1-9][0-9]{0,14}\Z|\d+\.\d+\.\d+\Z")
WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"})
BLOCK = re.compile("[ -~\u00a0-\u1fff\u2030-\u205f\u2070-\ud7ff\ue000-\ufdcf\U00010000-\U0001fffd]+")
UNSEEN = re.compile("[\u2028\u2029\ufeff]|" + FORBIDDEN.pattern)


def written(tree: Any) -> str:
    """Give YAML in block style for text, whole numbers, lists and mappings of them."""
    return "".join(f"{line}\n" for line in lines(tree, ""))


def lines(tree: Any, indent: str) -> Iterator[str]:
    """Give the lines of a value, each behind the indent."""
    if isinstance(tree, Mapping) and tree:
        for key, value in tree.items():
            yield from entry(f"{indent}{scalar(str(key))}:", value, indent)
    elif isinstance(tree, Sequence) and not isinstance(tree, str) and tree:
        for value in tree:
            yield from entry(f"{indent}-", value, indent)
    else:
        yield indent + leaf(tree, indent)


def entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """Give the lines of a key or list item and its value."""
    if value and isinstance(value, Mapping | list | tuple):
        yield head
        yield from lines(value, indent + "  ")
    else:
        yield f"{head} {leaf(value, indent + '  ')}"


def leaf(value: Any, indent: str) -> str:
    """Give a value without parts on its line; text of several lines as a block below it."""
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
    """Tell whether lines come back the same from a block: all can be seen, and words stand at both ends."""
    ends = bool(parts[0].strip() and parts[-1].strip()) and not parts[0].startswith(" ")
    return ends and all(map(BLOCK.fullmatch, filter(None, parts)))


def scalar(text: str) -> str:
    """Give text on one line, in double quotes unless it can be nothing but text."""
    if PLAIN.match(text) and text.lower() not in WORDS:
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Give text on one line in double quotes."""
    return UNSEEN.sub(lambda found: escaped(ord(found[0])), json.dumps(text, ensure_ascii=False))


def escaped(code: int) -> str:
    """Give the YAML escape of a character."""
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
