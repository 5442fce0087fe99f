"""Compare two versions of the rules, the draft or the files on disk."""

from typing import NamedTuple

from assess.core.comparison.rules import RuleDifference, diff_rulebooks
from assess.core.comparison.text import Hunk
from assess.releases.files import FILE_NAMES
from assess.releases.models import CheckedRules, RejectedError, RejectionReason
from assess.releases.service import PublishingService
from assess.releases.text_comparison import compare_texts
from assess.storage.release_records import RulesFiles

DRAFT_NAME, DISK_NAME = "draft", "disk"
"""Names that can be compared besides version numbers."""


class RulesComparison(NamedTuple):
    """Two versions of the rules and their differences."""

    before: CheckedRules
    after: CheckedRules
    differences: tuple[RuleDifference, ...]
    """The differences in words; empty if either version cannot be loaded."""


def compare_versions(service: PublishingService, before: str, after: str) -> RulesComparison:
    """Compare two versions of the rules, each named by its number, as `draft` or as `disk`; raises RejectedError."""
    old, new = (service.check(_load_named_files(service, name)) for name in (before, after))
    changes = diff_rulebooks(old.rulebook, new.rulebook) if old.rulebook and new.rulebook else ()
    return RulesComparison(old, new, changes)


def _load_named_files(service: PublishingService, name: str) -> RulesFiles:
    """Return the files of a version, of the draft or on disk; raises RejectedError."""
    if name == DRAFT_NAME:
        draft = service.sync_with_disk().draft
        if draft is None:
            raise RejectedError(RejectionReason.NOT_FOUND, ("There is no draft.",))
        return draft.files
    if name == DISK_NAME:
        disk = service.get_status().disk
        if disk.files is None:
            raise RejectedError(RejectionReason.DISK, ("The files on disk cannot be read.",), disk.problems)
        return disk.files
    return service.load_version(name)


def compare_lines(comparison: RulesComparison) -> tuple[tuple[str, tuple[Hunk, ...]], ...] | None:
    """Return the lines that differ between two versions, by file name, or None if they take too long to compare."""
    files = zip(FILE_NAMES, comparison.before.files, comparison.after.files, strict=True)
    found = []
    for name, old, new in files:
        hunks = compare_texts(decode_text(old), decode_text(new))
        if hunks is None:
            return None
        if hunks:
            found.append((name, hunks))
    return tuple(found)


def decode_text(content: bytes) -> str:
    """Decode a file, replacing invalid bytes."""
    return content.decode("utf-8-sig", "replace")
