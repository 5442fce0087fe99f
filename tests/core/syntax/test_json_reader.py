"""JSON read as text with positions; what hides something or harms the process is rejected."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.syntax.json_reader import parse_json
from assess.core.syntax.yaml_reader import TreeNode

LIMIT = 1_000_000


def parse_valid(text: str) -> TreeNode:
    """Return the tree of a text without mistakes."""
    document, problems = parse_json(text.encode(), "a.json", limit=LIMIT)
    assert document is not None
    assert problems == ()
    return document.tree


def list_mistakes(text: str) -> list[str]:
    """Return the mistakes of a text as they are printed."""
    return [str(problem) for problem in parse_json(text.encode(), "a.json", limit=LIMIT)[1]]


def test_every_value_is_the_text_as_typed_and_null_is_none() -> None:
    text = '\n{ "a" : [1, -0.50e+3, true,\tfalse, null, "ŵ \\"\\u00e9\\n\\/ \\ud83d\\udca9"], "b": {}, "c": [] }\n'
    assert parse_valid(text) == {
        "a": ["1", "-0.50e+3", "true", "false", "", 'ŵ "é\n/ \N{PILE OF POO}'],
        "b": {},
        "c": [],
    }


def test_every_node_has_its_position() -> None:
    document, _ = parse_json(b'{\n  "a": {"b": [1,\n  22]}\n}', "a.json", limit=LIMIT)
    assert document is not None
    assert document.find_position(("a", "b", 1))[:2] == (3, 3)
    assert document.find_position(("a", "b"), key=True)[:2] == (2, 9)
    assert document.find_position(("a", "b"))[:2] == (2, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.json:1:1: The file is empty."),
        (" \n", "a.json:2:1: The file is empty."),
        ('{\n<<<<<<< HEAD\n"a": 1}', "a.json:2:1: Git left this line where two versions of the file differ"),
        ("[1] [", "a.json:1:5: There is more text after the end."),
        ('{"a": NaN}', "a.json:1:7: A value must be here"),
        ('{"a": Infinity}', "a.json:1:7: A value must be here"),
        ('{"a": -Infinity}', "a.json:1:7: A value must be here"),
        ('{"a": 01}', "a.json:1:7: A value must be here"),
        ('{"a": 1_000}', "a.json:1:7: A value must be here"),
        ('{"a": +1}', "a.json:1:7: A value must be here"),
        ('{"a": trueish}', "a.json:1:7: A value must be here"),
        ('{"a":', "a.json:1:6: A value must be here"),
        ('{"a" 1}', "a.json:1:6: A colon must be here"),
        ("{a: 1}", "a.json:1:2: A key in double quotes must be here."),
        ("{'a': 1}", "a.json:1:2: A key in double quotes must be here."),
        ('{"a": 1,}', "a.json:1:9: There is no comma after the last one."),
        ("[1,]", "a.json:1:4: There is no comma after the last one."),
        ("[,1]", "a.json:1:2: A value must be here"),
        ("\n[1\n2]", "a.json:3:1: A comma must be here, or the ] that ends what began on line 2."),
        ('{"a": 1\n', "a.json:2:1: A comma must be here, or the } that ends what began on line 1."),
        ('{"a": "one\ntwo"}', "a.json:1:7: This text in double quotes does not end"),
        ('{"a": "\\x"}', "a.json:1:7: This text in double quotes does not end"),
        ('{"a": "\\ud800"}', "a.json:1:7: The text contains a character that cannot be shown (U+D800)."),
        ('{"a": "\\u0007"}', "a.json:1:7: The text contains a character that cannot be shown (U+0007)."),
        ('{"a": 1,\n"a": 2}', "a.json:2:1: `a` is written twice here: it is already on line 1."),
        ("[" * 20 + "1" + "]" * 20, ""),
        ("[" * 21, "a.json:1:21: Lists and keys are nested more than 20 deep here."),
        ("[" * 500_000, "a.json:1:21: Lists and keys are nested more than 20 deep here."),
        ("1" * LIMIT + "1", "a.json:1:1: The file is larger than 1 MB"),
        ("\x00", "a.json:1:1: There is a character here that cannot be seen (U+0000)."),
    ],
)
def test_a_mistake_has_a_position_and_a_message(text: str, said: str) -> None:
    assert (list_mistakes(text) or [""])[0].startswith(said)


def test_invalid_utf_8_is_reported_with_its_position() -> None:
    assert parse_json(b'{"a":\n"\xff"}', "a.json", limit=LIMIT)[1][0].line == 2


def test_no_more_than_a_hundred_mistakes_are_collected() -> None:
    text = "{" + '"a": 1,\n' * 100_000 + '"a": 1}'
    started = time.process_time()
    assert len(list_mistakes(text)) == 101
    assert time.process_time() - started < 5


def test_a_long_file_is_parsed_in_linear_time() -> None:
    text = '{"a": 1, "b": [' + ",".join(["[1, 2]"] * 100_000) + "]}"
    started = time.process_time()
    parse_valid(text)
    assert time.process_time() - started < 10


leaves = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.text().filter(lambda text: not FORBIDDEN_CHARACTERS.search(text)),
)
names = some.text(max_size=5).filter(lambda text: not FORBIDDEN_CHARACTERS.search(text))
values = some.recursive(
    leaves, lambda inner: some.lists(inner, max_size=4) | some.dictionaries(names, inner, max_size=4), max_leaves=20
)


def stringify_leaves(value: object) -> object:
    """Convert every leaf of a Python value to the text that JSON has for it."""
    if isinstance(value, dict):
        return {key: stringify_leaves(each) for key, each in value.items()}
    if isinstance(value, list):
        return [stringify_leaves(each) for each in value]
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


@given(values)
def test_it_parses_what_python_writes(value: object) -> None:
    assert parse_valid(json.dumps(value)) == stringify_leaves(value)


@given(some.text(some.sampled_from('{}[]",:1e-. \\untrfalse'), max_size=30))
def test_it_accepts_only_what_python_accepts_and_never_raises(text: str) -> None:
    document, problems = parse_json(text.encode(), "a.json", limit=LIMIT)
    if document is not None and not problems:
        json.loads(text)
