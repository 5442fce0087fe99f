"""A draft that another replaces is backed up and can be restored."""

from pathlib import Path
from threading import Barrier, Thread

import pytest

from assess.releases.draft_backup import is_editable
from assess.releases.models import DiskState, PublishedRelease, Rejection, RejectionReason
from assess.releases.service import PublishingService
from assess.storage.release_records import DraftState, RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, HEAVIEST, change_files, read_files, write_files

BROKEN = b"bands: [\nNobody can read this: {"


def draft_and_backup(desk: PublishingService) -> tuple[RulesFiles | None, RulesFiles | None]:
    """Return the draft and its backup."""
    found = desk.sync_with_disk().draft_state
    return found.draft and found.draft.files, found.previous and found.previous.files


def save_draft(desk: PublishingService, files: RulesFiles, *, whole: bool = False) -> None:
    assert desk.save_draft(files, desk.sync_with_disk().revision, unedited=whole) is None


@pytest.fixture
def mine(desk: PublishingService) -> RulesFiles:
    """A draft that was edited in forms."""
    files = change_files(desk.get_current_release().files, *HEAVIER)
    save_draft(desk, files)
    return files


@pytest.fixture
def heaviest(desk: PublishingService) -> RulesFiles:
    return change_files(desk.get_current_release().files, *HEAVIEST)


@pytest.mark.parametrize(
    ("content", "readable"),
    [
        (b"sections: []", True),
        (b"sections: [{id: Wrong One}]", True),
        (b"sections: {}", False),
        (b"bands: []", False),
        (b"[]", False),
        (b"", False),
        (b"\xff", False),
        (BROKEN, False),
    ],
)
def test_files_with_their_main_lists_can_be_edited_in_forms(content: bytes, readable: bool) -> None:
    assert is_editable(RulesFiles(content, b"sources: []")) is readable
    assert not is_editable(RulesFiles(content, b""))


@pytest.mark.parametrize("whole", [True, False], ids=["sent", "typed"])
def test_broken_text_replaces_a_draft_that_can_be_restored(
    desk: PublishingService, mine: RulesFiles, whole: bool
) -> None:
    broken = mine._replace(readiness=BROKEN)
    save_draft(desk, broken, whole=whole)
    assert draft_and_backup(desk) == (broken, mine)
    assert desk.restore_previous(desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk) == (mine, broken)
    assert desk.restore_previous(desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk) == (broken, mine)


def test_an_upload_backs_up_the_draft_and_readable_text_does_not(
    desk: PublishingService, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    save_draft(desk, heaviest)
    assert draft_and_backup(desk) == (heaviest, None)
    save_draft(desk, heaviest, whole=True)
    assert draft_and_backup(desk) == (heaviest, None)
    save_draft(desk, mine, whole=True)
    assert draft_and_backup(desk) == (mine, heaviest)


def test_neither_broken_text_nor_an_unedited_file_replaces_the_backup(
    desk: PublishingService, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    second = change_files(heaviest, ("Small rules", "Tiny rules"))
    for files in (mine._replace(readiness=BROKEN), mine._replace(evidence=b"["), heaviest, second):
        save_draft(desk, files, whole=True)
        assert draft_and_backup(desk) == (files, mine)
    edited = change_files(second, ("Tiny rules", "Own rules"))
    save_draft(desk, edited)
    save_draft(desk, heaviest, whole=True)
    assert draft_and_backup(desk) == (heaviest, edited)


def test_a_file_equal_to_the_current_rules_ends_the_draft_and_backs_it_up(
    desk: PublishingService, mine: RulesFiles
) -> None:
    save_draft(desk, desk.get_current_release().files, whole=True)
    assert draft_and_backup(desk) == (None, mine)
    assert desk.restore_previous(desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk) == (mine, None)


def test_restoring_an_old_version_backs_up_the_draft(desk: PublishingService, mine: RulesFiles) -> None:
    assert desk.restore_version("1.0.0", desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk)[1] == mine


@pytest.mark.parametrize("broken", [True, False])
def test_files_imported_from_disk_back_up_the_draft_and_are_backed_up_on_its_return(
    desk: PublishingService, rules: Path, mine: RulesFiles, heaviest: RulesFiles, broken: bool
) -> None:
    disk = heaviest._replace(readiness=BROKEN) if broken else heaviest
    write_files(rules, disk)
    assert desk.import_from_disk(desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk) == (disk, mine)
    assert desk.restore_previous(desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk) == (mine, disk)
    assert desk.sync_with_disk().disk.state is DiskState.IGNORED
    assert isinstance(desk.publish(desk.sync_with_disk().revision, "Anna", "Heavier"), PublishedRelease)
    (copy,) = rules.glob("readiness.set-aside-*.yaml")
    assert copy.read_bytes() == disk.readiness


def test_files_on_disk_that_are_followed_and_reverted_leave_the_backup(
    desk: PublishingService, rules: Path, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    before = read_files(rules)
    write_files(rules, heaviest)
    desk.import_from_disk(desk.sync_with_disk().revision)
    for disk in (change_files(heaviest, ("Small rules", "Tiny rules")), heaviest._replace(readiness=BROKEN)):
        write_files(rules, disk)
        assert draft_and_backup(desk) == (disk, mine)
    write_files(rules, before)
    assert draft_and_backup(desk) == (None, mine)


def test_files_on_disk_that_become_invalid_leave_only_their_previous_content_as_backup(
    desk: PublishingService, rules: Path, heaviest: RulesFiles
) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    desk.sync_with_disk()
    write_files(rules, heaviest)
    assert draft_and_backup(desk) == (heaviest, None)
    write_files(rules, heaviest._replace(readiness=BROKEN))
    assert draft_and_backup(desk)[1] == heaviest
    assert desk.restore_previous(desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk) == (heaviest, heaviest._replace(readiness=BROKEN))


def test_publishing_or_discarding_the_draft_deletes_the_backup(
    desk: PublishingService, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    save_draft(desk, heaviest, whole=True)
    assert desk.delete_draft(desk.sync_with_disk().revision) is None
    assert draft_and_backup(desk) == (None, None)
    save_draft(desk, mine)
    save_draft(desk, heaviest, whole=True)
    assert isinstance(desk.publish(desk.sync_with_disk().revision, "Anna", "Heaviest"), PublishedRelease)
    assert draft_and_backup(desk) == (None, None)
    told = desk.restore_previous(desk.sync_with_disk().revision)
    assert isinstance(told, Rejection)
    assert (told.reason, told.sentences) == (RejectionReason.NO_DRAFT, ("There is no earlier draft to take back.",))


def test_when_two_restore_the_backup_at_once_the_second_is_informed(
    store: Store, rules: Path, desk: PublishingService, mine: RulesFiles
) -> None:
    broken = mine._replace(readiness=BROKEN)
    save_draft(desk, broken)
    revision, together = desk.sync_with_disk().revision, Barrier(2)
    outcomes = list[DraftState | Rejection | None]()

    def take_back() -> None:
        other = PublishingService(store, rules)
        together.wait()
        outcomes.append(other.restore_previous(revision))

    threads = [Thread(target=take_back) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(None) == 1
    assert draft_and_backup(desk) == (mine, broken)
