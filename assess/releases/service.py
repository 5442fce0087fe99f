"""The publishing service: edit the draft, import the files on disk, and publish."""

from collections.abc import Iterator
from typing import NamedTuple

from assess.releases import files as disk_files
from assess.releases import rejections
from assess.releases.bootstrap import kept_of
from assess.releases.disk_status import disk_of, moves_the_draft
from assess.releases.draft_backup import earlier_after
from assess.releases.models import Desktop, DiskState, Published, Reason, Refused
from assess.releases.repository import Register
from assess.releases.versions import with_version
from assess.storage.release_records import Change, Earlier, Files, Publication, Publishing, Workbench

STILL_A_DRAFT = "A draft that was begun from an earlier version is kept on the page “Rules”."


class Signed(NamedTuple):
    """Who publishes, why, and which draft."""

    by: str
    why: str
    revision: int | None = None
    """The revision of the draft, if the draft is published."""


class Desk(Register):
    """The draft, the files on disk and publishing; safe to use from several threads and processes."""

    def look(self) -> Desktop:
        """Import changes on disk into the draft where that is safe, and return the status.

        A change on disk becomes the draft if there is no other draft. A draft that was not edited here follows the
        files on disk, and is deleted when they are reverted.
        """
        desktop = self.glance()
        if desktop.disk.files is None or not moves_the_draft(desktop.disk, desktop.workbench):
            return desktop
        if desktop.disk.state is DiskState.SAME:
            dropped = self.store.change_rules(Change(desktop.revision, None, 0, disk_seen="")) is None
            return self.glance()._replace(put_back=dropped)
        self.take(desktop.disk.files, desktop.revision, following=True)
        return self.glance()

    def glance(self) -> Desktop:
        """Return the current status, changing nothing except writing files that are still pending."""
        latest = self.latest()
        if not latest.written:
            self.finish_files()
            latest = self.latest()
        found = disk_files.find(self.folder)
        workbench = self.store.workbench()
        return Desktop(latest, workbench, disk_of(found, self.files_of(latest), workbench, written=latest.written))

    def files_of(self, publication: Publication) -> Files:
        """Return the two files of a publication."""
        return Files(*self.store.load_kept(publication.release)[1:])

    def take(self, files: Files, revision: int, *, following: bool = False) -> Workbench | None:
        """Replace the draft with files from disk; return the draft state instead if the revision is outdated.

        `is_update` states whether the draft is an earlier version of the same files.
        """
        change = Change(revision, files, self.latest().number, files.fingerprint, disk_taken=True, whole=True)
        earlier = earlier_after(self.store.workbench(), files, whole=not following)
        return self.store.change_rules(change._replace(earlier=earlier))

    def take_from_disk(self, revision: int) -> Workbench | Refused | None:
        """Replace the draft with the files on disk.

        Return the draft state if the revision is outdated, or a rejection if the files cannot be read.
        """
        disk = self.glance().disk
        if disk.files is None:
            return Refused(Reason.DISK, tuple(problem.sentence for problem in disk.problems), disk.problems)
        return self.take(disk.files, revision)

    def keep_disk_out(self) -> Refused | None:
        """Ignore the files on disk after backing them up; return a rejection if the backup fails."""
        disk = self.glance().disk
        if disk.files is None or disk.state is DiskState.SAME:
            return None
        refused = self.set_aside(disk.files)
        if refused is None:
            self.store.keep_disk_out(disk.files.fingerprint)
        return refused

    def set_aside(self, files: Files) -> Refused | None:
        """Copy the files to backups beside the originals; return a rejection if that fails."""
        try:
            disk_files.set_aside(self.folder, files)
        except OSError as error:
            sentence = f"The files on disk could not be copied ({error.strerror}), so nothing was changed."
            return Refused(Reason.DISK, (sentence,))
        return None

    def save_draft(self, files: Files, revision: int, *, whole: bool = False) -> Workbench | None:
        """Save files as the draft, even with mistakes; return the draft state if the revision is outdated.

        `unedited` states whether the files were uploaded as they are. The draft that they replace can then be restored,
        as it can if the new files are too broken to be edited in a form.
        """
        desktop = self.look()
        earlier = earlier_after(desktop.workbench, files, whole=whole)
        if files == self.files_of(desktop.latest):
            return self.end_draft(revision, earlier)
        begun_from = desktop.draft.begun_from if desktop.draft else desktop.latest.number
        return self.store.change_rules(Change(revision, files, begun_from, earlier=earlier, whole=whole))

    def drop_draft(self, revision: int) -> Workbench | None:
        """Delete the draft and the previous draft; return the draft state if the revision is outdated."""
        return self.end_draft(revision, Earlier.GONE)

    def end_draft(self, revision: int, earlier: Earlier) -> Workbench | None:
        """Delete the draft and ignore the files on disk; return the draft state if the revision is outdated."""
        disk = self.glance().disk
        seen = disk.files.fingerprint if disk.files else ""
        return self.store.change_rules(Change(revision, None, 0, disk_seen=seen, earlier=earlier))

    def take_back(self, revision: int) -> Workbench | Refused | None:
        """Swap the draft with the previous draft; return the draft state if the revision is outdated."""
        desktop = self.glance()
        back, disk = desktop.workbench.earlier, desktop.disk
        if back is None:
            return Refused(Reason.NOTHING, (rejections.NO_EARLIER,))
        change = Change(revision, back.files, back.begun_from, earlier=Earlier.KEPT)
        if disk.state is DiskState.DRAFT and disk.files:  # imported into the draft that is now replaced
            change = change._replace(disk_seen=disk.files.fingerprint, disk_taken=disk.files == back.files)
        return self.store.change_rules(change)

    def carry_on(self, revision: int) -> Workbench | None:
        """Rebase the draft on the current release; return the draft state if the revision is outdated."""
        draft = self.store.workbench().draft
        return draft and self.store.change_rules(Change(revision, draft.files, self.latest().number))

    def version(self, version: str) -> Files | Refused:
        """Return the files of a published version."""
        kept = self.kept(version)
        if kept is None:
            there = ", ".join(each.release.version for each in self.versions())
            return Refused(Reason.MISSING, (f"There is no published version {version}. There are: {there}.",))
        return Files(*kept[1:])

    def restored(self, version: str) -> Files | Refused:
        """Return the files of a published version under the next version number."""
        files = self.version(version)
        if isinstance(files, Refused):
            return files
        typed = with_version(files, self.next_version())
        return typed if isinstance(typed, Files) else Refused(Reason.PROBLEMS, (rejections.PROBLEMS,), typed)

    def restore(self, version: str, revision: int) -> Workbench | Refused | None:
        """Replace the draft with a published version; return the draft state if the revision is outdated."""
        files = self.restored(version)
        if not isinstance(files, Files):
            return files
        earlier = earlier_after(self.store.workbench(), files, whole=True)
        return self.store.change_rules(Change(revision, files, self.latest().number, earlier=earlier, whole=True))

    def unpublishable(self, files: Files) -> Refused | None:
        """Return why the files cannot be published, or None if they can."""
        return rejections.wrong_rules(self.check(files), self.used())

    def publish(self, revision: int, by: str, why: str) -> Published | Refused:
        """Publish the draft at the given revision, or return why not; the draft is never lost."""
        desktop = self.glance()
        draft = desktop.draft
        if refused := rejections.wrong_words(by, why):
            return refused
        refused = rejections.gone(desktop, revision)
        if refused or draft is None:
            return self.beaten(desktop) or refused or Refused(Reason.NOTHING, (rejections.NO_DRAFT,))
        refused = rejections.undecided(desktop.disk) or self.unpublishable(draft.files) or rejections.overtaken(desktop)
        if refused:
            return self.beaten(desktop) or refused
        return self.issue(draft.files, Signed(by.strip(), why.strip(), revision), desktop)

    def publish_files(self, files: Files, by: str, why: str) -> Published | Refused:
        """Publish the given files instead of the draft, which is kept; return why not if they are rejected."""
        desktop = self.glance()
        refused = (
            rejections.wrong_words(by, why) or self.unpublishable(files) or rejections.unpublished(desktop.disk, files)
        )
        if refused:
            return self.beaten(desktop) or refused
        return self.issue(files, Signed(by.strip(), why.strip()), desktop)

    def beaten(self, desktop: Desktop) -> Refused | None:
        """Return a rejection if somebody has published since the given status."""
        latest = self.latest()
        return None if latest.number == desktop.latest.number else rejections.beaten(latest, desktop.latest)

    def issue(self, files: Files, signed: Signed, desktop: Desktop) -> Published | Refused:
        """Publish validated files in one transaction, then write them to disk."""
        disk, checked = desktop.disk, self.check(files)
        kept = kept_of(checked)
        refused = self.set_aside(disk.files) if disk.files and disk.state is DiskState.KEPT_OUT else None
        if refused or kept is None:
            return refused or Refused(Reason.PROBLEMS, (rejections.PROBLEMS,), checked.problems)
        if not self.store.publish(Publishing(kept, *signed, desktop.latest.number, disk.fingerprints)):
            return rejections.beaten(self.latest(), desktop.latest)
        self.finish_files()
        return Published(self.latest(), tuple(self.remarks()))

    def remarks(self) -> Iterator[str]:
        """Yield what else the publisher should know."""
        if self.unwritten:
            yield self.unwritten
        if self.store.workbench().draft is not None:
            yield STILL_A_DRAFT
