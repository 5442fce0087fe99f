"""A form edit changes no other byte: random edits of real rules and of an awkward text."""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.syntax.yaml_reader import Document, NodePath, load_yaml
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.edits import AddItem, Edit, RemoveItem, SetKey, SetValue, apply_edits
from tests.frozen import RULES

FILES = ("readiness.yaml", "evidence.yaml")

AWKWARD = """\
# The rules: what is "asked" # and counted.

rulebook: {id: mutual, title: "It's: # ready", version: 1.0.0}   # one row

# ---- Bands ----

bands:  # lowest first
- id: low
  from: 0     # always
  means: 'It''s "low"'
# Right above the second.
- id: high   # the second
  means: >-
    Folded over

    lines

  from: 40

# ---- Questions ----
sections:

  # ---- Pensions ----
  - id: pensions
    weight:   15\t# of 100
    questions:
      # On the first question.
      - id: told
        text: Has the fund
          been told?
        help: |  # as typed
          One line.
            Another # not a comment.

        claims: []
        ask: [ hr ,legal, # who knows
               "section-151" , ]
        options:
          - {id: no, text: "No, nobody", points: 0} # the worst
          - {id: yes, text: 'Yes', points: 1}

      # ---- not a heading of the first ----

      - text: "Long \\
          text \\u00e9 – ŷ 😀"
        id: second
        when:
          all:
          -   {question: told, is: [no]}
          - not: {profile: nation, is: [wales, scotland]}
        options: [{id: a, points: 0}, {
          id: b,
          points: 1
        }]

  # ---- Staff ----
  # Two comments on one section.
  - title: Staff
    questions:
      - id: third
      # Between the keys.
        weight: 1


    # The end of staff.
glossary: {}
last: done
"""

AWKWARD_CHARACTERS = st.text(
    st.sampled_from("aZ 5é–😀'\"#:,-[]{}&*!|>%@`\\\n\t?~=\u2028\ufeff"), min_size=1, max_size=12
)
WORDS = st.one_of(
    AWKWARD_CHARACTERS,
    st.sampled_from(["7", "staff-say", "true", "no", "null", "1.0.1", "It is so.", " ends ", "#", ""]),
)


def iter_nodes(tree: Any, path: NodePath = ()) -> Iterator[tuple[NodePath, Any]]:
    """Yield every value of a tree with its path."""
    yield path, tree
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in steps:
        yield from iter_nodes(value, (*path, step))


def parse_text(data: bytes, file: str) -> Document:
    found = load_yaml(data, file)
    assert isinstance(found, Document), found
    return found


@cache
def read_frozen_file(file: str) -> tuple[bytes, Document, list[tuple[NodePath, Any]]]:
    data = (RULES / file).read_bytes()
    document = parse_text(data, file)
    return data, document, list(iter_nodes(document.tree))


@st.composite
def awkward_texts(draw: st.DrawFn) -> bytes:
    """Draw the awkward text with either line ending, with and without byte-order mark and final newline."""
    text = AWKWARD if draw(st.booleans()) else AWKWARD.replace("\n", "\r\n")
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + (text if draw(st.booleans()) else text.rstrip()).encode()


@st.composite
def random_edits(draw: st.DrawFn, file: str, values: list[tuple[NodePath, Any]], like: list[Any]) -> Edit:
    """Draw an edit of an existing node."""
    kind = draw(st.sampled_from(["set", "add", "remove", "key"]))
    if kind == "set":
        path, _ = draw(st.sampled_from([each for each in values if isinstance(each[1], str)]))
        return SetValue(file, path, draw(WORDS))
    if kind == "add":
        path, items = draw(st.sampled_from([each for each in values if isinstance(each[1], list)]))
        item = draw(st.one_of(WORDS, st.sampled_from(items or like)))
        return AddItem(file, path, item, draw(st.integers(0, len(items))))
    if kind == "key":
        path, group = draw(st.sampled_from([each for each in values if isinstance(each[1], dict) and each[0]]))
        key = draw(st.sampled_from([*group, "new-key", "from_stage"]))
        return SetKey(file, (*path, key), draw(st.one_of(WORDS, st.sampled_from(like))))
    return RemoveItem(file, draw(st.sampled_from([path for path, _ in values if path])))


def expected_tree(tree: Any, edit: Edit) -> Any:
    """Return the tree as the edit asks for it."""
    tree = deepcopy(tree)
    holder = get_node(tree, edit.path[:-1])
    match edit:
        case SetValue(path=path, text=text):
            holder[path[-1]] = text
        case SetKey(path=path, tree=new):
            holder[path[-1]] = new
        case AddItem(path=path, tree=new, index=index):
            get_node(tree, path).insert(index, new)
        case RemoveItem(path=path):
            del holder[path[-1]]
    return tree


def common_affixes(before: bytes, after: bytes) -> tuple[int, int]:
    """Return how many bytes two texts have in common at the start, and then at the end."""
    least = min(len(before), len(after))
    start = next((at for at in range(least) if before[at] != after[at]), least)
    end = next((at for at in range(least - start) if before[-1 - at] != after[-1 - at]), least - start)
    return start, end


def find_comments(text: str) -> list[tuple[int, str]]:
    """Return each comment with its position; `ready` and `not a comment` are part of texts."""
    pattern = r"(?m)(?:^|(?<=[ \t]))# (?!ready|not a c)[A-Za-z-].*$"
    return [(found.start(), found[0].rstrip()) for found in re.finditer(pattern, text)]


def find_extent(document: Document, path: NodePath) -> tuple[int, int]:
    """Return where a value, or a key with its value, begins and ends, including the comment lines right above."""
    start = document.find_position(path, key=True).start
    texts = [
        document.find_position((*path, *step))
        for step, value in iter_nodes(get_node(document.tree, path))
        if not value or isinstance(value, str)
    ]
    end = max(mark.start + len(document.text[mark.start : mark.end].rstrip()) for mark in texts)
    above = document.text[: document.text.rfind("\n", 0, start) + 1].splitlines(keepends=True)
    while above and above[-1].strip().startswith("#"):
        above.pop()
    return len("".join(above)), document.text.find("\n", end) % (len(document.text) + 1)


def find_lost_comments(before: str, after: str) -> list[tuple[int, str]]:
    """Return the comments of a text, with their positions, that another lacks."""
    there = [comment for _, comment in find_comments(after)]
    return [(at, comment) for at, comment in find_comments(before) if comment not in there]


def check_edit(before: bytes, after: bytes, document: Document, edit: Edit) -> None:
    """Check that nothing changed except what the edit asked for."""
    changed = parse_text(after, document.file)
    assert changed.tree == expected_tree(document.tree, edit)
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
    assert (b"\r" in before) == (b"\r" in after)
    assert (b"\n" in after.replace(b"\r\n", b"")) == (b"\n" in before.replace(b"\r\n", b""))
    start, end = common_affixes(before, after)
    gone, new = before[start : len(before) - end], after[start : len(after) - end]
    if isinstance(edit, AddItem):
        assert not gone.strip(b" []"), "an item that comes takes nothing away"
        check_inverse(before, after, document, edit)
    elif get_node(document.tree, edit.path) is None:
        assert not gone.strip(b" {}"), "a key that comes takes nothing away"
    else:
        first, last = find_extent(document, edit.path)
        assert all(first <= at <= last for at, _ in find_lost_comments(document.text, changed.text))
    if isinstance(edit, SetValue):
        mark = document.find_position(edit.path)
        assert gone in document.text[mark.start : mark.end].encode()
        assert not find_lost_comments(document.text, changed.text)
    elif isinstance(edit, RemoveItem):
        assert not new.strip(b" []{}"), "what goes leaves nothing behind but an empty list"


def check_inverse(before: bytes, after: bytes, document: Document, edit: AddItem) -> None:
    """Check that removing an item that was just inserted restores the text."""
    if get_node(document.tree, edit.path):
        found = apply_edits({edit.file: after}, [RemoveItem(edit.file, (*edit.path, edit.index or 0))])
        assert found == {edit.file: before}


@settings(max_examples=200)
@given(awkward_texts(), st.data())
def test_an_edit_of_an_awkward_text_changes_nothing_else(data: bytes, draw: st.DataObject) -> None:
    document = parse_text(data, FILES[0])
    values = list(iter_nodes(document.tree))
    edit = draw.draw(random_edits(FILES[0], values, [value for _, value in values if value]))
    found = apply_edits({FILES[0]: data}, [edit])
    assert isinstance(found, dict), found
    check_edit(data, found[FILES[0]], document, edit)


@pytest.mark.parametrize("file", FILES)
def test_an_edit_of_real_rules_changes_nothing_else(file: str) -> None:
    data, document, values = read_frozen_file(file)
    short = [value for _, value in values if value and len(str(value)) < 400]

    @settings(max_examples=12)
    @given(random_edits(file, values, short))
    def changes_nothing_else(edit: Edit) -> None:
        found = apply_edits({file: data, "other": b"?"}, [edit])
        assert isinstance(found, dict), found
        assert found.pop("other") == b"?"
        check_edit(data, found[file], document, edit)

    changes_nothing_else()


@settings(max_examples=100)
@given(awkward_texts(), st.data())
def test_a_rejected_edit_leaves_the_bytes_unchanged(data: bytes, draw: st.DataObject) -> None:
    document = parse_text(data, FILES[0])
    values = list(iter_nodes(document.tree))
    good = draw.draw(st.lists(random_edits(FILES[0], values, ["x"]), max_size=2))
    bad: Edit = draw.draw(st.sampled_from([SetValue(FILES[0], ("nothing",), "x"), SetValue(FILES[0], ("last",), "\a")]))
    files = {FILES[0]: data}
    assert isinstance(apply_edits(files, [*good, bad]), tuple)
    assert files == {FILES[0]: data}
