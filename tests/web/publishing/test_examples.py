import re

import pytest
from flask import Flask, get_template_attribute

from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.publishing.test_publish import PUBLISH, RELEASE_NOTES
from tests.web.rules_editor.form_filling import fill_form, submit_form
from tests.web.rules_editor.test_forms import QUESTION, read_draft

PAGE = "/rules/draft/examples"


@pytest.fixture
def example(client: StrictClient, assessment_url: str) -> str:
    """The name of a worked example made from an assessment with names and notes."""
    client.send(f"{assessment_url}/questions/fund-told", answer="told", note="Mr Brown rang", by="Head of finance")
    assert submit_form(client, f"{assessment_url}/example", name="A fund that was told").location == PAGE
    return "A fund that was told"


def test_an_assessment_becomes_a_worked_example_without_names_and_notes(
    client: StrictClient, store: Store, example: str
) -> None:
    added = read_draft(store).readiness.decode().split("examples:")[1]
    assert f'name: "{example}"' in added
    assert "fund-told: told" in added
    assert "evidenced: 33" in added
    for left_out in ("Brown", "Head of finance", "Borough", "Libraries"):
        assert left_out not in added
    assert "It comes out as it should." in client.get(PAGE).text


def test_the_suggested_name_identifies_nobody(client: StrictClient, assessment_url: str) -> None:
    (name,) = fill_form(client, f"{assessment_url}/example")["name"]
    assert name == "Example 1, from an assessment: an idea being talked about"


@pytest.mark.usefixtures("example")
def test_two_examples_cannot_have_the_same_name(client: StrictClient, assessment_url: str) -> None:
    answer = submit_form(client, f"{assessment_url}/example", name="A fund that was told")
    assert answer.status_code == 422
    assert "Another worked example has this name" in answer.text
    assert submit_form(client, f"{assessment_url}/example", name=" ").status_code == 422


@pytest.mark.usefixtures("example")
def test_a_score_that_moved_is_shown_and_brought_up_to_date_by_publishing(client: StrictClient, store: Store) -> None:
    submit_form(client, QUESTION, weight="1")
    page = client.get(PAGE).text
    assert "It comes out as it should." in page
    row = page.split("Can be shown now</th>")[1].split("</tr>")[0]
    assert ">33<" in row
    assert 'font-weight-bold" data-label="These rules give">25<' in row
    assert submit_form(client, PUBLISH, **RELEASE_NOTES).status_code == 303
    assert b"evidenced: 25" in store.load_stored_rulebook(store.list_publications()[0].release).readiness


def test_no_button_accepts_changed_outcomes_at_once(client: StrictClient, example: str) -> None:
    submit_form(client, "/rules/draft/bands/all", band__2__from="30")
    page = client.get(PAGE).text
    assert f'{example} <strong class="app-tag">Comes out differently</strong>' in page
    assert "<button" not in page.split("<main")[1]
    assert client.post(PAGE, data={"csrf_token": client.token()}).status_code == 405


def test_the_expectations_of_an_example_are_described_in_plain_english(
    client: StrictClient, assessment_url: str
) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    submit_form(client, f"{assessment_url}/example", name="A fund that was not asked")
    assert "The fund has to agree.</td>" in client.get(PAGE).text


@pytest.mark.usefixtures("example")
def test_what_an_example_names_in_vain_is_said_and_is_no_mistake(client: StrictClient) -> None:
    assert submit_form(client, "/rules/draft/question/fund-told/remove").status_code == 303
    problems = client.get("/rules/draft").text
    assert "Problems" in problems
    assert "worked example" not in problems.split('id="problems"')[1].split("</ul>")[0]
    assert "They can be tried once the problems in the draft are corrected." in client.get(PAGE).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("None", "None"), ("Held <b>.\nHeld too.", "<li>Held &lt;b&gt;.</li><li>Held too.</li>"), ("", "")],
)
def test_several_blockers_are_a_list(app: Flask, text: str, shown: str) -> None:
    with app.test_request_context():
        markup = str(get_template_attribute("pages/rules-editor/parts.html", "each_line")(text))
    assert re.sub("</?ul[^>]*>", "", markup) == shown
