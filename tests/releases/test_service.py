import os
import stat
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest

from assess.core.model.assessment import Assessment
from assess.releases.models import DiskState, NoRulebookError, PublishedRelease, RejectedError, RejectionReason
from assess.releases.service import DRAFT_REMAINS, PublishingService
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import OutdatedError, RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, HEAVIEST, change_files, read_files, write_files


def current_weight(publishing: PublishingService) -> int:
    return publishing.get_current_release().rulebook.rules.sections[0].weight


def save_edited_draft(publishing: PublishingService, *changes: tuple[str, str]) -> int:
    """Save a draft in the browser and return its revision."""
    before = publishing.sync_with_disk()
    publishing.save_draft(change_files(publishing.get_current_release().files, *changes), before.revision)
    return publishing.sync_with_disk().revision


def expect_rejection(request: Callable[..., object], *given: object) -> RejectedError:
    with pytest.raises(RejectedError) as raised:
        request(*given)
    return raised.value


def test_the_shipped_rules_are_published_at_the_first_start(publishing: PublishingService) -> None:
    (first,) = publishing.list_publications()
    assert (first.release.version, first.by, first.why) == (
        "1.0.0",
        "the tool itself",
        "The rules that came with the tool",
    )
    assert first.is_written
    assert publishing.sync_with_disk().disk.state is DiskState.SAME
    assert publishing.sync_with_disk().draft is None


def test_invalid_rules_at_the_first_start_are_listed_until_they_are_fixed(store: Store, rules: Path) -> None:
    good = read_files(rules)
    write_files(rules, change_files(good, ("weight: 3", "weight: many")))
    publishing = PublishingService(store, rules)
    with pytest.raises(NoRulebookError) as raised:
        publishing.get_current_release()
    (problem,) = raised.value.problems
    assert problem.file == str(rules / "readiness.yaml")
    assert store.list_publications() == ()
    write_files(rules, good)
    assert publishing.get_current_release().rulebook.version == "1.0.0"


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
    publishing = PublishingService(store, rules)
    assert publishing.get_current_release().rulebook.version == "1.10.0"
    assert [(each.release.version, each.by, each.assessments) for each in publishing.list_publications()] == [
        ("1.10.0", "the tool itself", 1),
        ("1.9.0", "the tool itself", 1),
    ]
    assert read_files(rules) == files
    assert publishing.sync_with_disk().disk.state is DiskState.DRAFT


def test_a_version_in_use_stays_in_use_though_a_source_has_a_date_in_the_future(store: Store, rules: Path) -> None:
    readiness, evidence = read_files(rules)
    late = RulesFiles(readiness, evidence.replace(b"checked_on: 2026-11-22", b"checked_on: 2962-03-01", 1))
    assert late.evidence != evidence
    store.create_assessment("Old", Assessment("B", "S"), StoredRulebook(Release("small", "1.0.0", "late"), *late))
    assert PublishingService(store, rules).get_current_release().files == late


def test_the_database_and_not_the_files_determines_the_current_version(
    publishing: PublishingService, rules: Path
) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    assert current_weight(publishing) == 3
    write_files(rules, RulesFiles(b"\xff nothing", b""))
    assert current_weight(publishing) == 3


def test_the_same_version_is_loaded_once(publishing: PublishingService) -> None:
    assert publishing.get_current_release() is publishing.get_current_release()
    assert (
        publishing.load_rulebook(publishing.get_current_release().stored.release)
        is publishing.get_current_release().rulebook
    )


def test_a_change_on_disk_becomes_the_draft_and_is_followed_until_somebody_edits_it(
    publishing: PublishingService, rules: Path
) -> None:
    for sevenths in ("4", "5", "many"):
        write_files(rules, change_files(publishing.get_current_release().files, ("weight: 3", f"weight: {sevenths}")))
        found = publishing.sync_with_disk()
        assert found.disk.state is DiskState.DRAFT
        assert found.draft is not None
        assert found.draft.files == read_files(rules)
    assert publishing.check(read_files(rules)).problems
    assert current_weight(publishing) == 3


def test_a_reverted_change_on_disk_leaves_no_draft_and_is_reported_once(
    publishing: PublishingService, rules: Path
) -> None:
    before = read_files(rules)
    write_files(rules, change_files(before, *HEAVIER))
    assert publishing.sync_with_disk().draft is not None
    write_files(rules, before)
    found = publishing.sync_with_disk()
    assert (found.draft, found.disk.state, found.reverted) == (None, DiskState.SAME, True)
    assert not publishing.sync_with_disk().reverted


def test_an_edited_draft_from_disk_stays_when_the_files_are_reverted(
    publishing: PublishingService, rules: Path
) -> None:
    before = read_files(rules)
    write_files(rules, change_files(before, *HEAVIER))
    save_edited_draft(publishing, *HEAVIEST)
    write_files(rules, before)
    found = publishing.sync_with_disk()
    assert found.draft is not None
    assert b"weight: 9" in found.draft.files.readiness
    assert not found.reverted


def test_a_change_on_disk_is_detected_by_content_and_not_by_timestamp(
    publishing: PublishingService, rules: Path
) -> None:
    before = (rules / "readiness.yaml").stat()
    write_files(rules, change_files(read_files(rules), ("weight: 3", "weight: 4")))
    os.utime(rules / "readiness.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert publishing.sync_with_disk().draft is not None


def test_a_change_on_disk_while_somebody_edits_is_noticed_and_overwrites_nothing(
    publishing: PublishingService, rules: Path
) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    found = publishing.sync_with_disk()
    assert found.disk.state is DiskState.CHANGED
    assert found.draft is not None
    assert b"weight: 4" in found.draft.files.readiness
    assert expect_rejection(publishing.publish, revision, "Anna", "Heavier").reason is RejectionReason.DISK
    assert b"weight: 9" in read_files(rules).readiness
    assert current_weight(publishing) == 3


def test_the_change_on_disk_can_replace_the_draft(publishing: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    publishing.import_from_disk(revision)
    publishing.publish(publishing.sync_with_disk().revision, "Anna", "Heaviest")
    assert current_weight(publishing) == 9


def test_the_change_on_disk_can_be_ignored_and_is_backed_up(publishing: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    theirs = change_files(read_files(rules), *HEAVIEST)
    write_files(rules, theirs)
    publishing.ignore_disk()
    assert publishing.sync_with_disk().disk.state is DiskState.IGNORED
    publishing.publish(revision, "Anna", "Heavier")
    assert current_weight(publishing) == 4
    assert b"weight: 4" in read_files(rules).readiness
    (copy,) = rules.glob("readiness.set-aside-*.yaml")
    assert copy.read_bytes() == theirs.readiness


def test_a_change_on_disk_after_an_ignored_one_is_noticed(publishing: PublishingService, rules: Path) -> None:
    save_edited_draft(publishing, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    publishing.ignore_disk()
    write_files(rules, change_files(read_files(rules), ("Small rules", "Tiny rules")))
    assert publishing.sync_with_disk().disk.state is DiskState.CHANGED


def test_a_missing_file_is_reported_and_written_by_the_next_release(publishing: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    (rules / "evidence.yaml").unlink()
    found = publishing.sync_with_disk()
    assert found.disk.state is DiskState.UNREADABLE
    assert "cannot be read" in found.disk.problems[0].message
    assert expect_rejection(publishing.import_from_disk, revision).reason is RejectionReason.DISK
    publishing.publish(revision, "Anna", "Heavier")
    assert (rules / "evidence.yaml").exists()


def test_a_file_too_large_for_rules_is_never_imported(publishing: PublishingService, rules: Path) -> None:
    (rules / "readiness.yaml").write_bytes(b"#" * 2_000_001)
    found = publishing.sync_with_disk()
    assert found.draft is None
    assert "larger than 2 MB" in found.disk.problems[0].message


def test_a_draft_with_mistakes_is_kept_and_cannot_be_published(publishing: PublishingService, rules: Path) -> None:
    before = read_files(rules)
    revision = save_edited_draft(publishing, ("version: 1.0.0", "version: 1.0.1"), ("weight: 3", "weight: many"))
    outcome = expect_rejection(publishing.publish, revision, "Anna", "Heavier")
    assert outcome.reason is RejectionReason.PROBLEMS
    assert outcome.problems[0].file == "readiness.yaml"
    assert read_files(rules) == before
    assert current_weight(publishing) == 3
    assert publishing.sync_with_disk().draft is not None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b"rulebook: {id: a}\nrulebook: {id: b}", b"a: &b\nc: *b"]
)
def test_a_draft_of_any_bytes_is_stored_checked_and_rejected(publishing: PublishingService, content: bytes) -> None:
    files = RulesFiles(content, publishing.get_current_release().stored.evidence)
    publishing.save_draft(files, 0)
    found = publishing.sync_with_disk()
    assert found.draft is not None
    assert found.draft.files == files
    assert expect_rejection(publishing.publish, found.revision, "Anna", "Why not").problems
    assert current_weight(publishing) == 3


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
    publishing: PublishingService, version: str, sentence: str
) -> None:
    revision = save_edited_draft(publishing, ("weight: 3", "weight: 4"), ("version: 1.0.0", f"version: {version}"))
    (problem,) = expect_rejection(publishing.publish, revision, "Anna", "Heavier").problems
    assert problem.message.startswith(sentence)
    assert (problem.line, problem.column) == (5, 12)
    assert publishing.suggest_version() == "1.0.1"


@pytest.mark.parametrize(
    ("by", "why", "sentence"),
    [
        (" ", "Why", "Enter the name of the person who publishes"),
        ("Anna", "\n", "Enter why the rules change"),
        ("a" * 101, "Why", "The name must be 100 characters or fewer"),
        ("Anna\nBell", "Why", "The name must be on one line, without hidden characters"),
        ("Anna", "w" * 2001, "The note must be 2,000 characters or fewer"),
        ("Anna", "bell \x07", "The note must not contain hidden characters"),
    ],
)
def test_publishing_requires_a_name_and_a_note(publishing: PublishingService, by: str, why: str, sentence: str) -> None:
    outcome = expect_rejection(publishing.publish, save_edited_draft(publishing, *HEAVIER), by, why)
    assert (outcome.reason, outcome.sentences) == (RejectionReason.INVALID_FORM, (sentence,))
    assert current_weight(publishing) == 3


def test_a_published_version_is_current_on_disk_and_recorded_with_author_and_note(
    publishing: PublishingService, rules: Path
) -> None:
    before = publishing.get_current_release()
    (rules / "readiness.yaml").chmod(0o640)
    revision = save_edited_draft(publishing, *HEAVIER)
    outcome = publishing.publish(revision, " Anna ", "Pensions count more\r\nnow")
    assert outcome.notes == ()
    assert (outcome.publication.by, outcome.publication.why) == ("Anna", "Pensions count more\r\nnow")
    assert current_weight(publishing) == 4
    assert read_files(rules) == publishing.get_current_release().files == change_files(before.files, *HEAVIER)
    assert stat.S_IMODE((rules / "readiness.yaml").stat().st_mode) == 0o640
    assert sorted(path.name for path in rules.iterdir()) == ["evidence.yaml", "readiness.yaml"]
    assert publishing.sync_with_disk().draft is None
    assert publishing.load_stored("1.0.0") == before.stored
    assert [each.release.version for each in publishing.list_publications()] == ["1.0.1", "1.0.0"]


def test_another_process_serves_the_published_version_after_its_next_sync(
    publishing: PublishingService, store: Store, rules: Path
) -> None:
    other = PublishingService(store, rules)
    assert current_weight(other) == 3
    publishing.publish(save_edited_draft(publishing, *HEAVIER), "Anna", "Heavier")
    assert current_weight(other) == 4


def test_the_second_of_two_saves_of_the_draft_is_a_conflict(publishing: PublishingService) -> None:
    seen = publishing.sync_with_disk().revision
    first, second = (change_files(publishing.get_current_release().files, *each) for each in (HEAVIER, HEAVIEST))
    publishing.save_draft(first, seen)
    with pytest.raises(OutdatedError):
        publishing.save_draft(second, seen)
    draft = publishing.sync_with_disk().draft
    assert draft is not None
    assert draft.files == first


def test_a_change_on_disk_since_the_last_sync_rejects_the_save(publishing: PublishingService, rules: Path) -> None:
    seen = publishing.sync_with_disk().revision
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    with pytest.raises(OutdatedError):
        publishing.save_draft(change_files(publishing.get_current_release().files, *HEAVIER), seen)
    draft = publishing.sync_with_disk().draft
    assert draft is not None
    assert b"weight: 9" in draft.files.readiness


def test_a_draft_equal_to_the_current_rules_is_no_draft(publishing: PublishingService) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    publishing.save_draft(publishing.get_current_release().files, revision)
    assert publishing.sync_with_disk().draft is None


def test_a_discarded_draft_does_not_come_back_from_disk(publishing: PublishingService, rules: Path) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    publishing.delete_draft(publishing.sync_with_disk().revision)
    found = publishing.sync_with_disk()
    assert (found.draft, found.disk.state) == (None, DiskState.IGNORED)
    publishing.import_from_disk(found.revision)
    assert publishing.sync_with_disk().draft is not None


def test_when_two_officers_publish_one_draft_the_second_learns_who_was_first(publishing: PublishingService) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    publishing.publish(revision, "Anna", "Pensions count more")
    outcome = expect_rejection(publishing.publish, revision, "Ben", "Mine")
    assert outcome.reason is RejectionReason.CONFLICT
    assert outcome.sentences[0].startswith("Version 1.0.1 was published by Anna on 22 November 2026 at ")
    assert outcome.sentences[0].endswith(": “Pensions count more”.")


def test_when_many_publish_at_once_one_wins_and_the_others_are_informed(store: Store, rules: Path) -> None:
    save_edited_draft(PublishingService(store, rules), *HEAVIER)
    together, outcomes = Barrier(5), list[PublishedRelease | RejectedError]()

    def publish(name: str) -> None:
        publishing = PublishingService(store, rules)
        revision = publishing.sync_with_disk().revision
        together.wait()
        try:
            outcomes.append(publishing.publish(revision, name, f"Why {name}"))
        except RejectedError as error:
            outcomes.append(error)

    threads = [Thread(target=publish, args=(name,)) for name in "abcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = [each for each in outcomes if isinstance(each, PublishedRelease)]
    lost = [each for each in outcomes if isinstance(each, RejectedError)]
    assert all(f"published by {won.publication.by}" in each.sentences[0] for each in lost)
    assert len(lost) == 4
    assert [each.release.version for each in store.list_publications()] == ["1.0.1", "1.0.0"]


def test_a_draft_based_on_an_older_version_is_kept_and_reported(publishing: PublishingService, rules: Path) -> None:
    revision = save_edited_draft(publishing, ("version: 1.0.0", "version: 1.0.2"), ("Small rules", "Tiny rules"))
    mine = publishing.sync_with_disk().draft
    write_files(rules, change_files(publishing.get_current_release().files, *HEAVIER))
    outcome = publishing.publish_files(read_files(rules), "Anna", "Heavier")
    assert outcome.notes == (DRAFT_REMAINS,)
    told = expect_rejection(publishing.publish, revision, "Ben", "Tiny")
    assert told.reason is RejectionReason.CONFLICT
    assert "Check what that version changed" in told.sentences[0]
    assert publishing.sync_with_disk().draft == mine
    publishing.rebase_draft(revision)
    publishing.publish(publishing.sync_with_disk().revision, "Ben", "Tiny")
    assert publishing.get_current_release().rulebook.version == "1.0.2"


def test_concurrent_publications_of_files_are_serialised_by_the_transaction(
    publishing: PublishingService, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, issue = PublishingService(publishing.store, rules), PublishingService._commit

    def late(self: PublishingService, *given: object) -> PublishedRelease:
        monkeypatch.setattr(PublishingService, "_commit", issue)
        write_files(rules, change_files(read_files(rules), *HEAVIER))
        other.publish_files(read_files(rules), "Anna", "First")
        return issue(self, *given)  # type: ignore[arg-type]

    mine = change_files(read_files(rules), *HEAVIEST)
    monkeypatch.setattr(PublishingService, "_commit", late)
    told = expect_rejection(publishing.publish_files, mine, "Ben", "Second")
    assert told.reason is RejectionReason.CONFLICT
    assert "published by Anna" in told.sentences[0]
    assert current_weight(publishing) == 4


def test_publishing_the_files_on_disk_ends_an_equal_draft(publishing: PublishingService, rules: Path) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER))
    publishing.sync_with_disk()
    publishing.publish_files(read_files(rules), "Anna", "Heavier")
    assert publishing.sync_with_disk().draft is None


def test_other_files_never_overwrite_a_change_on_disk(publishing: PublishingService, rules: Path) -> None:
    mine = change_files(read_files(rules), *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))
    for _ in range(2):
        assert expect_rejection(publishing.publish_files, mine, "Anna", "Heavier").reason is RejectionReason.DISK
        publishing.sync_with_disk()
    assert b"weight: 9" in read_files(rules).readiness


def test_an_old_version_is_restored_as_a_draft_with_the_next_number(publishing: PublishingService, rules: Path) -> None:
    before = publishing.get_current_release().files
    publishing.publish(save_edited_draft(publishing, *HEAVIER), "Anna", "Heavier")
    publishing.restore_version("1.0.0", publishing.sync_with_disk().revision)
    found = publishing.sync_with_disk()
    assert found.draft is not None
    assert found.draft.files == change_files(before, ("version: 1.0.0", "version: 1.0.2"))
    publishing.publish(found.revision, "Ben", "Back")
    assert current_weight(publishing) == 3
    assert read_files(rules) == found.draft.files


def test_a_version_that_was_never_published_cannot_be_restored(publishing: PublishingService) -> None:
    outcome = expect_rejection(publishing.restore_version, "7.0.0", publishing.sync_with_disk().revision)
    assert outcome.sentences == ("There is no published version 7.0.0. There are: 1.0.0.",)


def test_files_that_cannot_be_written_are_written_later(
    publishing: PublishingService, store: Store, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    before = read_files(rules)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("assess.releases.files.write_atomically", full)
        outcome = publishing.publish(revision, "Anna", "Heavier")
        assert "could not be written (No space left on device)" in outcome.notes[0]
        assert publishing.sync_with_disk().disk.state is DiskState.UNWRITTEN
    assert current_weight(publishing) == 4
    assert read_files(rules) == before
    PublishingService(store, rules)
    assert read_files(rules) == publishing.get_current_release().files


def test_a_backup_that_cannot_be_written_prevents_publishing(
    publishing: PublishingService, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    write_files(rules, change_files(read_files(rules), *HEAVIEST))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assess.releases.files.write_atomically", full)
    assert "could not be copied" in expect_rejection(publishing.ignore_disk).sentences[0]
    publishing.store.ignore_disk_files(read_files(rules).fingerprint)
    assert expect_rejection(publishing.publish, revision, "Anna", "Heavier").reason is RejectionReason.DISK
    assert current_weight(publishing) == 3


def test_a_file_changed_during_publishing_is_kept_as_a_change_on_disk(
    publishing: PublishingService, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = save_edited_draft(publishing, *HEAVIER)
    finish = PublishingService.write_pending_files

    def late(self: PublishingService) -> None:
        write_files(rules, change_files(read_files(rules), *HEAVIEST))
        finish(self)

    monkeypatch.setattr(PublishingService, "write_pending_files", late)
    publishing.publish(revision, "Anna", "Heavier")
    assert current_weight(publishing) == 4
    assert b"weight: 9" in read_files(rules).readiness
    assert publishing.sync_with_disk().disk.state is DiskState.DRAFT


def test_a_symlinked_rules_file_stays_a_symlink(store: Store, rules: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    (rules / "readiness.yaml").rename(elsewhere)
    (rules / "readiness.yaml").symlink_to(elsewhere)
    publishing = PublishingService(store, rules)
    publishing.publish(save_edited_draft(publishing, *HEAVIER), "Anna", "Heavier")
    assert (rules / "readiness.yaml").is_symlink()
    assert b"weight: 4" in elsewhere.read_bytes()


def test_nothing_can_be_published_without_a_draft(publishing: PublishingService) -> None:
    revision = publishing.sync_with_disk().revision
    assert expect_rejection(publishing.publish, revision, "Anna", "Why").reason is RejectionReason.NO_DRAFT


def test_a_draft_that_was_deleted_cannot_be_put_on_the_current_version(publishing: PublishingService) -> None:
    with pytest.raises(OutdatedError):
        publishing.rebase_draft(publishing.sync_with_disk().revision)
