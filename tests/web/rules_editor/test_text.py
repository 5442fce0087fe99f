from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse, encode_multipart

from assess.core.comparison.text import Hunk, diff_lines
from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import FormData, fill_form, parse_form, submit_form
from tests.web.rules_editor.test_forms import read_draft

TEXT = "/rules/text/readiness"


def edited_form(client: StrictClient, old: str, new: str) -> FormData:
    """Return what the form of the text submits with some words changed."""
    sent = fill_form(client, TEXT)
    assert old in sent["text"][0]
    return sent | {"text": [sent["text"][0].replace(old, new, 1)]}


def upload_file(client: StrictClient, content: bytes) -> TestResponse:
    sent = fill_form(client, TEXT)
    data = {"csrf_token": sent["csrf_token"][0], "seen": sent["seen"][0], "file": (BytesIO(content), "changed.yaml")}
    return client.post(f"{TEXT}/send", data=data)


def test_text_saved_unchanged_changes_nothing(client: StrictClient, store: Store) -> None:
    assert submit_form(client, TEXT).status_code == 303
    assert "Nothing was changed." in client.get(TEXT).text
    assert store.load_draft_state().draft is None


def test_changed_text_becomes_the_draft_and_every_other_byte_stays(
    client: StrictClient, store: Store, rules: Path
) -> None:
    assert client.post(TEXT, data=edited_form(client, "weight: 3", "weight: 4")).status_code == 303
    before = (rules / "readiness.yaml").read_bytes()
    assert read_draft(store).readiness == before.replace(b"weight: 3", b"weight: 4", 1)


def test_the_line_endings_and_byte_order_mark_of_the_file_stay(client: StrictClient, store: Store) -> None:
    content = b"\xef\xbb\xbf" + client.get(f"{TEXT}.yaml").data.replace(b"\n", b"\r\n")
    assert upload_file(client, content).status_code == 303
    assert read_draft(store).readiness == content
    client.post(TEXT, data=edited_form(client, "weight: 3", "weight: 4"))
    assert read_draft(store).readiness == content.replace(b"weight: 3", b"weight: 4", 1)


def test_text_with_mistakes_is_kept_with_its_problems_by_line(client: StrictClient, store: Store) -> None:
    client.post(TEXT, data=edited_form(client, "caps_at: low", "caps_at: lwo"))
    assert b"caps_at: lwo" in read_draft(store).readiness
    page = client.get(TEXT).text
    line = read_draft(store).readiness.split(b"caps_at: lwo")[0].count(b"\n") + 1
    assert f'<a class="govuk-link" href="{TEXT}/lines#L{line}" data-line="{line}">Line {line}</a>' in page
    assert "Did you mean “low”?" in page
    lines = client.get(f"{TEXT}/lines").text
    assert f'<li id="L{line}"><mark>    caps_at: lwo</mark> <strong class="app-wrong">' in lines


def test_text_that_is_not_yaml_at_all_is_kept_too(client: StrictClient, store: Store) -> None:
    sent = fill_form(client, TEXT, text="bands: [\r\nNobody can read this: {")
    assert client.post(TEXT, data=sent).status_code == 303
    assert read_draft(store).readiness == b"bands: [\nNobody can read this: {"
    assert client.get("/rules").status_code == client.get("/rules/draft").status_code == 200
    assert "Nobody can read this" in client.get(TEXT).text
    for path in ("/rules/publish", "/rules/impact", "/rules/draft/examples", "/rules/proof", "/rules/compare"):
        assert client.get(path).status_code == 200, path
    assert client.get("/rules/draft/weights/all").status_code == 404


def test_changes_to_the_text_are_shown_before_saving(client: StrictClient, store: Store) -> None:
    page = client.post(TEXT, data=edited_form(client, "weight: 3", "weight: 4") | {"then": ["compare"]}).text
    assert "What this text changes in the rules in force" in page
    assert '<td class="app-diff__text">    weight: 4</td>' in page
    assert store.load_draft_state().draft is None


@pytest.mark.parametrize(
    ("hunks", "said"),
    [
        (None, "The lines take too long to compare, because so many of them are the same."),
        (diff_lines("", "line\n" * 2001), "More lines differ than a page can show."),
    ],
    ids=["too slow", "too many"],
)
def test_differences_that_cannot_be_shown_are_named(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch, hunks: tuple[Hunk, ...] | None, said: str
) -> None:
    monkeypatch.setattr("assess.web.rules_editor.text.compare_texts", lambda *_: hunks)
    page = client.post(TEXT, data=edited_form(client, "weight: 3", "weight: 4") | {"then": ["compare"]}).text
    assert "What this text changes in the rules in force" in page
    assert said in page


def test_a_file_of_the_largest_size_can_be_saved_whatever_its_letters(client: StrictClient) -> None:
    page = client.get(TEXT).text
    assert '<form method="post" enctype="multipart/form-data" novalidate>' in page
    sent = fill_form(client, TEXT, text="# " + "“" * 660_000)
    boundary, body = encode_multipart(sent)
    assert client.post(TEXT, data=body, content_type=f"multipart/form-data; boundary={boundary}").status_code == 303


def test_two_officers_in_the_same_file_see_where_they_differ(client: StrictClient, store: Store) -> None:
    mine = edited_form(client, "weight: 3", "weight: 9")
    client.post(TEXT, data=edited_form(client, "weight: 3", "weight: 4"))
    answer = client.post(TEXT, data=mine)
    assert answer.status_code == 422
    assert "This file was changed after you opened it" in answer.text
    assert '<td class="app-diff__text">    weight: 9</td>' in answer.text
    assert "\n    weight: 9\n" in answer.text
    assert b"weight: 4" in read_draft(store).readiness


def test_text_of_an_expired_session_stays_on_the_page(client: StrictClient, store: Store) -> None:
    answer = client.post(TEXT, data=edited_form(client, "weight: 3", "weight: 9") | {"csrf_token": ["old"]})
    assert answer.status_code == 422
    assert "\n    weight: 9\n" in answer.text
    assert store.load_draft_state().draft is None


def test_a_file_is_downloaded_changed_and_uploaded(client: StrictClient, store: Store) -> None:
    content = client.get(f"{TEXT}.yaml").data
    assert upload_file(client, content.replace(b"weight: 3", b"weight: 4", 1)).status_code == 303
    assert b"weight: 4" in read_draft(store).readiness
    assert client.get(f"{TEXT}.yaml").data == read_draft(store).readiness


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_an_empty_file_is_called_empty_and_replaces_nothing(client: StrictClient, store: Store, content: bytes) -> None:
    answer = upload_file(client, content)
    assert answer.status_code == 422
    assert "The file was not accepted. It is empty" in answer.text
    assert store.load_draft_state().draft is None


def test_an_unreadable_file_is_rejected(client: StrictClient, store: Store) -> None:
    answer = upload_file(client, b"bands: \xff\xfe")
    assert answer.status_code == 422
    assert "The file was not accepted. Line 1: The file is not UTF-8 text" in answer.text
    assert store.load_draft_state().draft is None
    assert client.post(f"{TEXT}/send", data=fill_form(client, TEXT)).status_code == 422


def test_a_file_of_thousands_of_mistakes_lists_the_first(client: StrictClient) -> None:
    assert upload_file(client, b"bands:\n" + b"  - {id: Wrong One}\n" * 3000).status_code == 303
    page = client.get(TEXT).text
    assert "There are " in page
    assert page.count("data-line=") == 100


def test_no_invalid_file_affects_the_current_rules(client: StrictClient) -> None:
    for content in (b"", b"\n", b"[]", b"- " * 200, b"a: &x [*x]", b"a: !!python/object:os.system x", b"{" * 5000):
        assert upload_file(client, content).status_code in (303, 422)
        assert "Version 1.0.0 is in force." in client.get("/rules").text
        assert "Has the pension fund’s office" in client.get("/questions").text


WEIGHTS, TAKE_BACK = "/rules/draft/weights/all", "/rules/draft/take-back"
BUTTON = "Restore the earlier draft"


def test_form_edits_replaced_by_a_broken_file_can_be_restored(client: StrictClient, store: Store) -> None:
    submit_form(client, WEIGHTS, barrier__1__weight="4")
    mine = read_draft(store)
    assert BUTTON not in client.get("/rules").text + client.get(TEXT).text + client.get(f"{WEIGHTS}x").text
    assert upload_file(client, b"bands: [").status_code == 303
    refused = client.get(WEIGHTS)
    assert refused.status_code == 404
    for page in (refused, client.get("/rules"), client.get("/rules/draft"), client.get(TEXT)):
        assert f'action="{TAKE_BACK}"' in page.text
        assert BUTTON in page.text
    assert "and so will the earlier draft that is kept" in client.get("/rules/draft/drop").text
    answer = client.post(TAKE_BACK, data=parse_form(refused.text), follow_redirects=True)
    assert (
        "The earlier draft has been restored. The draft that it replaced is kept, so you can change back."
        in answer.text
    )
    assert read_draft(store) == mine
    assert fill_form(client, WEIGHTS)["barrier-1-weight"] == ["4"]


def test_a_form_submitted_after_the_text_was_broken_keeps_its_input_and_offers_restore(
    client: StrictClient,
) -> None:
    submit_form(client, WEIGHTS, barrier__1__weight="4")
    typed = fill_form(client, WEIGHTS, barrier__1__weight="5")
    upload_file(client, b"bands: [")
    answer = client.post(WEIGHTS, data=typed)
    assert answer.status_code == 422
    assert '<dd class="govuk-summary-list__value app-typed">5</dd>' in answer.text
    assert BUTTON in answer.text


def test_the_second_officer_to_restore_the_draft_is_informed_and_changes_nothing(
    client: StrictClient, store: Store
) -> None:
    submit_form(client, WEIGHTS, barrier__1__weight="4")
    upload_file(client, b"bands: [")
    seen = parse_form(client.get("/rules/draft").text)
    client.post(TAKE_BACK, data=seen)
    mine = read_draft(store)
    answer = client.post(TAKE_BACK, data=seen, follow_redirects=True)
    assert "The draft was changed after you opened this page, so nothing was done." in answer.text
    assert read_draft(store) == mine
    assert client.post(TAKE_BACK, data={"revision": "3"}).status_code == 400
    assert client.get(TAKE_BACK).status_code in (404, 405)
