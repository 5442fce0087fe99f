"""Bring a release that came with the tool together with a council's own rules, in a draft."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, NoReturn

from assess.core.merging.merge import Merge, Part, SideName, merge_sides
from assess.core.merging.texts import RulesTexts, read_texts
from assess.core.merging.writer import write_merge
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases.files import FILE_NAMES, combine_files, read_files
from assess.releases.models import CheckedRules, CurrentRelease, RejectedError, RejectionReason
from assess.releases.service import PublishingService
from assess.releases.versions import find_highest, increment_version, parse_version, set_version
from assess.storage.release_records import RulesFiles

_NOTHING_NEW = "There are no newer rules: yours were made from version {}, and version {} came with the tool."
_OTHER_RULES = "The new rules are “{}” and yours are “{}”, so they cannot be brought together."
_NOT_A_RELEASE = "These rules are not as they came with the tool: they were made from version {}."
_NOT_WRITABLE = "The new rules cannot be written into yours."


class RulesUpdate(NamedTuple):
    """A release, the rules in force that it updates, and what these were made from."""

    base: CheckedRules | None
    """None if nobody knows it."""
    ours: CurrentRelease
    theirs: CheckedRules
    release: Rulebook
    """The rulebook of the release."""
    texts: RulesTexts

    def merge(self, chosen: Mapping[Part, SideName]) -> Merge:
        """Return the merged rules."""
        return merge_sides(self.texts.sides, chosen)


def is_update_available(service: PublishingService) -> bool:
    """Return whether newer rules came with the tool than those that the rules in force were made from."""
    try:
        _load_release(service, service.release_folder)
    except RejectedError:
        return False
    return True


def load_update(service: PublishingService, folder: Path | None = None) -> RulesUpdate:
    """Return the update to the release in a folder, by default the one that came with the tool.

    Raises RejectedError if there is nothing to update.
    """
    theirs, release = _load_release(service, folder or service.release_folder)
    ours = service.get_current_release()
    base = service.load_origin(ours.rulebook)
    files = base and _name_files(base.files)
    return RulesUpdate(
        base, ours, theirs, release, read_texts(files, _name_files(ours.files), _name_files(theirs.files))
    )


def _name_files(files: RulesFiles) -> dict[str, bytes]:
    """Return the two files by name."""
    return dict(zip(FILE_NAMES, files, strict=True))


def _load_release(service: PublishingService, folder: Path) -> tuple[CheckedRules, Rulebook]:
    """Return the release in a folder; raises RejectedError unless it is newer than what the rules in force are from."""
    files = combine_files(read_files(folder))
    checked = service.check(files) if isinstance(files, RulesFiles) else None
    if checked is None or checked.rulebook is None:
        problems = checked.problems if checked else tuple(each for each in files if isinstance(each, Problem))
        raise RejectedError(RejectionReason.PROBLEMS, tuple(each.message for each in problems), problems)
    ours, release = service.get_current_release().rulebook, checked.rulebook
    if release.id != ours.id:
        _reject(_OTHER_RULES, release.rules.rulebook.title, ours.rules.rulebook.title)
    if not release.is_release:
        _reject(_NOT_A_RELEASE, release.made_from)
    if parse_version(release.version) <= parse_version(ours.made_from):
        _reject(_NOTHING_NEW, ours.made_from, release.version)
    return checked, release


def _reject(sentence: str, *values: str) -> NoReturn:
    """Raise the error of an update that is not possible."""
    raise RejectedError(RejectionReason.NOT_FOUND, (sentence.format(*values),))


def write_update(service: PublishingService, update: RulesUpdate, merge: Merge) -> tuple[RulesFiles, str]:
    """Return the files of the draft and its version; raises RejectedError if they cannot be written.

    The version is that of the release if the draft says the same, and otherwise above both sides.
    """
    written = write_merge(update.texts, merge)
    if not isinstance(written, dict):
        raise RejectedError(RejectionReason.PROBLEMS, (_NOT_WRITABLE,), written)
    files = RulesFiles(*(written[name] for name in FILE_NAMES))
    release, used = update.release, service.list_used_versions()
    if release.version not in used and release.version == find_highest([*used, release.version]):
        as_release = _number(files, release.version)
        loaded = service.check(as_release).rulebook
        if loaded is not None and loaded.hash == release.hash:
            return as_release, release.version
    version = increment_version(find_highest([*used, release.version]))
    return _number(files, version), version


def _number(files: RulesFiles, version: str) -> RulesFiles:
    """Return the files with a version; raises RejectedError if that is not possible."""
    numbered = set_version(files, version)
    if not isinstance(numbered, RulesFiles):
        raise RejectedError(RejectionReason.PROBLEMS, (_NOT_WRITABLE,), numbered)
    return numbered
