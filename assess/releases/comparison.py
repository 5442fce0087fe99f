"""Compare two versions of the rules, the draft or the files on disk."""

from typing import NamedTuple

from assess.core.comparison.rules import Difference, differences
from assess.core.comparison.text import Hunk, line_differences
from assess.releases.files import NAMES
from assess.releases.models import Checked, Reason, Refused
from assess.releases.service import Desk
from assess.storage.release_records import Files

DRAFT, DISK = "draft", "disk"
"""Names that can be compared besides version numbers."""


class Comparison(NamedTuple):
    """Two versions of the rules and their differences."""

    before: Checked
    after: Checked
    differences: tuple[Difference, ...]
    """The differences in words; empty if either version cannot be loaded."""
    hunks: tuple[tuple[str, tuple[Hunk, ...]], ...]
    """The lines that differ, by file name."""


def compare(desk: Desk, before: str, after: str) -> Comparison | Refused:
    """Compare two versions of the rules, each named by its number, as `draft` or as `disk`."""
    found = [files_named(desk, name) for name in (before, after)]
    old, new = (desk.check(each) if isinstance(each, Files) else each for each in found)
    if isinstance(old, Refused):
        return old
    if isinstance(new, Refused):
        return new
    told = differences(old.untried, new.untried) if old.untried and new.untried else ()
    return Comparison(old, new, told, hunks_of(old.files, new.files))


def files_named(desk: Desk, name: str) -> Files | Refused:
    """Return the files of a version, of the draft or on disk."""
    if name == DRAFT:
        draft = desk.look().draft
        return draft.files if draft else Refused(Reason.MISSING, ("There is no draft.",))
    if name == DISK:
        disk = desk.glance().disk
        return disk.files or Refused(Reason.DISK, ("The files on disk cannot be read.",), disk.problems)
    return desk.version(name)


def hunks_of(before: Files, after: Files) -> tuple[tuple[str, tuple[Hunk, ...]], ...]:
    """Compare both files line by line."""
    pairs = zip(NAMES, before, after, strict=True)
    return tuple((name, line_differences(text(old), text(new))) for name, old, new in pairs if old != new)


def text(content: bytes) -> str:
    """Decode a file, replacing invalid bytes."""
    return content.decode("utf-8-sig", "replace")
