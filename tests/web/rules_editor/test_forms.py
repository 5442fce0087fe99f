from difflib import unified_diff
from html import unescape
from pathlib import Path

import pytest

from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from assess.web.rules_editor import index as rules_editor_index
from assess.web.rules_editor.index import LIST_TITLES
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import fill_form, parse_form, submit_form

QUESTION = "/rules/draft/question/fund-told"
FORMS = (
    "/rules/draft/heading/all",
    "/rules/draft/bands/all",
    "/rules/draft/weights/all",
    "/rules/draft/section/pensions",
    QUESTION,
    "/rules/draft/blocker/fund-unasked",
    "/rules/draft/recommendation/vote",
    "/rules/draft/recommendation/write",
    "/rules/draft/notice/wales",
    "/rules/draft/fact/nation",
    "/rules/draft/derived/reservable",
    "/rules/draft/case/reservable.1",
    "/rules/draft/difference/write.1",
    "/rules/draft/term/asset-lock",
    "/rules/draft/role/hr",
    "/rules/draft/source/act",
    "/rules/draft/claim/law-1",
)
WEIGHTS = "/rules/draft/weights/all"


def read_draft(store: Store) -> RulesFiles:
    found = store.load_draft_state().draft
    assert found is not None
    return found.files


def list_changed_lines(rules: Path, store: Store, file: str = "readiness") -> list[str]:
    """Return the lines of the original files that the draft changes, each with its sign."""
    before = (rules / f"{file}.yaml").read_text("utf-8").splitlines()
    after = getattr(read_draft(store), file).decode().splitlines()
    return [line for line in unified_diff(before, after, lineterm="", n=0) if line[:3] not in ("---", "+++", "@@ ")]


@pytest.mark.parametrize("path", FORMS)
def test_a_form_saved_unchanged_changes_no_byte(client: StrictClient, store: Store, path: str) -> None:
    assert submit_form(client, path).status_code == 303
    assert "Nothing was changed." in client.get(path).text
    assert store.load_draft_state().draft is None


@pytest.mark.parametrize(
    ("path", "typed", "lines"),
    [
        (WEIGHTS, {"barrier__1__weight": "4"}, ["-    weight: 3", "+    weight: 4"]),
        (
            "/rules/draft/bands/all",
            {"band__2__from": "60"},
            [
                "-  - {id: high, from: 50, label: High, meaning: Much can be shown at this stage.}",
                "+  - {id: high, from: 60, label: High, meaning: Much can be shown at this stage.}",
            ],
        ),
        (
            QUESTION,
            {"answer__2__points": "0"},
            [
                "-          - {id: told, text: The fund has been told & has not replied, points: 1}",
                "+          - {id: told, text: The fund has been told & has not replied, points: 0}",
            ],
        ),
        (QUESTION, {"ask": ["hr", "", ""]}, ["-        ask: [finance, hr]", "+        ask: [hr]"]),
        (
            QUESTION,
            {"evidence": "A letter to the fund\r\nAn email"},
            [
                "-        evidence: [A letter to the fund, The fund's reply]",
                "+        evidence: [A letter to the fund, An email]",
            ],
        ),
        (QUESTION, {"from_stage": "business-case"}, ["+        from_stage: business-case"]),
        (
            "/rules/draft/recommendation/write",
            {"steps": "Write\r\nWait\r\nWrite again"},
            ["-    steps: [Write, Wait]", "+    steps: [Write, Wait, Write again]"],
        ),
    ],
)
def test_a_form_changes_only_the_edited_lines(  # noqa: PLR0917 - three of them are drawn
    client: StrictClient, store: Store, rules: Path, path: str, typed: dict[str, str], lines: list[str]
) -> None:
    assert submit_form(client, path, **typed).status_code == 303
    assert list_changed_lines(rules, store) == lines


def test_a_saved_change_is_described_and_not_yet_in_force(client: StrictClient) -> None:
    submit_form(client, WEIGHTS, barrier__1__weight="4")
    page = client.get("/rules").text
    assert "The weight of the barrier Pensions went from 3 to 4" in page
    assert "Version 1.0.0 is in force." in page
    assert '<td class="govuk-table__cell app-num">3</td>' in page


def test_shares_are_calculated_without_saving(client: StrictClient, store: Store) -> None:
    sent = fill_form(client, WEIGHTS, barrier__1__weight="2", then="shares")
    page = client.post(WEIGHTS, data=sent).text
    assert ">66.6%</output>" in page
    assert ">33.3%</output>" in page
    assert 'value="2"' in page
    assert store.load_draft_state().draft is None


def test_an_error_is_shown_at_its_field_and_the_draft_keeps_the_value(client: StrictClient, store: Store) -> None:
    submit_form(client, QUESTION, weight="many", answer__2__points="9")
    page = unescape(client.get(QUESTION).text)
    assert 'href="#weight">The weight must be a whole number in figures, such as 3</a>' in page
    assert 'id="weight-error"' in page
    assert 'name="weight" type="text" value="many"' in page
    assert b"weight: many" in read_draft(store).readiness
    assert "Version 1.0.0 is in force." in client.get("/rules").text


def test_a_problem_elsewhere_is_reported_with_a_link(client: StrictClient) -> None:
    submit_form(client, QUESTION, weight="many")
    assert "The draft has one problem elsewhere." in client.get(WEIGHTS).text
    page = unescape(client.get("/rules/draft").text)
    link = f'href="{QUESTION}#weight">Question “Has the pension fund’s office been brought in?”: The weight must be'
    assert link in page


def test_invalid_input_is_rejected_and_preserved_on_the_page(client: StrictClient, store: Store) -> None:
    answer = submit_form(client, QUESTION, help="Ask\u0007 them")
    assert answer.status_code == 422
    assert 'href="#help">How does an officer find out? must not hold characters that cannot be seen.' in answer.text
    assert "Ask\ufffd them</textarea>" in answer.text
    assert store.load_draft_state().draft is None


def test_a_form_of_an_expired_session_keeps_its_input(client: StrictClient, store: Store) -> None:
    answer = client.post(QUESTION, data=fill_form(client, QUESTION, help="Ask them twice", csrf_token="old"))
    assert answer.status_code == 422
    assert "Your session has ended" in answer.text
    assert "Ask them twice</textarea>" in answer.text
    assert submit_form(client, QUESTION, help="Ask them twice").status_code == 303
    assert b"Ask them twice" in read_draft(store).readiness


def test_two_officers_who_change_different_items_both_keep_their_changes(client: StrictClient, store: Store) -> None:
    first, second = fill_form(client, WEIGHTS, barrier__1__weight="4"), fill_form(client, QUESTION, help="Ask twice.")
    assert client.post(WEIGHTS, data=first).status_code == 303
    assert client.post(QUESTION, data=second).status_code == 303
    assert b"weight: 4" in read_draft(store).readiness
    assert b"Ask twice." in read_draft(store).readiness


def test_a_conflict_names_what_was_chosen_in_the_words_of_the_form(client: StrictClient) -> None:
    submit_form(client, "/rules/draft/limits/all", needs="low")
    mine = fill_form(client, QUESTION, help="Ask twice.")
    submit_form(client, QUESTION, ask=["hr", ""], needs__idea="told")
    page = unescape(client.post(QUESTION, data=mine).text)
    assert '<dd class="govuk-summary-list__value app-typed">HR business partner</dd>' in page
    assert "An idea being talked about”: at least “" in page


def test_two_officers_who_change_the_same_item_see_both_versions(client: StrictClient, store: Store) -> None:
    first, second = fill_form(client, QUESTION, help="Ask twice."), fill_form(client, QUESTION, help="Ask three times.")
    client.post(QUESTION, data=first)
    answer = client.post(QUESTION, data=second)
    assert answer.status_code == 422
    assert "This was changed after you opened it" in answer.text
    assert "Ask twice.</dd>" in answer.text
    assert "Ask three times.</textarea>" in answer.text
    assert b"Ask twice." in read_draft(store).readiness
    assert client.post(QUESTION, data=parse_form(answer.text)).status_code == 303
    assert b"Ask three times." in read_draft(store).readiness


def test_input_for_a_removed_item_can_be_copied(client: StrictClient) -> None:
    sent = fill_form(client, QUESTION, help="Ask twice.")
    submit_form(client, f"{QUESTION}/remove")
    answer = client.post(QUESTION, data=sent)
    assert answer.status_code == 422
    assert "This is no longer in the draft" in answer.text
    assert "Ask twice.</dd>" in answer.text


def test_an_option_is_inserted_by_points_and_another_is_removed(
    client: StrictClient, store: Store, rules: Path
) -> None:
    submit_form(
        client, QUESTION, answer__4__text="The fund has replied", answer__4__points="1", answer__2__remove="yes"
    )
    assert list_changed_lines(rules, store) == [
        "-          - {id: told, text: The fund has been told & has not replied, points: 1}",
        "+          - {id: the-fund-has-replied, text: The fund has replied, points: 1}",
    ]


def test_a_question_is_added_to_its_section(client: StrictClient, store: Store) -> None:
    path = "/rules/draft/new/question?in=staff"
    typed = {"answer__1__text": "No", "answer__1__points": "0", "answer__2__text": "Yes", "answer__2__points": "1"}
    words = {"text": "Is there a plan?", "help": "Ask.", "why": "It matters.", "evidence": "Action plan"}
    answer = submit_form(client, path, **typed, **words, ask="hr", claims="law-1", may_not_apply="false")
    assert answer.location == "/rules/draft/question/is-there-a-plan?step=answers"
    assert "There is a problem" not in client.get("/rules/draft/question/is-there-a-plan").text
    assert "Is there a plan?” was added to the barrier Staff buy-in" in client.get("/rules").text
    assert b"- id: is-there-a-plan" in read_draft(store).readiness


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("question?in=staff", '"#text">Enter the question<'),
        ("blocker", '"#says">Enter what is wrong<'),
        ("recommendation", '"#title">Enter what to do<'),
    ],
)
def test_a_new_item_needs_a_title_before_it_is_saved(client: StrictClient, store: Store, kind: str, asked: str) -> None:
    before = store.load_draft_state()
    answer = submit_form(client, f"/rules/draft/new/{kind}", text=" ", says=" ", title=" ", claims="law-1")
    assert answer.status_code == 422
    assert asked in answer.text
    assert kind.startswith("question") or '<input type="hidden" name="claims" value="law-1">' in answer.text
    assert store.load_draft_state() == before


def test_a_question_is_removed_after_confirmation_and_its_references_are_listed(client: StrictClient) -> None:
    assert "Remove this question from the draft?" in client.get(f"{QUESTION}/remove").text
    assert submit_form(client, f"{QUESTION}/remove").location == "/rules/draft/section/pensions"
    assert "What this is about is no longer in the rules. Remove this condition" in client.get("/rules/draft").text
    assert client.get(QUESTION).status_code == 404


def test_recommendations_sources_and_findings_are_added(client: StrictClient, store: Store) -> None:
    submit_form(client, "/rules/draft/new/source", title="A new guide", id="guide-2026", issued="2026")
    path = "/rules/draft/new/claim?source=guide-2026"
    assert fill_form(client, path)["source"] == ["guide-2026"]
    assert "A new guide" in client.get(path).text
    submit_form(client, path, id="guide-1", pinpoint="page 2", finding="Ballots help.")
    words = {"title": "Ask staff again", "why": "They may have changed.", "steps": "Ask", "done_when": "It is asked."}
    sets_off = {"when__1__of": "question:ballot", "when__1__was": "", "when__1__is": "not-asked"}
    submit_form(client, "/rules/draft/new/recommendation", **words, lead="hr", claims="guide-1", **sets_off)
    assert b"when: {question: ballot, is: [not-asked]}" in read_draft(store).readiness
    assert "The draft has no problems and can be published." in client.get("/rules").text


def test_forms_link_to_the_lines_of_the_text(client: StrictClient, rules: Path) -> None:
    lines = (rules / "readiness.yaml").read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if "id: fund-told" in line)
    assert f'href="/rules/text/readiness/lines#L{at}"' in client.get(QUESTION).text


@pytest.mark.parametrize("kind", LIST_TITLES)
def test_every_list_links_to_the_forms(client: StrictClient, kind: str) -> None:
    page = client.get(f"/rules/draft/list/{kind}").text
    for address in {part.split('"')[0] for part in page.split('href="')[1:] if part.startswith(f"/rules/draft/{kind}")}:
        assert client.get(address).status_code == 200


def test_a_long_list_can_be_searched(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_editor_index, "SEARCH_THRESHOLD", 1)
    page = client.get("/rules/draft/list/claim?find=OWN+list").text
    assert "1 of 2 contains these words." in page
    assert "/rules/draft/claim/law-2" in page
    assert "/rules/draft/claim/law-1" not in page
    assert "0 of 2 contain these words." in client.get("/rules/draft/list/claim?find=%3Cnothing%3E").text


@pytest.mark.parametrize(
    ("path", "typed", "line"),
    [
        (WEIGHTS, {"barrier__1__weight": "1,200"}, "    weight: 1200"),
        (WEIGHTS, {"barrier__1__weight": "3,4"}, '    weight: "3,4"'),
        ("/rules/draft/heading/all", {"effective_from": "1 Sept 2027"}, "  effective_from: 2027-09-01"),
        ("/rules/draft/heading/all", {"effective_from": "01/29/2027"}, '  effective_from: "01/29/2027"'),
        ("/rules/draft/heading/all", {"version": "2.0"}, '  version: "2.0"'),
        ("/rules/draft/source/act", {"checked_on": "21/11/2026"}, "    checked_on: 2026-11-21"),
        ("/rules/draft/source/act", {"issued": "26 July 2022"}, "    issued: 2022-07-26"),
        ("/rules/draft/source/act", {"issued": "2022"}, "    issued: 2022"),
    ],
)
def test_numbers_and_dates_are_taken_as_people_write_them(
    client: StrictClient, store: Store, path: str, typed: dict[str, str], line: str
) -> None:
    submit_form(client, path, **typed)
    assert line.encode() in b"\n".join(read_draft(store)).splitlines()
