"""How the files on disk relate to the current release and to the draft."""

from collections.abc import Iterator
from pathlib import Path

from assess.releases.files import FileContents, combine_files, fingerprint_files
from assess.releases.models import DiskState, DiskStatus
from assess.storage.release_records import DraftState, RulesFiles

_DISK_MESSAGES = {
    DiskState.DRAFT: "The files in {folder} contain a change that is not published. It is the draft.",
    DiskState.CHANGED: "The files in {folder} contain a change that is not published.",
    DiskState.IGNORED: "The files in {folder} contain a change that was kept out of the draft.",
    DiskState.UNWRITTEN: "The files in {folder} could not be written and are older than the rules in force.",
    DiskState.UNREADABLE: "The files in {folder} cannot be read.",
}
"""Message for each state in which the files differ from the current release."""


def build_disk_status(
    contents: FileContents, current: RulesFiles, draft_state: DraftState, *, written: bool
) -> DiskStatus:
    """Build the status of the files that were read from disk."""
    files = combine_files(contents)
    hashes = fingerprint_files(contents)
    if not isinstance(files, RulesFiles):
        return DiskStatus(DiskState.UNREADABLE, None, files, hashes)
    return DiskStatus(_find_disk_state(files, current, draft_state, written=written), files, (), hashes)


def _find_disk_state(files: RulesFiles, current: RulesFiles, draft_state: DraftState, *, written: bool) -> DiskState:
    """Return the state of files that could be read."""
    draft = draft_state.draft
    if files == current:
        return DiskState.SAME
    if not written:
        return DiskState.UNWRITTEN
    if draft is not None and (files == draft.files or (_was_seen(files, draft_state) and draft_state.disk_imported)):
        return DiskState.DRAFT
    return DiskState.IGNORED if _was_seen(files, draft_state) else DiskState.CHANGED


def should_follow_disk(disk: DiskStatus, draft_state: DraftState) -> bool:
    """Return whether the files on disk should become the draft: there is none, or it was last imported from them."""
    if draft_state.draft is None:
        return disk.state is DiskState.CHANGED
    follows = draft_state.disk_imported and _was_seen(draft_state.draft.files, draft_state)
    return follows and disk.state in (DiskState.CHANGED, DiskState.SAME)


def _was_seen(files: RulesFiles, draft_state: DraftState) -> bool:
    """Return whether these files were the last to be imported or ignored."""
    return files.fingerprint == draft_state.disk_seen


def describe_disk(disk: DiskStatus, folder: Path) -> Iterator[str]:
    """Yield how the files on disk differ from the current release, if they do."""
    if disk.state in _DISK_MESSAGES:
        yield _DISK_MESSAGES[disk.state].format(folder=folder)
    yield from (f"{problem.file}: {problem.message}" for problem in disk.problems)
