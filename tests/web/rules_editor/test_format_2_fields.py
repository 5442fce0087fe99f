"""What the rules have since version 0.2.0 is edited in forms as well: needs, limits, contradictions and short names."""

import re
from html import unescape

import pytest

from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import fill_form, parse_form, submit_form
from tests.web.rules_editor.test_forms import QUESTION, read_draft

LIMITS, CONTRADICTION = "/rules/draft/limits/all", "/rules/draft/new/contradiction"


def test_needs_and_scores_are_set_and_taken_back(client: StrictClient, store: Store) -> None:
    assert "Needs and scores" in client.get("/rules/draft").text
    assert submit_form(client, LIMITS, needs="low", score_from="2").status_code == 303
    text = read_draft(store).readiness.decode()
    assert re.search(r"^needs: *(\{cap: low\}|\n  cap: low)$", text, re.MULTILINE)
    assert "\nscore_from: 2\n" in text
    assert "There is a problem" not in client.get(LIMITS).text
    assert fill_form(client, LIMITS)["needs"] == ["low"]
    assert submit_form(client, LIMITS, needs="", score_from="").status_code == 303
    assert store.load_draft_state().draft is None


def test_a_change_elsewhere_is_no_conflict_for_needs_and_scores(client: StrictClient) -> None:
    sent = fill_form(client, LIMITS, needs="low")
    submit_form(client, QUESTION, weight="9")
    assert client.post(LIMITS, data=sent).status_code == 303


def test_a_stage_gets_a_short_name_and_no_other_fact_offers_one(client: StrictClient, store: Store) -> None:
    assert submit_form(client, "/rules/draft/fact/stage", answer__1__short="An idea").status_code == 303
    assert re.search(rb'short: "?An idea', read_draft(store).readiness)
    assert "Short name" not in client.get("/rules/draft/fact/nation").text


def test_a_contradiction_of_an_answer_and_a_fact_is_added(client: StrictClient, store: Store) -> None:
    sets_off = {
        "when__join": "all",
        "when__1__of": "question:ballot",
        "when__1__was": "",
        "when__1__is": "not-asked",
        "when__2__of": "profile:union",
        "when__2__was": "",
        "when__2__is": "yes",
    }
    answer = submit_form(client, CONTRADICTION, says="It cannot be both.", **sets_off)
    assert answer.location == "/rules/draft/contradiction/it-cannot-be-both"
    assert "There is a problem" not in client.get(answer.location).text
    assert "section:" not in client.get(CONTRADICTION).text
    assert b"contradictions:" in read_draft(store).readiness


@pytest.fixture
def two_numbers(client: StrictClient) -> None:
    """Add a second number of people to the facts of the draft."""
    path = "/rules/text/readiness"
    text = fill_form(client, path)["text"][0]
    more = "  - {id: everyone, text: How many people would move?, kind: number}\r\n  - id: budget\r\n"
    sent = fill_form(client, path) | {"text": [text.replace("  - id: budget\r\n", more, 1)]}
    assert client.post(path, data=sent).status_code == 303


@pytest.mark.usefixtures("two_numbers")
def test_two_numbers_are_compared_in_a_contradiction(client: StrictClient, store: Store) -> None:
    sent = fill_form(client, CONTRADICTION, says="More members than people.", **{"when-add": "number:members"})
    page = client.post(CONTRADICTION, data=sent | {"then": ["add:when"]}).text
    assert "How many people would move?" in page
    sent = parse_form(page) | {"when-1-relation": ["above"], "when-1-compared": ["everyone"]}
    answer = client.post(CONTRADICTION, data=sent)
    assert answer.status_code == 303
    assert re.search(rb"profile: members\s*,?\s*above: everyone", read_draft(store).readiness)
    page = unescape(client.get(answer.location).text)
    assert "There is a problem" not in page
    assert parse_form(page)["when-1-compared"] == ["everyone"]
    assert parse_form(page)["when-1-above"] == [""]
    assert "Nothing was changed." in client.get(submit_form(client, answer.location).location).text


def test_only_a_contradiction_offers_another_number(client: StrictClient) -> None:
    sent = fill_form(client, "/rules/draft/new/warning", **{"when-add": "number:members"})
    page = client.post("/rules/draft/new/warning", data=sent | {"then": ["add:when"]}).text
    assert "Or compared with another number" not in page


def test_dates_are_entered_as_people_write_them(client: StrictClient, store: Store) -> None:
    assert fill_form(client, "/rules/draft/heading/all")["effective_from"] == ["22 November 2026"]
    for typed, written in (("1/12/2026", b"2026-12-01"), ("2 Dec 2026", b"2026-12-02"), ("2026-12-03", b"2026-12-03")):
        assert submit_form(client, "/rules/draft/heading/all", effective_from=typed).status_code == 303
        assert b"effective_from: " + written in read_draft(store).readiness
    for typed, written in (("December 2012", b"2012-12"), ("2012", b"2012")):
        submit_form(client, "/rules/draft/source/act", issued=typed)
        assert re.search(rb"issued: " + written + rb"\b", read_draft(store).evidence)


def test_needs_written_in_the_file_are_shown_stage_by_stage_and_left_as_they_are(
    client: StrictClient, store: Store
) -> None:
    submit_form(client, LIMITS, needs="low")
    submit_form(client, QUESTION, needs__idea="told", **{"needs-business-case": "agreed"})
    before = read_draft(store)
    sent = fill_form(client, QUESTION)
    assert (sent["needs-idea"], sent["needs-business-case"]) == (["told"], ["agreed"])
    assert client.post(QUESTION, data=sent).status_code == 303
    assert read_draft(store) == before
