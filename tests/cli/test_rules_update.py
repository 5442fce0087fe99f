"""`assess rules update` on small rules, with a release in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import CommandOutput, Run, change_rules
from tests.releases.conftest import write_files
from tests.releases.updates import OURS, RELEASE

SIGNED = ("--by", "Anna", "--why", "Ours")


@pytest.fixture
def release(tmp_path: Path) -> str:
    """The folder of the release."""
    folder = tmp_path / "release"
    folder.mkdir()
    write_files(folder, RELEASE)
    return str(folder)


@pytest.fixture
def ours(run: Run, rules: Path) -> None:
    """The council's rules are in force."""
    run("rules", "list")
    change_rules(rules, *OURS)
    assert run("rules", "publish", *SIGNED).code == 0


@pytest.mark.usefixtures("ours")
def test_what_is_taken_kept_and_to_choose_is_printed_and_no_draft_is_made(
    run: Run, release: str, approved: Callable[[str, str], None]
) -> None:
    said = run("rules", "update", release)
    assert said.code == 1
    approved("cli/rules-update.txt", said.text)
    assert run("rules", "diff", "1.0.1", "draft").text == "There is no draft.\n"


@pytest.mark.usefixtures("ours")
def test_the_draft_is_made_once_everything_is_chosen(run: Run, release: str) -> None:
    said = run("rules", "update", release, "--yours", "question/fund-told", "--new", "rules")
    assert said.code == 0
    assert said.text.endswith("\n\nThe draft is version 2.0.1. Look at it on the page “Rules” and publish it there.\n")
    text = run("rules", "diff", "1.0.1", "draft").text
    assert "The weight of the barrier Pensions went from 4 to 5." in text
    assert "The help of the question “Has the pension fund's office been brought in?”" not in text


@pytest.mark.usefixtures("ours")
def test_the_longest_key_decides(run: Run, release: str) -> None:
    said = run("rules", "update", release, "--new", "rules", "--yours", "rules/weights", "--new", "question")
    assert said.code == 0
    assert "The weight of" not in run("rules", "diff", "1.0.1", "draft").text


@pytest.mark.usefixtures("ours")
def test_the_outcome_can_be_printed_as_json(run: Run, release: str) -> None:
    said = run("rules", "update", release, "--yours", "rules", "--yours", "question", "--format", "json")
    assert (said.code, said.json["draft"], said.json["choices"], said.json["made_from"]) == (0, "2.0.1", [], "1.0.0")
    assert said.json["kept"] == ["The meaning of the word “Asset lock”"]


@pytest.mark.usefixtures("ours")
def test_a_key_that_is_no_choice_is_refused(run: Run, release: str) -> None:
    said = run("rules", "update", release, "--yours", "question/fund-tol")
    sentence = "question/fund-tol is not one of the choices. Run the command without options to see them."
    assert said == CommandOutput(1, f"{sentence}\n")


def test_a_draft_with_mistakes_is_made_and_says_so(run: Run, rules: Path, release: str) -> None:
    run("rules", "list")
    change_rules(rules, ("version: 1.0.0", "version: 1.0.1"), ("lead: hr", "lead: finance"))
    assert run("rules", "publish", *SIGNED).code == 0
    text = RELEASE.readiness.decode()
    text = text.replace("finance", "treasurer")
    write_files(Path(release), RELEASE._replace(readiness=text.encode()))
    said = run("rules", "update", release)
    assert said.code == 0
    assert "It has mistakes, which have to be corrected first:\nreadiness.yaml:" in said.text
    assert "There is no role `finance`." in said.text


@pytest.mark.usefixtures("ours")
def test_an_earlier_draft_is_kept(run: Run, rules: Path, release: str) -> None:
    change_rules(rules, ("version: 1.0.1", "version: 1.0.2"), ("title: Small rules", "title: Ours"))
    assert run("rules", "update", release, "--yours", "rules", "--yours", "question").code == 0
    assert "title: Ours" in (rules / "readiness.yaml").read_text("utf-8")


def test_without_newer_rules_there_is_nothing_to_do(run: Run, rules: Path) -> None:
    run("rules", "list")
    said = run("rules", "update", str(rules))
    sentence = "There are no newer rules: yours were made from version 1.0.0, and version 1.0.0 came with the tool."
    assert said == CommandOutput(1, f"{sentence}\n")
