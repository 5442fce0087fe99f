import os
import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from assess.core.model.assessment import Assessment
from assess.releases.models import DiskState, NoRulebookError, PublishedRelease, Rejection, RejectionReason
from assess.releases.service import DRAFT_REMAINS, PublishingService
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, HEAVIEST, change_files, read_files, write_files


def current_weight(desk: PublishingService) -> int:
    return desk.get_current_release().rulebook.rules.sections[0].weight


def save_edited_draft(desk: PublishingService, *changes: tuple[str, str]) -> int:
    """Save a draft in the browser and return its revision."""
    before = desk.sync_with_disk()
    assert desk.save_draft(change_files(desk.get_current_release().files, *changes), before.revision) is None
    return desk.sync_with_disk().revision


def expect_published(outcome: PublishedRelease | Rejection) -> PublishedRelease:
    assert isinstance(outcome, PublishedRelease), outcome
    return outcome


def expect_rejection(outcome: object) -> Rejection:
    assert isinstance(outcome, Rejection), outcome
    return outcome


def test_the_shipped_rules_are_published_at_the_first_start(desk: PublishingService) -> None:
    (first,) = desk.list_publications()
    assert (first.release.version, first.by, first.why) == (
        "1.0.0",
        "the tool itself",
        "The rules that came with the tool",
    )
    assert first.is_written
    assert desk.sync_with_disk().disk.state is DiskState.SAME
    assert desk.sync_with_disk().draft is None


def test_invalid_rules_at_the_first_start_are_listed_until_they_are_fixed(store: Store, rules: Path) -> None:
    good = read_files(rules)
    write_files(rules, change_files(good, ("weight: 3", "weight: many")))
    desk = PublishingService(store, rules)
    with pytest.raises(NoRulebookError) as raised:
        desk.get_current_release()
    (problem,) = raised.value.problems
    assert problem.file == str(rules / "readiness.yaml")
    assert store.list_publications() == ()
    write_files(rules, good)
    assert desk.get_current_release().rulebook.version == "1.0.0"


def test_missing_rules_at_the_first_start_are_a_problem_with_a_location(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NoRulebookError) as raised:
        PublishingService(store, tmp_path / "nowhere").get_current_release()
    assert [Path(each.file).name for each in raised.value.problems] == ["readiness.yaml", "evidence.yaml"]


def test_versions_older_than_publishing_are_published_in_ascending_order(store: Store, rules: Path) -> None:
    files = read_files(rules)
    for version in ("1.10.0", "1.9.0"):
        content = change_files(files, ("version: 1.0.0", f"version: {version}"))
        store.create_assessment(
            "Old", Assessment("Borough", version), StoredRulebook(Release("small", version, version), *content)
        )
    store.create_assessment(
        "Odd", Assessment("Borough", "Odd"), StoredRulebook(Release("small", "9.0.0", "odd"), b"no rules", b"")
    )
    desk = PublishingService(store, rules)
    assert desk.get_current_release().rulebook.version == "1.10.0"
    assert [(each.release.version, each.by, each.assessments) for each in desk.list_publications()] == [
        ("1.10.0", "the tool itself", 1),
        ("1.9.0", "the tool itself", 1),
    ]
    assert read_files(rules) == files
    assert desk.sync_with_disk().disk.state is DiskState.DRAFT


def test_the_database_and_not_the_files_determines_the_current_version(desk: PublishingService, rules: Path) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    assert current_weight(desk) == 3
    write_files(rules, RulesFiles(b"\xff nothing", b""))
    assert current_weight(desk) == 3


def test_the_same_version_is_loaded_once(desk: PublishingService) -> None:
    assert desk.get_current_release() is desk.get_current_release()
    assert desk.load_rulebook(desk.get_current_release().stored.release) is desk.get_current_release().rulebook


def test_a_change_on_disk_becomes_the_draft_and_is_followed_until_somebody_edits_it(
    desk: PublishingService, rules: Path
) -> None:
    for sevenths in ("4", "5", "many"):
        write_files(rules, change_files(desk.get_current_release().files, ("weight: 3", f"weight: {sevenths}")))
        found = desk.sync_with_disk()
        assert found.disk.state is DiskState.DRAFT
        assert found.draft is not None
        assert found.draft.files == read_files(rules)
    assert desk.check(read_files(rules)).problems
    assert current_weight(desk) == 3


def test_a_reverted_change_on_disk_leaves_no_draft_and_is_reported_once(desk: PublishingService, rules: Path) -> None:
    before = read_files(rules)
    write_files(rules, change_files(before, *HEAVIER))
    assert desk.sync_with_disk().draft is not None
    write_files(rules, before)
    found = desk.sync_with_disk()
    assert (found.draft, found.disk.state, found.reverted) == (None, DiskState.SAME, True)
    assert not desk.sync_with_disk().reverted


def test_an_edited_draft_from_disk_stays_when_the_files_are_reverted(desk: PublishingService, rules: Path) -> None:
    before = read_files(rules)
    write_files(rules, change_files(before, *HEAVIER))
    save_edited_draft(desk, *HEAVIEST)
    write_files(rules, before)
    found = desk.sync_with_disk()
    assert found.draft is not None
    assert b"weight: 9" in found.draft.files.readiness
    assert not found.reverted


def test_a_change_on_disk_is_detected_by_content_and_not_by_timestamp(desk: PublishingService, rules: Path) -> None:
    before = (rules / "readiness.yaml").stat()
    write_files(rules, change_files(read_files(rules), ("weight: 3", "weight: 4")))
    os.utime(rules / "readiness.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert desk.sync_with_disk().draft is not None


def test_a_change_on_disk_while_somebody_edits_is_noticed_and_overwrites_nothing(
    desk: PublishingService, rules: Path
) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    found = desk.sync_with_disk()
    assert found.disk.state is DiskState.CHANGED
    assert found.draft is not None
    assert b"weight: 4" in found.draft.files.readiness
    assert expect_rejection(desk.publish(revision, "Anna", "Heavier")).reason is RejectionReason.DISK
    assert b"weight: 9" in read_files(rules).readiness
    assert current_weight(desk) == 3


def test_the_change_on_disk_can_replace_the_draft(desk: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    assert desk.import_from_disk(revision) is None
    expect_published(desk.publish(desk.sync_with_disk().revision, "Anna", "Heaviest"))
    assert current_weight(desk) == 9


def test_the_change_on_disk_can_be_ignored_and_is_backed_up(desk: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    theirs = change_files(read_files(rules), *HEAVIEST)
    write_files(rules, theirs)
    assert desk.ignore_disk() is None
    assert desk.sync_with_disk().disk.state is DiskState.IGNORED
    expect_published(desk.publish(revision, "Anna", "Heavier"))
    assert current_weight(desk) == 4
    assert b"weight: 4" in read_files(rules).readiness
    (copy,) = rules.glob("readiness.set-aside-*.yaml")
    assert copy.read_bytes() == theirs.readiness


def test_a_change_on_disk_after_an_ignored_one_is_noticed(desk: PublishingService, rules: Path) -> None:
    save_edited_draft(desk, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    desk.ignore_disk()
    write_files(rules, change_files(read_files(rules), ("Small rules", "Tiny rules")))
    assert desk.sync_with_disk().disk.state is DiskState.CHANGED


def test_a_missing_file_is_reported_and_written_by_the_next_release(desk: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    (rules / "evidence.yaml").unlink()
    found = desk.sync_with_disk()
    assert found.disk.state is DiskState.UNREADABLE
    assert "cannot be read" in found.disk.problems[0].message
    assert expect_rejection(desk.import_from_disk(revision)).reason is RejectionReason.DISK
    expect_published(desk.publish(revision, "Anna", "Heavier"))
    assert (rules / "evidence.yaml").exists()


def test_a_file_too_large_for_rules_is_never_imported(desk: PublishingService, rules: Path) -> None:
    (rules / "readiness.yaml").write_bytes(b"#" * 2_000_001)
    found = desk.sync_with_disk()
    assert found.draft is None
    assert "larger than 2 MB" in found.disk.problems[0].message


def test_a_draft_with_mistakes_is_kept_and_cannot_be_published(desk: PublishingService, rules: Path) -> None:
    before = read_files(rules)
    revision = save_edited_draft(desk, ("version: 1.0.0", "version: 1.0.1"), ("weight: 3", "weight: many"))
    outcome = expect_rejection(desk.publish(revision, "Anna", "Heavier"))
    assert outcome.reason is RejectionReason.PROBLEMS
    assert outcome.problems[0].file == "readiness.yaml"
    assert read_files(rules) == before
    assert current_weight(desk) == 3
    assert desk.sync_with_disk().draft is not None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b"rulebook: {id: a}\nrulebook: {id: b}", b"a: &b\nc: *b"]
)
def test_a_draft_of_any_bytes_is_stored_checked_and_rejected(desk: PublishingService, content: bytes) -> None:
    files = RulesFiles(content, desk.get_current_release().stored.evidence)
    assert desk.save_draft(files, 0) is None
    found = desk.sync_with_disk()
    assert found.draft is not None
    assert found.draft.files == files
    assert expect_rejection(desk.publish(found.revision, "Anna", "Why not")).problems
    assert current_weight(desk) == 3


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("1.0.0", "Version 1.0.0 has been published. Give the changed rules a higher number, such as 1.0.1."),
        (
            "0.9.9",
            "Version 0.9.9 is lower than 1.0.0, which has been published. Give the changed rules a higher number",
        ),
    ],
)
def test_publishing_requires_a_higher_version_and_suggests_the_next(
    desk: PublishingService, version: str, sentence: str
) -> None:
    revision = save_edited_draft(desk, ("weight: 3", "weight: 4"), ("version: 1.0.0", f"version: {version}"))
    (problem,) = expect_rejection(desk.publish(revision, "Anna", "Heavier")).problems
    assert problem.message.startswith(sentence)
    assert (problem.line, problem.column) == (5, 12)
    assert desk.suggest_version() == "1.0.1"


@pytest.mark.parametrize(
    ("by", "why", "sentence"),
    [
        (" ", "Why", "Enter the name of the person who publishes"),
        ("Anna", "\n", "Enter a note saying why the rules change"),
        ("a" * 101, "Why", "The name must be 100 characters or fewer"),
        ("Anna\nBell", "Why", "The name must be on one line, without characters that cannot be seen"),
        ("Anna", "w" * 2001, "The note must be 2,000 characters or fewer"),
        ("Anna", "bell \x07", "The note must not hold characters that cannot be seen"),
    ],
)
def test_publishing_requires_a_name_and_a_note(desk: PublishingService, by: str, why: str, sentence: str) -> None:
    outcome = expect_rejection(desk.publish(save_edited_draft(desk, *HEAVIER), by, why))
    assert (outcome.reason, outcome.sentences) == (RejectionReason.INVALID_FORM, (sentence,))
    assert current_weight(desk) == 3


def test_a_published_version_is_current_on_disk_and_recorded_with_author_and_note(
    desk: PublishingService, rules: Path
) -> None:
    before = desk.get_current_release()
    (rules / "readiness.yaml").chmod(0o640)
    outcome = expect_published(desk.publish(save_edited_draft(desk, *HEAVIER), " Anna ", "Pensions count more\r\nnow"))
    assert outcome.notes == ()
    assert (outcome.publication.by, outcome.publication.why) == ("Anna", "Pensions count more\r\nnow")
    assert current_weight(desk) == 4
    assert read_files(rules) == desk.get_current_release().files == change_files(before.files, *HEAVIER)
    assert stat.S_IMODE((rules / "readiness.yaml").stat().st_mode) == 0o640
    assert sorted(path.name for path in rules.iterdir()) == ["evidence.yaml", "readiness.yaml"]
    assert desk.sync_with_disk().draft is None
    assert desk.load_stored("1.0.0") == before.stored
    assert [each.release.version for each in desk.list_publications()] == ["1.0.1", "1.0.0"]


def test_another_process_serves_the_published_version_after_its_next_sync(
    desk: PublishingService, store: Store, rules: Path
) -> None:
    other = PublishingService(store, rules)
    assert current_weight(other) == 3
    expect_published(desk.publish(save_edited_draft(desk, *HEAVIER), "Anna", "Heavier"))
    assert current_weight(other) == 4


def test_the_second_of_two_saves_of_the_draft_gets_the_conflicting_draft(desk: PublishingService) -> None:
    seen = desk.sync_with_disk().revision
    first, second = (change_files(desk.get_current_release().files, *each) for each in (HEAVIER, HEAVIEST))
    assert desk.save_draft(first, seen) is None
    theirs = desk.save_draft(second, seen)
    assert theirs is not None
    assert theirs.draft is not None
    assert theirs.draft.files == first


def test_a_change_on_disk_since_the_last_sync_rejects_the_save(desk: PublishingService, rules: Path) -> None:
    seen = desk.sync_with_disk().revision
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    theirs = desk.save_draft(change_files(desk.get_current_release().files, *HEAVIER), seen)
    assert theirs is not None
    assert theirs.draft is not None
    assert b"weight: 9" in theirs.draft.files.readiness


def test_a_draft_equal_to_the_current_rules_is_no_draft(desk: PublishingService) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    assert desk.save_draft(desk.get_current_release().files, revision) is None
    assert desk.sync_with_disk().draft is None


def test_a_discarded_draft_does_not_come_back_from_disk(desk: PublishingService, rules: Path) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    desk.delete_draft(desk.sync_with_disk().revision)
    found = desk.sync_with_disk()
    assert (found.draft, found.disk.state) == (None, DiskState.IGNORED)
    assert desk.import_from_disk(found.revision) is None
    assert desk.sync_with_disk().draft is not None


def test_when_two_officers_publish_one_draft_the_second_learns_who_was_first(desk: PublishingService) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    expect_published(desk.publish(revision, "Anna", "Pensions count more"))
    outcome = expect_rejection(desk.publish(revision, "Ben", "Mine"))
    assert outcome.reason is RejectionReason.CONFLICT
    assert outcome.sentences[0].startswith("Version 1.0.1 was published by Anna on 22 November 2026 at ")
    assert outcome.sentences[0].endswith(": “Pensions count more”.")


def test_when_many_publish_at_once_one_wins_and_the_others_are_informed(store: Store, rules: Path) -> None:
    save_edited_draft(PublishingService(store, rules), *HEAVIER)
    together, outcomes = Barrier(5), list[PublishedRelease | Rejection]()

    def publish(name: str) -> None:
        desk = PublishingService(store, rules)
        revision = desk.sync_with_disk().revision
        together.wait()
        outcomes.append(desk.publish(revision, name, f"Why {name}"))

    threads = [Thread(target=publish, args=(name,)) for name in "abcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = [each for each in outcomes if isinstance(each, PublishedRelease)]
    lost = [each for each in outcomes if isinstance(each, Rejection)]
    assert all(f"published by {won.publication.by}" in each.sentences[0] for each in lost)
    assert len(lost) == 4
    assert [each.release.version for each in store.list_publications()] == ["1.0.1", "1.0.0"]


def test_a_draft_based_on_an_older_version_is_kept_and_reported(desk: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(desk, ("version: 1.0.0", "version: 1.0.2"), ("Small rules", "Tiny rules"))
    mine = desk.sync_with_disk().draft
    write_files(rules, change_files(desk.get_current_release().files, *HEAVIER))
    outcome = expect_published(desk.publish_files(read_files(rules), "Anna", "Heavier"))
    assert outcome.notes == (DRAFT_REMAINS,)
    told = expect_rejection(desk.publish(revision, "Ben", "Tiny"))
    assert told.reason is RejectionReason.CONFLICT
    assert "Look at what that version changed" in told.sentences[0]
    assert desk.sync_with_disk().draft == mine
    assert desk.rebase_draft(revision) is None
    expect_published(desk.publish(desk.sync_with_disk().revision, "Ben", "Tiny"))
    assert desk.get_current_release().rulebook.version == "1.0.2"


def test_concurrent_publications_of_files_are_serialised_by_the_transaction(
    desk: PublishingService, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, issue = PublishingService(desk.store, rules), PublishingService._commit

    def late(self: PublishingService, *given: object) -> PublishedRelease | Rejection:
        monkeypatch.setattr(PublishingService, "_commit", issue)
        write_files(rules, change_files(read_files(rules), *HEAVIER))
        expect_published(other.publish_files(read_files(rules), "Anna", "First"))
        return issue(self, *given)  # type: ignore[arg-type]

    mine = change_files(read_files(rules), *HEAVIEST)
    monkeypatch.setattr(PublishingService, "_commit", late)
    told = expect_rejection(desk.publish_files(mine, "Ben", "Second"))
    assert told.reason is RejectionReason.CONFLICT
    assert "published by Anna" in told.sentences[0]
    assert current_weight(desk) == 4


def test_publishing_the_files_on_disk_ends_an_equal_draft(desk: PublishingService, rules: Path) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    desk.sync_with_disk()
    expect_published(desk.publish_files(read_files(rules), "Anna", "Heavier"))
    assert desk.sync_with_disk().draft is None


def test_other_files_never_overwrite_a_change_on_disk(desk: PublishingService, rules: Path) -> None:
    mine = change_files(read_files(rules), *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    for _ in range(2):
        assert expect_rejection(desk.publish_files(mine, "Anna", "Heavier")).reason is RejectionReason.DISK
        desk.sync_with_disk()
    assert b"weight: 9" in read_files(rules).readiness


def test_an_old_version_is_restored_as_a_draft_with_the_next_number(desk: PublishingService, rules: Path) -> None:
    before = desk.get_current_release().files
    expect_published(desk.publish(save_edited_draft(desk, *HEAVIER), "Anna", "Heavier"))
    assert desk.restore_version("1.0.0", desk.sync_with_disk().revision) is None
    found = desk.sync_with_disk()
    assert found.draft is not None
    assert found.draft.files == change_files(before, ("version: 1.0.0", "version: 1.0.2"))
    expect_published(desk.publish(found.revision, "Ben", "Back"))
    assert current_weight(desk) == 3
    assert read_files(rules) == found.draft.files


def test_a_version_that_was_never_published_cannot_be_restored(desk: PublishingService) -> None:
    outcome = expect_rejection(desk.restore_version("7.0.0", desk.sync_with_disk().revision))
    assert outcome.sentences == ("There is no published version 7.0.0. There are: 1.0.0.",)


def test_files_that_cannot_be_written_are_written_later(
    desk: PublishingService, store: Store, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    before = read_files(rules)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("assess.releases.files.write_atomically", full)
        outcome = expect_published(desk.publish(revision, "Anna", "Heavier"))
        assert "could not be written (No space left on device)" in outcome.notes[0]
        assert desk.sync_with_disk().disk.state is DiskState.UNWRITTEN
    assert current_weight(desk) == 4
    assert read_files(rules) == before
    PublishingService(store, rules)
    assert read_files(rules) == desk.get_current_release().files


def test_a_backup_that_cannot_be_written_prevents_publishing(
    desk: PublishingService, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assess.releases.files.write_atomically", full)
    assert "could not be copied" in expect_rejection(desk.ignore_disk()).sentences[0]
    desk.store.ignore_disk_files(read_files(rules).fingerprint)
    assert expect_rejection(desk.publish(revision, "Anna", "Heavier")).reason is RejectionReason.DISK
    assert current_weight(desk) == 3


def test_a_file_changed_during_publishing_is_kept_as_a_change_on_disk(
    desk: PublishingService, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = save_edited_draft(desk, *HEAVIER)
    finish = PublishingService.write_pending_files

    def late(self: PublishingService) -> None:
        write_files(rules, change_files(read_files(rules), *HEAVIEST))
        finish(self)

    monkeypatch.setattr(PublishingService, "write_pending_files", late)
    expect_published(desk.publish(revision, "Anna", "Heavier"))
    assert current_weight(desk) == 4
    assert b"weight: 9" in read_files(rules).readiness
    assert desk.sync_with_disk().disk.state is DiskState.DRAFT


def test_a_symlinked_rules_file_stays_a_symlink(store: Store, rules: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    (rules / "readiness.yaml").rename(elsewhere)
    (rules / "readiness.yaml").symlink_to(elsewhere)
    desk = PublishingService(store, rules)
    expect_published(desk.publish(save_edited_draft(desk, *HEAVIER), "Anna", "Heavier"))
    assert (rules / "readiness.yaml").is_symlink()
    assert b"weight: 4" in elsewhere.read_bytes()


def test_nothing_can_be_published_without_a_draft(desk: PublishingService) -> None:
    assert (
        expect_rejection(desk.publish(desk.sync_with_disk().revision, "Anna", "Why")).reason is RejectionReason.NO_DRAFT
    )
