import pytest

from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import fill_form, submit_form
from tests.web.rules_editor.test_forms import QUESTION, read_draft
from tests.web.rules_editor.test_publish import PUBLISH, RELEASE_NOTES

EXAMPLES = "/rules/draft/examples"


@pytest.fixture
def example(client: StrictClient, begun: str) -> str:
    """The name of a worked example made from an assessment with names and notes."""
    client.send(f"{begun}/questions/fund-told", answer="told", note="Mr Brown rang", by="Head of finance")
    assert submit_form(client, f"{begun}/example", name="A fund that was told").location == EXAMPLES
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
    assert "It comes true." in client.get(EXAMPLES).text


def test_the_suggested_name_identifies_nobody(client: StrictClient, begun: str) -> None:
    (name,) = fill_form(client, f"{begun}/example")["name"]
    assert name == "Example 1, from an assessment: an idea being talked about"


@pytest.mark.usefixtures("example")
def test_two_examples_cannot_have_the_same_name(client: StrictClient, begun: str) -> None:
    answer = submit_form(client, f"{begun}/example", name="A fund that was told")
    assert answer.status_code == 422
    assert "Another worked example has this name" in answer.text
    assert submit_form(client, f"{begun}/example", name=" ").status_code == 422


@pytest.mark.usefixtures("example")
def test_a_failing_example_shows_both_figures_and_can_be_updated(client: StrictClient, store: Store) -> None:
    submit_form(client, QUESTION, weight="1")
    assert "One worked example does not come true in the draft." in client.get("/rules").text
    page = client.get(EXAMPLES).text
    assert "1 of 1 does not come true in the draft" in page
    row = page.split("Can be shown now</th>")[1].split("</tr>")[0]
    assert ">33<" in row
    assert "<strong>25</strong>" in row
    assert submit_form(client, PUBLISH, **RELEASE_NOTES).status_code == 422
    assert submit_form(client, EXAMPLES).status_code == 303
    assert b"evidenced: 25" in read_draft(store).readiness
    assert "It comes true." in client.get(EXAMPLES).text
    assert submit_form(client, PUBLISH, **RELEASE_NOTES).status_code == 303


def test_the_expectations_of_an_example_are_described_in_plain_english(client: StrictClient, begun: str) -> None:
    client.send(f"{begun}/questions/fund-told", answer="not-contacted")
    submit_form(client, f"{begun}/example", name="A fund that was not asked")
    assert "“The fund has to agree.”" in client.get(EXAMPLES).text


@pytest.mark.usefixtures("example")
def test_figures_that_nobody_has_seen_are_not_accepted(client: StrictClient, store: Store) -> None:
    submit_form(client, QUESTION, weight="1")
    sent = fill_form(client, EXAMPLES)
    submit_form(client, QUESTION, weight="9")
    client.post(EXAMPLES, data=sent)
    assert b"evidenced: 33" in read_draft(store).readiness
    assert "The figures were not taken over. The draft has changed meanwhile." in client.get(EXAMPLES).text


@pytest.mark.usefixtures("example")
def test_examples_wait_until_other_problems_are_fixed(client: StrictClient) -> None:
    submit_form(client, QUESTION, weight="many")
    assert "They can be tried when the other problems of the draft are mended." in client.get(EXAMPLES).text
