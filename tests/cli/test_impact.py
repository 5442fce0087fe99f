from collections.abc import Callable
from pathlib import Path

import pytest

from assess.core.model.assessment import Answer, Assessment
from assess.releases.service import PublishingService
from assess.releases.worker_pool import STOPPED_MESSAGE, ImpactStoppedError
from assess.storage.store import Store
from tests.cli.conftest import Run, change_rules
from tests.frozen import RULES
from tests.releases.conftest import HEAVIEST

ANSWERS = """\
council: Borough of Sample
service: Libraries
profile: {nation: england, stage: business-case, members: 12}
answers: {fund-told: told, fund-list: checked, ballot: won}
"""


@pytest.fixture
def newer(rules: Path, tmp_path: Path) -> Path:
    """A folder with rules in which pensions weigh more and one question has another id."""
    folder = tmp_path / "newer"
    folder.mkdir()
    for file in rules.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    change_rules(folder, *HEAVIEST)
    return folder


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "libraries.yaml"
    path.write_text(ANSWERS)
    return path


@pytest.fixture
def stored(rules: Path, tmp_path: Path) -> None:
    """Three stored assessments, one of which has not been started."""
    (tmp_path / "data").mkdir()
    store = Store(f"sqlite:///{tmp_path / 'data' / 'assess.sqlite3'}")
    kept = PublishingService(store, rules).get_current_release().stored
    for stage in ("business-case", "idea"):
        given = {"fund-told": Answer(option="told"), "ballot": Answer(option="won")}
        profile = {"nation": "england", "stage": stage, "members": 12}
        store.create_assessment(f"At {stage}", Assessment("Borough", "Libraries", profile, given), kept)
    store.create_assessment("Not started", Assessment("Borough", "Libraries"), kept)
    store.close()


def test_a_file_of_answers_is_compared_under_old_and_new_rules(
    run: Run, newer: Path, answers: Path, tmp_path: Path, approved: Callable[[str, str], None]
) -> None:
    change_rules(newer, ("from: 50", "from: 72"))
    said = run("impact", str(newer), str(answers))
    assert said.code == 0
    approved("cli/impact.txt", said.text.replace(str(tmp_path), "FOLDER"))


def test_the_json_has_all_figures(run: Run, newer: Path, answers: Path) -> None:
    found = run("impact", str(newer), str(answers), "--format", "json").json
    assert (found["before"]["version"], found["after"]["version"]) == ("1.0.0", "1.0.1")
    assert found["changes"][1] == "The weight of the barrier Pensions went from 3 to 9"
    assert found["changed"] == {"band": 0, "blockers": 0, "needs": 0, "score": 1}
    (each,) = found["assessments"]
    assert (each["council"], each["reach"]) == ("Borough of Sample", "score")
    assert (each["before"]["evidenced"], each["after"]["evidenced"]) == (75, 70)
    assert each["before"]["band"] == {"evidenced": "high", "possible": "high"}
    assert each["because"] == ["The weight of the barrier Pensions went from 3 to 9"]


def test_without_files_the_samples_and_worked_examples_are_evaluated(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSESS_RULES", str(RULES))
    newer = tmp_path / "newer"
    newer.mkdir()
    for file in ("readiness.yaml", "evidence.yaml"):
        (newer / file).write_bytes((RULES / file).read_bytes())
    change_rules(newer, ("weight: 20", "weight: 30"))
    found = run("impact", str(newer), "--format", "json").json
    assert found["looked_at"] == len(found["assessments"]) > 8
    assert found["changed"]["score"] > 0


def test_the_published_rules_are_compared_and_not_the_files_on_disk(run: Run, rules: Path, answers: Path) -> None:
    run("rules", "list")
    change_rules(rules, *HEAVIEST)
    found = run("impact", str(rules), str(answers), "--format", "json").json
    assert (found["before"]["version"], found["after"]["version"]) == ("1.0.0", "1.0.1")


def test_two_folders_can_be_compared(run: Run, rules: Path, newer: Path, answers: Path) -> None:
    found = run("impact", str(rules), str(answers), "--rules", str(newer), "--format", "json").json
    assert (found["before"]["version"], found["after"]["version"]) == ("1.0.1", "1.0.0")


@pytest.mark.usefixtures("stored")
def test_with_database_every_stored_assessment_is_evaluated(run: Run, newer: Path) -> None:
    found = run("impact", str(newer), "--database", "--format", "json").json
    assert (found["looked_at"], found["not_begun"]) == (3, 1)
    assert [each["name"] for each in found["assessments"]] == ["At business-case"]
    said = run("impact", str(newer), "--database").text
    assert "One assessment has not started." in said
    assert "At business-case (Borough: Libraries, number 1)" in said


@pytest.mark.usefixtures("stored")
def test_a_worker_that_dies_is_reported_in_one_sentence(run: Run, newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> None:
        raise ImpactStoppedError(STOPPED_MESSAGE)

    monkeypatch.setattr("assess.cli.impact.run_impact", dies)
    assert run("impact", str(newer), "--database") == (1, f"{STOPPED_MESSAGE}\n")


def test_rules_with_mistakes_are_rejected_with_locations(run: Run, newer: Path) -> None:
    change_rules(newer, ("weight: 9", "weight: many"))
    said = run("impact", str(newer))
    assert said.code == 1
    assert said.text.startswith(f"{newer}/readiness.yaml:64:13: ")


def test_answers_valid_under_neither_rulebook_are_rejected_with_locations(run: Run, newer: Path, answers: Path) -> None:
    answers.write_text(ANSWERS.replace("ballot: won", "ballot: lost"))
    said = run("impact", str(newer), str(answers))
    assert said.code == 1
    assert said.text.startswith(f"{answers}:4:")
