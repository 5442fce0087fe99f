import re

import pytest

from assess.core.model.assessment import Answer
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.storage.database import DatabaseUnavailableError
from assess.storage.store import Store
from tests.web.conftest import StrictClient

pytestmark = pytest.mark.usefixtures("assessment_url")
FUND, LIST, BALLOT = (f"/assessments/1/questions/{name}" for name in ("fund-told", "fund-list", "ballot"))


def load_answer(store: Store, question: str) -> Answer | None:
    return store.load_assessment(1).assessment.answers.get(question)


def test_a_question_page_has_its_options_worst_first_then_i_do_not_know(client: StrictClient) -> None:
    page = client.get(FUND).text
    labels = [text.strip() for text in re.findall(r'govuk-radios__label" for="[^"]+">\s*(.+?)\s*</label>', page)]
    assert labels == [
        "The fund hasn’t been contacted",
        "The fund has been told &amp; has not replied",
        "The fund has agreed",
        "I do not know",
    ]
    assert "Pensions: question 1 of 2" in page
    assert "Shown as a range, never as a “no”. Ask: section 151 officer and HR business partner" in page


def test_does_not_apply_with_its_reason_is_offered_only_where_allowed(client: StrictClient) -> None:
    assert "It does not apply" not in client.get(FUND).text
    allowed = client.get(LIST).text
    assert "It does not apply" in allowed
    assert "Why does it not apply?" in allowed


def test_the_reason_follows_its_choice_and_only_a_script_hides_it(client: StrictClient) -> None:
    item = client.get(LIST).text.split('value=":does-not-apply"', 1)[1]
    label, after = item.split("</label>", 1)
    assert label.startswith(' data-reveals="conditional-answer-5">')
    assert re.match(r'\s*</div>\s*<div class="govuk-radios__conditional" id="conditional-answer-5">', after)
    assert 'name="reason"' in after.split("</fieldset>", 1)[0]
    assert "aria-controls" not in client.get(LIST).text.split("<main", 1)[1]


def test_a_reason_for_another_answer_does_not_count(client: StrictClient, store: Store) -> None:
    assert client.send(LIST, answer="none", reason="It is \x07obvious").status_code == 303
    assert load_answer(store, "fund-list") == Answer(option="none")


def test_why_we_ask_shows_each_source_with_pinpoint_status_and_later_changes(client: StrictClient) -> None:
    page = client.get(FUND).text
    why = page.split("Why we ask", 1)[1].split("</details>", 1)[0]
    assert 'must agree <a class="govuk-link app-nowrap" href="#source-1">[1, section 5]</a>, and it takes months' in why
    for said in (
        "Parliament, <cite>The Small Act</cite>, The Stationery Office, 26 July 2023.",
        "At section 5: The fund must agree.",
        "<em>Since then: The section was amended in 2025.</em>",
        "Status: in force. Checked 22 November 2026.",
        'href="https://example.org/act"',
        "<cite>A Supplied Guide</cite>, no date.",
        "Supplied copy; no web address.",
    ):
        assert said in why


def test_evidence_is_listed(client: StrictClient) -> None:
    assert "<li>A letter to the fund</li>\n<li>The fund’s reply</li>" in client.get(FUND).text


def test_the_note_field_warns_against_naming_people(client: StrictClient) -> None:
    assert "Councillors and the public may read it. Do not name anyone" in client.get(FUND).text
    assert "A role, not a name." in client.get(FUND).text


def test_save_and_continue_goes_to_the_next_question_and_after_the_last_to_the_section(
    client: StrictClient, store: Store
) -> None:
    typed = {"answer": "told", "note": "Letter of 2 May", "evidence": "https://example.org/1", "by": "Head of finance"}
    assert client.send(FUND, then="continue", **typed).location == LIST
    assert load_answer(store, "fund-told") == Answer(
        option="told", note="Letter of 2 May", evidence="https://example.org/1", by="Head of finance"
    )
    assert client.send(LIST, then="continue", answer=":dont-know").location == "/assessments/1/sections/pensions"
    assert load_answer(store, "fund-list") == Answer(dont_know=True)


def test_save_and_continue_leaves_out_what_is_answered_already(client: StrictClient, assessment_url: str) -> None:
    client.send(LIST, answer="none")
    assert client.send(FUND, answer="told").location == f"{assessment_url}/sections/pensions"
    client.send(LIST, answer=":does-not-apply", then="later")
    assert client.send(FUND, answer="told").location == LIST


def test_a_question_to_change_leads_back_to_its_row_among_all_answers(
    client: StrictClient, assessment_url: str
) -> None:
    page, row = f"{FUND}?back=check", f"{assessment_url}/check#q-fund-told"
    shown = client.get(page).text
    assert f'<a href="{row}" class="govuk-back-link">Check your answers</a>' in shown
    assert f'<a class="govuk-link" href="{row}">Go back without saving</a>' in shown
    assert client.send(page).status_code == 422
    assert client.send(page, answer="told").location == row
    assert f'action="{FUND}/clear?back=check"' in client.get(page).text
    assert client.send_hidden(page, f"{FUND}/clear?back=check").location == page
    assert client.send(page, answer="told", then="later").location == assessment_url
    assert "Go back without saving" not in client.get(FUND).text


def test_does_not_apply_is_saved_with_its_reason(client: StrictClient, store: Store) -> None:
    client.send(LIST, answer=":does-not-apply", reason="Nobody is in a scheme")
    assert load_answer(store, "fund-list") == Answer(does_not_apply="Nobody is in a scheme")
    page = client.get(LIST).text
    assert 'value=":does-not-apply" checked' in page
    assert ">Nobody is in a scheme</textarea>" in page


REFUSED = {
    "nothing chosen": ({}, "Select the statement that fits best, or “I do not know”"),
    "an answer that is not listed": ({"answer": "gone"}, "Select one of the answers that are listed"),
    "no reason": ({"answer": ":does-not-apply"}, "Enter why this question does not apply"),
    "a long note": (
        {"answer": "none", "note": "a" * 100_001},
        "Your note is 100,001 characters long. Shorten it to 100,000 or fewer",
    ),
    "a long name of a field that is a clause": (
        {"answer": "none", "by": "a" * 301},
        "“Who gave this answer” is 301 characters long. Shorten it to 300 or fewer",
    ),
    "a control character": (
        {"answer": "none", "note": "We met on Monday\x07 and agreed"},
        (
            "Your note has a hidden character (U+0007) after “met on Monday” that cannot be kept. "
            "Delete the � and save again"
        ),
    ),
}


@pytest.mark.parametrize(("typed", "sentence"), REFUSED.values(), ids=REFUSED)
def test_invalid_input_returns_422_with_a_summary_and_is_preserved(
    client: StrictClient, store: Store, typed: dict[str, str], sentence: str
) -> None:
    others = {"evidence": "In the <safe>", "by": "Head of HR"} | typed
    response = client.send(LIST, then="continue", **others)
    assert response.status_code == 422
    assert "<title>Error: Is there a list? – Pensions" in response.text
    summary = response.text.split("There is a problem", 1)[1].split("</ul>", 1)[0]
    assert sentence in summary
    assert response.text.count(sentence) == 2
    for text in (others[name] for name in others if name != "answer"):
        assert FORBIDDEN_CHARACTERS.sub("�", text).replace("<", "&lt;").replace(">", "&gt;") in response.text
    assert load_answer(store, "fund-list") is None


def test_a_note_of_100000_characters_is_stored_completely(client: StrictClient, store: Store) -> None:
    note = (f"{'Ŵ𝄞' * 10}\n" * 5_000)[:100_000].strip()
    assert client.send(FUND, answer="told", note=note.replace("\n", "\r\n")).status_code == 303
    answer = load_answer(store, "fund-told")
    assert answer is not None
    assert answer.note == note


def test_a_form_over_5_mb_is_rejected_with_a_page(client: StrictClient) -> None:
    response = client.post(FUND, data={"note": "a" * 6_000_000})
    assert response.status_code == 413
    assert "The file or text is larger than 5 MB" in response.text


def test_save_and_come_back_later_keeps_input_even_with_errors(
    client: StrictClient, store: Store, assessment_url: str
) -> None:
    typed = {"answer": ":does-not-apply", "note": "Half a thought\x07", "by": "Head of HR"}
    response = client.send(LIST, then="later", **typed)
    assert response.location == assessment_url
    assert load_answer(store, "fund-list") is None
    assert "is kept as you left it" in client.get(assessment_url).text
    assert "Unfinished" in client.get("/assessments/1/sections/pensions").text
    again = client.get(LIST).text
    assert "You left this question before it was finished" in again
    assert 'value=":does-not-apply" checked' in again
    assert "Half a thought�</textarea>" in again
    assert "Enter why this question does not apply" in again


def test_an_unfinished_question_counts_once_it_is_corrected(client: StrictClient, store: Store) -> None:
    client.send(LIST, then="later", answer=":does-not-apply")
    client.send(LIST, answer=":does-not-apply", reason="Nobody is in a scheme")
    assert load_answer(store, "fund-list") == Answer(does_not_apply="Nobody is in a scheme")
    assert "You left this question" not in client.get(LIST).text


def test_a_note_can_be_saved_for_later_without_an_answer(
    client: StrictClient, store: Store, assessment_url: str
) -> None:
    assert client.send(FUND, then="later", note="Ask Tuesday").location == assessment_url
    assert load_answer(store, "fund-told") == Answer(note="Ask Tuesday")
    assert "You left this question" not in client.get(FUND).text


def test_the_second_of_two_saves_sees_the_conflict_and_nothing_is_lost(client: StrictClient, store: Store) -> None:
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', client.get(FUND).text))
    store.save_answer(1, "fund-told", Answer(option="agreed", note="Theirs <b>"))
    response = client.post(FUND, data=hidden | {"answer": "told", "note": "Mine"})
    assert response.status_code == 422
    assert "This question was saved after you opened it" in response.text
    assert "The fund has agreed" in response.text
    assert "Theirs &lt;b&gt;" in response.text
    assert ">Mine</textarea>" in response.text
    assert load_answer(store, "fund-told") == Answer(option="agreed", note="Theirs <b>")
    shown = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.text))
    assert client.post(FUND, data=shown | {"answer": "told", "note": "Mine"}).status_code == 303
    assert load_answer(store, "fund-told") == Answer(option="told", note="Mine")


def test_a_form_of_an_expired_session_is_shown_again_with_its_input(client: StrictClient, store: Store) -> None:
    response = client.post(FUND, data={"answer": "told", "note": "Mine", "csrf_token": "old"})
    assert response.status_code == 422
    assert "Your session has ended. Nothing was saved yet" in response.text
    assert 'value="told" checked' in response.text
    assert ">Mine</textarea>" in response.text
    assert load_answer(store, "fund-told") is None


def test_input_is_preserved_if_the_disk_is_not_writable(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DatabaseUnavailableError("The database cannot be written: database or disk is full.")

    monkeypatch.setattr(Store, "save_answer", full)
    response = client.send(FUND, answer="told", note="Mine")
    assert response.status_code == 503
    assert "Nothing was saved: the answers could not be written" in response.text
    assert 'value="told" checked' in response.text
    assert ">Mine</textarea>" in response.text


def test_an_answer_can_be_cleared_and_its_note_stays(client: StrictClient, store: Store) -> None:
    client.send(FUND, answer="told", note="Letter sent")
    page = client.get(FUND).text
    assert "Clear this answer" in page
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert client.post(f"{FUND}/clear", data=hidden).status_code == 303
    assert load_answer(store, "fund-told") == Answer(note="Letter sent")
    assert "Clear this answer" not in client.get(FUND).text


def test_a_question_of_a_later_stage_can_be_read_and_answered_in_advance(client: StrictClient, store: Store) -> None:
    page = client.get(BALLOT).text
    assert "Staff buy-in: due from “Writing the business case”" in page
    assert "You can read it and prepare the answer now" in page
    client.send(BALLOT, answer="won")
    assert load_answer(store, "ballot") == Answer(option="won")


def test_a_question_ruled_out_by_the_profile_says_why_and_keeps_its_answer(client: StrictClient, store: Store) -> None:
    client.send(FUND, answer="agreed")
    client.send("/assessments/1/about", nation="england", stage="idea", members="0")
    page = client.get(FUND).text
    assert "This question is not asked about this service. No one who would move is in the scheme." in page
    assert 'value="agreed" checked' in page
    assert load_answer(store, "fund-told") == Answer(option="agreed")
    assert "Pensions: question 1 of 1" in client.get(LIST).text


def test_a_question_that_is_not_in_the_rules_is_not_found(client: StrictClient) -> None:
    assert client.get("/assessments/1/questions/nothing").status_code == 404
    assert client.get("/assessments/9/questions/ballot").status_code == 404


def test_notices_are_shown_with_related_questions(client: StrictClient) -> None:
    client.send("/assessments/1/about", nation="wales", stage="idea", union="no")
    assert "Wales has &lt;its&gt; own list" in client.get(BALLOT).text
    assert "Staff representatives must be elected" in client.get(FUND).text
    assert "Staff representatives must be elected" not in client.get(BALLOT).text
