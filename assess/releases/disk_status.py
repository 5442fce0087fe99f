"""How the files on disk relate to the current release and to the draft."""

from collections.abc import Iterator
from pathlib import Path

from assess.releases.files import Found, both, fingerprints
from assess.releases.models import Disk, DiskState
from assess.storage.release_records import Files, Workbench

ON_DISK = {
    DiskState.DRAFT: "The files in {folder} hold a change that is not published. It is the draft.",
    DiskState.CHANGED: "The files in {folder} hold a change that is not published.",
    DiskState.KEPT_OUT: "The files in {folder} hold a change that was kept out of the draft.",
    DiskState.UNWRITTEN: "The files in {folder} could not be written and are older than what is in force.",
    DiskState.UNREADABLE: "The files in {folder} cannot be read.",
}
"""Message for each state in which the files differ from the current release."""


def disk_of(found: Found, in_force: Files, workbench: Workbench, *, written: bool) -> Disk:
    """Build the status of the files that were read from disk."""
    files = both(found)
    marks = fingerprints(found)
    if not isinstance(files, Files):
        return Disk(DiskState.UNREADABLE, None, files, marks)
    return Disk(state_of(files, in_force, workbench, written=written), files, (), marks)


def state_of(found: Files, in_force: Files, workbench: Workbench, *, written: bool) -> DiskState:
    """Return the state of files that could be read."""
    draft = workbench.draft
    if found == in_force:
        return DiskState.SAME
    if not written:
        return DiskState.UNWRITTEN
    if draft is not None and (found == draft.files or (is_seen(found, workbench) and workbench.disk_taken)):
        return DiskState.DRAFT
    return DiskState.KEPT_OUT if is_seen(found, workbench) else DiskState.CHANGED


def moves_the_draft(disk: Disk, workbench: Workbench) -> bool:
    """Return whether the files on disk should become the draft: there is none, or it was last imported from them."""
    if workbench.draft is None:
        return disk.state is DiskState.CHANGED
    follows = workbench.disk_taken and is_seen(workbench.draft.files, workbench)
    return follows and disk.state in (DiskState.CHANGED, DiskState.SAME)


def is_seen(files: Files, workbench: Workbench) -> bool:
    """Return whether these files were the last to be imported or ignored."""
    return files.fingerprint == workbench.disk_seen


def on_disk(disk: Disk, folder: Path) -> Iterator[str]:
    """Yield how the files on disk differ from the current release, if they do."""
    if disk.state in ON_DISK:
        yield ON_DISK[disk.state].format(folder=folder)
    yield from (f"{problem.file}: {problem.sentence}" for problem in disk.problems)
