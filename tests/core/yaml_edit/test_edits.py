"""Edits of the rules files: the text before, the edit, and the text after it."""

import pytest

from assess.core.syntax.yaml_reader import TreeNode
from assess.core.yaml_edit.edits import AddItem, Edit, RemoveItem, SetKey, SetValue, apply_edits

FILE = "readiness.yaml"


def text_after(text: str, *edits: Edit) -> str:
    found = apply_edits({FILE: text.encode()}, edits)
    assert isinstance(found, dict), [str(problem) for problem in found]
    return found[FILE].decode()


def rejection_of(text: str, *edits: Edit) -> list[str]:
    files = {FILE: text.encode()}
    found = apply_edits(files, edits)
    assert isinstance(found, tuple)
    assert files == {FILE: text.encode()}
    return [str(problem) for problem in found]


def set_value(*path: str | int, text: str) -> SetValue:
    return SetValue(FILE, path, text)


def insert_item(*path: str | int, tree: TreeNode, index: int | None = None) -> AddItem:
    return AddItem(FILE, path, tree, index)


def set_key(*path: str | int, tree: TreeNode) -> SetKey:
    return SetKey(FILE, path, tree)


def remove_path(*path: str | int) -> RemoveItem:
    return RemoveItem(FILE, path)


# Values


@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ("a: 15", "20", "a: 20"),
        ("a: 15  # of 100", "20", "a: 20  # of 100"),
        ("a: true", "false", "a: false"),
        ("a: pension-list", "staff-say", "a: staff-say"),
        ("a: staff-say # why", "yes", "a: yes # why"),
        ("a: Pensions", "The staff", "a: The staff"),
        ("a: Pensions # why", "The staff", 'a: "The staff" # why'),
        ("a: Pensions", "No", 'a: "No"'),
        ("a: Pensions", "What is it: a duty?", 'a: "What is it: a duty?"'),
        ("a: Pensions", "- a dash", 'a: "- a dash"'),
        ("a: Pensions", "one\ntwo", r'a: "one\ntwo"'),
        ("a: Pensions", "one\r\ntwo\rthree", r'a: "one\ntwo\nthree"'),
        ("a: Pensions", "", 'a: ""'),
        ("a: https://a.example/b?c=d", "https://a.example/e_f", "a: https://a.example/e_f"),
        ('a: "Pensions"', "staff", 'a: "staff"'),
        ('a: "Pensions"', 'The "staff" # and \\', r'a: "The \"staff\" # and \\"'),
        ('a: "Pensions"', "Pensiynau’r cyngor – ŷ 😀", 'a: "Pensiynau’r cyngor – ŷ 😀"'),
        ('a: "Pensions"', "a\u2028b\ufeff", r'a: "a\u2028b\uFEFF"'),
        ("a: 'Pensions'", "The council's: # {x}", "a: 'The council''s: # {x}'"),
        ("a: 'Pensions'", "one\ntwo", r'a: "one\ntwo"'),
        ("a: 'Pensions'", "one\u2028two", r'a: "one\u2028two"'),
        ("a:", "new", "a: new"),
        ("a:  # nothing yet\nb: 1", "new", "a: new  # nothing yet\nb: 1"),
        ("a: one\n  two\n  three # x\nb: 1", "new words", 'a: "new words" # x\nb: 1'),
        ('a: "one\n  two"\nb: 1', "new", 'a: "new"\nb: 1'),
        ("a: |  # as a block\n  one\n  two\n\n# on b\nb: 1\n", "new", 'a: "new"  # as a block\n\n# on b\nb: 1\n'),
        ("a: >-\n  one\n\n  two\nb: 1\n", "new", 'a: "new"\nb: 1\n'),
        ("{a: one, b: two}", "three, four", '{a: "three, four", b: two}'),
        ("{a: one, b: two}", "three four", "{a: three four, b: two}"),
        ("{a: , b: two}", "three", "{a:  three, b: two}"),
    ],
)
def test_a_value_is_replaced_in_position(before: str, new: str, expected: str) -> None:
    assert text_after(before, set_value("a", text=new)) == expected


def test_several_changed_values_leave_the_rest_and_unchanged_quotes_alone() -> None:
    text = "\ufeff# top\r\na:   'one'  # x\r\nb: [2,3 , \"4\"]\r\n\r\nc: {d: 5}"
    edits = [
        set_value("a", text="two"),
        set_value("b", 1, text="30"),
        set_value("b", 2, text="4"),
        set_value("c", "d", text="6"),
    ]
    assert text_after(text, *edits) == "\ufeff# top\r\na:   'two'  # x\r\nb: [2,30 , \"4\"]\r\n\r\nc: {d: 6}"


def test_the_last_of_two_changes_to_one_value_wins() -> None:
    assert (
        text_after("a: 1\nb: 2\n", set_value("a", text="3"), set_value("b", text="4"), set_value("a", text="5"))
        == "a: 5\nb: 4\n"
    )


def test_several_files_change_at_once_and_the_others_are_untouched() -> None:
    files = {FILE: b"a: 1\n", "evidence.yaml": b"b: 2\n", "other": b"?"}
    edits = [SetValue("evidence.yaml", ("b",), "3"), set_value("a", text="4"), SetValue("evidence.yaml", ("b",), "5")]
    assert apply_edits(files, edits) == {FILE: b"a: 4\n", "evidence.yaml": b"b: 5\n", "other": b"?"}


# Items in block style

BANDS = """\
# The whole.
bands:
  - id: low # the first
    from: 0
  # Above it.
  - id: high
    from: 40  # and up

next: 1
"""


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, BANDS.replace("  - id: low", "  - id: new\n    from: 20\n  - id: low")),
        (1, BANDS.replace("  # Above", "  - id: new\n    from: 20\n  # Above")),
        (2, BANDS.replace("# and up\n", "# and up\n  - id: new\n    from: 20\n")),
        (None, BANDS.replace("# and up\n", "# and up\n  - id: new\n    from: 20\n")),
        (9, BANDS.replace("# and up\n", "# and up\n  - id: new\n    from: 20\n")),
    ],
)
def test_an_item_is_inserted_before_another_or_at_the_end(index: int | None, expected: str) -> None:
    assert text_after(BANDS, insert_item("bands", tree={"id": "new", "from": "20"}, index=index)) == expected


def test_an_item_is_removed_with_the_comment_right_above_it() -> None:
    assert text_after(BANDS, remove_path("bands", 0)) == BANDS.replace("  - id: low # the first\n    from: 0\n", "")
    expected = BANDS.replace("  # Above it.\n  - id: high\n    from: 40  # and up\n", "")
    assert text_after(BANDS, remove_path("bands", 1)) == expected


def test_removing_every_item_leaves_an_empty_list_that_can_be_filled_again() -> None:
    empty = "# The whole.\nbands: []\n\nnext: 1\n"
    assert text_after(BANDS, remove_path("bands", 0), remove_path("bands", 0)) == empty
    begun = "# The whole.\nbands:\n  - id: new\n    from: 0\n\nnext: 1\n"
    long = "It is so. " * 12
    assert (
        text_after(empty, insert_item("bands", tree={"id": "new"}))
        == "# The whole.\nbands:\n  - {id: new}\n\nnext: 1\n"
    )
    assert text_after(empty, insert_item("bands", tree=long)) == f'# The whole.\nbands:\n  - "{long}"\n\nnext: 1\n'
    assert text_after(empty, insert_item("bands", tree={"id": "new", "means": long})) == begun.replace(
        "from: 0", f'means: "{long}"'
    )


SPACED = """\
questions:
  # ---- First part ----
  - id: one
    text: "One"

  - id: two
    text: "Two"

  # ---- Second part ----
  # On three alone.
  - id: three
    text: "Three"

  - id: four
    text: "Four"
"""


def test_blank_lines_between_items_are_preserved() -> None:
    new = '  - id: new\n    text: "new"\n'
    item: TreeNode = {"id": "new", "text": "new"}
    assert text_after(SPACED, insert_item("questions", tree=item, index=1)) == SPACED.replace(
        "  - id: two", f"{new}\n  - id: two"
    )
    assert text_after(SPACED, insert_item("questions", tree=item, index=2)) == SPACED.replace(
        "  # ---- S", f"{new}\n  # ---- S"
    )
    assert text_after(SPACED, insert_item("questions", tree=item)) == f"{SPACED}\n{new}"
    assert text_after(SPACED, insert_item("questions", tree=item, index=0)) == SPACED.replace(
        "  - id: one", f"{new}\n  - id: one"
    )


def test_a_heading_over_several_blocks_stays_but_one_over_a_single_block_is_removed() -> None:
    one, two, three, four = (f'  - id: {n}\n    text: "{n.title()}"\n' for n in ("one", "two", "three", "four"))
    assert text_after(SPACED, remove_path("questions", 0)) == SPACED.replace(f"{one}\n", "")
    assert text_after(SPACED, remove_path("questions", 1)) == SPACED.replace(f"{two}\n", "")
    assert text_after(SPACED, remove_path("questions", 2)) == SPACED.replace(f"  # On three alone.\n{three}\n", "")
    assert text_after(SPACED, remove_path("questions", 3)) == SPACED.replace(f"\n{four}", "")
    alone = SPACED.replace(f"{two}\n", "")
    assert text_after(alone, remove_path("questions", 0)) == alone.replace(f"  # ---- First part ----\n{one}\n", "")
    last = SPACED.replace(f"\n{four}", "")
    assert text_after(last, remove_path("questions", 2)) == f"questions:\n  # ---- First part ----\n{one}\n{two}"


def test_a_file_without_a_final_newline_stays_without() -> None:
    text = SPACED.rstrip()
    assert text_after(text, remove_path("questions", 3)) == text[: text.index("\n\n  - id: four")]
    grown = text_after(text, insert_item("questions", tree={"id": "new", "text": "new"}))
    assert grown == f'{text}\n\n  - id: new\n    text: "new"'
    assert text_after(grown, remove_path("questions", 4)) == text


def test_the_line_endings_of_the_file_are_used() -> None:
    text = SPACED.replace("\n", "\r\n")
    grown = text_after(text, insert_item("questions", tree={"id": "new", "text": "one\ntwo"}, index=1))
    assert grown == text.replace("  - id: two", '  - id: new\r\n    text: "one\\ntwo"\r\n\r\n  - id: two')
    assert text_after(grown, remove_path("questions", 1)) == text


def test_a_single_item_is_spaced_like_items_in_similar_lists() -> None:
    text = "sections:\n- questions:\n    - {id: a}\n\n    - {id: b}\n- questions:\n    - {id: c}\n"
    expected = text + "\n    - {id: d}\n"
    assert text_after(text, insert_item("sections", 1, "questions", tree={"id": "d"})) == expected
    assert text_after("a:\n  - b\n", insert_item("a", tree="c")) == "a:\n  - b\n  - c\n"


def test_items_are_written_in_the_style_of_their_neighbours() -> None:
    text = """\
questions:
- id: one
  text: 'One'
  claims: [a, b]
  evidence:
    - "A letter"
  options:
    - {id: no, text: "No", points: 0}
    - {id: yes, text: "Yes", points: 1}
"""
    item: TreeNode = {
        "id": "two",
        "text": "It's so",
        "claims": ["c"],
        "evidence": ["a", "b: c"],
        "options": [{"id": "no", "text": "no", "points": "0"}],
        "extra": ["x", "y"],
        "more": ["Some words"],
    }
    assert (
        text_after(text, insert_item("questions", tree=item))
        == text
        + """\
- id: two
  text: 'It''s so'
  claims: [c]
  evidence:
    - "a"
    - "b: c"
  options:
    - {id: no, text: "no", points: 0}
  extra: [x, y]
  more:
    - "Some words"
"""
    )


# Items in flow style


@pytest.mark.parametrize(
    ("before", "edit", "expected"),
    [
        ("a: []", insert_item("a", tree="x"), "a: [x]"),
        ("a: [ ] # none", insert_item("a", tree="x"), "a: [x ] # none"),
        ("a: [x, y]", insert_item("a", tree="z"), "a: [x, y, z]"),
        ("a: [x, y]", insert_item("a", tree="z", index=1), "a: [x, z, y]"),
        ("a: [x, y]", insert_item("a", tree="z", index=0), "a: [z, x, y]"),
        ("a: [x, y,]", insert_item("a", tree="z"), "a: [x, y, z,]"),
        ('a: ["X", y]', insert_item("a", tree="z"), 'a: ["X", y, "z"]'),
        ("a: [{b: 1}]", insert_item("a", tree={"b": "1, 2"}), 'a: [{b: 1}, {b: "1, 2"}]'),
        ("a: {b: []}", insert_item("a", "b", tree={"c": "It is so."}), 'a: {b: [{c: "It is so."}]}'),
        ("a: {}", set_key("a", "b", tree=["c"]), "a: {b: [c]}"),
        ("a: {id: x, why: y}", set_key("a", "b", tree="z"), "a: {id: x, why: y, b: z}"),
        ("a: [x, y, z]", remove_path("a", 0), "a: [y, z]"),
        ("a: [x, y, z]", remove_path("a", 1), "a: [x, z]"),
        ("a: [x, y, z]", remove_path("a", 2), "a: [x, y]"),
        ("a: [x, y, z, ]", remove_path("a", 2), "a: [x, y, ]"),
        ("a: [ x ]", remove_path("a", 0), "a: []"),
        ("a: {x: 1, y: 2}", remove_path("a", "x"), "a: {y: 2}"),
        ("a: {x: 1}", remove_path("a", "x"), "a: {}"),
        ("a: [x,\n y,\n z]", remove_path("a", 1), "a: [x,\n z]"),
        ("a: [w, x,\n y, z]", remove_path("a", 1), "a: [w,\n y, z]"),
        ("a: [w, x,\n y, z]", remove_path("a", 2), "a: [w, x,\n z]"),
        ("a: [x, # on x\n y]", remove_path("a", 0), "a: [ # on x\n y]"),
        ("a: [x, # on x\n y # on y\n ]", remove_path("a", 1), "a: [x, # on x\n  # on y\n ]"),
        ("a: [x, # on x\n y, # on y\n ]", remove_path("a", 1), "a: [x, # on x\n  # on y\n ]"),
    ],
)
def test_flow_items_are_added_and_removed_with_one_comma(before: str, edit: Edit, expected: str) -> None:
    assert text_after(before, edit) == expected


# Keys

QUESTION = """\
sections:
  - id: pensions
    questions:
      - id: told
        text: "Told?"
        weight: 4 # heavy
        # Why this is asked of all.
        may_not_apply: false
        claims: [a]
"""
AT = ("sections", 0, "questions", 0)


def test_a_new_key_is_inserted_in_field_order() -> None:
    stage = text_after(QUESTION, set_key(*AT, "from_stage", tree="options"))
    assert stage == QUESTION.replace("# heavy\n", "# heavy\n        from_stage: options\n")
    free = text_after(QUESTION, set_key(*AT, "made_up", tree="It is so."))
    assert free == QUESTION + '        made_up: "It is so."\n'
    assert (
        text_after("sections:\n- title: x\n", set_key("sections", 0, "id", tree="y"))
        == "sections:\n- id: y\n  title: x\n"
    )
    assert text_after("bands: 1\n", set_key("rulebook", tree={"id": "x"})) == "rulebook: {id: x}\nbands: 1\n"


def test_a_key_is_removed_with_the_comment_right_above_it() -> None:
    expected = QUESTION.replace("        # Why this is asked of all.\n        may_not_apply: false\n", "")
    assert text_after(QUESTION, remove_path(*AT, "may_not_apply")) == expected
    assert text_after(QUESTION, remove_path(*AT, "claims")) == QUESTION.replace("        claims: [a]\n", "")
    assert text_after(QUESTION, remove_path(*AT, "id")) == QUESTION.replace("id: told\n        text", "text")
    assert text_after("a:\n  - # on b\n    b: 1\n    c: 2\n", remove_path("a", 0, "b")) == "a:\n  - # on b\n    c: 2\n"
    assert (
        text_after("a:\n  - b: 1\n    # on c\n    c: 2\n", remove_path("a", 0, "b"))
        == "a:\n  - \n    # on c\n    c: 2\n"
    )
    assert text_after("a:\n  - b: 1\n    c: 2\nd: 3\n", remove_path("d")) == "a:\n  - b: 1\n    c: 2\n"
    assert text_after("a:\n  - b: 1\nd: 3\n", remove_path("a", 0, "b")) == "a:\n  - {}\nd: 3\n"
    assert text_after("a:\n  # on b\n  b: 1\nd: 3\n", remove_path("a", "b")) == "a: {}\nd: 3\n"
    assert text_after("# Top.\n\na: 1\nb: 2\n", remove_path("a")) == "# Top.\n\nb: 2\n"
    assert text_after("a: 1\n", remove_path("a")) == "{}\n"


def test_the_value_of_a_key_is_replaced_whole() -> None:
    condition: TreeNode = {"all": [{"question": "a", "is": ["b"]}, {"any": [{"profile": "c", "above": "0"}]}]}
    text = "when: {profile: a, is: [b]} # x\nnext: 1\n"
    long = """\
when:
  all:
    - {question: a, is: [b]}
    - any:
        - {profile: c, above: 0} # x
next: 1
"""
    assert text_after(text, set_key("when", tree=condition)) == long
    assert text_after(long, set_key("when", tree={"profile": "a", "is": ["b"]})) == text
    assert text_after(text, set_key("when", tree={"profile": "a", "is": ["b"]})) == text
    assert text_after(text, set_key("when", tree="never")) == "when: never # x\nnext: 1\n"
    assert text_after(text, set_key("next", tree="2")) == text.replace("1", "2")
    assert text_after(text, set_key("next", tree=["x"])) == text.replace("1", "[x]")
    assert text_after("a: {b: c, d: [e]}", set_key("a", "b", tree=["It is."])) == 'a: {b: ["It is."], d: [e]}'


def test_a_missing_list_is_created() -> None:
    assert text_after("when: x\n", insert_item("claims", tree="y")) == "when: x\nclaims: [y]\n"
    assert text_after("claims:\nwhen: x\n", insert_item("claims", tree="y")) == "claims: [y]\nwhen: x\n"


def test_a_long_mapping_is_written_in_the_block_style_of_its_models() -> None:
    text = "examples:\n  - name: one\n    answers: {\n      a: b,\n      c: d\n    }\n"
    answers: TreeNode = {f"question-{number}": "state" for number in range(8)}
    expected = f"""{text}\
  - name: two
    answers: {{
      question-0: state, question-1: state, question-2: state, question-3: state, question-4: state, question-5: state,
      question-6: state, question-7: state
    }}
"""
    assert text_after(text, insert_item("examples", tree={"name": "two", "answers": answers})) == expected


def test_a_mapping_without_models_is_written_inline_while_it_fits() -> None:
    short: TreeNode = {"question": "a", "is": ["b"]}
    assert text_after("a: 1\n", set_key("when", tree=short)) == "a: 1\nwhen: {question: a, is: [b]}\n"
    long: TreeNode = {"question": "a", "is": [f"option-{number}" for number in range(20)]}
    found = text_after("a: 1\n", set_key("when", tree=long))
    assert found.startswith("a: 1\nwhen:\n  question: a\n  is:\n    - option-0\n")


def test_keys_that_are_not_names_are_quoted() -> None:
    assert text_after("a: {dont_know: true}", set_key("a", "b: c", tree="1")) == 'a: {dont_know: true, "b: c": 1}'
    assert text_after("a: 1\n", set_key("b c", tree="1")) == 'a: 1\n"b c": 1\n'


# Rejected edits

MISSING = "What you wanted to change is no longer here. Check the page again and change it there."
UNEDITABLE = "This cannot be changed here without affecting what is around it. Change it in the text of the file."


@pytest.mark.parametrize(
    "edit",
    [
        set_value("b", text="x"),
        set_value("a", "b", text="x"),
        set_value("c", text="x"),
        set_value("c", 5, text="x"),
        set_value(text="x"),
        set_key("c", 0, "d", tree="x"),
        set_key(tree="x"),
        insert_item("a", tree="x"),
        insert_item("c", 0, tree="x"),
        insert_item("e", "f", tree="x"),
        remove_path("b"),
        remove_path("c", 2),
        remove_path(),
    ],
)
def test_an_edit_of_a_missing_path_is_rejected(edit: Edit) -> None:
    assert [told.endswith(MISSING) for told in rejection_of("a: 1\nc: [x, y]\n", edit)] == [True]


def test_nothing_changes_if_one_of_several_edits_is_rejected() -> None:
    assert rejection_of("a: 1\nb: 2\n", set_value("a", text="3"), set_value("c", text="4")) == [
        f"{FILE}:1:1: {MISSING}"
    ]


def test_an_unprintable_character_is_rejected() -> None:
    told = f"{FILE}:1:4: The text contains a character that cannot be shown (U+0007). Remove it."
    assert rejection_of("a: 1\n", set_value("a", text="x\a")) == [told]
    assert rejection_of("a: 1\n", set_key("a", tree={"b": ["\a"]})) == [told]
    assert "U+D800" in rejection_of("a: 1\n", set_value("a", text="\ud800"))[0]


def test_a_file_that_cannot_be_read_is_not_edited() -> None:
    assert rejection_of("a: [1\n", set_value("a", text="2"))[0].startswith(
        f"{FILE}:1:4: The list that opens here is not closed"
    )


def test_an_edit_that_makes_the_file_too_large_is_rejected_with_that_reason() -> None:
    (problem,) = rejection_of("a: 1\n", set_value("a", text="many words " * 200_000))
    assert "The file is larger than 2 MB" in problem


def test_an_edit_that_would_change_more_than_it_should_is_rejected() -> None:
    assert rejection_of("{a, b: 1}", set_value("a", text="x")) == [f"{FILE}:1:3: {UNEDITABLE}"]
    assert rejection_of("a:\n  - - b\n    - c\n", insert_item("a", 0, tree="d", index=0)) == [
        f"{FILE}:2:5: {UNEDITABLE}"
    ]
    assert rejection_of("a: |+\n  b\n\n\nc: 1\n", remove_path("c")) == [f"{FILE}:5:4: {UNEDITABLE}"]


def test_paths_refer_to_the_file_after_the_preceding_edits() -> None:
    text = "a: [x, y, z]\n"
    assert (
        text_after(
            text, remove_path("a", 0), remove_path("a", 0), set_value("a", 0, text="w"), insert_item("a", tree="v")
        )
        == "a: [w, v]\n"
    )
