"""Rules files with countless mistakes: a hundred are reported, and that there are more."""

from difflib import get_close_matches
from typing import Any

import pytest

from assess.core.loading.loader import load_rulebook
from assess.core.syntax.problems import MAX_PROBLEMS, TOO_MANY_PROBLEMS
from assess.core.syntax.suggestions import MAX_SEARCHED_NAMES, suggest_correction
from assess.core.syntax.yaml_reader import find_line_and_column, parse_yaml
from tests.core.invalid_rules_files import VALID_FILES, RulesFiles, merge_files

COUNT = 4 * MAX_PROBLEMS
OPTIONS = "options: [{id: a, text: A, points: 0}, {id: b, text: B, points: 1}]"
QUESTION = "text: T, help: H, why: W, evidence: [e], ask: [lead], weight: 0, may_not_apply: true, " + OPTIONS
NOTICE = "says: So., claims: [law-01], when: {profile: nation, is: [wales]}"


def repeat_line(line: str, head: str = "") -> bytes:
    """Repeat the line, replacing `#` with its number."""
    return (head + "".join(line.replace("#", str(number)) + "\n" for number in range(COUNT))).encode()


READINESS = {
    "an unknown key": repeat_line("key-#: x"),
    "a misspelt key": repeat_line("  - {id: role-#, titel: Title}", "roles:\n"),
    "a key again": repeat_line("rulebook: x"),
    "a key that is a list": repeat_line("? [a]\n: x"),
    "an anchor": repeat_line("  - &a x", "roles:\n"),
    "an item that is no group": repeat_line("  - x", "bands:\n"),
    "an id again": repeat_line("  - {id: lead, title: Title}", "roles:\n"),
    "a weight of nothing": repeat_line(
        f"      - {{id: question-#, {QUESTION}}}",
        "sections:\n  - id: section\n    title: T\n    weight: 1\n    why: W\n    questions:\n",
    ),
    "a name of nothing": repeat_line(f"  - {{id: notice-#, {NOTICE.replace('law-01', 'law-#')}}}", "notices:\n"),
    "an option again": b"notices:\n  - {id: notice, " + NOTICE.replace("wales", "wales, " * COUNT).encode() + b"}\n",
    "a brace alone": repeat_line("  - {id: role-#, title: 'A { alone {'}", "roles:\n"),
    "a worked example again": repeat_line("  - {name: Example, expect: {}}", "examples:\n"),
}
EVIDENCE = {
    "a claim again": repeat_line("  - {id: law-01, source: law, pinpoint: P, finding: F}", "claims:\n"),
    "a claim of nothing": repeat_line("  - {id: law-#, source: nothing-#, pinpoint: P, finding: F}", "claims:\n"),
}
FILES = {
    **{
        name: RulesFiles(merge_files(VALID_FILES.readiness, broken), VALID_FILES.evidence)
        for name, broken in READINESS.items()
    },
    **{
        name: RulesFiles(VALID_FILES.readiness, merge_files(VALID_FILES.evidence, broken))
        for name, broken in EVIDENCE.items()
    },
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES.keys())
def test_a_hundred_mistakes_are_reported_and_that_there_are_more(files: RulesFiles) -> None:
    found = load_rulebook(*files)
    assert isinstance(found, tuple)
    assert found[0].message == TOO_MANY_PROBLEMS
    assert len(found) == MAX_PROBLEMS + 1
    assert len(set(found)) == MAX_PROBLEMS + 1


def test_more_worked_examples_than_can_be_tried_are_one_mistake() -> None:
    many = b"examples:\n" + b"".join(b"  - {name: Example %d, expect: {}}\n" % number for number in range(201))
    found = load_rulebook(merge_files(VALID_FILES.readiness, many), VALID_FILES.evidence)
    assert isinstance(found, tuple)
    assert [problem.message for problem in found] == [
        "There are 201 worked examples, and at most 200 can be tried. Remove some."
    ]


def test_exactly_a_hundred_mistakes_are_reported_without_that_sentence() -> None:
    roles = "roles:\n  - {id: lead, title: T}\n  - {id: finance, title: T}\n"
    broken = roles.encode() + b"  - {id: lead, title: T}\n" * MAX_PROBLEMS
    found = load_rulebook(merge_files(VALID_FILES.readiness, broken), VALID_FILES.evidence)
    assert isinstance(found, tuple)
    assert len(found) == MAX_PROBLEMS
    assert TOO_MANY_PROBLEMS not in [problem.message for problem in found]


def test_the_parser_collects_no_more_mistakes_than_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def count(text: str, at: int) -> tuple[int, int]:
        counted.append(at)
        return find_line_and_column(text, at)

    monkeypatch.setattr("assess.core.syntax.yaml_reader.find_line_and_column", count)
    document, problems = parse_yaml(READINESS["a key again"], "readiness.yaml")
    assert document is not None
    assert (len(problems), len(counted)) == (MAX_PROBLEMS + 1, MAX_PROBLEMS + 1)


@pytest.mark.parametrize(("known", "searches"), [(MAX_SEARCHED_NAMES, 1), (MAX_SEARCHED_NAMES + 1, 0)])
def test_similar_names_are_searched_only_up_to_a_limit(
    known: int, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []

    def seek(name: str, *how: Any) -> list[str]:
        sought.append(name)
        return get_close_matches(name, *how)

    monkeypatch.setattr("assess.core.syntax.suggestions.get_close_matches", seek)
    told = suggest_correction("other", [f"name-{number}" for number in range(known)])
    assert len(sought) == searches
    expected = "None of the 2000 known names is similar." if searches else "It is not one of the 2,001 known names."
    assert told == expected
