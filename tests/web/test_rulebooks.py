from pathlib import Path

import pytest

from assess.core.model.assessment import Assessment
from assess.releases.files import FILE_NAMES
from assess.releases.models import DiskState, NoRulebookError, PublishedRelease
from assess.releases.service import PublishingService
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from assess.web.rulebooks import Rulebooks
from tests.web.conftest import StrictClient


def change_file(folder: Path, old: str, new: str) -> None:
    file = folder / "readiness.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def publish_files(store: Store, rules: Path) -> PublishedRelease:
    """Publish the files as they are on disk."""
    files = RulesFiles(*((rules / name).read_bytes() for name in FILE_NAMES))
    return PublishingService(store, rules).publish_files(files, "Anna", "To see what comes of it")


def use_rulebook(store: Store, rulebooks: Rulebooks) -> int:
    return store.create_assessment(
        "First", Assessment("Borough of Sample", "Libraries"), rulebooks.get_current_stored()
    )


def test_a_change_on_disk_is_used_once_it_is_published(rules: Path, store: Store, client: StrictClient) -> None:
    assert "Has the pension fund’s office" in client.get("/questions").text
    change_file(rules, "Has the pension fund's office been brought in?", "Is the fund on board?")
    change_file(rules, "version: 1.0.0", "version: 1.0.1")
    assert "Has the pension fund’s office" in client.get("/questions").text
    publish_files(store, rules)
    assert "Is the fund on board?" in client.get("/questions").text


def test_the_same_content_is_loaded_once(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    assert rulebooks.get_current() is rulebooks.get_current()


def test_a_valid_change_on_disk_is_shown_as_unpublished(rules: Path, client: StrictClient) -> None:
    client.get("/")
    change_file(rules, "weight: 3", "weight: 4")
    change_file(rules, "version: 1.0.0", "version: 1.0.1")
    page = client.get("/rules").text
    assert "A change to version 1.0.1 has no problems and can be published." in page
    assert "version 1.0.0, in force" in page


def test_a_reverted_change_on_disk_leaves_nothing_to_publish_and_is_reported_once(
    rules: Path, client: StrictClient
) -> None:
    client.get("/")
    change_file(rules, "weight: 3", "weight: 4")
    assert "Delete the draft" in client.get("/rules").text
    change_file(rules, "weight: 4", "weight: 3")
    page = client.get("/rules").text
    assert "The files on disk are the same as the rules in force again." in page
    assert "Delete the draft" not in page
    assert "the rules in force again" not in client.get("/rules").text


def test_an_invalid_change_keeps_the_current_rules_and_shows_its_problems(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    good = rulebooks.get_current()
    change_file(rules, "weight: 3", "weight: many")
    assert rulebooks.get_current() is good
    (problem,) = rulebooks.get_problems()
    assert problem.file == "readiness.yaml"
    change_file(rules, "weight: many", "weight: 3")
    assert rulebooks.get_problems() == ()


def test_a_change_without_a_higher_version_is_a_problem_with_a_suggestion(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    rulebooks.get_current()
    change_file(rules, "weight: 3", "weight: 4")
    (problem,) = rulebooks.get_problems()
    assert (problem.line, problem.column) == (5, 12)
    assert problem.message == (
        "Version 1.0.0 has been published. Give the changed rules a higher number, such as 1.0.1."
    )


def test_a_missing_file_is_a_problem(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    good = rulebooks.get_current()
    (rules / "evidence.yaml").unlink()
    assert rulebooks.get_current() is good
    looked = rulebooks.review_draft()
    assert "This file cannot be read" in looked.problems[0].message
    assert looked.disk is DiskState.UNREADABLE


def test_invalid_rules_at_the_first_start_are_listed_on_every_page(rules: Path, client: StrictClient) -> None:
    change_file(rules, "weight: 3", "weight: many")
    response = client.get("/")
    assert response.status_code == 503
    assert "readiness.yaml:" in response.text
    change_file(rules, "weight: many", "weight: 3")
    assert client.get("/").status_code == 200


def test_missing_rules_are_an_error_with_problems(rules: Path, store: Store) -> None:
    (rules / "readiness.yaml").write_bytes(b"")
    with pytest.raises(NoRulebookError) as raised:
        Rulebooks(rules, store).get_current()
    assert raised.value.problems


def test_an_assessment_stays_on_its_version_which_is_stored_completely(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    number = use_rulebook(store, rulebooks)
    original = (rules / "readiness.yaml").read_bytes()
    change_file(rules, "version: 1.0.0", "version: 1.1.0")
    change_file(rules, "weight: 3", "weight: 9")
    publish_files(store, rules)
    release = store.load_assessment(number).release
    assert rulebooks.get_current().rules.sections[0].weight == 9
    assert rulebooks.get_for_release(release).rules.sections[0].weight == 3
    assert store.load_stored_rulebook(release).readiness == original
