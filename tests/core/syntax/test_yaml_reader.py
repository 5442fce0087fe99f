"""YAML as plain text with positions, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assess.core.model.fields import FORBIDDEN_CHARACTERS, Truncated
from assess.core.syntax.yaml_reader import (
    Document,
    Position,
    TreeNode,
    dump_yaml,
    find_line_and_column,
    load_yaml,
    parse_yaml,
)

words = some.text(
    some.characters(exclude_categories=["Cs"]).filter(lambda each: not FORBIDDEN_CHARACTERS.match(each)), max_size=40
)
lines = some.lists(some.sampled_from(["", " ", "a", " b", "c: d", "- e", "# f", "é—“x”", "x\ty"]), max_size=5).map(
    "\n".join
)
trees: some.SearchStrategy[TreeNode] = some.recursive(
    words | lines,
    lambda inner: (
        some.lists(inner, max_size=4) | some.dictionaries(words.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=12,
)


def valid_document(text: str) -> Document:
    """Return the document that a text parses to."""
    found = load_yaml(text.encode(), "r.yaml")
    assert isinstance(found, Document), found
    return found


@given(some.dictionaries(some.just("key"), trees, min_size=1))
def test_written_yaml_parses_back_the_same(tree: dict[str, TreeNode]) -> None:
    assert valid_document(dump_yaml(tree)).tree == tree


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("Libraries", "Libraries"),
        ("Fire and rescue (all of it).", "Fire and rescue (all of it)."),
        ("40", "40"),
        ("007", '"007"'),
        ("yes", '"yes"'),
        ("Null", '"Null"'),
        ("1.10.0", "1.10.0"),
        ("2025-02-24", '"2025-02-24"'),
        ("a: b", '"a: b"'),
        ("say #1", '"say #1"'),
        ("", '""'),
        (" x", '" x"'),
        ("tab\there", '"tab\\there"'),
        ("line\u2028end", '"line\\u2028end"'),
        ("one\n\n two", "|-\n  one\n\n   two"),
        ("one\r\ntwo", '"one\\r\\ntwo"'),
        ("one\n", '"one\\n"'),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_text_is_quoted_only_if_necessary(value: TreeNode, typed: str) -> None:
    assert dump_yaml({"x": value}) == f"x: {typed}\n"


def test_lists_and_mappings_are_written_one_item_per_line() -> None:
    assert dump_yaml({"a": ["b", {"c": "d"}], "no": {"e": ["f"]}}) == (
        'a:\n  - b\n  -\n    c: d\n"no":\n  e:\n    - f\n'
    )


def test_a_single_string_is_written_on_its_own() -> None:
    assert dump_yaml("words") == "words\n"


def test_positions_count_characters_from_zero_and_lines_from_one() -> None:
    found = valid_document('é: x\nlist:\n  - {key: "valué", other: 12}\n')
    assert found.find_position(("list", 0, "key")) == Position(line=3, column=11, start=21, end=28)
    assert found.text[21:28] == '"valué"'
    assert found.find_position(("list", 0, "key"), key=True) == Position(line=3, column=6, start=16, end=19)
    assert found.find_position(("list", 0)).column == 5


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_value_can_be_replaced_between_its_positions(start: str, end: str) -> None:
    text = "# Weights{end}a: {{weight: 20, b: 1}}  # a reason{end}"
    found = valid_document(start + text.format(end=end))
    mark = found.find_position(("a", "weight"))
    assert found.text[: mark.start] + "30" + found.text[mark.end :] == text.replace("20", "30").format(end=end)


@pytest.mark.parametrize(
    "path", [("b",), ("a", "c"), ("a", "list", 7), ("a", "list", "x"), ("a", "list", 0, "x")], ids=str
)
def test_a_missing_path_resolves_to_its_nearest_parent(path: tuple[str | int, ...]) -> None:
    found = valid_document("a:\n  list: [x]\n")
    known = [found.find_position(path[:length]) for length in range(len(path))]
    assert found.find_position(path) in known


def test_a_misspelt_key_can_be_found_under_the_intended_name() -> None:
    found = valid_document("a: {wieght: 3}\n")
    corrected = found.with_misspelt_key(("a", "weight"), "wieght")
    assert corrected.find_position(("a", "weight")) == found.find_position(("a", "wieght"))
    assert found.find_position(("a", "weight")) == found.find_position(("a",))


@pytest.mark.parametrize("nothing", [(), ("a",)], ids=str)
def test_nothing_is_renamed_where_there_are_no_keys(nothing: tuple[str, ...]) -> None:
    found = valid_document("[x]" if nothing == () else "a: x\n")
    renamed = found.with_misspelt_key((*nothing, "y"), "x")
    assert renamed.find_position((*nothing, "y")) == found.find_position(nothing)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a: x # y", True),
        ("a: x\t# y", True),
        ("a: [x # y\n]", True),
        ("a: x\n# y", False),
        ("a: x\n  # y", False),
        ("a: x#y", False),
        ('a: "x # y"', False),
        ("# y\na: x", False),
        ("# y\n\n # z\na: x", False),
        ("a: |\n  x # y\n", False),
    ],
)
def test_unquoted_text_followed_by_a_comment_is_flagged(text: str, cut: bool) -> None:
    value = valid_document(text).tree["a"]  # type: ignore[call-overload,index]
    assert isinstance(value[0] if isinstance(value, list) else value, Truncated) is cut


def test_the_readable_part_is_returned_together_with_the_mistakes() -> None:
    found, problems = parse_yaml(b"a: 1\na: 2\nb: 3\n", "r.yaml")
    assert found is not None
    assert found.tree == {"a": "1", "b": "3"}
    assert [str(problem) for problem in problems] == [
        "r.yaml:2:1: `a` is written twice here: it is already on line 1. Keep one of the two."
    ]


def test_read_returns_no_document_with_mistakes() -> None:
    assert isinstance(load_yaml(b"a: &x 1\n", "r.yaml"), tuple)


def test_at_most_twenty_levels_may_be_nested() -> None:
    assert isinstance(load_yaml(b"[" * 20 + b"]" * 20, "r.yaml"), Document)
    assert isinstance(load_yaml(b"[" * 21 + b"]" * 21, "r.yaml"), tuple)


def test_a_larger_limit_can_be_set() -> None:
    text = b"a: " + b"x" * 3_000_000
    assert isinstance(load_yaml(text, "a.yaml"), tuple)
    assert isinstance(load_yaml(text, "a.yaml", limit=5_000_000), Document)


@given(some.text(max_size=60), some.integers(0, 60))
def test_lines_and_columns_are_counted_as_editors_do(text: str, at: int) -> None:
    before = text[:at].split("\n")
    assert find_line_and_column(text, min(at, len(text))) == (len(before), len(before[-1]) + 1)


@given(some.binary(max_size=300))
def test_any_bytes_give_a_document_or_problems(data: bytes) -> None:
    found = load_yaml(data, "r.yaml")
    assert isinstance(found, Document) or found
