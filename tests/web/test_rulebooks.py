import os
from pathlib import Path

import pytest

from assess.core.answers import Assessment
from assess.storage.store import Store
from assess.web.rulebooks import NoRulebookError, Rulebooks, next_version
from tests.web.conftest import StrictClient


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "readiness.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def use(store: Store, rulebooks: Rulebooks) -> int:
    return store.create("First", Assessment("Borough of Sample", "Libraries"), rulebooks.kept_in_force())


def test_a_good_change_serves_at_the_next_request(rules: Path, client: StrictClient) -> None:
    assert "Has the pension fund’s office" in client.get("/questions").text
    change(rules, "Has the pension fund's office been brought in?", "Is the fund on board?")
    assert "Is the fund on board?" in client.get("/questions").text


def test_a_change_is_seen_by_content_and_not_by_time_stamp(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    before = (rules / "readiness.yaml").stat()
    assert rulebooks.in_force().rules.sections[0].weight == 3
    change(rules, "weight: 3", "weight: 4")
    os.utime(rules / "readiness.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert rulebooks.in_force().rules.sections[0].weight == 4


def test_the_same_content_is_loaded_once(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    assert rulebooks.in_force() is rulebooks.in_force()


def test_a_bad_change_leaves_the_last_good_rulebook_in_force_and_keeps_its_problems(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    good = rulebooks.in_force()
    change(rules, "weight: 3", "weight: many")
    assert rulebooks.in_force() is good
    (problem,) = rulebooks.problems()
    assert problem.file == str(rules / "readiness.yaml")
    change(rules, "weight: many", "weight: 3")
    assert rulebooks.problems() == ()


def test_a_file_that_is_gone_is_a_problem_too(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    good = rulebooks.in_force()
    (rules / "evidence.yaml").unlink()
    assert rulebooks.in_force() is good
    assert "This file cannot be read" in rulebooks.problems()[0].sentence


def test_content_may_change_under_a_number_that_no_assessment_has_used(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    first = rulebooks.in_force()
    change(rules, "weight: 3", "weight: 4")
    assert rulebooks.in_force().version == first.version
    assert rulebooks.in_force().hash != first.hash


def test_changed_content_under_a_used_number_is_refused_with_a_number_to_type(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    use(store, rulebooks)
    change(rules, "weight: 3", "weight: 4")
    assert rulebooks.in_force().rules.sections[0].weight == 3
    (problem,) = rulebooks.problems()
    assert (problem.line, problem.column) == (5, 12)
    assert problem.sentence == (
        "Version 1.0.0 has been used by an assessment with other content. "
        "Give the changed rules a higher number, such as 1.0.1."
    )
    change(rules, "version: 1.0.0", "version: 1.0.1")
    assert rulebooks.in_force().version == "1.0.1"


def test_a_changed_comment_is_not_changed_content(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    use(store, rulebooks)
    change(rules, "# Small rules", "# Very small rules")
    rulebooks.in_force()
    assert rulebooks.problems() == ()


@pytest.mark.parametrize(("used", "lower"), [("1.10.0", "1.9.0"), ("2.0.0", "1.10.10")])
def test_going_back_to_a_lower_number_is_refused_number_by_number(
    rules: Path, store: Store, used: str, lower: str
) -> None:
    rulebooks = Rulebooks(rules, store)
    change(rules, "version: 1.0.0", f"version: {used}")
    use(store, rulebooks)
    change(rules, f"version: {used}", f"version: {lower}")
    assert rulebooks.in_force().version == used
    assert f"Version {lower} is lower than {used}, which an assessment has used" in rulebooks.problems()[0].sentence


def test_bad_rules_from_the_start_fall_back_on_the_last_version_used(rules: Path, store: Store) -> None:
    use(store, Rulebooks(rules, store))
    change(rules, "weight: 3", "weight: many")
    restarted = Rulebooks(rules, store)
    assert restarted.in_force().version == "1.0.0"
    assert restarted.problems()


def test_bad_rules_and_nothing_to_fall_back_on_are_listed_on_every_page(rules: Path, client: StrictClient) -> None:
    change(rules, "weight: 3", "weight: many")
    response = client.get("/")
    assert response.status_code == 503
    assert "readiness.yaml:" in response.text


def test_no_rules_is_an_error_with_its_problems(rules: Path, store: Store) -> None:
    (rules / "readiness.yaml").write_bytes(b"")
    with pytest.raises(NoRulebookError) as raised:
        Rulebooks(rules, store).in_force()
    assert raised.value.problems


def test_an_assessment_stays_on_its_version_which_is_kept_whole(rules: Path, store: Store) -> None:
    rulebooks = Rulebooks(rules, store)
    number = use(store, rulebooks)
    original = (rules / "readiness.yaml").read_bytes()
    change(rules, "version: 1.0.0", "version: 1.1.0")
    change(rules, "weight: 3", "weight: 9")
    restarted = Rulebooks(rules, store)
    edition = store.load(number).edition
    assert restarted.in_force().rules.sections[0].weight == 9
    assert restarted.of(edition).rules.sections[0].weight == 3
    assert store.load_kept(edition).readiness == original


def test_the_next_version_is_one_higher_at_the_end() -> None:
    assert next_version("1.9.9") == "1.9.10"
