"""Whatever officers do in whatever order, no input is lost and nothing comes into force unasked."""

import shutil
import tempfile
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assess.releases.files import FILE_NAMES
from assess.releases.models import DiskState, RejectedError
from assess.releases.service import PublishingService
from assess.storage.release_records import OutdatedError, RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import SMALL, change_files, read_files, write_files

OFFICERS = st.sampled_from(("Anna", "Ben"))
WEIGHTS = st.sampled_from(("4", "5", "6", "7", "many"))
MOSTLY_TRUE = st.sampled_from((True, True, True, False))


class PublishingMachine(RuleBasedStateMachine):
    """Two officers with a page each, and the files on disk, on one publishing service."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "rules"
        shutil.copytree(SMALL, self.folder)
        self.store = Store(f"sqlite:///{self.home / 'assess.sqlite3'}")
        self.publishing = PublishingService(self.store, self.folder)
        self.in_force = self.publishing.get_current_release().files
        self.disk = read_files(self.folder)
        self.seen = {"Anna": 0, "Ben": 0}
        self.drafts: set[RulesFiles] = set()
        """Every draft there was: an officer has seen it and decided on it."""

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.home)

    def edited_files(self, weight: str, *, higher: bool) -> RulesFiles:
        """Return what somebody types: another weight, and perhaps a higher version."""
        version = self.publishing.suggest_version() if higher else "1.0.0"
        text = change_files(read_files(SMALL), ("weight: 3", f"weight: {weight}"))
        return change_files(text, ("version: 1.0.0", f"version: {version}"))

    @rule(officer=OFFICERS)
    def sync(self, officer: str) -> None:
        self.seen[officer] = self.publishing.sync_with_disk().revision

    @rule(officer=OFFICERS, weight=WEIGHTS, higher=MOSTLY_TRUE)
    def save(self, officer: str, weight: str, higher: bool) -> None:
        before = self.publishing.sync_with_disk()
        files = self.edited_files(weight, higher=higher)
        is_outdated = self.seen[officer] != before.revision
        with pytest.raises(OutdatedError) if is_outdated else nullcontext():
            self.publishing.save_draft(files, self.seen[officer])
        after = self.publishing.sync_with_disk()
        if is_outdated:
            assert after.draft == before.draft
        else:
            assert files == (after.draft.files if after.draft else self.in_force)
        self.seen[officer] = after.revision

    @rule(weight=WEIGHTS, higher=MOSTLY_TRUE)
    def edit_on_disk(self, weight: str, higher: bool) -> None:
        self.disk = self.edited_files(weight, higher=higher)
        write_files(self.folder, self.disk)

    @rule()
    def revert_on_disk(self) -> None:
        self.disk = self.in_force
        write_files(self.folder, self.disk)

    @rule(officer=OFFICERS)
    def import_from_disk(self, officer: str) -> None:
        with suppress(OutdatedError):
            self.publishing.import_from_disk(self.seen[officer])

    @rule()
    def ignore_disk(self) -> None:
        self.publishing.ignore_disk()

    @rule(officer=OFFICERS)
    def discard(self, officer: str) -> None:
        with suppress(OutdatedError):
            self.publishing.delete_draft(self.seen[officer])

    @rule(officer=OFFICERS)
    def rebase(self, officer: str) -> None:
        with suppress(OutdatedError):
            self.publishing.rebase_draft(self.seen[officer])

    @rule(officer=OFFICERS)
    def restore_the_first(self, officer: str) -> None:
        with suppress(OutdatedError):
            self.publishing.restore_version("1.0.0", self.seen[officer])

    @rule(officer=OFFICERS, looks_first=MOSTLY_TRUE)
    def publish(self, officer: str, looks_first: bool) -> None:
        before = self.publishing.sync_with_disk()
        if looks_first:
            self.seen[officer] = before.revision
        with suppress(RejectedError):
            self.publishing.publish(self.seen[officer], officer, "Why not")
            assert before.revision == self.seen[officer]
            assert before.draft is not None
            self.record_current(before.draft.files, officer)

    @rule(officer=OFFICERS)
    def publish_files(self, officer: str) -> None:
        with suppress(RejectedError):
            self.publishing.publish_files(self.disk, officer, "Why not")
            self.record_current(self.disk, officer)

    @rule()
    def restart(self) -> None:
        self.publishing = PublishingService(self.store, self.folder)

    def record_current(self, files: RulesFiles, officer: str) -> None:
        """Record what is in force now; what was on disk before must still be recoverable."""
        publication = self.publishing.load_latest()
        assert publication.by == officer
        assert self.disk in {*self.drafts, *self.published_versions(), *self.backed_up()}
        self.in_force = self.disk = files

    def published_versions(self) -> set[RulesFiles]:
        """Return every version that was ever in force."""
        return {self.publishing.load_files(each) for each in self.publishing.list_publications()}

    def backed_up(self) -> set[RulesFiles]:
        """Return what was ignored and copied beside the files."""
        copies = [sorted(self.folder.glob(f"{Path(name).stem}.set-aside-*.yaml")) for name in FILE_NAMES]
        return {RulesFiles(one.read_bytes(), other.read_bytes()) for one in copies[0] for other in copies[1]}

    @invariant()
    def only_what_was_published_is_in_force(self) -> None:
        assert self.publishing.get_current_release().files == self.in_force

    @invariant()
    def the_program_writes_the_files_only_when_it_publishes(self) -> None:
        assert read_files(self.folder) == self.disk

    @invariant()
    def files_on_disk_are_current_or_reported(self) -> None:
        found = self.publishing.sync_with_disk()
        if found.draft is not None:
            self.drafts.add(found.draft.files)
        assert (found.disk.state is DiskState.SAME) == (self.disk == self.in_force)
        assert found.draft is None or found.draft.based_on <= found.latest.number


PublishingMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=30)
TestPublishing = PublishingMachine.TestCase
