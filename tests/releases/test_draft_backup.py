"""A draft that another replaces is backed up and can be restored."""

from pathlib import Path
from threading import Barrier, Thread

import pytest

from assess.releases.draft_backup import is_editable
from assess.releases.models import DiskState, RejectedError, RejectionReason
from assess.releases.service import PublishingService
from assess.storage.release_records import OutdatedError, RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, HEAVIEST, change_files, read_files, write_files

BROKEN = b"bands: [\nNobody can read this: {"


def draft_and_backup(publishing: PublishingService) -> tuple[RulesFiles | None, RulesFiles | None]:
    """Return the draft and its backup."""
    found = publishing.sync_with_disk().draft_state
    return found.draft and found.draft.files, found.previous and found.previous.files


def save_draft(publishing: PublishingService, files: RulesFiles, *, whole: bool = False) -> None:
    publishing.save_draft(files, publishing.sync_with_disk().revision, unedited=whole)


@pytest.fixture
def mine(publishing: PublishingService) -> RulesFiles:
    """A draft that was edited in forms."""
    files = change_files(publishing.get_current_release().files, *HEAVIER)
    save_draft(publishing, files)
    return files


@pytest.fixture
def heaviest(publishing: PublishingService) -> RulesFiles:
    return change_files(publishing.get_current_release().files, *HEAVIEST)


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
    publishing: PublishingService, mine: RulesFiles, whole: bool
) -> None:
    broken = mine._replace(readiness=BROKEN)
    save_draft(publishing, broken, whole=whole)
    assert draft_and_backup(publishing) == (broken, mine)
    publishing.restore_previous(publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing) == (mine, broken)
    publishing.restore_previous(publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing) == (broken, mine)


def test_an_upload_backs_up_the_draft_and_readable_text_does_not(
    publishing: PublishingService, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    save_draft(publishing, heaviest)
    assert draft_and_backup(publishing) == (heaviest, None)
    save_draft(publishing, heaviest, whole=True)
    assert draft_and_backup(publishing) == (heaviest, None)
    save_draft(publishing, mine, whole=True)
    assert draft_and_backup(publishing) == (mine, heaviest)


def test_neither_broken_text_nor_an_unedited_file_replaces_the_backup(
    publishing: PublishingService, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    second = change_files(heaviest, ("Small rules", "Tiny rules"))
    for files in (mine._replace(readiness=BROKEN), mine._replace(evidence=b"["), heaviest, second):
        save_draft(publishing, files, whole=True)
        assert draft_and_backup(publishing) == (files, mine)
    edited = change_files(second, ("Tiny rules", "Own rules"))
    save_draft(publishing, edited)
    save_draft(publishing, heaviest, whole=True)
    assert draft_and_backup(publishing) == (heaviest, edited)


def test_a_file_equal_to_the_current_rules_ends_the_draft_and_backs_it_up(
    publishing: PublishingService, mine: RulesFiles
) -> None:
    save_draft(publishing, publishing.get_current_release().files, whole=True)
    assert draft_and_backup(publishing) == (None, mine)
    publishing.restore_previous(publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing) == (mine, None)


def test_restoring_an_old_version_backs_up_the_draft(publishing: PublishingService, mine: RulesFiles) -> None:
    publishing.restore_version("1.0.0", publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing)[1] == mine


@pytest.mark.parametrize("broken", [True, False])
def test_files_imported_from_disk_back_up_the_draft_and_are_backed_up_on_its_return(
    publishing: PublishingService, rules: Path, mine: RulesFiles, heaviest: RulesFiles, broken: bool
) -> None:
    disk = heaviest._replace(readiness=BROKEN) if broken else heaviest
    write_files(rules, disk)
    publishing.import_from_disk(publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing) == (disk, mine)
    publishing.restore_previous(publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing) == (mine, disk)
    assert publishing.sync_with_disk().disk.state is DiskState.IGNORED
    publishing.publish(publishing.sync_with_disk().revision, "Anna", "Heavier")
    (copy,) = rules.glob("readiness.set-aside-*.yaml")
    assert copy.read_bytes() == disk.readiness


def test_files_on_disk_that_are_followed_and_reverted_leave_the_backup(
    publishing: PublishingService, rules: Path, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    before = read_files(rules)
    write_files(rules, heaviest)
    publishing.import_from_disk(publishing.sync_with_disk().revision)
    for disk in (change_files(heaviest, ("Small rules", "Tiny rules")), heaviest._replace(readiness=BROKEN)):
        write_files(rules, disk)
        assert draft_and_backup(publishing) == (disk, mine)
    write_files(rules, before)
    assert draft_and_backup(publishing) == (None, mine)


def test_files_on_disk_that_become_invalid_leave_only_their_previous_content_as_backup(
    publishing: PublishingService, rules: Path, heaviest: RulesFiles
) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    publishing.sync_with_disk()
    write_files(rules, heaviest)
    assert draft_and_backup(publishing) == (heaviest, None)
    write_files(rules, heaviest._replace(readiness=BROKEN))
    assert draft_and_backup(publishing)[1] == heaviest
    publishing.restore_previous(publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing) == (heaviest, heaviest._replace(readiness=BROKEN))


def test_publishing_or_discarding_the_draft_deletes_the_backup(
    publishing: PublishingService, mine: RulesFiles, heaviest: RulesFiles
) -> None:
    save_draft(publishing, heaviest, whole=True)
    publishing.delete_draft(publishing.sync_with_disk().revision)
    assert draft_and_backup(publishing) == (None, None)
    save_draft(publishing, mine)
    save_draft(publishing, heaviest, whole=True)
    publishing.publish(publishing.sync_with_disk().revision, "Anna", "Heaviest")
    assert draft_and_backup(publishing) == (None, None)
    with pytest.raises(RejectedError) as raised:
        publishing.restore_previous(publishing.sync_with_disk().revision)
    assert (raised.value.reason, raised.value.sentences) == (
        RejectionReason.NO_DRAFT,
        ("There is no earlier draft to restore.",),
    )


def test_when_two_restore_the_backup_at_once_the_second_is_informed(
    store: Store, rules: Path, publishing: PublishingService, mine: RulesFiles
) -> None:
    broken = mine._replace(readiness=BROKEN)
    save_draft(publishing, broken)
    revision, together = publishing.sync_with_disk().revision, Barrier(2)
    outcomes = list[str]()

    def take_back() -> None:
        other = PublishingService(store, rules)
        together.wait()
        try:
            other.restore_previous(revision)
            outcomes.append("restored")
        except OutdatedError:
            outcomes.append("outdated")

    threads = [Thread(target=take_back) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["outdated", "restored"]
    assert draft_and_backup(publishing) == (mine, broken)
