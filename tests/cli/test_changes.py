from pathlib import Path

import pytest

from tests.cli.conftest import Run, change_rules

OLD = """council: Borough of Sample
service: Libraries
profile: {nation: england, stage: idea, members: 12}
answers: {fund-told: not-contacted, fund-list: checked}
"""
NEW = OLD.replace("not-contacted", "agreed").replace("checked", "none")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """The names of an earlier and a later file of answers."""
    paths = tmp_path / "spring.yaml", tmp_path / "autumn.yaml"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, "utf-8")
    return str(paths[0]), str(paths[1])


def test_two_files_of_answers_are_compared_in_plain_english(run: Run, files: tuple[str, str]) -> None:
    said = run("changes", *files)
    assert said.code == 0
    minus = "\N{MINUS SIGN}"
    assert said.text == (
        "Compared with the answers in the file “spring.yaml”.\n"
        "You can show 66 of 100 now, up from 33. It could be as high as 66, up from 33. The band is “High”\n"
        "now. It was “Low”.\n"
        "One question got better, one got worse or needs attention and one is unchanged.\n\n"
        "Blockers\n  - Lifted: The fund has to agree.\n\n"
        "The barriers            before               now  change\n"
        "Pensions                    33                66     +33\n"
        "Staff buy-in          No score          No score       –\n\n"
        "What got better. These answers can show more than before. The most improved come first. Changes are\n"
        "in points of the overall score, out of 100.\n"
        "  - Q1 Has the pension fund’s office been brought in? (+66.6) Before: Nothing yet: The fund hasn’t\n"
        "    been contacted. Now: In place: The fund has agreed.\n\n"
        "What got worse or needs attention. These answers can show less than before, show that nothing is in\n"
        "place, or are no longer known. The most serious come first. Changes are in points of the overall\n"
        "score, out of 100.\n"
        f"  - Q2 Is there a list? ({minus}33.3) Before: In place: The fund has checked a list. Now: Nothing yet:\n"
        "    There is no list.\n"
    )


def test_changed_facts_are_listed(run: Run, files: tuple[str, str]) -> None:
    Path(files[1]).write_text(NEW.replace("members: 12", "members: 7"), "utf-8")
    assert "How many people are in the pension scheme? Before: 12. Now: 7." in run("changes", *files).text


def test_in_the_opposite_direction_better_becomes_worse(run: Run, files: tuple[str, str]) -> None:
    there, back = (run("changes", *names, "--format", "json").json for names in (files, files[::-1]))
    became = [{each["question"]: each["became"] for each in found["questions"]} for found in (there, back)]
    assert became[0] == {"fund-told": "better", "fund-list": "worse", "ballot": "same"}
    assert became[1] == {"fund-told": "worse", "fund-list": "better", "ballot": "same"}


def test_earlier_answers_can_use_other_rules(run: Run, rules: Path, files: tuple[str, str]) -> None:
    older = rules.parent / "older"
    older.mkdir()
    for file in rules.iterdir():
        (older / file.name).write_bytes(file.read_bytes())
    change_rules(rules, ("version: 1.0.0", "version: 1.1.0"), ("weight: 3", "weight: 9"))
    said = run("changes", *files, "--before-rules", str(older))
    assert "The rules differ: version 1.0.0 before, version 1.1.0 now." in said.text


def test_a_file_with_mistakes_is_rejected(run: Run, files: tuple[str, str]) -> None:
    Path(files[0]).write_text(OLD.replace("checked", "chekced"), "utf-8")
    said = run("changes", *files)
    assert said.code == 1
    assert "spring.yaml:4" in said.text


def test_a_report_includes_the_chapter(run: Run, files: tuple[str, str], tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert run("report", files[1], "-o", str(page), "--before", files[0]).code == 0
    assert "Compared with the answers in the file “spring.yaml”." in page.read_text("utf-8")
    assert run("report", files[1], "-o", str(page)).code == 0
    assert "Compared with" not in page.read_text("utf-8")
