"""Whatever officers do in whatever order, no input is lost and nothing comes into force unasked."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assess.releases.files import NAMES
from assess.releases.models import DiskState, Published, Refused
from assess.releases.service import Desk
from assess.storage.release_records import Files
from assess.storage.store import Store
from tests.releases.conftest import SMALL, changed, files_in, put

OFFICERS = st.sampled_from(("Anna", "Ben"))
WEIGHTS = st.sampled_from(("4", "5", "6", "7", "many"))
MOSTLY = st.sampled_from((True, True, True, False))


class Office(RuleBasedStateMachine):
    """Two officers with a page each, and the files on disk, on one publishing service."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "rules"
        shutil.copytree(SMALL, self.folder)
        self.store = Store(f"sqlite:///{self.home / 'assess.sqlite3'}")
        self.desk = Desk(self.store, self.folder)
        self.in_force = self.desk.in_force().files
        self.disk = files_in(self.folder)
        self.seen = {"Anna": 0, "Ben": 0}
        self.drafts: set[Files] = set()
        """Every draft there was: an officer has seen it and decided on it."""

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.home)

    def written(self, weight: str, *, higher: bool) -> Files:
        """Return what somebody types: another weight, and perhaps a higher version."""
        version = self.desk.next_version() if higher else "1.0.0"
        text = changed(files_in(SMALL), ("weight: 3", f"weight: {weight}"))
        return changed(text, ("version: 1.0.0", f"version: {version}"))

    @rule(officer=OFFICERS)
    def look(self, officer: str) -> None:
        self.seen[officer] = self.desk.look().revision

    @rule(officer=OFFICERS, weight=WEIGHTS, higher=MOSTLY)
    def save(self, officer: str, weight: str, higher: bool) -> None:
        before = self.desk.look()
        files = self.written(weight, higher=higher)
        theirs = self.desk.save_draft(files, self.seen[officer])
        after = self.desk.look()
        if self.seen[officer] == before.revision:
            assert theirs is None
            assert files == (after.draft.files if after.draft else self.in_force)
        else:
            assert theirs is not None
            assert after.draft == before.draft
        self.seen[officer] = after.revision

    @rule(weight=WEIGHTS, higher=MOSTLY)
    def edit_on_disk(self, weight: str, higher: bool) -> None:
        self.disk = self.written(weight, higher=higher)
        put(self.folder, self.disk)

    @rule()
    def put_back_on_disk(self) -> None:
        self.disk = self.in_force
        put(self.folder, self.disk)

    @rule(officer=OFFICERS)
    def take_from_disk(self, officer: str) -> None:
        self.desk.take_from_disk(self.seen[officer])

    @rule()
    def keep_disk_out(self) -> None:
        assert not isinstance(self.desk.keep_disk_out(), Refused)

    @rule(officer=OFFICERS)
    def drop(self, officer: str) -> None:
        self.desk.drop_draft(self.seen[officer])

    @rule(officer=OFFICERS)
    def carry_on(self, officer: str) -> None:
        self.desk.carry_on(self.seen[officer])

    @rule(officer=OFFICERS)
    def restore_the_first(self, officer: str) -> None:
        self.desk.restore("1.0.0", self.seen[officer])

    @rule(officer=OFFICERS, looks_first=MOSTLY)
    def publish(self, officer: str, looks_first: bool) -> None:
        before = self.desk.look()
        if looks_first:
            self.seen[officer] = before.revision
        outcome = self.desk.publish(self.seen[officer], officer, "Why not")
        if isinstance(outcome, Published):
            assert before.revision == self.seen[officer]
            assert before.draft is not None
            self.comes_into_force(before.draft.files, officer)

    @rule(officer=OFFICERS)
    def publish_files(self, officer: str) -> None:
        if isinstance(self.desk.publish_files(self.disk, officer, "Why not"), Published):
            self.comes_into_force(self.disk, officer)

    @rule()
    def start_again(self) -> None:
        self.desk = Desk(self.store, self.folder)

    def comes_into_force(self, files: Files, officer: str) -> None:
        """Record what is in force now; what was on disk before must still be recoverable."""
        publication = self.desk.latest()
        assert publication.by == officer
        assert self.disk in {*self.drafts, *self.published(), *self.set_aside()}
        self.in_force = self.disk = files

    def published(self) -> set[Files]:
        """Return every version that was ever in force."""
        return {self.desk.files_of(each) for each in self.desk.versions()}

    def set_aside(self) -> set[Files]:
        """Return what was ignored and copied beside the files."""
        copies = [sorted(self.folder.glob(f"{Path(name).stem}.set-aside-*.yaml")) for name in NAMES]
        return {Files(one.read_bytes(), other.read_bytes()) for one in copies[0] for other in copies[1]}

    @invariant()
    def only_what_was_published_is_in_force(self) -> None:
        assert self.desk.in_force().files == self.in_force

    @invariant()
    def the_program_writes_the_files_only_when_it_publishes(self) -> None:
        assert files_in(self.folder) == self.disk

    @invariant()
    def what_is_on_disk_is_in_force_or_shown(self) -> None:
        found = self.desk.look()
        if found.draft is not None:
            self.drafts.add(found.draft.files)
        assert (found.disk.state is DiskState.SAME) == (self.disk == self.in_force)
        assert found.draft is None or found.draft.begun_from <= found.latest.number


Office.TestCase.settings = settings(max_examples=20, stateful_step_count=30)
TestOffice = Office.TestCase
