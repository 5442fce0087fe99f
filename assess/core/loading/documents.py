"""Parsing of rules files, with a cache, since the same text is edited, checked and shown one after the other."""

import hashlib
from threading import Lock

from cachetools import LRUCache, cached

from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES, Document, parse_yaml

_MAX_CACHED_CHARACTERS = 2 * MAX_FILE_BYTES
_Parsed = tuple[Document | None, tuple[Problem, ...]]


def _measure_size(parsed: _Parsed) -> int:
    """Return the number of characters in a parsed file."""
    return len(parsed[0].text) if parsed[0] else 1


@cached(
    LRUCache[tuple[bytes, str], _Parsed](_MAX_CACHED_CHARACTERS, _measure_size),
    key=lambda data, file: (hashlib.sha256(data).digest(), file),
    lock=Lock(),
)
def parse_rules_file(data: bytes, file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse as much of a rules file as possible; the result is cached and must not be modified."""
    return parse_yaml(data, file)
