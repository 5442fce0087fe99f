"""Conditions in forms: they survive a round trip unchanged, and parts can be added and removed."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.syntax.yaml_reader import Document, TreeNode, load_yaml
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.diff import diff_values
from assess.core.yaml_edit.edits import apply_edits
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from assess.web.rules_editor.entity_types.choices import iter_paths
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.widgets import condition_tree
from assess.web.rules_editor.widgets.condition_tree import (
    UneditableNode,
    dump_condition,
    parse_condition,
    parse_node,
    read_condition,
    to_form_fields,
)
from assess.web.rules_editor.widgets.condition_view import locate_nodes
from tests.frozen import read_rules_files
from tests.web.conftest import SMALL, StrictClient
from tests.web.rules_editor.form_filling import fill_form, parse_form, submit_form
from tests.web.rules_editor.test_forms import list_changed_lines

FILE = "readiness.yaml"
BLOCKER = "/rules/draft/blocker/fund-unasked"
VOTE = "/rules/draft/recommendation/vote"
QUESTION = "/rules/draft/question/fund-told"

NAMES = st.sampled_from(["nation", "members", "fund-told"])
FACTS = st.builds(
    lambda name, named, bounds: {"profile": name, **({"is": named} if named else bounds)},
    NAMES,
    st.lists(st.sampled_from(["england", "wales", "unknown"]), max_size=3),
    st.dictionaries(st.sampled_from(condition_tree.BOUNDS), st.sampled_from(["0", "7", "many"]), max_size=2),
)
QUESTIONS = st.builds(
    lambda name, named: {"question": name, "is": named},
    NAMES,
    st.lists(st.sampled_from(["not-contacted", "told", "agreed"]), max_size=3, unique=True),
)
SCORES = st.builds(lambda below: {"section": "staff", "below": below}, st.sampled_from(["1", "50"]))
UNUSUAL: st.SearchStrategy[TreeNode] = st.sampled_from(
    [
        "",
        "true",
        {},
        [],
        {"question": "a", "profile": "b"},
        {"not": "x"},
        {"all": "x"},
        {"profile": {"x": "y"}, "is": "z"},
    ]
)
WHOLE_RULES = st.one_of(FACTS, QUESTIONS, SCORES)


def combine_conditions(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw groups of conditions, and conditions wrapped in `not`."""
    lists = st.lists(inner, max_size=3)
    return st.one_of(
        lists.map(lambda parts: {"all": parts}),
        lists.map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    )


CONDITIONS: st.SearchStrategy[Any] = st.recursive(st.one_of(WHOLE_RULES, UNUSUAL), combine_conditions, max_leaves=6)


def round_trip(tree: TreeNode) -> TreeNode | None:
    """Return a condition of the file after a round trip through the fields of its form."""
    typed = dict(to_form_fields(parse_condition(tree), "when", count()))
    root = read_condition(typed, "when", tree)
    assert root is not None
    return dump_condition(root, tree)


def iter_condition_paths(document: Document) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each condition of the file."""
    for thing in ENTITY_TYPES.values():
        for entry in thing.fields:
            if entry.widget == "condition":
                found = ((*path, entry.key) for path in iter_paths(document.tree, thing.list_keys))
                yield from (path for path in found if get_node(document.tree, path) is not None)


def valid_document(data: bytes) -> Document:
    document = load_yaml(data, FILE)
    assert isinstance(document, Document)
    return document


def test_every_condition_of_real_rules_survives_a_round_trip_through_its_form() -> None:
    document = valid_document(read_rules_files()[FILE])
    found = [get_node(document.tree, path) for path in iter_condition_paths(document)]
    assert len(found) == len(re.findall(r"\b(?:when|ask_if):", document.text))
    assert [each for each in found if round_trip(each) != each] == []
    assert not any(list(condition_tree.find_uneditable(parse_node(each))) for each in found)


@settings(max_examples=200)
@given(CONDITIONS)
def test_any_condition_survives_a_round_trip(tree: TreeNode) -> None:
    assert round_trip(tree) == tree


def test_groups_nested_too_deep_survive_a_round_trip() -> None:
    tree: TreeNode = {"profile": "nation", "is": ["wales"]}
    for _ in range(20):
        tree = {"all": [tree]}
        assert round_trip(tree) == tree


SMALL_RULES = valid_document((SMALL / FILE).read_bytes())


@settings(max_examples=100)
@given(
    st.sampled_from(list(iter_condition_paths(SMALL_RULES))),
    st.recursive(st.one_of(FACTS, QUESTIONS, SCORES), combine_conditions, max_leaves=6),
)
def test_a_changed_condition_changes_no_byte_outside_it(path: tuple[Any, ...], tree: TreeNode) -> None:
    """The text before the colon of `when` and after the end of its value stays, byte for byte."""
    old = get_node(SMALL_RULES.tree, path)
    root = read_condition(dict(to_form_fields(parse_condition(tree), "when", count())), "when", tree)
    assert root is not None
    new = dump_condition(root, old)
    if new is None:
        return
    data = SMALL_RULES.text.encode()
    found = apply_edits({FILE: data}, diff_values(FILE, path, old, new))
    assert isinstance(found, dict), found
    after = valid_document(found[FILE])
    assert get_node(after.tree, path) == new
    assert surrounding_text(after, path) == surrounding_text(SMALL_RULES, path)


def surrounding_text(document: Document, path: tuple[Any, ...]) -> tuple[str, str]:
    """Return the text before the colon of a key and after its value, without white space at the end of the value."""
    key, value = document.find_spans(path)
    return document.text[: key[1]], document.text[value[1] :].lstrip()


@pytest.mark.parametrize("name", ["vote", "write"])
def test_each_part_of_a_condition_has_a_name_and_a_path(name: str) -> None:
    path = next(
        (*each, "when")
        for each in iter_paths(SMALL_RULES.tree, ("recommendations",))
        if get_node(SMALL_RULES.tree, each)["id"] == name
    )
    found = dict(locate_nodes(get_node(SMALL_RULES.tree, path), "when", path))
    assert (
        found
        == {
            "vote": {"when": path, "when-1": (*path, "any", 0), "when-2": (*path, "any", 1)},
            "write": {"when": path, "when-1": path},
        }[name]
    )


def test_a_negated_part_has_the_path_of_its_negation() -> None:
    tree = {"not": {"all": [{"profile": "a", "is": ["b"]}, {"not": {"profile": "a", "is": ["c"]}}]}}
    assert dict(locate_nodes(tree, "when", ())) == {
        "when-1": ("not", "all", 0),
        "when-2": ("not", "all", 1),
        "when": (),
    }


def test_fields_nested_too_deep_or_malformed_are_ignored() -> None:
    deep = {f"when{'-1' * level}-join": ("all",) for level in range(50)}
    root = read_condition({**deep, "when-2-kept": ("7",), "when-3-of": ("question:x",)}, "when", None)
    assert root is not None
    assert str(root).count("GroupNode(") == condition_tree.MAX_DEPTH
    assert read_condition({"when-of": ("question:x",)}, "when", None) is None
    assert not list(condition_tree.find_uneditable(root))
    assert isinstance(parse_node({"question": "a", "is": ["b"], "above": "1"}), UneditableNode)


# Pages


def read_draft(store: Store) -> RulesFiles:
    found = store.load_draft_state().draft
    assert found is not None
    return found.files


def test_an_added_part_is_saved_only_once_it_is_filled_in(client: StrictClient, store: Store) -> None:
    sent = fill_form(client, VOTE, title="Hold a vote", when__add="number:members", then="add:when")
    page = client.post(VOTE, data=sent).text
    assert "“How many people are in the pension scheme?”" in page
    assert store.load_draft_state().draft is None
    sent = parse_form(page) | {"when-3-at_least": ["5,000"]}
    assert sent["title"] == ["Hold a vote"]
    assert client.post(VOTE, data=sent).status_code == 303
    assert b"{profile: members, at_least: 5000}" in read_draft(store).readiness
    assert "title: Hold a vote" in read_draft(store).readiness.decode()


def test_a_part_that_was_selected_but_not_added_is_saved_too(client: StrictClient, store: Store) -> None:
    submit_form(client, VOTE, when__add="question:fund-told")
    assert b"{question: fund-told, is: []}" in read_draft(store).readiness
    page = unescape(client.get(VOTE).text)
    assert 'href="#when-3"' in page
    assert 'id="when-3-error"' in page


def test_a_ticked_box_changes_one_word_of_the_file(client: StrictClient, store: Store, rules: Path) -> None:
    submit_form(client, "/rules/draft/recommendation/write", when__1__is=["not-contacted"])
    assert list_changed_lines(rules, store) == [
        "-    when: {question: fund-told, is: [not-contacted, told]}",
        "+    when: {question: fund-told, is: [not-contacted]}",
    ]


def test_removing_a_part_leaves_the_other_one_alone(client: StrictClient, store: Store, rules: Path) -> None:
    page = client.post(VOTE, data=fill_form(client, VOTE, then="drop:when-1")).text
    assert "Have staff voted?" not in page.split("<optgroup")[0]
    client.post(VOTE, data=parse_form(page))
    assert list_changed_lines(rules, store) == [
        "-    when: {any: [{question: ballot, is: [not-asked]}, {question: fund-list, is: [none]}]}",
        "+    when: {question: fund-list, is: [none]}",
    ]


def test_groups_can_be_nested_up_to_the_limit(client: StrictClient, store: Store) -> None:
    page = client.get(VOTE).text
    for group in ("when", "when-3"):
        assert f'value="group:{group}"' in page
        page = client.post(VOTE, data=parse_form(page) | {"then": [f"group:{group}"]}).text
    assert 'value="group:when-3-1"' not in page
    sent = parse_form(page) | {"when-3-1-add": ["profile:nation"], "then": ["add:when-3-1"]}
    sent = parse_form(client.post(VOTE, data=sent).text) | {"when-3-1-1-is": ["wales"]}
    client.post(VOTE, data=sent)
    assert "The draft has" not in client.get(VOTE).text
    assert b"{all: [{any: [{profile: nation, is: [wales]}]}]}" in read_draft(store).readiness


def test_a_fact_can_be_negated(client: StrictClient, store: Store, rules: Path) -> None:
    submit_form(client, "/rules/draft/notice/wales", when__1__not="not")
    assert list_changed_lines(rules, store) == [
        "-    when: {profile: nation, is: [wales]}",
        "+    when:",
        "+      not: {profile: nation, is: [wales]}",
    ]


def test_a_question_without_its_condition_is_asked_of_everybody(
    client: StrictClient, store: Store, rules: Path
) -> None:
    page = client.post(QUESTION, data=fill_form(client, QUESTION, not_asked_because="", then="drop:ask_if-1")).text
    assert "All of them." in page
    client.post(QUESTION, data=parse_form(page))
    assert list_changed_lines(rules, store) == [
        "-        ask_if: {profile: members, above: 0}",
        "-        not_asked_because: No one who would move is in the scheme.",
    ]
    assert "The draft has no problems" in client.get("/rules").text


def test_a_condition_of_facts_offers_no_questions(client: StrictClient) -> None:
    page = client.get("/rules/draft/notice/wales").text
    assert 'value="profile:nation"' in page
    assert 'value="profile:reservable"' in page
    assert 'value="question:' not in page


def test_an_error_in_a_part_is_shown_there(client: StrictClient) -> None:
    submit_form(client, BLOCKER, when__1__is=["told"])
    page = unescape(client.get(BLOCKER).text)
    assert 'href="#when-1">Select the worst answers, from the first without a gap' in page
    assert 'id="when-1-error"' in page


def test_a_part_without_a_form_stays_until_it_is_removed(client: StrictClient, store: Store) -> None:
    files = RulesFiles(*((SMALL / name).read_bytes() for name in (FILE, "evidence.yaml")))
    odd = b"when: {any: [{question: ballot, is: not-asked}, {question: fund-list, is: [none]}]}"
    broken = files.readiness.replace(b"is: [not-asked]}, {question: fund", b"is: not-asked}, {question: fund")
    client.get("/rules")
    client.application.extensions["assess"].rulebooks.publishing.save_draft(files._replace(readiness=broken), 0)
    assert "This condition cannot be shown in a form" in client.get(VOTE).text
    submit_form(client, VOTE, title="Hold a vote")
    assert odd in read_draft(store).readiness
    page = client.post(VOTE, data=fill_form(client, VOTE, then="drop:when-1")).text
    client.post(VOTE, data=parse_form(page))
    assert b"when: {question: fund-list, is: [none]}" in read_draft(store).readiness


def test_two_officers_who_change_one_condition_see_both(client: StrictClient, store: Store) -> None:
    first, second = (
        fill_form(client, BLOCKER, when__1__is=["not-contacted", "told"]),
        fill_form(client, BLOCKER, says="So."),
    )
    client.post(BLOCKER, data=first)
    answer = client.post(BLOCKER, data=second)
    assert answer.status_code == 422
    assert "The fund hasn’t been contacted or The fund has been told &amp; has not replied" in answer.text
    assert b"is: [not-contacted, told]" in read_draft(store).readiness


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("blocker", {"says": "No list.", "lifted_by": "Make one.", "caps_at": "low"}),
        ("warning", {"says": "No list.", "lifted_by": "Make one."}),
        ("notice", {"says": "Mind the scheme."}),
        (
            "recommendation",
            {"title": "Make a list", "why": "It helps.", "steps": "Make it", "lead": "hr", "done_when": "It is there."},
        ),
    ],
)
def test_a_new_item_can_be_created_entirely_in_forms(client: StrictClient, kind: str, typed: dict[str, str]) -> None:
    path = f"/rules/draft/new/{kind}"
    about = ("number:members", {"when-1-above": ["0"]}) if kind == "notice" else ("question:fund-told", {})
    page = client.post(
        path, data=fill_form(client, path, **typed, claims="law-1", when__add=about[0], then="add:when")
    ).text
    ticked = about[1] or {"when-1-is": ["not-contacted"]}
    answer = client.post(path, data=parse_form(page) | ticked)
    assert answer.status_code == 303, answer.text
    shown = client.get(answer.location).text
    assert "There is a problem" not in shown
    assert "can be published" in client.get("/rules").text


PLACES = st.sampled_from(["when", "when-1", "when-2", "when-1-1", "when-9"])
ENDS = st.sampled_from(["join", "of", "is", "was", "not", "add", "kept", "above", "below"])
SENT = st.sampled_from(
    ["", ":", "all", "any", "not-any", "question:ballot", "profile:nation", "all:x", "is:is", "0", "99", "\u20ac"]
)
BUTTONS = st.sampled_from(
    ["", "add:when", "drop:when-1", "drop:when", "group:when-1", "group:x", "shares", ":", "drop"]
)


def test_no_forged_form_causes_more_than_an_error(client: StrictClient) -> None:
    good = fill_form(client, VOTE)

    @settings(max_examples=60)
    @given(st.dictionaries(st.tuples(PLACES, ENDS).map("-".join), st.lists(SENT, min_size=1, max_size=2)), BUTTONS)
    def is_answered(made_up: dict[str, list[str]], button: str) -> None:
        sent = fill_form(client, VOTE) | made_up | ({"then": [button]} if button else {})
        assert client.post(VOTE, data=sent).status_code in (200, 303, 422)
        assert client.get(VOTE).status_code == 200

    is_answered()
    assert good["title"] == fill_form(client, VOTE)["title"]


# Derived facts, their cases, and local variations


def test_a_row_of_a_derived_fact_is_changed_and_another_is_added(
    client: StrictClient, store: Store, rules: Path
) -> None:
    submit_form(
        client,
        "/rules/draft/derived/reservable",
        row__2__is="ask",
        row__2__note="Ask them.",
        row__1__claims="law-1\r\nlaw-2",
    )
    assert list_changed_lines(rules, store) == [
        '-      england: {is: likely, note: "The English list applies {law-1}.", claims: [law-1]}',
        "-      wales: {is: likely}",
        '+      england: {is: likely, note: "The English list applies {law-1}.", claims: [law-1, law-2]}',
        '+      wales: {is: ask, note: "Ask them."}',
    ]


def test_a_missing_row_of_the_table_is_offered_and_added(client: StrictClient, store: Store, rules: Path) -> None:
    client.get("/rules")
    path = rules / FILE
    path.write_text(path.read_text("utf-8").replace("      wales: {is: likely}\n", "", 1), "utf-8")
    page = client.get("/rules/draft/derived/reservable").text
    assert "Wales</legend>" in page
    assert "There is a problem" in page
    submit_form(client, "/rules/draft/derived/reservable", row__2__is="likely")
    assert store.load_draft_state().draft is None
    assert "what is in force" not in client.get("/rules/draft/derived/reservable").text


def test_a_case_is_changed_added_and_removed(client: StrictClient, store: Store, rules: Path) -> None:
    assert "/rules/draft/case/reservable.1" in client.get("/rules/draft/derived/reservable").text
    submit_form(client, "/rules/draft/case/reservable.1", **{"is": "likely"})
    typed = {"when__1__of": "profile:union", "when__1__was": "", "when__1__is": "yes", "is": "ask", "claims": "law-1"}
    answer = submit_form(client, "/rules/draft/new/case?in=reservable", **typed)
    assert answer.location == "/rules/draft/case/reservable.2"
    assert "There is a problem" not in client.get(answer.location).text
    assert list_changed_lines(rules, store) == [
        "-      - {when: {profile: nation, is: [wales]}, is: ask, note: Wales has its own list., claims: [law-2]}",
        "+      - {when: {profile: nation, is: [wales]}, is: likely, note: Wales has its own list., claims: [law-2]}",
        "+      - {when: {profile: union, is: [yes]}, is: ask, claims: [law-1]}",
    ]
    assert submit_form(client, "/rules/draft/case/reservable.1/remove").location == "/rules/draft/derived/reservable"
    assert client.get("/rules/draft/case/reservable.2").status_code == 404


def test_a_local_variation_is_added_to_a_recommendation(client: StrictClient, store: Store) -> None:
    typed = {"when__1__of": "profile:nation", "when__1__was": "", "when__1__is": "wales", "claims": "law-2"}
    answer = submit_form(client, "/rules/draft/new/difference?in=vote", **typed, says="Wales votes otherwise.")
    assert answer.location == "/rules/draft/difference/vote.1"
    assert "There is a problem" not in client.get(answer.location).text
    assert b"says: Wales votes otherwise." in read_draft(store).readiness
    assert "Difference 1: Wales votes otherwise." in client.get(VOTE).text


def test_glossary_terms_are_added_in_order_renamed_and_removed(client: StrictClient, store: Store, rules: Path) -> None:
    assert (
        submit_form(client, "/rules/draft/new/term", term="Ballot", means="A vote.").location
        == "/rules/draft/term/ballot"
    )
    assert submit_form(client, "/rules/draft/term/tupe", term="TUPE rules").location == "/rules/draft/term/tupe-rules"
    submit_form(client, "/rules/draft/term/asset-lock/remove")
    assert list_changed_lines(rules, store) == [
        "-  - {term: Asset lock, means: A rule that keeps what a body owns.}",
        "-  - {term: TUPE, means: The rules on moving staff.}",
        "+  - {term: Ballot, means: A vote.}",
        "+  - {term: TUPE rules, means: The rules on moving staff.}",
    ]
    assert "can be published" in client.get("/rules").text
