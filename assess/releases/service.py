"""The desk where the rules are changed: the draft, the files on disk, and publishing."""

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
    """Who publishes, and why."""

    by: str
    why: str
    revision: int | None = None
    """The revision of the draft, where it is the draft that is published."""


class Desk(Register):
    """What is in force, the draft and the files on disk; safe to use from several threads and processes."""

    def look(self) -> Desktop:
        """Give the draft and the files on disk as they are now.

        A change on disk becomes the draft, where nobody has another; a draft that nobody has edited here follows it,
        and is gone when the files are put back.
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
        """Give the draft and the files on disk as they are now, and change nothing but files left unwritten."""
        latest = self.latest()
        if not latest.written:
            self.finish_files()
            latest = self.latest()
        found = disk_files.find(self.folder)
        workbench = self.store.workbench()
        return Desktop(latest, workbench, disk_of(found, self.files_of(latest), workbench, written=latest.written))

    def files_of(self, publication: Publication) -> Files:
        """Give the two files of a published version."""
        return Files(*self.store.load_kept(publication.release)[1:])

    def take(self, files: Files, revision: int, *, following: bool = False) -> Workbench | None:
        """Make files from disk the draft, or give what the draft has become since this revision.

        `following` tells whether the draft is what they were before somebody went on changing them.
        """
        change = Change(revision, files, self.latest().number, files.fingerprint, disk_taken=True, whole=True)
        earlier = earlier_after(self.store.workbench(), files, whole=not following)
        return self.store.change_rules(change._replace(earlier=earlier))

    def take_from_disk(self, revision: int) -> Workbench | Refused | None:
        """Make the files on disk the draft, in the place of the one there is; give why not where that cannot be."""
        disk = self.glance().disk
        if disk.files is None:
            return Refused(Reason.DISK, tuple(problem.sentence for problem in disk.problems), disk.problems)
        return self.take(disk.files, revision)

    def keep_disk_out(self) -> Refused | None:
        """Keep the files on disk out of the draft, with a copy of them set aside; give why not where that cannot be."""
        disk = self.glance().disk
        if disk.files is None or disk.state is DiskState.SAME:
            return None
        refused = self.set_aside(disk.files)
        if refused is None:
            self.store.keep_disk_out(disk.files.fingerprint)
        return refused

    def set_aside(self, files: Files) -> Refused | None:
        """Copy files that nobody wants in force beside themselves."""
        try:
            disk_files.set_aside(self.folder, files)
        except OSError as error:
            sentence = f"The files on disk could not be copied ({error.strerror}), so nothing was changed."
            return Refused(Reason.DISK, (sentence,))
        return None

    def save_draft(self, files: Files, revision: int, *, whole: bool = False) -> Workbench | None:
        """Keep files as the draft, mistakes and all, or give what the draft has become since this revision.

        `whole` tells whether they were sent as they are. The draft whose place they take can then be taken back, and
        so it can where no form can be made of them.
        """
        desktop = self.look()
        earlier = earlier_after(desktop.workbench, files, whole=whole)
        if files == self.files_of(desktop.latest):
            return self.end_draft(revision, earlier)
        begun_from = desktop.draft.begun_from if desktop.draft else desktop.latest.number
        return self.store.change_rules(Change(revision, files, begun_from, earlier=earlier, whole=whole))

    def drop_draft(self, revision: int) -> Workbench | None:
        """Have no draft, nor an earlier one, or give what it has become since this revision."""
        return self.end_draft(revision, Earlier.GONE)

    def end_draft(self, revision: int, earlier: Earlier) -> Workbench | None:
        """Have no draft, or give what it has become since this revision; files on disk are then kept out of it."""
        disk = self.glance().disk
        seen = disk.files.fingerprint if disk.files else ""
        return self.store.change_rules(Change(revision, None, 0, disk_seen=seen, earlier=earlier))

    def take_back(self, revision: int) -> Workbench | Refused | None:
        """Have the earlier draft again and keep the one there is in its place, or give what the draft has become."""
        desktop = self.glance()
        back, disk = desktop.workbench.earlier, desktop.disk
        if back is None:
            return Refused(Reason.NOTHING, (rejections.NO_EARLIER,))
        change = Change(revision, back.files, back.begun_from, earlier=Earlier.KEPT)
        if disk.state is DiskState.DRAFT and disk.files:  # taken into the one there is, which goes
            change = change._replace(disk_seen=disk.files.fingerprint, disk_taken=disk.files == back.files)
        return self.store.change_rules(change)

    def carry_on(self, revision: int) -> Workbench | None:
        """Let the draft follow on the version in force, once somebody has seen what that changed."""
        draft = self.store.workbench().draft
        return draft and self.store.change_rules(Change(revision, draft.files, self.latest().number))

    def version(self, version: str) -> Files | Refused:
        """Give the files of a published version."""
        kept = self.kept(version)
        if kept is None:
            there = ", ".join(each.release.version for each in self.versions())
            return Refused(Reason.MISSING, (f"There is no published version {version}. There are: {there}.",))
        return Files(*kept[1:])

    def restored(self, version: str) -> Files | Refused:
        """Give the files of a published version with the next number typed in."""
        files = self.version(version)
        if isinstance(files, Refused):
            return files
        typed = with_version(files, self.next_version())
        return typed if isinstance(typed, Files) else Refused(Reason.PROBLEMS, (rejections.PROBLEMS,), typed)

    def restore(self, version: str, revision: int) -> Workbench | Refused | None:
        """Make the draft of a published version, or give what the draft has become since this revision."""
        files = self.restored(version)
        if not isinstance(files, Files):
            return files
        earlier = earlier_after(self.store.workbench(), files, whole=True)
        return self.store.change_rules(Change(revision, files, self.latest().number, earlier=earlier, whole=True))

    def unpublishable(self, files: Files) -> Refused | None:
        """Give why files could not be published as they are; none where nothing in them speaks against it."""
        return rejections.wrong_rules(self.check(files), self.used())

    def publish(self, revision: int, by: str, why: str) -> Published | Refused:
        """Publish the draft as it was at this revision, or say why not; nothing is lost either way."""
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
        """Publish files that came another way than through the draft, which stays; or say why not."""
        desktop = self.glance()
        refused = (
            rejections.wrong_words(by, why) or self.unpublishable(files) or rejections.unpublished(desktop.disk, files)
        )
        if refused:
            return self.beaten(desktop) or refused
        return self.issue(files, Signed(by.strip(), why.strip()), desktop)

    def beaten(self, desktop: Desktop) -> Refused | None:
        """Say who published since the desk was looked at; none where nobody did."""
        latest = self.latest()
        return None if latest.number == desktop.latest.number else rejections.beaten(latest, desktop.latest)

    def issue(self, files: Files, signed: Signed, desktop: Desktop) -> Published | Refused:
        """Publish rules that nothing speaks against, in one transaction, and write the files after it."""
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
        """Give what else somebody should know who has just published."""
        if self.unwritten:
            yield self.unwritten
        if self.store.workbench().draft is not None:
            yield STILL_A_DRAFT
