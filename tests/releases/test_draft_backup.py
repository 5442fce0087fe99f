"""A draft that another replaces is backed up and can be restored."""

from pathlib import Path
from threading import Barrier, Thread

import pytest

from assess.releases.draft_backup import is_readable
from assess.releases.models import DiskState, Published, Reason, Refused
from assess.releases.service import Desk
from assess.storage.release_records import Files, Workbench
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, HEAVIEST, changed, files_in, put

BROKEN = b"bands: [\nNobody can read this: {"


def lying(desk: Desk) -> tuple[Files | None, Files | None]:
    """Return the draft and its backup."""
    found = desk.look().workbench
    return found.draft and found.draft.files, found.earlier and found.earlier.files


def save(desk: Desk, files: Files, *, whole: bool = False) -> None:
    assert desk.save_draft(files, desk.look().revision, whole=whole) is None


@pytest.fixture
def mine(desk: Desk) -> Files:
    """A draft that was edited in forms."""
    files = changed(desk.in_force().files, *HEAVIER)
    save(desk, files)
    return files


@pytest.fixture
def heaviest(desk: Desk) -> Files:
    return changed(desk.in_force().files, *HEAVIEST)


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
    assert is_readable(Files(content, b"sources: []")) is readable
    assert not is_readable(Files(content, b""))


@pytest.mark.parametrize("whole", [True, False], ids=["sent", "typed"])
def test_broken_text_replaces_a_draft_that_can_be_restored(desk: Desk, mine: Files, whole: bool) -> None:
    broken = mine._replace(readiness=BROKEN)
    save(desk, broken, whole=whole)
    assert lying(desk) == (broken, mine)
    assert desk.take_back(desk.look().revision) is None
    assert lying(desk) == (mine, broken)
    assert desk.take_back(desk.look().revision) is None
    assert lying(desk) == (broken, mine)


def test_an_upload_backs_up_the_draft_and_readable_text_does_not(desk: Desk, mine: Files, heaviest: Files) -> None:
    save(desk, heaviest)
    assert lying(desk) == (heaviest, None)
    save(desk, heaviest, whole=True)
    assert lying(desk) == (heaviest, None)
    save(desk, mine, whole=True)
    assert lying(desk) == (mine, heaviest)


def test_neither_broken_text_nor_an_unedited_file_replaces_the_backup(desk: Desk, mine: Files, heaviest: Files) -> None:
    second = changed(heaviest, ("Small rules", "Tiny rules"))
    for files in (mine._replace(readiness=BROKEN), mine._replace(evidence=b"["), heaviest, second):
        save(desk, files, whole=True)
        assert lying(desk) == (files, mine)
    edited = changed(second, ("Tiny rules", "Own rules"))
    save(desk, edited)
    save(desk, heaviest, whole=True)
    assert lying(desk) == (heaviest, edited)


def test_a_file_equal_to_the_current_rules_ends_the_draft_and_backs_it_up(desk: Desk, mine: Files) -> None:
    save(desk, desk.in_force().files, whole=True)
    assert lying(desk) == (None, mine)
    assert desk.take_back(desk.look().revision) is None
    assert lying(desk) == (mine, None)


def test_restoring_an_old_version_backs_up_the_draft(desk: Desk, mine: Files) -> None:
    assert desk.restore("1.0.0", desk.look().revision) is None
    assert lying(desk)[1] == mine


@pytest.mark.parametrize("broken", [True, False])
def test_files_imported_from_disk_back_up_the_draft_and_are_backed_up_on_its_return(
    desk: Desk, rules: Path, mine: Files, heaviest: Files, broken: bool
) -> None:
    disk = heaviest._replace(readiness=BROKEN) if broken else heaviest
    put(rules, disk)
    assert desk.take_from_disk(desk.look().revision) is None
    assert lying(desk) == (disk, mine)
    assert desk.take_back(desk.look().revision) is None
    assert lying(desk) == (mine, disk)
    assert desk.look().disk.state is DiskState.KEPT_OUT
    assert isinstance(desk.publish(desk.look().revision, "Anna", "Heavier"), Published)
    (copy,) = rules.glob("readiness.set-aside-*.yaml")
    assert copy.read_bytes() == disk.readiness


def test_files_on_disk_that_are_followed_and_reverted_leave_the_backup(
    desk: Desk, rules: Path, mine: Files, heaviest: Files
) -> None:
    before = files_in(rules)
    put(rules, heaviest)
    desk.take_from_disk(desk.look().revision)
    for disk in (changed(heaviest, ("Small rules", "Tiny rules")), heaviest._replace(readiness=BROKEN)):
        put(rules, disk)
        assert lying(desk) == (disk, mine)
    put(rules, before)
    assert lying(desk) == (None, mine)


def test_files_on_disk_that_become_invalid_leave_only_their_previous_content_as_backup(
    desk: Desk, rules: Path, heaviest: Files
) -> None:
    put(rules, changed(files_in(rules), *HEAVIER))
    desk.look()
    put(rules, heaviest)
    assert lying(desk) == (heaviest, None)
    put(rules, heaviest._replace(readiness=BROKEN))
    assert lying(desk)[1] == heaviest
    assert desk.take_back(desk.look().revision) is None
    assert lying(desk) == (heaviest, heaviest._replace(readiness=BROKEN))


def test_publishing_or_discarding_the_draft_deletes_the_backup(desk: Desk, mine: Files, heaviest: Files) -> None:
    save(desk, heaviest, whole=True)
    assert desk.drop_draft(desk.look().revision) is None
    assert lying(desk) == (None, None)
    save(desk, mine)
    save(desk, heaviest, whole=True)
    assert isinstance(desk.publish(desk.look().revision, "Anna", "Heaviest"), Published)
    assert lying(desk) == (None, None)
    told = desk.take_back(desk.look().revision)
    assert isinstance(told, Refused)
    assert (told.reason, told.sentences) == (Reason.NOTHING, ("There is no earlier draft to take back.",))


def test_when_two_restore_the_backup_at_once_the_second_is_informed(
    store: Store, rules: Path, desk: Desk, mine: Files
) -> None:
    broken = mine._replace(readiness=BROKEN)
    save(desk, broken)
    revision, together = desk.look().revision, Barrier(2)
    outcomes = list[Workbench | Refused | None]()

    def take_back() -> None:
        other = Desk(store, rules)
        together.wait()
        outcomes.append(other.take_back(revision))

    threads = [Thread(target=take_back) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(None) == 1
    assert lying(desk) == (mine, broken)
