from pathlib import Path

import pytest

from tests.cli.conftest import Run, change_rules
from tests.releases.conftest import HEAVIER, HEAVIEST, read_files

SIGNED = ("--by", "Anna", "--why", "Pensions count more")


def test_the_shipped_rules_are_listed_at_first(run: Run) -> None:
    said = run("rules", "list")
    assert said.code == 0
    assert said.text.startswith("1.0.0, in force\n  Published by the tool itself on ")
    assert said.text.endswith("The rules that came with the tool\n  No assessments on this version\n\n")


def test_files_are_published_with_a_name_and_a_note(run: Run, rules: Path) -> None:
    run("rules", "list")
    change_rules(rules, *HEAVIER)
    assert "contain a change that is not published" in run("rules", "list").text
    said = run("rules", "publish", *SIGNED)
    assert said.code == 0
    assert said.text.startswith(f"Version 1.0.1 is in force. The files are in {rules}.\n")
    listed = run("rules", "list", "--format", "json").json
    assert [(each["version"], each["in_force"], each["by"], each["why"]) for each in listed] == [
        ("1.0.1", True, "Anna", "Pensions count more"),
        ("1.0.0", False, "the tool itself", "The rules that came with the tool"),
    ]


def test_problems_are_listed_with_the_given_file_and_nothing_is_published(run: Run, rules: Path) -> None:
    run("rules", "list")
    change_rules(rules, ("weight: 3", "weight: many"))
    said = run("rules", "publish", str(rules), *SIGNED)
    assert said.code == 1
    assert said.text.startswith(f"{rules}/readiness.yaml:64:13: ")
    assert len(run("rules", "list", "--format", "json").json) == 1


def test_a_version_that_is_not_higher_is_rejected_with_its_location(run: Run, rules: Path) -> None:
    run("rules", "list")
    change_rules(rules, ("weight: 3", "weight: 4"))
    said = run("rules", "publish", *SIGNED)
    sentence = "Version 1.0.0 has been published. Give the changed rules a higher number, such as 1.0.1."
    assert said == (1, f"{rules}/readiness.yaml:5:12: {sentence}\n")


def test_a_name_and_a_note_are_required(run: Run, rules: Path) -> None:
    change_rules(rules, *HEAVIER)
    said = run("rules", "publish", "--by", " ", "--why", " ")
    assert said == (1, "Enter the name of the person who publishes\nEnter why the rules change\n")
    assert run("rules", "publish").code == 2


def test_files_from_another_folder_are_published_and_copied_to_the_rules_folder(
    run: Run, rules: Path, tmp_path: Path
) -> None:
    run("rules", "list")
    other = tmp_path / "other"
    rules.rename(other)
    other.rename(rules)
    other.mkdir()
    for file in rules.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    change_rules(other, *HEAVIER)
    said = run("rules", "publish", str(other), *SIGNED, "--format", "json")
    assert (said.code, said.json["version"], said.json["remarks"]) == (0, "1.0.1", [])
    assert read_files(rules) == read_files(other)


def test_a_change_on_disk_is_not_overwritten_by_files_from_another_folder(
    run: Run, rules: Path, tmp_path: Path
) -> None:
    run("rules", "list")
    other = tmp_path / "other"
    other.mkdir()
    for file in rules.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    change_rules(other, *HEAVIER)
    change_rules(rules, *HEAVIEST)
    said = run("rules", "publish", str(other), *SIGNED)
    assert said.code == 1
    assert "The files on disk contain a change that is not published." in said.text
    assert b"weight: 9" in read_files(rules).readiness


def test_a_folder_without_rules_is_rejected_with_a_message(run: Run, tmp_path: Path) -> None:
    said = run("rules", "publish", str(tmp_path / "nowhere"), *SIGNED)
    assert said == (
        1,
        f"{tmp_path}/nowhere/readiness.yaml: this file could not be read (No such file or directory).\n",
    )


def test_a_version_is_shown_with_author_and_note_or_file_by_file(run: Run, rules: Path) -> None:
    run("rules", "list")
    original = read_files(rules)
    change_rules(rules, *HEAVIER)
    run("rules", "publish", *SIGNED)
    assert "Published by Anna on " in run("rules", "show", "1.0.1").text
    for name, content in original._asdict().items():
        assert run("rules", "show", "1.0.0", "--file", name).text == content.decode()
        assert run("rules", "show", "1.0.0", "--format", "json").json[name] == content.decode()
    assert run("rules", "show", "2.0.0") == (1, "There is no published version 2.0.0. There are: 1.0.1, 1.0.0.\n")


def test_two_versions_are_compared_in_plain_english_and_line_by_line(run: Run, rules: Path) -> None:
    run("rules", "list")
    change_rules(rules, *HEAVIER)
    said = run("rules", "diff", "1.0.0", "disk")
    assert said.code == 0
    assert said.text.startswith(
        "The version of the rules went from 1.0.0 to 1.0.1.\n"
        "The weight of the barrier Pensions went from 3 to 4.\n\nreadiness.yaml\n@@\n"
    )
    assert "-   64      weight: 3\n+   64      weight: 4\n" in said.text
    found = run("rules", "diff", "1.0.0", "draft", "--format", "json").json
    assert [each["field"] for each in found["differences"]] == ["version", "weight"]
    assert "+   64      weight: 4" in found["lines"]


def test_lines_that_take_too_long_to_compare_are_named(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("rules", "list")
    change_rules(rules, *HEAVIER)
    monkeypatch.setattr("assess.releases.comparison.compare_texts", lambda *_: None)
    assert run("rules", "diff", "1.0.0", "disk").text.endswith(
        "went from 3 to 4.\n\nThe lines take too long to compare, because so many of them are the same.\n"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((), "They are the same.\n"),
        ((("# Small rules", "# Tiny rules"),), "They mean the same. Only comments, quotes or blank lines differ.\n\n"),
        ((("weight: 3", "weight: many"),), "One of them has problems, so only lines can be compared.\n\n"),
    ],
)
def test_differences_without_a_description_are_reported_as_such(
    run: Run, rules: Path, changes: tuple[tuple[str, str], ...], said: str
) -> None:
    run("rules", "list")
    change_rules(rules, *changes)
    assert run("rules", "diff", "1.0.0", "disk").text.startswith(said)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("draft", "1.0.0"), "There is no draft."),
        (("1.0.0", "3.0.0"), "There is no published version 3.0.0. There are: 1.0.0."),
    ],
)
def test_unknown_versions_cannot_be_compared(run: Run, names: tuple[str, str], sentence: str) -> None:
    run("rules", "list")
    assert run("rules", "diff", *names) == (1, f"{sentence}\n")


def test_an_old_version_is_restored_under_the_next_number(run: Run, rules: Path) -> None:
    run("rules", "list")
    change_rules(rules, *HEAVIER)
    run("rules", "publish", *SIGNED)
    said = run("rules", "restore", "1.0.0", "--by", "Ben", "--why", "It was better")
    assert said.code == 0
    assert said.text.startswith("Version 1.0.2 is in force.")
    assert b"version: 1.0.2" in read_files(rules).readiness
    assert b"weight: 3" in read_files(rules).readiness


def test_restoring_an_old_version_never_overwrites_a_change_on_disk(run: Run, rules: Path) -> None:
    run("rules", "list")
    change_rules(rules, *HEAVIER)
    said = run("rules", "restore", "1.0.0", *SIGNED)
    assert said.code == 1
    assert b"weight: 4" in read_files(rules).readiness


def test_invalid_rules_on_a_new_database_are_listed(run: Run, rules: Path) -> None:
    change_rules(rules, ("weight: 3", "weight: many"))
    said = run("rules", "list")
    assert said.code == 1
    assert said.text.startswith(f"{rules}/readiness.yaml:64:13: ")


def test_another_database_is_given_by_file_or_url(run: Run, rules: Path, tmp_path: Path) -> None:
    run("rules", "list")
    file = tmp_path / "data" / "assess.sqlite3"
    copied = tmp_path / "copy.sqlite3"
    copied.write_bytes(file.read_bytes())
    change_rules(rules, *HEAVIER)
    run("rules", "publish", *SIGNED)
    for address in (str(copied), f"sqlite:///{copied}"):
        assert len(run("rules", "list", "--format", "json", "--database", address).json) == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nowhere.sqlite3", "there is no database here. Name the file, such as data/assess.sqlite3."),
        ("rules/readiness.yaml", "The database cannot be opened: file is not a database."),
        ("nothing://here", "The database cannot be opened: "),
    ],
)
def test_a_database_that_cannot_be_opened_is_reported(
    run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch, address: str, sentence: str
) -> None:
    monkeypatch.chdir(rules.parent)
    said = run("rules", "list", "--database", address)
    assert said.code == 1
    assert sentence in said.text
    assert "Traceback" not in said.text


def test_an_invalid_setting_is_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "council.toml").write_text("colour = 7")
    said = run("rules", "list")
    assert said.code == 1
    assert "“colour” must be text in quotes." in said.text


@pytest.mark.parametrize("command", [("check",), ("rules", "publish", *SIGNED)])
def test_a_source_checked_in_the_future_is_refused_until_it_is_mended(
    run: Run, rules: Path, command: tuple[str, ...]
) -> None:
    run("rules", "list")
    path = rules / "evidence.yaml"
    text = path.read_text()
    path.write_text(text.replace("    status: in force\n", "    status: in force\n    checked_on: 2962-03-01\n", 1))
    assert path.read_text() != text
    said = run(*command)
    assert (said.code, "evidence.yaml" in said.text) == (1, True)
    assert "`checked_on` is in the future: `2962-03-01`." in said.text
    path.write_text(text)
    assert run("check").code == 0
