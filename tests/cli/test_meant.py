"""On the command line, `--meant` confirms each worked example that comes out differently."""

import shutil
from pathlib import Path

import pytest

from tests import frozen
from tests.cli.conftest import Run, change_rules
from tests.releases.conftest import read_files, write_files
from tests.releases.test_examples import EXAMPLES, FIRST, HEAVIER_QUESTION, LOWER_BAND, SECOND

SIGNED = ("--by", "Anna", "--why", "A letter counts")


@pytest.fixture
def with_examples(run: Run, rules: Path) -> Path:
    """The folder of rules in force that have two worked examples."""
    files = read_files(rules)
    write_files(rules, files._replace(readiness=files.readiness + EXAMPLES.encode()))
    assert run("rules", "list").code == 0
    return rules


def test_what_comes_out_differently_is_listed_with_the_option_that_confirms_it(run: Run, with_examples: Path) -> None:
    change_rules(with_examples, *LOWER_BAND)
    expected = (
        "One worked example needs you to confirm, so nothing was published.\n"
        "A changed outcome is not a mistake: you may have meant it. Check each.\n"
        "\n"
        f"1. {FIRST}\n"
        "   Band: Low → High\n"
        "   Band if all goes well: Low → High\n"
        "   Score: 33 → 33\n"
        "   The lowest score of the band “High” went from 50 to 30.\n"
        f"   --meant '{FIRST}=why you meant it'\n"
        "\n"
        "In the other example the outcome is the same.\n"
        "If you meant a change, add its --meant with your reason, which is kept with the version.\n"
        "If you did not, change the rules.\n"
    )
    assert run("rules", "publish", *SIGNED) == (1, expected)


def test_a_confirmed_change_is_published_and_its_reason_is_listed(run: Run, with_examples: Path) -> None:
    change_rules(with_examples, *LOWER_BAND)
    said = run("rules", "publish", *SIGNED, "--meant", f"{FIRST}=A letter = half")
    assert (said.code, "One worked example was updated.\n" in said.text) == (0, True)
    assert f"  Meant: {FIRST}. A letter = half\n" in run("rules", "list").text
    (meant,) = run("rules", "list", "--format", "json").json[0]["meant"]
    assert (meant["example"], meant["reason"]) == (FIRST, "A letter = half")


@pytest.mark.parametrize(
    ("meant", "code", "sentence"),
    [
        (f"{FIRST}= ", 1, f"“{FIRST}”: Enter why the change was meant\n"),
        (f"{SECOND}=So", 1, f"“{SECOND}” is not a worked example to confirm. Those to confirm are “{FIRST}”.\n"),
        (FIRST[:10], 2, ""),
    ],
)
def test_an_option_without_a_reason_or_for_another_example_is_rejected(
    run: Run, with_examples: Path, meant: str, code: int, sentence: str
) -> None:
    change_rules(with_examples, *LOWER_BAND)
    said = run("rules", "publish", *SIGNED, "--meant", meant)
    assert (said.code, said.text.startswith(sentence)) == (code, True)
    assert len(run("rules", "list", "--format", "json").json) == 1


def test_a_restored_version_asks_as_well(run: Run, with_examples: Path) -> None:
    change_rules(with_examples, *LOWER_BAND)
    assert run("rules", "publish", *SIGNED, "--meant", f"{FIRST}=So").code == 0
    said = run("rules", "restore", "1.0.0", *SIGNED)
    assert (said.code, f"1. {FIRST}\n   Band: High → Low\n" in said.text) == (1, True)
    assert run("rules", "restore", "1.0.0", *SIGNED, "--meant", f"{FIRST}=It was better").code == 0


def test_the_check_says_what_comes_out_differently_and_succeeds(run: Run, with_examples: Path) -> None:
    change_rules(with_examples, *LOWER_BAND)
    said = run("check", str(with_examples))
    line = next(
        number
        for number, text in enumerate(read_files(with_examples).readiness.decode().split("\n"), 1)
        if FIRST in text
    )
    assert said.code == 0
    assert said.text.endswith(
        "Worked examples that come out differently: 1.\n"
        f"{with_examples}/readiness.yaml:{line}: “{FIRST}” expects “Low” under “Band”, and these rules give “High”.\n"
        "A changed outcome is not a mistake. When you publish, you are asked whether you meant each one.\n"
    )


def test_the_check_says_that_scores_are_kept_up(run: Run, with_examples: Path) -> None:
    change_rules(with_examples, *HEAVIER_QUESTION)
    said = run("check", str(with_examples))
    assert said.text.endswith(
        "Worked examples that come out differently: none.\n"
        "The scores of one worked example have moved. Publishing brings them up to date.\n"
    )


def test_the_change_that_the_readme_gives_as_an_example_can_be_published(run: Run, rules: Path) -> None:
    shutil.copytree(frozen.RULES, rules, dirs_exist_ok=True)
    run("rules", "list")
    files = read_files(rules)
    write_files(rules, files._replace(readiness=frozen.raise_weight(files.readiness)))
    assert run("check", str(rules)).code == 0
    said = run("rules", "publish", "--by", "Your name", "--why", "Procurement decides more")
    assert said.code == 0
    assert said.text.startswith("Version 1.0.1 is in force.")
    assert "Six worked examples were updated." in said.text


def test_the_change_can_be_published_before_anything_else_was_done(run: Run, rules: Path) -> None:
    shutil.copytree(frozen.RULES, rules, dirs_exist_ok=True)
    files = read_files(rules)
    write_files(rules, files._replace(readiness=frozen.raise_weight(files.readiness)))
    said = run("rules", "publish", "--by", "Your name", "--why", "Procurement decides more")
    assert (said.code, said.text.startswith("Version 1.0.1 is in force.")) == (0, True)
    (only,) = run("rules", "list", "--format", "json").json
    assert (only["version"], only["by"], only["why"]) == ("1.0.1", "Your name", "Procurement decides more")
