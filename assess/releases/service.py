"""The publishing service: edit the draft, import the files on disk, and publish."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from assess.releases import files as disk_files
from assess.releases import rejections
from assess.releases.bootstrap import build_stored_rulebook
from assess.releases.disk_status import build_disk_status, should_follow_disk
from assess.releases.draft_backup import choose_previous_action
from assess.releases.example_review import ExampleReview, confirm_examples, review_examples
from assess.releases.example_updates import update_expectations
from assess.releases.models import DiskState, PublishedRelease, Rejection, RejectionReason, RulesStatus
from assess.releases.repository import ReleaseRepository
from assess.releases.versions import set_version
from assess.storage.release_records import (
    DraftChange,
    DraftState,
    NewPublication,
    PreviousDraftAction,
    Publication,
    RulesFiles,
)

DRAFT_REMAINS = "A draft that was begun from an earlier version is kept on the page “Rules”."


class _PublishRequest(NamedTuple):
    """Who publishes, why, and which draft."""

    by: str
    why: str
    meant: Mapping[str, str]
    """The reasons for changed worked examples, by the name of the example."""
    revision: int | None = None
    """The revision of the draft, if the draft is published."""


_NOTHING_MEANT: Mapping[str, str] = MappingProxyType({})
"""No reason for any changed worked example."""


class PublishingService(ReleaseRepository):
    """The draft, the files on disk and publishing; safe to use from several threads and processes."""

    def sync_with_disk(self) -> RulesStatus:
        """Import changes on disk into the draft where that is safe, and return the status.

        A change on disk becomes the draft if there is no other draft. A draft that was not edited here follows the
        files on disk, and is deleted when they are reverted.
        """
        status = self.get_status()
        if status.disk.files is None or not should_follow_disk(status.disk, status.draft_state):
            return status
        if status.disk.state is DiskState.SAME:
            dropped = self.store.change_draft(DraftChange(status.revision, None, 0, disk_seen="")) is None
            return self.get_status()._replace(reverted=dropped)
        self.import_files(status.disk.files, status.revision, is_update=True)
        return self.get_status()

    def get_status(self) -> RulesStatus:
        """Return the current status, changing nothing except writing files that are still pending."""
        latest = self.load_latest()
        if not latest.is_written:
            self.write_pending_files()
            latest = self.load_latest()
        contents = disk_files.read_files(self.folder)
        draft_state = self.store.load_draft_state()
        return RulesStatus(
            latest,
            draft_state,
            build_disk_status(contents, self.load_files(latest), draft_state, written=latest.is_written),
        )

    def load_files(self, publication: Publication) -> RulesFiles:
        """Return the two files of a publication."""
        return RulesFiles(*self.store.load_stored_rulebook(publication.release)[1:])

    def import_files(self, files: RulesFiles, revision: int, *, is_update: bool = False) -> DraftState | None:
        """Replace the draft with files from disk; return the draft state instead if the revision is outdated.

        `is_update` states whether the draft is an earlier version of the same files.
        """
        change = DraftChange(
            revision, files, self.load_latest().number, files.fingerprint, disk_imported=True, unedited=True
        )
        previous_action = choose_previous_action(self.store.load_draft_state(), files, unedited=not is_update)
        return self.store.change_draft(change._replace(previous_action=previous_action))

    def import_from_disk(self, revision: int) -> DraftState | Rejection | None:
        """Replace the draft with the files on disk.

        Return the draft state if the revision is outdated, or a rejection if the files cannot be read.
        """
        disk = self.get_status().disk
        if disk.files is None:
            return Rejection(RejectionReason.DISK, tuple(problem.message for problem in disk.problems), disk.problems)
        return self.import_files(disk.files, revision)

    def ignore_disk(self) -> Rejection | None:
        """Ignore the files on disk after backing them up; return a rejection if the backup fails."""
        disk = self.get_status().disk
        if disk.files is None or disk.state is DiskState.SAME:
            return None
        rejection = self.back_up_files(disk.files)
        if rejection is None:
            self.store.ignore_disk_files(disk.files.fingerprint)
        return rejection

    def back_up_files(self, files: RulesFiles) -> Rejection | None:
        """Copy the files to backups beside the originals; return a rejection if that fails."""
        try:
            disk_files.back_up_files(self.folder, files)
        except OSError as error:
            sentence = f"The files on disk could not be copied ({error.strerror}), so nothing was changed."
            return Rejection(RejectionReason.DISK, (sentence,))
        return None

    def save_draft(self, files: RulesFiles, revision: int, *, unedited: bool = False) -> DraftState | None:
        """Save files as the draft, even with mistakes; return the draft state if the revision is outdated.

        `unedited` states whether the files were uploaded as they are. The draft that they replace can then be restored,
        as it can if the new files are too broken to be edited in a form.
        """
        status = self.sync_with_disk()
        previous_action = choose_previous_action(status.draft_state, files, unedited=unedited)
        if files == self.load_files(status.latest):
            return self._end_draft(revision, previous_action)
        begun_from = status.draft.based_on if status.draft else status.latest.number
        return self.store.change_draft(
            DraftChange(revision, files, begun_from, previous_action=previous_action, unedited=unedited)
        )

    def delete_draft(self, revision: int) -> DraftState | None:
        """Delete the draft and the previous draft; return the draft state if the revision is outdated."""
        return self._end_draft(revision, PreviousDraftAction.DELETE)

    def _end_draft(self, revision: int, previous_action: PreviousDraftAction) -> DraftState | None:
        """Delete the draft and ignore the files on disk; return the draft state if the revision is outdated."""
        disk = self.get_status().disk
        disk_fingerprint = disk.files.fingerprint if disk.files else ""
        return self.store.change_draft(
            DraftChange(revision, None, 0, disk_seen=disk_fingerprint, previous_action=previous_action)
        )

    def restore_previous(self, revision: int) -> DraftState | Rejection | None:
        """Swap the draft with the previous draft; return the draft state if the revision is outdated."""
        status = self.get_status()
        previous, disk = status.draft_state.previous, status.disk
        if previous is None:
            return Rejection(RejectionReason.NO_DRAFT, (rejections.NO_PREVIOUS_DRAFT,))
        change = DraftChange(revision, previous.files, previous.based_on, previous_action=PreviousDraftAction.REPLACE)
        if disk.state is DiskState.DRAFT and disk.files:  # imported into the draft that is now replaced
            change = change._replace(disk_seen=disk.files.fingerprint, disk_imported=disk.files == previous.files)
        return self.store.change_draft(change)

    def rebase_draft(self, revision: int) -> DraftState | None:
        """Rebase the draft on the current release; return the draft state if the revision is outdated."""
        draft = self.store.load_draft_state().draft
        return draft and self.store.change_draft(DraftChange(revision, draft.files, self.load_latest().number))

    def load_version(self, version: str) -> RulesFiles | Rejection:
        """Return the files of a published version."""
        stored = self.load_stored(version)
        if stored is None:
            known_versions = ", ".join(each.release.version for each in self.list_publications())
            return Rejection(
                RejectionReason.NOT_FOUND, (f"There is no published version {version}. There are: {known_versions}.",)
            )
        return RulesFiles(*stored[1:])

    def load_with_next_version(self, version: str) -> RulesFiles | Rejection:
        """Return the files of a published version under the next version number."""
        files = self.load_version(version)
        if isinstance(files, Rejection):
            return files
        renumbered = set_version(files, self.suggest_version())
        return (
            renumbered
            if isinstance(renumbered, RulesFiles)
            else Rejection(RejectionReason.PROBLEMS, (rejections.INVALID_RULES,), renumbered)
        )

    def restore_version(self, version: str, revision: int) -> DraftState | Rejection | None:
        """Replace the draft with a published version; return the draft state if the revision is outdated."""
        files = self.load_with_next_version(version)
        if not isinstance(files, RulesFiles):
            return files
        previous_action = choose_previous_action(self.store.load_draft_state(), files, unedited=True)
        return self.store.change_draft(
            DraftChange(revision, files, self.load_latest().number, previous_action=previous_action, unedited=True)
        )

    def validate(self, files: RulesFiles) -> Rejection | None:
        """Return why the files cannot be published, or None if they can."""
        return rejections.reject_rules(self.check(files), self.list_used_versions())

    def review_examples(self, files: RulesFiles) -> ExampleReview | None:
        """Return what files would do to the worked examples if they were published; None if they have problems."""
        rulebook = self.check(files).rulebook
        if rulebook is None:
            return None
        return review_examples(self.get_current_release().rulebook, rulebook, self.load_bundled_rulebook())

    def publish(
        self, revision: int, by: str, why: str, meant: Mapping[str, str] = _NOTHING_MEANT
    ) -> PublishedRelease | Rejection:
        """Publish the draft at the given revision, or return why not; the draft is never lost.

        `meant` are the reasons for changed worked examples, by the name of the example.
        """
        status = self.get_status()
        draft = status.draft
        if rejection := rejections.reject_form(by, why):
            return rejection
        rejection = rejections.reject_changed_draft(status, revision)
        if rejection or draft is None:
            return (
                self._find_conflict(status) or rejection or Rejection(RejectionReason.NO_DRAFT, (rejections.NO_DRAFT,))
            )
        rejection = (
            rejections.reject_undecided_disk(status.disk)
            or self.validate(draft.files)
            or rejections.reject_outdated_draft(status)
        )
        if rejection:
            return self._find_conflict(status) or rejection
        return self._commit(draft.files, _PublishRequest(by.strip(), why.strip(), meant, revision), status)

    def publish_files(
        self, files: RulesFiles, by: str, why: str, meant: Mapping[str, str] = _NOTHING_MEANT
    ) -> PublishedRelease | Rejection:
        """Publish the given files instead of the draft, which is kept; return why not if they are rejected."""
        status = self.get_status()
        rejection = (
            rejections.reject_form(by, why)
            or self.validate(files)
            or rejections.reject_unpublished_disk(status.disk, files)
        )
        if rejection:
            return self._find_conflict(status) or rejection
        return self._commit(files, _PublishRequest(by.strip(), why.strip(), meant), status)

    def _find_conflict(self, status: RulesStatus) -> Rejection | None:
        """Return a rejection if somebody has published since the given status."""
        latest = self.load_latest()
        return None if latest.number == status.latest.number else rejections.reject_conflict(latest, status.latest)

    def _commit(self, files: RulesFiles, request: _PublishRequest, status: RulesStatus) -> PublishedRelease | Rejection:
        """Publish validated files in one transaction, then write them to disk.

        Worked examples that come out differently must be confirmed; what they expect is then brought up to date.
        """
        review, disk, checked = self.review_examples(files), status.disk, self.check(files)
        if review is None or checked.rulebook is None:
            return Rejection(RejectionReason.PROBLEMS, (rejections.INVALID_RULES,), checked.problems)
        meant = confirm_examples(review, request.meant)
        if isinstance(meant, Rejection):
            return self._find_conflict(status) or meant
        updated, note = update_expectations(files, checked.rulebook, self.check)
        stored = build_stored_rulebook(self.check(updated))
        rejection = self.back_up_files(disk.files) if disk.files and disk.state is DiskState.IGNORED else None
        if rejection or stored is None:
            return rejection or Rejection(RejectionReason.PROBLEMS, (rejections.INVALID_RULES,), checked.problems)
        seen = request.revision, status.latest.number, disk.fingerprints
        if not self.store.publish(NewPublication(stored, request.by, request.why, *seen, meant, files)):
            return rejections.reject_conflict(self.load_latest(), status.latest)
        self.write_pending_files()
        return PublishedRelease(self.load_latest(), tuple(self._collect_notes(note)))

    def _collect_notes(self, *notes: str) -> Iterator[str]:
        """Yield what else the publisher should know."""
        yield from filter(None, notes)
        if self.write_error:
            yield self.write_error
        if self.store.load_draft_state().draft is not None:
            yield DRAFT_REMAINS
