"""Rules files: what is loaded from valid ones, and every mistake that is reported for invalid ones."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from assess.core.loading.loader import load_rulebook
from assess.core.loading.recovery import validate_with_recovery
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Rules, Section
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, TreeNode, dump_yaml, load_yaml
from tests.core.invalid_rules_files import FOLDER, STANDALONE_MARKER, VALID_FILES, RulesFiles, complete_files

BROKEN_FILES = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.startswith("good."))


def list_problems(files: RulesFiles) -> str:
    """Return the problems of two files as they are printed; nothing for a valid rulebook."""
    loaded = load_rulebook(*files)
    return "" if isinstance(loaded, Rulebook) else "".join(f"{problem}\n" for problem in loaded)


def load_valid(files: RulesFiles = VALID_FILES) -> Rulebook:
    """Return the rulebook of two valid files."""
    loaded = load_rulebook(*files)
    assert isinstance(loaded, Rulebook), loaded
    return loaded


def change_valid_files(old: str, new: str) -> RulesFiles:
    """Return the valid files with one change in readiness.yaml."""
    assert old.encode() in VALID_FILES.readiness
    return VALID_FILES._replace(readiness=VALID_FILES.readiness.replace(old.encode(), new.encode(), 1))


@pytest.mark.parametrize("path", BROKEN_FILES, ids=[path.stem for path in BROKEN_FILES])
def test_every_mistake_of_a_broken_file_is_reported_with_its_location(
    path: Path, approved: Callable[[str, str], None]
) -> None:
    problems = list_problems(complete_files(path.read_bytes()))
    assert problems
    approved(f"../core/invalid_rules/{path.stem}.problems.txt", problems)


@pytest.mark.parametrize("path", BROKEN_FILES, ids=[path.stem for path in BROKEN_FILES])
def test_a_problem_is_described_in_complete_sentences(path: Path) -> None:
    for line in list_problems(complete_files(path.read_bytes())).splitlines():
        assert re.fullmatch(r"(readiness|evidence)\.yaml:[1-9]\d*:[1-9]\d*: [^a-z].{15,}[.?]", line), line


def test_problems_come_in_the_order_of_the_files() -> None:
    loaded = load_rulebook(b"sections: 1\nbands: 2\n", b"claims: 3\n", file_names=("r.yaml", "e.yaml"))
    assert isinstance(loaded, tuple)
    places = [(problem.file, problem.line) for problem in loaded]
    assert places == sorted(places, key=lambda place: ("re".index(place[0][0]), place[1]))


def test_a_valid_file_gives_its_values_as_typed() -> None:
    rulebook = load_valid()
    assert (rulebook.id, rulebook.version) == ("small", "1.0.0")
    assert rulebook.questions["plan-written"].highest == 3
    assert rulebook.rules.examples[0].answers == {"plan-written": "begun"}
    assert rulebook.evidence.sources[0].issued == "2012"


@pytest.mark.parametrize("words", ["Yes", "No", "On", "1.10", "0123", "12:30", "2025-02-24", "null", "~", "0x1F"])
def test_text_remains_text(words: str) -> None:
    assert load_valid(change_valid_files("title: Plan\n", f"title: {words}\n")).sections["plan"].title == words


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_byte_order_mark_comments_and_line_ends_change_nothing(start: bytes, end: bytes) -> None:
    files = RulesFiles(*(start + (b"# A comment.\n" + each).replace(b"\n", end) for each in VALID_FILES))
    assert load_valid(files).hash == load_valid().hash


def test_omitted_fields_and_explicit_defaults_have_the_same_hash() -> None:
    assert (
        load_valid(change_valid_files("        weight: 1\n", "        weight: 1\n        claims: []\n")).hash
        == load_valid().hash
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Plan\n", "title: Plans\n"),
        ("{id: high, from: 50", "{id: high, from: 51"),
        ("version: 1.0.0", "version: 1.0.1"),
    ],
)
def test_any_changed_value_changes_the_hash(old: str, new: str) -> None:
    assert load_valid(change_valid_files(old, new)).hash != load_valid().hash


def test_the_order_of_rows_in_a_table_changes_nothing() -> None:
    rows = "      england: {is: english}\n      wales: {is: welsh, claims: [law-02]}\n"
    assert (
        load_valid(change_valid_files(rows, "".join(reversed(rows.splitlines(keepends=True))))).hash
        == load_valid().hash
    )


def test_a_derived_fact_may_be_unknown() -> None:
    assert (
        load_valid(change_valid_files("wales: {is: welsh,", "wales: {is: unknown,")).rules.derived[0].table["wales"].is_
        == "unknown"
    )


def test_a_rulebook_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        load_valid().hash = ""  # type: ignore[misc]


def test_a_file_over_2_mb_is_rejected() -> None:
    large = VALID_FILES._replace(evidence=b"#" * 2_000_001)
    assert list_problems(large).startswith("evidence.yaml:1:1: The file is larger than 2 MB")


def test_a_hundred_thousand_brackets_only_stop_the_parser() -> None:
    assert "nested more than 20 deep" in list_problems(VALID_FILES._replace(readiness=b"[" * 100_000))


def test_placeholders_are_dropped_when_they_reveal_no_further_problems() -> None:
    document = load_yaml(b"sections: x\n", "r.yaml")
    assert isinstance(document, Document)
    assert validate_with_recovery(Rules, document, rounds=1).value is None


def test_a_section_of_a_document_can_be_parsed_alone() -> None:
    document = load_yaml(b"id: plan\ntitle: Plan\nweight: 1\nwhy: x\nquestions: []\n", "r.yaml")
    assert isinstance(document, Document)
    assert [fault.path for fault in validate_with_recovery(Section, document).mistakes] == [("questions",)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{plan-written: begun}", "{plan-writen: begun, plan-written: odd}"),
        ("band: low, possible_band: low", "band: high, possible_band: odd"),
        ("profile: {stage: idea, nation: england}\n    answers", "profile: {}\n    answers"),
    ],
)
def test_no_worked_example_is_a_mistake(old: str, new: str) -> None:
    assert list_problems(change_valid_files(old, new)) == ""


TOKENS = some.sampled_from(
    [
        b"\n",
        b" ",
        b"  - ",
        b": ",
        b"{",
        b"}",
        b"[",
        b"]",
        b"- ",
        b"#",
        b'"',
        b"'",
        b"&a ",
        b"*a",
        b"!x ",
        b"|",
        b">",
        b"<<: ",
        b"id: ",
        b"is: ",
        b"when: ",
        b"question: ",
        b"all: ",
        b"not: ",
        b"0",
        b"x",
        b"\t",
        b"\xff",
        b"\x00",
        b"\xc2\x85",
        b"? ",
        b"---\n",
        b"%",
        b"@",
    ]
)


@given(some.binary(max_size=200), some.binary(max_size=200))
@example(b"? [a]\n: b", b"-\n-")
def test_any_bytes_give_problems_and_never_a_traceback(readiness: bytes, evidence: bytes) -> None:
    assert all(isinstance(problem, Problem) for problem in load_rulebook(readiness, evidence))  # type: ignore[union-attr]


@given(some.data())
def test_any_change_to_a_valid_file_gives_a_rulebook_or_problems(data: some.DataObject) -> None:
    text = data.draw(some.sampled_from(VALID_FILES))
    for _ in range(data.draw(some.integers(1, 4))):
        at = data.draw(some.integers(0, len(text)))
        text = text[:at] + data.draw(TOKENS) + text[at + data.draw(some.integers(0, 12)) :]
    for files in (VALID_FILES._replace(readiness=text), VALID_FILES._replace(evidence=text)):
        assert list_problems(files) == "" or ".yaml:" in list_problems(files)


@given(some.data())
def test_removing_or_moving_any_lines_gives_a_rulebook_or_problems(data: some.DataObject) -> None:
    lines = VALID_FILES.readiness.splitlines(keepends=True)
    for _ in range(data.draw(some.integers(1, 6))):
        line = lines.pop(data.draw(some.integers(0, len(lines) - 1)))
        if data.draw(some.booleans()):
            lines.insert(data.draw(some.integers(0, len(lines))), line)
    problems = list_problems(VALID_FILES._replace(readiness=b"".join(lines)))
    assert problems == "" or ".yaml:" in problems


KEYS = some.sampled_from(
    [
        *sorted(set(re.findall("([a-z_]+): ", VALID_FILES.readiness.decode()))),
        "wieght",
        "Bad Key",
        "",
        "not",
        "any",
        "iss",
    ]
)
VALUES: some.SearchStrategy[TreeNode] = some.sampled_from(
    ["", "x", "0", "-1", "101", "none", "Bad Id", "true", "{law-01}", "}", "…" * 80]
) | some.recursive(
    some.just("x"),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(KEYS, inner, max_size=2),
    max_leaves=3,
)


def iter_collections(tree: TreeNode) -> Iterator[Any]:
    """Yield every list and every mapping in a tree."""
    if not isinstance(tree, str):
        yield tree
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from iter_collections(value)


@given(some.data())
@settings(max_examples=100)
def test_replacing_any_key_or_value_gives_a_rulebook_or_problems(data: some.DataObject) -> None:
    document = load_yaml(VALID_FILES.readiness, "r.yaml")
    assert isinstance(document, Document)
    tree = deepcopy(document.tree)
    for _ in range(data.draw(some.integers(1, 5))):
        group = data.draw(some.sampled_from([each for each in iter_collections(tree) if each]))
        step = data.draw(some.sampled_from(list(group) if isinstance(group, dict) else list(range(len(group)))))
        value = data.draw(some.just(group[step]) | VALUES)
        if isinstance(group, dict) and data.draw(some.booleans()):
            del group[step]
            step = data.draw(KEYS)
        group[step] = value
    problems = list_problems(VALID_FILES._replace(readiness=dump_yaml(tree).encode()))
    assert problems == "" or ".yaml:" in problems


def test_a_key_and_its_value_may_both_be_wrong() -> None:
    wrong = change_valid_files("england: {is: english}", "England: {is: english, colour: red}")
    assert [line.split(": ", 1)[1][:40] for line in list_problems(wrong).splitlines()] == [
        "The name `England` of the derived fact `",
        "`colour` is not a key of the derived fac",
    ]


def test_a_standalone_broken_file_is_loaded_as_it_is() -> None:
    assert complete_files(STANDALONE_MARKER + b"\nbands: []\n").readiness == STANDALONE_MARKER + b"\nbands: []\n"
