"""Complete rules files from small broken ones, whose keys replace those of the valid file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "invalid_rules"
KEY = re.compile(rb"^([a-z]+):", re.MULTILINE)
EVIDENCE_KEYS = {b"sources", b"claims"}
STANDALONE_MARKER = b"# alone"
"""A broken file that begins with this is loaded as it is, without the rest of the valid one."""


class RulesFiles(NamedTuple):
    """The bytes of the two rules files."""

    readiness: bytes
    evidence: bytes


VALID_FILES = RulesFiles((FOLDER / "good.readiness.yaml").read_bytes(), (FOLDER / "good.evidence.yaml").read_bytes())


def iter_top_level_blocks(good: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each key of a valid file with its lines."""
    for block in re.split(rb"(?m)^(?=[a-z])", good):
        found = KEY.match(block)
        if found:
            yield found[1], block


def merge_files(good: bytes, broken: bytes) -> bytes:
    """Return the broken lines, followed by the keys of the valid file that they lack."""
    held = set(KEY.findall(broken))
    return broken + b"".join(block for key, block in iter_top_level_blocks(good) if key not in held)


def complete_files(broken: bytes) -> RulesFiles:
    """Return the two files that a broken one stands for."""
    of_evidence = bool(set(KEY.findall(broken)) & EVIDENCE_KEYS)
    good = VALID_FILES.evidence if of_evidence else VALID_FILES.readiness
    whole = broken if broken.startswith(STANDALONE_MARKER) else merge_files(good, broken)
    return VALID_FILES._replace(evidence=whole) if of_evidence else VALID_FILES._replace(readiness=whole)
