"""Tell how the files on disk stand to what is in force and to the draft."""

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
"""What is said of files that are not what is in force."""


def disk_of(found: Found, in_force: Files, workbench: Workbench, *, written: bool) -> Disk:
    """Give the files on disk as they were found, with their state."""
    files = both(found)
    marks = fingerprints(found)
    if not isinstance(files, Files):
        return Disk(DiskState.UNREADABLE, None, files, marks)
    return Disk(state_of(files, in_force, workbench, written=written), files, (), marks)


def state_of(found: Files, in_force: Files, workbench: Workbench, *, written: bool) -> DiskState:
    """Give the state of files that could be read."""
    draft = workbench.draft
    if found == in_force:
        return DiskState.SAME
    if not written:
        return DiskState.UNWRITTEN
    if draft is not None and (found == draft.files or (is_seen(found, workbench) and workbench.disk_taken)):
        return DiskState.DRAFT
    return DiskState.KEPT_OUT if is_seen(found, workbench) else DiskState.CHANGED


def moves_the_draft(disk: Disk, workbench: Workbench) -> bool:
    """Tell whether the draft is to become what is on disk: there is none, or it is what was last taken from there."""
    if workbench.draft is None:
        return disk.state is DiskState.CHANGED
    follows = workbench.disk_taken and is_seen(workbench.draft.files, workbench)
    return follows and disk.state in (DiskState.CHANGED, DiskState.SAME)


def is_seen(files: Files, workbench: Workbench) -> bool:
    """Tell whether these are the files that were last taken from disk or kept out."""
    return files.fingerprint == workbench.disk_seen


def on_disk(disk: Disk, folder: Path) -> Iterator[str]:
    """Say how the files on disk differ from what is in force; nothing where they do not."""
    if disk.state in ON_DISK:
        yield ON_DISK[disk.state].format(folder=folder)
    yield from (f"{problem.file}: {problem.sentence}" for problem in disk.problems)
