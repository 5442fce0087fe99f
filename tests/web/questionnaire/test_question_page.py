import pytest
from flask import Flask
from flask_wtf.csrf import generate_csrf

from assess.core.model.assessment import Answer
from assess.storage.records import compute_etag
from assess.storage.store import Store
from assess.web.questionnaire.question_page import load_question, render_initial_page, render_question_page
from assess.web.security import get_nonce
from assess.web.shared.form_state import FormState
from tests.web.conftest import StrictClient

ANSWERS = (
    Answer(),
    Answer(option="told", note="Letter </textarea> & more", by='"Head"'),
    Answer(dont_know=True, evidence="https://example.org/?a=1&b=2"),
    Answer(does_not_apply="Nobody is in a scheme"),
)


def test_the_cached_page_equals_a_freshly_rendered_one(app: Flask, store: Store, assessment_url: str) -> None:
    for name in ("fund-told", "fund-list", "ballot"):
        for said in ANSWERS:
            store.save_answer(1, name, said)
            path = f"{assessment_url}/questions/{name}"
            with app.test_request_context(path):
                app.preprocess_request()
                page = load_question(1, name)
                form = page.key.markup.form(data=page.form_data)
                anew = render_question_page(page.key, form, FormState(compute_etag(page.stored)))
                assert render_initial_page(page) == anew
                assert get_nonce() in anew
                assert generate_csrf() in anew


@pytest.mark.usefixtures("assessment_url")
def test_input_of_one_person_never_appears_on_the_page_of_another(client: StrictClient, store: Store) -> None:
    store.copy_assessment(1, "Second")
    store.save_answer(1, "fund-told", Answer(note="only in the first"))
    assert "only in the first" in client.get("/assessments/1/questions/fund-told").text
    assert "only in the first" not in client.get("/assessments/2/questions/fund-told").text
    assert 'href="/assessments/2/sections/pensions"' in client.get("/assessments/2/questions/fund-told").text


def test_a_flashed_message_is_shown_once(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    client.send_hidden(f"{assessment_url}/questions/fund-told", f"{assessment_url}/questions/fund-told/clear")
    assert "The answer was cleared. Your note is kept." in client.get(f"{assessment_url}/questions/fund-told").text
    assert "The answer was cleared. Your note is kept." not in client.get(f"{assessment_url}/questions/fund-told").text
