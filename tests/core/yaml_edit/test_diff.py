"""Edits derived from a value before and after."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.syntax.yaml_reader import Document, TreeNode, dump_yaml, load_yaml
from assess.core.yaml_edit.diff import diff_values
from assess.core.yaml_edit.edits import AddItem, RemoveItem, SetKey, SetValue, apply_edits

FILE = "readiness.yaml"

BEFORE = """\
id: told # the pension fund
text: "Told?"
weight: 4

# Who knows.
ask: [pensions-lead, hr]
evidence:
  - "A letter"  # signed
  - "A minute"
when: {question: a, is: [b]}
options:
  # The worst.
  - {id: no, text: "No", points: 0}   # as 0
  - {id: told, text: "Told", points: 1}
  - {id: yes, text: "Yes", points: 2}
"""


def valid_tree(text: str) -> Any:
    found = load_yaml(text.encode(), FILE)
    assert isinstance(found, Document)
    return found.tree


@pytest.mark.parametrize(
    ("change", "edits"),
    [
        ({}, ()),
        ({"weight": "5"}, (SetValue(FILE, ("weight",), "5"),)),
        ({"ask": ["hr"]}, (RemoveItem(FILE, ("ask", 0)),)),
        ({"ask": ["legal", "hr"]}, (SetValue(FILE, ("ask", 0), "legal"),)),
        ({"ask": ["pensions-lead", "hr", "legal"]}, (AddItem(FILE, ("ask",), "legal", 2),)),
        ({"help": "Look."}, (SetKey(FILE, ("help",), "Look."),)),
        ({"when": {"question": "a", "is": ["b", "c"]}}, (AddItem(FILE, ("when", "is"), "c", 1),)),
        ({"when": {"section": "a", "below": "5"}}, (SetKey(FILE, ("when",), {"section": "a", "below": "5"}),)),
        ({"ask": "hr"}, (SetKey(FILE, ("ask",), "hr"),)),
    ],
)
def test_only_what_differs_is_edited(change: dict[str, TreeNode], edits: tuple[object, ...]) -> None:
    assert diff_values(FILE, (), valid_tree(BEFORE), {**valid_tree(BEFORE), **change}) == edits


def test_adding_removing_and_changing_options_leaves_the_others_alone() -> None:
    after = valid_tree(BEFORE)
    after["options"][1:2] = [
        {"id": "asked", "text": "Asked", "points": "1"},
        {"id": "met", "text": "Met", "points": "1"},
    ]
    after["options"][0]["text"] = "Nobody"
    del after["when"]
    found = apply_edits({FILE: BEFORE.encode()}, diff_values(FILE, (), valid_tree(BEFORE), after))
    assert isinstance(found, dict)
    expected = BEFORE.replace('"No"', '"Nobody"').replace("when: {question: a, is: [b]}\n", "")
    row = '  - {id: told, text: "Told", points: 1}\n'
    rows = '  - {id: asked, text: "Asked", points: 1}\n  - {id: met, text: "Met", points: 1}\n'
    assert found[FILE].decode() == expected.replace(row, rows)


def test_an_item_of_another_kind_is_replaced_in_position() -> None:
    text = "all:\n  - {question: a, is: [b]}\n  - {section: c, below: 5}\n"
    after: TreeNode = {"all": [{"profile": "d", "above": "0"}, {"section": "c", "below": "6"}]}
    edits = diff_values(FILE, (), valid_tree(text), after)
    assert edits == (
        SetValue(FILE, ("all", 1, "below"), "6"),
        AddItem(FILE, ("all",), {"profile": "d", "above": "0"}, 0),
        RemoveItem(FILE, ("all", 1)),
    )
    found = apply_edits({FILE: text.encode()}, edits)
    assert found == {FILE: b"all:\n  - {profile: d, above: 0}\n  - {section: c, below: 6}\n"}


WORDS = st.sampled_from(["a", "b", "It is.", "5", "a: b", "c\nd"])
NAMED = st.fixed_dictionaries({"id": st.sampled_from("abcdef"), "text": WORDS})
LISTS = st.one_of(st.lists(WORDS, max_size=4), st.lists(NAMED, max_size=4, unique_by=lambda item: item["id"]))
VALUES = st.recursive(
    st.one_of(WORDS, LISTS), lambda inner: st.dictionaries(st.sampled_from(["k", "l", "m"]), inner, max_size=3)
)
GROUPS = st.dictionaries(st.sampled_from(["k", "l", "m"]), VALUES, min_size=1, max_size=3)


@settings(max_examples=100)
@given(GROUPS, GROUPS)
def test_the_edits_turn_any_value_into_any_other(before: dict[str, TreeNode], after: dict[str, TreeNode]) -> None:
    found = apply_edits({FILE: dump_yaml(before).encode()}, diff_values(FILE, (), before, after))
    assert isinstance(found, dict), found
    assert valid_tree(found[FILE].decode()) == after
