"""Findings and sources are found by their words, chosen, removed and added on the way, without JavaScript."""

import re
from html import unescape

import pytest

from assess.core.syntax.yaml_reader import Document, load_yaml
from assess.core.validation.labels import get_node
from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import FormData, fill_form, parse_form, submit_form
from tests.web.rules_editor.test_forms import read_draft

BLOCKER = "/rules/draft/blocker/fund-unasked"
NEW_BLOCKER = "/rules/draft/new/blocker"
VOTE = "/rules/draft/recommendation/vote"


def press_button(client: StrictClient, path: str, sent: FormData, button: str) -> tuple[str, FormData]:
    """Press a button that saves nothing, and return the page and what its form would send."""
    answer = client.post(path, data=sent | {"then": [button]})
    assert answer.status_code == 200
    return unescape(answer.text), parse_form(answer.text)


def find_item(store: Store, file: str, *path: str | int) -> dict[str, object]:
    document = load_yaml(getattr(read_draft(store), file), f"{file}.yaml")
    assert isinstance(document, Document)
    return dict(get_node(document.tree, path))


def test_findings_are_found_by_the_words_of_the_finding_its_source_and_its_author(client: StrictClient) -> None:
    sent = fill_form(client, BLOCKER)
    page, sent = press_button(client, BLOCKER, sent | {"claims-find": ["OWN  list"]}, "find:claims")
    assert "One finding has “OWN  list” in it" in page
    assert sent["claims-shown"] == ["law-2"]
    assert "claims-ticked" not in sent
    page, sent = press_button(client, BLOCKER, sent | {"claims-find": ["nothing of the kind"]}, "find:claims")
    assert "No finding has “nothing of the kind” in it. Try another word, or add a finding" in page


def test_ticked_findings_are_chosen_and_a_chosen_one_is_removed(client: StrictClient, store: Store) -> None:
    sent = fill_form(client, BLOCKER)
    assert sent["claims"] == ["", "law-1"]
    _, sent = press_button(client, BLOCKER, sent | {"claims-find": ["list"]}, "find:claims")
    page, sent = press_button(client, BLOCKER, sent | {"claims-ticked": ["law-2"]}, "use:claims")
    assert "Chosen (2)" in page
    page, sent = press_button(client, BLOCKER, sent, "unpick:claims:law-1")
    assert "Chosen (1)" in page
    assert client.post(BLOCKER, data=sent).status_code == 303
    assert find_item(store, "readiness", "blockers", 0)["claims"] == ["law-2"]


def test_ticks_count_when_the_form_is_saved_at_once(client: StrictClient, store: Store) -> None:
    _, sent = press_button(client, BLOCKER, fill_form(client, BLOCKER) | {"claims-find": ["the"]}, "find:claims")
    assert sent["claims-ticked"] == ["law-1"]
    assert client.post(BLOCKER, data=sent | {"claims-ticked": ["law-2"]}).status_code == 303
    assert find_item(store, "readiness", "blockers", 0)["claims"] == ["law-2"]


def test_the_enter_key_looks_for_words_that_were_typed_and_else_saves(client: StrictClient, store: Store) -> None:
    sent = fill_form(client, BLOCKER) | {"claims-find": ["list"]}
    page, sent = press_button(client, BLOCKER, sent, "save")
    assert "in it" in page
    assert store.load_draft_state().draft is None
    assert client.post(BLOCKER, data=sent | {"then": ["save"], "says": ["Another text."]}).status_code == 303


def test_what_was_typed_survives_every_button(client: StrictClient) -> None:
    sent = fill_form(client, NEW_BLOCKER, says="Nobody knows.", lifted_by="Ask.", caps_at="low")
    for button in ("find:claims", "use:claims", "add:when", "unpick:claims:law-1", "nonsense", "remove:1"):
        _, sent = press_button(client, NEW_BLOCKER, sent, button)
        assert (sent["says"], sent["lifted_by"], sent["caps_at"]) == (["Nobody knows."], ["Ask."], ["low"])


def test_a_finding_and_its_source_are_added_on_the_way(client: StrictClient, store: Store) -> None:
    typed = fill_form(client, NEW_BLOCKER, says="Nobody knows.", lifted_by="Ask.", caps_at="low")
    page, sent = press_button(client, NEW_BLOCKER, typed, "add-finding:claims")
    assert "What you filled in before is kept." in page
    wrong = client.post(NEW_BLOCKER, data=sent | {"finding": ["Brokers ask for accounts."], "source": ["+"]})
    assert wrong.status_code == 422
    for anchor, sentence in (
        ("pinpoint", "Enter where the source says it"),
        ("new-source-title", "Enter the title of the source"),
    ):
        assert f'<a href="#{anchor}">{sentence}</a>' in wrong.text
        assert f'id="{anchor}"' in wrong.text
    sent = parse_form(wrong.text) | {"pinpoint": ["page 2"], "new-source-title": ["A checklist"]}
    sent |= {"new-source-issued": ["7 December 2024"]}
    done = client.post(NEW_BLOCKER, data=sent)
    assert done.status_code == 200
    assert "The finding was added to the draft and chosen." in done.text
    assert "Brokers ask for accounts." in done.text
    back = parse_form(done.text)
    assert (back["says"], back["claims"]) == (["Nobody knows."], ["", "brokers-ask-for-accounts"])
    assert find_item(store, "evidence", "sources", -1)["issued"] == "2024-12-07"
    assert find_item(store, "evidence", "claims", -1)["source"] == "a-checklist"
    sets_off = {"when-1-of": ["question:fund-told"], "when-1-was": [""], "when-1-is": ["not-contacted"]}
    assert client.post(NEW_BLOCKER, data=back | sets_off).status_code == 303
    assert "The draft has no problems" in client.get("/rules").text


def test_a_finding_that_is_sent_twice_is_added_once(client: StrictClient, store: Store) -> None:
    _, sent = press_button(client, BLOCKER, fill_form(client, BLOCKER), "add-finding:claims")
    sent |= {"finding": ["It is so."], "source": ["act"], "pinpoint": ["s 9"]}
    for _ in range(2):
        assert client.post(BLOCKER, data=sent).status_code == 200
    assert read_draft(store).evidence.count(b"It is so.") == 1


def test_going_back_adds_nothing_and_loses_nothing(client: StrictClient, store: Store) -> None:
    typed = fill_form(client, BLOCKER, says="Another text.")
    _, sent = press_button(client, BLOCKER, typed, "add-finding:claims")
    _, back = press_button(client, BLOCKER, sent, "back")
    assert (back["says"], back["seen"]) == (["Another text."], typed["seen"])
    assert store.load_draft_state().draft is None


def test_an_expired_session_keeps_both_forms(client: StrictClient) -> None:
    _, sent = press_button(client, BLOCKER, fill_form(client, BLOCKER, says="Another text."), "add-finding:claims")
    answer = client.post(BLOCKER, data=sent | {"finding": ["It is so."], "csrf_token": ["old"]})
    assert answer.status_code == 422
    again = parse_form(answer.text)
    assert (again["finding"], again["outer.says"]) == (["It is so."], ["Another text."])


def test_a_source_is_found_by_its_words_and_chosen(client: StrictClient, store: Store) -> None:
    path = "/rules/draft/claim/law-1"
    page, sent = press_button(client, path, fill_form(client, path) | {"source-find": ["act"]}, "find:source")
    assert "in it" in page
    assert sent["source"] == ["act"]
    sent |= {"source": ["+"], "new-source-title": ["Another Act"], "new-source-type": ["legislation"]}
    assert client.post(path, data=sent).status_code == 303
    assert find_item(store, "evidence", "claims", 0)["source"] == "another-act"


@pytest.mark.parametrize(
    ("kind", "chosen", "written"),
    [("estimate", ["law-1"], "estimate"), ("claims", ["law-1"], ["law-1"])],
)
def test_a_time_is_our_estimate_or_that_of_findings(
    client: StrictClient, store: Store, kind: str, chosen: list[str], written: object
) -> None:
    submit_form(client, VOTE, takes_from=chosen, takes="5 weeks", **{"takes_from-kind": kind})
    assert find_item(store, "readiness", "recommendations", 1)["takes_from"] == written


def test_a_source_that_says_how_long_it_takes_has_to_be_chosen(client: StrictClient, store: Store) -> None:
    answer = submit_form(client, VOTE, takes_from="", **{"takes_from-kind": "claims"})
    assert answer.status_code == 422
    assert re.search(r'href="#takes_from">Choose at least one finding that says so, or select', answer.text)
    assert store.load_draft_state().draft is None
