"""The publishing service: edit the draft, import the files on disk, and publish."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.releases import files as disk_files
from assess.releases import rejections
from assess.releases.bootstrap import build_stored_rulebook, publish_initial_releases
from assess.releases.disk_status import build_disk_status, should_follow_disk
from assess.releases.draft_backup import choose_previous_action
from assess.releases.example_review import ExampleReview, confirm_examples, review_examples
from assess.releases.example_updates import update_expectations
from assess.releases.models import DiskState, PublishedRelease, RejectedError, RejectionReason, RulesStatus
from assess.releases.repository import ReleaseRepository
from assess.releases.versions import set_version
from assess.storage.release_records import (
    DraftChange,
    NewPublication,
    OutdatedError,
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
        with suppress(OutdatedError):  # somebody else has done the same, or changed the draft
            if status.disk.state is DiskState.SAME:
                self.store.change_draft(DraftChange(status.revision, None, 0, disk_seen=""))
                return self.get_status()._replace(reverted=True)
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

    def import_files(self, files: RulesFiles, revision: int, *, is_update: bool = False) -> None:
        """Replace the draft with files from disk; raises OutdatedError.

        `is_update` states whether the draft is an earlier version of the same files.
        """
        change = DraftChange(
            revision, files, self.load_latest().number, files.fingerprint, disk_imported=True, unedited=True
        )
        previous_action = choose_previous_action(self.store.load_draft_state(), files, unedited=not is_update)
        self.store.change_draft(change._replace(previous_action=previous_action))

    def import_from_disk(self, revision: int) -> None:
        """Replace the draft with the files on disk; raises OutdatedError, and RejectedError if they cannot be read."""
        disk = self.get_status().disk
        if disk.files is None:
            sentences = tuple(problem.message for problem in disk.problems)
            raise RejectedError(RejectionReason.DISK, sentences, disk.problems)
        self.import_files(disk.files, revision)

    def ignore_disk(self) -> None:
        """Ignore the files on disk after backing them up; raises RejectedError if that fails."""
        disk = self.get_status().disk
        if disk.files is not None and disk.state is not DiskState.SAME:
            self.back_up_files(disk.files)
            self.store.ignore_disk_files(disk.files.fingerprint)

    def back_up_files(self, files: RulesFiles) -> None:
        """Copy the files to backups beside the originals; raises RejectedError if that fails."""
        try:
            disk_files.back_up_files(self.folder, files)
        except OSError as error:
            sentence = f"The files on disk could not be copied ({error.strerror}), so nothing was changed."
            raise RejectedError(RejectionReason.DISK, (sentence,)) from error

    def save_draft(self, files: RulesFiles, revision: int, *, unedited: bool = False) -> None:
        """Save files as the draft, even with mistakes; raises OutdatedError.

        `unedited` states whether the files were uploaded as they are. The draft that they replace can then be restored,
        as it can if the new files are too broken to be edited in a form.
        """
        status = self.sync_with_disk()
        previous_action = choose_previous_action(status.draft_state, files, unedited=unedited)
        if files == self.load_files(status.latest):
            self._end_draft(revision, previous_action)
            return
        begun_from = status.draft.based_on if status.draft else status.latest.number
        self.store.change_draft(
            DraftChange(revision, files, begun_from, previous_action=previous_action, unedited=unedited)
        )

    def delete_draft(self, revision: int) -> None:
        """Delete the draft and the previous draft; raises OutdatedError."""
        self._end_draft(revision, PreviousDraftAction.DELETE)

    def _end_draft(self, revision: int, previous_action: PreviousDraftAction) -> None:
        """Delete the draft and ignore the files on disk; raises OutdatedError."""
        disk = self.get_status().disk
        disk_fingerprint = disk.files.fingerprint if disk.files else ""
        self.store.change_draft(
            DraftChange(revision, None, 0, disk_seen=disk_fingerprint, previous_action=previous_action)
        )

    def restore_previous(self, revision: int) -> None:
        """Swap the draft with the previous draft; raises OutdatedError, and RejectedError if there is none."""
        status = self.get_status()
        previous, disk = status.draft_state.previous, status.disk
        if previous is None:
            raise RejectedError(RejectionReason.NO_DRAFT, (rejections.NO_PREVIOUS_DRAFT,))
        change = DraftChange(revision, previous.files, previous.based_on, previous_action=PreviousDraftAction.REPLACE)
        if disk.state is DiskState.DRAFT and disk.files:  # imported into the draft that is now replaced
            change = change._replace(disk_seen=disk.files.fingerprint, disk_imported=disk.files == previous.files)
        self.store.change_draft(change)

    def rebase_draft(self, revision: int) -> None:
        """Rebase the draft on the current release; raises OutdatedError."""
        draft = self.store.load_draft_state().draft
        if draft is None:
            raise OutdatedError
        self.store.change_draft(DraftChange(revision, draft.files, self.load_latest().number))

    def load_version(self, version: str) -> RulesFiles:
        """Return the files of a published version; raises RejectedError."""
        stored = self.load_stored(version)
        if stored is None:
            known_versions = ", ".join(each.release.version for each in self.list_publications())
            sentence = f"There is no published version {version}. There are: {known_versions}."
            raise RejectedError(RejectionReason.NOT_FOUND, (sentence,))
        return RulesFiles(*stored[1:])

    def load_with_next_version(self, version: str) -> RulesFiles:
        """Return the files of a published version under the next version number; raises RejectedError."""
        renumbered = set_version(self.load_version(version), self.suggest_version())
        if not isinstance(renumbered, RulesFiles):
            raise RejectedError(RejectionReason.PROBLEMS, (rejections.INVALID_RULES,), renumbered)
        return renumbered

    def restore_version(self, version: str, revision: int) -> None:
        """Replace the draft with a published version; raises OutdatedError, and RejectedError if there is none."""
        self.replace_draft(self.load_with_next_version(version), revision, unedited=True)

    def replace_draft(self, files: RulesFiles, revision: int, *, unedited: bool) -> None:
        """Replace the draft with files made from the current release; raises OutdatedError.

        The draft that they replace can be restored. `unedited` states whether the files can be had again elsewhere.
        """
        previous_action = choose_previous_action(self.store.load_draft_state(), files, unedited=True)
        self.store.change_draft(
            DraftChange(revision, files, self.load_latest().number, previous_action=previous_action, unedited=unedited)
        )

    def validate(self, files: RulesFiles) -> Rulebook:
        """Return the rulebook in the files; raises RejectedError if they cannot be published."""
        return rejections.require_publishable(self.check(files), self.list_used_versions())

    def review_examples(self, files: RulesFiles) -> ExampleReview | None:
        """Return what files would do to the worked examples if they were published; None if they have problems."""
        rulebook = self.check(files).rulebook
        return None if rulebook is None else self._review_rulebook(rulebook)

    def _review_rulebook(self, rulebook: Rulebook) -> ExampleReview:
        """Return what a rulebook would do to the worked examples if it were published."""
        return review_examples(self.get_current_release().rulebook, rulebook, self.load_origins(rulebook))

    def publish(self, revision: int, by: str, why: str, meant: Mapping[str, str] = _NOTHING_MEANT) -> PublishedRelease:
        """Publish the draft at the given revision; raises RejectedError, and the draft is never lost.

        `meant` are the reasons for changed worked examples, by the name of the example.
        """
        status = self.get_status()
        rejections.check_form(by, why)
        with self._prefer_conflicts(status):
            draft = rejections.require_draft(status, revision)
            rejections.check_disk_is_decided(status.disk)
            rulebook = self.validate(draft.files)
            rejections.check_draft_is_current(draft, status.latest)
        return self._commit(draft.files, rulebook, _PublishRequest(by.strip(), why.strip(), meant, revision), status)

    def publish_files(
        self, files: RulesFiles, by: str, why: str, meant: Mapping[str, str] = _NOTHING_MEANT
    ) -> PublishedRelease:
        """Publish the given files instead of the draft, which is kept; raises RejectedError."""
        status = self.get_status()
        with self._prefer_conflicts(status):
            rejections.check_form(by, why)
            rulebook = self.validate(files)
            rejections.check_disk_is_published(status.disk, files)
        return self._commit(files, rulebook, _PublishRequest(by.strip(), why.strip(), meant), status)

    def publish_first(self, files: RulesFiles, by: str, why: str) -> PublishedRelease | None:
        """Publish the files on disk in a new database; return None if something was published before.

        Raises RejectedError. Without this, whoever edits the rules before anything was published would be told that
        their version is taken.
        """
        is_on_disk = disk_files.read_files(self.folder) == files
        if not is_on_disk or self.store.load_latest_number() or self.store.list_releases():
            return None
        rejections.check_form(by, why)
        problems = publish_initial_releases(self.store, self.folder, self._check, self.check, (by.strip(), why.strip()))
        if problems:
            raise RejectedError(RejectionReason.PROBLEMS, (rejections.INVALID_RULES,), problems)
        self.write_pending_files()
        return PublishedRelease(self.load_latest(), tuple(self._collect_notes()))

    @contextmanager
    def _prefer_conflicts(self, status: RulesStatus) -> Iterator[None]:
        """Reject a request for the conflict instead if somebody has published since the given status."""
        try:
            yield
        except RejectedError as error:
            latest = self.load_latest()
            if latest.number == status.latest.number:
                raise
            raise rejections.build_conflict(latest, status.latest) from error

    def _commit(
        self, files: RulesFiles, rulebook: Rulebook, request: _PublishRequest, status: RulesStatus
    ) -> PublishedRelease:
        """Publish validated files in one transaction, then write them to disk; raises RejectedError.

        Worked examples that come out differently must be confirmed; what they expect is then brought up to date.
        """
        disk = status.disk
        with self._prefer_conflicts(status):
            meant = confirm_examples(self._review_rulebook(rulebook), request.meant)
        updated, note = update_expectations(files, rulebook, self.check)
        stored = build_stored_rulebook(self.check(updated).rulebook or rulebook, updated)
        if disk.files and disk.state is DiskState.IGNORED:
            self.back_up_files(disk.files)
        seen = request.revision, status.latest.number, disk.fingerprints
        try:
            self.store.publish(NewPublication(stored, request.by, request.why, *seen, meant, files))
        except OutdatedError as error:
            raise rejections.build_conflict(self.load_latest(), status.latest) from error
        self.write_pending_files()
        return PublishedRelease(self.load_latest(), tuple(self._collect_notes(note)))

    def _collect_notes(self, *notes: str) -> Iterator[str]:
        """Yield what else the publisher should know."""
        yield from filter(None, notes)
        if self.write_error:
            yield self.write_error
        if self.store.load_draft_state().draft is not None:
            yield DRAFT_REMAINS
