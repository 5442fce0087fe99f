"""Parsing of rules files, with a cache, since the same text is edited, checked and shown one after the other."""

import hashlib
from threading import Lock

from cachetools import TTLCache, cached

from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES, Document, parse_yaml

_MAX_CACHED_CHARACTERS = MAX_FILE_BYTES + 500_000
"""Maximum length of the files in the cache: one of the largest size, or ten of an ordinary one.

A parsed file takes forty times as much memory as its text.
"""
_SECONDS_CACHED = 600
_Parsed = tuple[Document | None, tuple[Problem, ...]]


def _measure_size(parsed: _Parsed) -> int:
    """Return the number of characters in a parsed file."""
    return len(parsed[0].text) if parsed[0] else 1


_cache: TTLCache[tuple[bytes, str], _Parsed] = TTLCache(
    _MAX_CACHED_CHARACTERS, _SECONDS_CACHED, getsizeof=_measure_size
)
_lock = Lock()


@cached(_cache, key=lambda data, file: (hashlib.sha256(data).digest(), file), lock=_lock)
def parse_rules_file(data: bytes, file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse as much of a rules file as possible; the result is cached and must not be modified."""
    return parse_yaml(data, file)


def drop_old_files(now: float) -> bool:
    """Drop the files that have been in the cache for long, and return whether there were any.

    The time is that of `time.monotonic`.
    """
    with _lock:
        return bool(_cache.expire(now))
