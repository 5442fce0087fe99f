import os
import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from assess.core.model.assessment import Assessment
from assess.releases.models import DiskState, NoRulebookError, Published, Reason, Refused
from assess.releases.service import STILL_A_DRAFT, Desk
from assess.storage.records import Kept, Release
from assess.storage.release_records import Files
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, HEAVIEST, changed, files_in, put


def weight(desk: Desk) -> int:
    return desk.in_force().rulebook.rules.sections[0].weight


def edited(desk: Desk, *changes: tuple[str, str]) -> int:
    """Save a draft in the browser and return its revision."""
    before = desk.look()
    assert desk.save_draft(changed(desk.in_force().files, *changes), before.revision) is None
    return desk.look().revision


def published(outcome: Published | Refused) -> Published:
    assert isinstance(outcome, Published), outcome
    return outcome


def refused(outcome: object) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_the_shipped_rules_are_published_at_the_first_start(desk: Desk) -> None:
    (first,) = desk.versions()
    assert (first.release.version, first.by, first.why) == (
        "1.0.0",
        "the tool itself",
        "The rules that came with the tool",
    )
    assert first.written
    assert desk.look().disk.state is DiskState.SAME
    assert desk.look().draft is None


def test_invalid_rules_at_the_first_start_are_listed_until_they_are_fixed(store: Store, rules: Path) -> None:
    good = files_in(rules)
    put(rules, changed(good, ("weight: 3", "weight: many")))
    desk = Desk(store, rules)
    with pytest.raises(NoRulebookError) as raised:
        desk.in_force()
    (problem,) = raised.value.problems
    assert problem.file == str(rules / "readiness.yaml")
    assert store.publications() == ()
    put(rules, good)
    assert desk.in_force().rulebook.version == "1.0.0"


def test_missing_rules_at_the_first_start_are_a_problem_with_a_location(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NoRulebookError) as raised:
        Desk(store, tmp_path / "nowhere").in_force()
    assert [Path(each.file).name for each in raised.value.problems] == ["readiness.yaml", "evidence.yaml"]


def test_versions_older_than_publishing_are_published_in_ascending_order(store: Store, rules: Path) -> None:
    files = files_in(rules)
    for version in ("1.10.0", "1.9.0"):
        content = changed(files, ("version: 1.0.0", f"version: {version}"))
        store.create("Old", Assessment("Borough", version), Kept(Release("small", version, version), *content))
    store.create("Odd", Assessment("Borough", "Odd"), Kept(Release("small", "9.0.0", "odd"), b"no rules", b""))
    desk = Desk(store, rules)
    assert desk.in_force().rulebook.version == "1.10.0"
    assert [(each.release.version, each.by, each.assessments) for each in desk.versions()] == [
        ("1.10.0", "the tool itself", 1),
        ("1.9.0", "the tool itself", 1),
    ]
    assert files_in(rules) == files
    assert desk.look().disk.state is DiskState.DRAFT


def test_the_database_and_not_the_files_determines_the_current_version(desk: Desk, rules: Path) -> None:
    put(rules, changed(files_in(rules), *HEAVIER))
    assert weight(desk) == 3
    put(rules, Files(b"\xff nothing", b""))
    assert weight(desk) == 3


def test_the_same_version_is_loaded_once(desk: Desk) -> None:
    assert desk.in_force() is desk.in_force()
    assert desk.of(desk.in_force().kept.release) is desk.in_force().rulebook


def test_a_change_on_disk_becomes_the_draft_and_is_followed_until_somebody_edits_it(desk: Desk, rules: Path) -> None:
    for sevenths in ("4", "5", "many"):
        put(rules, changed(desk.in_force().files, ("weight: 3", f"weight: {sevenths}")))
        found = desk.look()
        assert found.disk.state is DiskState.DRAFT
        assert found.draft is not None
        assert found.draft.files == files_in(rules)
    assert desk.check(files_in(rules)).problems
    assert weight(desk) == 3


def test_a_reverted_change_on_disk_leaves_no_draft_and_is_reported_once(desk: Desk, rules: Path) -> None:
    before = files_in(rules)
    put(rules, changed(before, *HEAVIER))
    assert desk.look().draft is not None
    put(rules, before)
    found = desk.look()
    assert (found.draft, found.disk.state, found.put_back) == (None, DiskState.SAME, True)
    assert not desk.look().put_back


def test_an_edited_draft_from_disk_stays_when_the_files_are_reverted(desk: Desk, rules: Path) -> None:
    before = files_in(rules)
    put(rules, changed(before, *HEAVIER))
    edited(desk, *HEAVIEST)
    put(rules, before)
    found = desk.look()
    assert found.draft is not None
    assert b"weight: 9" in found.draft.files.readiness
    assert not found.put_back


def test_a_change_on_disk_is_detected_by_content_and_not_by_timestamp(desk: Desk, rules: Path) -> None:
    before = (rules / "readiness.yaml").stat()
    put(rules, changed(files_in(rules), ("weight: 3", "weight: 4")))
    os.utime(rules / "readiness.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert desk.look().draft is not None


def test_a_change_on_disk_while_somebody_edits_is_noticed_and_overwrites_nothing(desk: Desk, rules: Path) -> None:
    revision = edited(desk, *HEAVIER)
    put(rules, changed(files_in(rules), *HEAVIEST))
    found = desk.look()
    assert found.disk.state is DiskState.CHANGED
    assert found.draft is not None
    assert b"weight: 4" in found.draft.files.readiness
    assert refused(desk.publish(revision, "Anna", "Heavier")).reason is Reason.DISK
    assert b"weight: 9" in files_in(rules).readiness
    assert weight(desk) == 3


def test_the_change_on_disk_can_replace_the_draft(desk: Desk, rules: Path) -> None:
    revision = edited(desk, *HEAVIER)
    put(rules, changed(files_in(rules), *HEAVIEST))
    assert desk.take_from_disk(revision) is None
    published(desk.publish(desk.look().revision, "Anna", "Heaviest"))
    assert weight(desk) == 9


def test_the_change_on_disk_can_be_ignored_and_is_backed_up(desk: Desk, rules: Path) -> None:
    revision = edited(desk, *HEAVIER)
    theirs = changed(files_in(rules), *HEAVIEST)
    put(rules, theirs)
    assert desk.keep_disk_out() is None
    assert desk.look().disk.state is DiskState.KEPT_OUT
    published(desk.publish(revision, "Anna", "Heavier"))
    assert weight(desk) == 4
    assert b"weight: 4" in files_in(rules).readiness
    (copy,) = rules.glob("readiness.set-aside-*.yaml")
    assert copy.read_bytes() == theirs.readiness


def test_a_change_on_disk_after_an_ignored_one_is_noticed(desk: Desk, rules: Path) -> None:
    edited(desk, *HEAVIER)
    put(rules, changed(files_in(rules), *HEAVIEST))
    desk.keep_disk_out()
    put(rules, changed(files_in(rules), ("Small rules", "Tiny rules")))
    assert desk.look().disk.state is DiskState.CHANGED


def test_a_missing_file_is_reported_and_written_by_the_next_release(desk: Desk, rules: Path) -> None:
    revision = edited(desk, *HEAVIER)
    (rules / "evidence.yaml").unlink()
    found = desk.look()
    assert found.disk.state is DiskState.UNREADABLE
    assert "cannot be read" in found.disk.problems[0].sentence
    assert refused(desk.take_from_disk(revision)).reason is Reason.DISK
    published(desk.publish(revision, "Anna", "Heavier"))
    assert (rules / "evidence.yaml").exists()


def test_a_file_too_large_for_rules_is_never_imported(desk: Desk, rules: Path) -> None:
    (rules / "readiness.yaml").write_bytes(b"#" * 2_000_001)
    found = desk.look()
    assert found.draft is None
    assert "larger than 2 MB" in found.disk.problems[0].sentence


def test_a_draft_with_mistakes_is_kept_and_cannot_be_published(desk: Desk, rules: Path) -> None:
    before = files_in(rules)
    revision = edited(desk, ("version: 1.0.0", "version: 1.0.1"), ("weight: 3", "weight: many"))
    outcome = refused(desk.publish(revision, "Anna", "Heavier"))
    assert outcome.reason is Reason.PROBLEMS
    assert outcome.problems[0].file == "readiness.yaml"
    assert files_in(rules) == before
    assert weight(desk) == 3
    assert desk.look().draft is not None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b"rulebook: {id: a}\nrulebook: {id: b}", b"a: &b\nc: *b"]
)
def test_a_draft_of_any_bytes_is_stored_checked_and_rejected(desk: Desk, content: bytes) -> None:
    files = Files(content, desk.in_force().kept.evidence)
    assert desk.save_draft(files, 0) is None
    found = desk.look()
    assert found.draft is not None
    assert found.draft.files == files
    assert refused(desk.publish(found.revision, "Anna", "Why not")).problems
    assert weight(desk) == 3


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
def test_publishing_requires_a_higher_version_and_suggests_the_next(desk: Desk, version: str, sentence: str) -> None:
    revision = edited(desk, ("weight: 3", "weight: 4"), ("version: 1.0.0", f"version: {version}"))
    (problem,) = refused(desk.publish(revision, "Anna", "Heavier")).problems
    assert problem.sentence.startswith(sentence)
    assert (problem.line, problem.column) == (5, 12)
    assert desk.next_version() == "1.0.1"


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
def test_publishing_requires_a_name_and_a_note(desk: Desk, by: str, why: str, sentence: str) -> None:
    outcome = refused(desk.publish(edited(desk, *HEAVIER), by, why))
    assert (outcome.reason, outcome.sentences) == (Reason.WORDS, (sentence,))
    assert weight(desk) == 3


def test_a_published_version_is_current_on_disk_and_recorded_with_author_and_note(desk: Desk, rules: Path) -> None:
    before = desk.in_force()
    (rules / "readiness.yaml").chmod(0o640)
    outcome = published(desk.publish(edited(desk, *HEAVIER), " Anna ", "Pensions count more\r\nnow"))
    assert outcome.remarks == ()
    assert (outcome.publication.by, outcome.publication.why) == ("Anna", "Pensions count more\r\nnow")
    assert weight(desk) == 4
    assert files_in(rules) == desk.in_force().files == changed(before.files, *HEAVIER)
    assert stat.S_IMODE((rules / "readiness.yaml").stat().st_mode) == 0o640
    assert sorted(path.name for path in rules.iterdir()) == ["evidence.yaml", "readiness.yaml"]
    assert desk.look().draft is None
    assert desk.kept("1.0.0") == before.kept
    assert [each.release.version for each in desk.versions()] == ["1.0.1", "1.0.0"]


def test_another_process_serves_the_published_version_after_its_next_sync(
    desk: Desk, store: Store, rules: Path
) -> None:
    other = Desk(store, rules)
    assert weight(other) == 3
    published(desk.publish(edited(desk, *HEAVIER), "Anna", "Heavier"))
    assert weight(other) == 4


def test_the_second_of_two_saves_of_the_draft_gets_the_conflicting_draft(desk: Desk) -> None:
    seen = desk.look().revision
    first, second = (changed(desk.in_force().files, *each) for each in (HEAVIER, HEAVIEST))
    assert desk.save_draft(first, seen) is None
    theirs = desk.save_draft(second, seen)
    assert theirs is not None
    assert theirs.draft is not None
    assert theirs.draft.files == first


def test_a_change_on_disk_since_the_last_sync_rejects_the_save(desk: Desk, rules: Path) -> None:
    seen = desk.look().revision
    put(rules, changed(files_in(rules), *HEAVIEST))
    theirs = desk.save_draft(changed(desk.in_force().files, *HEAVIER), seen)
    assert theirs is not None
    assert theirs.draft is not None
    assert b"weight: 9" in theirs.draft.files.readiness


def test_a_draft_equal_to_the_current_rules_is_no_draft(desk: Desk) -> None:
    revision = edited(desk, *HEAVIER)
    assert desk.save_draft(desk.in_force().files, revision) is None
    assert desk.look().draft is None


def test_a_discarded_draft_does_not_come_back_from_disk(desk: Desk, rules: Path) -> None:
    put(rules, changed(files_in(rules), *HEAVIER))
    desk.drop_draft(desk.look().revision)
    found = desk.look()
    assert (found.draft, found.disk.state) == (None, DiskState.KEPT_OUT)
    assert desk.take_from_disk(found.revision) is None
    assert desk.look().draft is not None


def test_when_two_officers_publish_one_draft_the_second_learns_who_was_first(desk: Desk) -> None:
    revision = edited(desk, *HEAVIER)
    published(desk.publish(revision, "Anna", "Pensions count more"))
    outcome = refused(desk.publish(revision, "Ben", "Mine"))
    assert outcome.reason is Reason.OVERTAKEN
    assert outcome.sentences[0].startswith("Version 1.0.1 was published by Anna on 22 November 2026 at ")
    assert outcome.sentences[0].endswith(": “Pensions count more”.")


def test_when_many_publish_at_once_one_wins_and_the_others_are_informed(store: Store, rules: Path) -> None:
    edited(Desk(store, rules), *HEAVIER)
    together, outcomes = Barrier(5), list[Published | Refused]()

    def publish(name: str) -> None:
        desk = Desk(store, rules)
        revision = desk.look().revision
        together.wait()
        outcomes.append(desk.publish(revision, name, f"Why {name}"))

    threads = [Thread(target=publish, args=(name,)) for name in "abcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = [each for each in outcomes if isinstance(each, Published)]
    lost = [each for each in outcomes if isinstance(each, Refused)]
    assert all(f"published by {won.publication.by}" in each.sentences[0] for each in lost)
    assert len(lost) == 4
    assert [each.release.version for each in store.publications()] == ["1.0.1", "1.0.0"]


def test_a_draft_based_on_an_older_version_is_kept_and_reported(desk: Desk, rules: Path) -> None:
    revision = edited(desk, ("version: 1.0.0", "version: 1.0.2"), ("Small rules", "Tiny rules"))
    mine = desk.look().draft
    put(rules, changed(desk.in_force().files, *HEAVIER))
    outcome = published(desk.publish_files(files_in(rules), "Anna", "Heavier"))
    assert outcome.remarks == (STILL_A_DRAFT,)
    told = refused(desk.publish(revision, "Ben", "Tiny"))
    assert told.reason is Reason.OVERTAKEN
    assert "Look at what that version changed" in told.sentences[0]
    assert desk.look().draft == mine
    assert desk.carry_on(revision) is None
    published(desk.publish(desk.look().revision, "Ben", "Tiny"))
    assert desk.in_force().rulebook.version == "1.0.2"


def test_concurrent_publications_of_files_are_serialised_by_the_transaction(
    desk: Desk, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, issue = Desk(desk.store, rules), Desk.issue

    def late(self: Desk, *given: object) -> Published | Refused:
        monkeypatch.setattr(Desk, "issue", issue)
        put(rules, changed(files_in(rules), *HEAVIER))
        published(other.publish_files(files_in(rules), "Anna", "First"))
        return issue(self, *given)  # type: ignore[arg-type]

    mine = changed(files_in(rules), *HEAVIEST)
    monkeypatch.setattr(Desk, "issue", late)
    told = refused(desk.publish_files(mine, "Ben", "Second"))
    assert told.reason is Reason.OVERTAKEN
    assert "published by Anna" in told.sentences[0]
    assert weight(desk) == 4


def test_publishing_the_files_on_disk_ends_an_equal_draft(desk: Desk, rules: Path) -> None:
    put(rules, changed(files_in(rules), *HEAVIER))
    desk.look()
    published(desk.publish_files(files_in(rules), "Anna", "Heavier"))
    assert desk.look().draft is None


def test_other_files_never_overwrite_a_change_on_disk(desk: Desk, rules: Path) -> None:
    mine = changed(files_in(rules), *HEAVIER)
    put(rules, changed(files_in(rules), *HEAVIEST))
    for _ in range(2):
        assert refused(desk.publish_files(mine, "Anna", "Heavier")).reason is Reason.DISK
        desk.look()
    assert b"weight: 9" in files_in(rules).readiness


def test_an_old_version_is_restored_as_a_draft_with_the_next_number(desk: Desk, rules: Path) -> None:
    before = desk.in_force().files
    published(desk.publish(edited(desk, *HEAVIER), "Anna", "Heavier"))
    assert desk.restore("1.0.0", desk.look().revision) is None
    found = desk.look()
    assert found.draft is not None
    assert found.draft.files == changed(before, ("version: 1.0.0", "version: 1.0.2"))
    published(desk.publish(found.revision, "Ben", "Back"))
    assert weight(desk) == 3
    assert files_in(rules) == found.draft.files


def test_a_version_that_was_never_published_cannot_be_restored(desk: Desk) -> None:
    outcome = refused(desk.restore("7.0.0", desk.look().revision))
    assert outcome.sentences == ("There is no published version 7.0.0. There are: 1.0.0.",)


def test_files_that_cannot_be_written_are_written_later(
    desk: Desk, store: Store, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = edited(desk, *HEAVIER)
    before = files_in(rules)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("assess.releases.files.write_whole", full)
        outcome = published(desk.publish(revision, "Anna", "Heavier"))
        assert "could not be written (No space left on device)" in outcome.remarks[0]
        assert desk.look().disk.state is DiskState.UNWRITTEN
    assert weight(desk) == 4
    assert files_in(rules) == before
    Desk(store, rules)
    assert files_in(rules) == desk.in_force().files


def test_a_backup_that_cannot_be_written_prevents_publishing(
    desk: Desk, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = edited(desk, *HEAVIER)
    put(rules, changed(files_in(rules), *HEAVIEST))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assess.releases.files.write_whole", full)
    assert "could not be copied" in refused(desk.keep_disk_out()).sentences[0]
    desk.store.keep_disk_out(files_in(rules).fingerprint)
    assert refused(desk.publish(revision, "Anna", "Heavier")).reason is Reason.DISK
    assert weight(desk) == 3


def test_a_file_changed_during_publishing_is_kept_as_a_change_on_disk(
    desk: Desk, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = edited(desk, *HEAVIER)
    finish = Desk.finish_files

    def late(self: Desk) -> None:
        put(rules, changed(files_in(rules), *HEAVIEST))
        finish(self)

    monkeypatch.setattr(Desk, "finish_files", late)
    published(desk.publish(revision, "Anna", "Heavier"))
    assert weight(desk) == 4
    assert b"weight: 9" in files_in(rules).readiness
    assert desk.look().disk.state is DiskState.DRAFT


def test_a_symlinked_rules_file_stays_a_symlink(store: Store, rules: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    (rules / "readiness.yaml").rename(elsewhere)
    (rules / "readiness.yaml").symlink_to(elsewhere)
    desk = Desk(store, rules)
    published(desk.publish(edited(desk, *HEAVIER), "Anna", "Heavier"))
    assert (rules / "readiness.yaml").is_symlink()
    assert b"weight: 4" in elsewhere.read_bytes()


def test_nothing_can_be_published_without_a_draft(desk: Desk) -> None:
    assert refused(desk.publish(desk.look().revision, "Anna", "Why")).reason is Reason.NOTHING
