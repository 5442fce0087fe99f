"""Deleting an assessment can be undone for 30 days, from the next page, from the list, and from a form left open."""

from datetime import UTC, datetime, timedelta

import pytest

from assess.core.model.assessment import Answer
from assess.report.content.text import format_datetime
from assess.storage.store import Store
from tests.web.conftest import StrictClient

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
UNTIL = format_datetime(NOW + timedelta(days=30))
LIST = "/assessments/deleted"


@pytest.fixture
def deleted(client: StrictClient, store: Store, assessment_url: str) -> str:
    """The address of an assessment with an answer that was just deleted."""
    client.send(f"{assessment_url}/questions/fund-told", answer="told", note="A letter <1>")
    store.now = lambda: NOW
    client.send(f"{assessment_url}/delete")
    return assessment_url


@pytest.mark.usefixtures("assessment_url")
def test_the_page_that_asks_says_that_it_can_be_undone(client: StrictClient) -> None:
    assert "You can undo this for 30 days." in client.get("/assessments/1/delete").text


def test_the_next_page_says_until_when_it_can_be_undone_and_has_a_button(client: StrictClient, deleted: str) -> None:
    page = client.get("/assessments").text
    assert f"“First” has been deleted. You can undo this until {UNTIL}." in page
    assert f'<form method="post" action="{deleted}/undo"' in page
    assert f'href="{LIST}"' in page
    assert "Undo" not in client.get("/assessments").text


def test_undo_brings_everything_back_and_shows_it(client: StrictClient, store: Store, deleted: str) -> None:
    response = client.send_hidden("/assessments", f"{deleted}/undo")
    assert (response.status_code, response.location) == (303, deleted)
    assert "“First” is back, with everything in it." in client.get(deleted).text
    assert store.load_assessment(1).assessment.answers == {"fund-told": Answer(option="told", note="A letter <1>")}
    assert "Nothing was deleted in the last 30 days." in client.get(LIST).text


def test_undo_and_delete_pressed_twice_do_the_same_once(client: StrictClient, store: Store, deleted: str) -> None:
    assert client.send_hidden(LIST, f"{deleted}/delete").location == "/assessments"
    assert len(store.list_deleted()) == 1
    for _ in range(2):
        assert client.send_hidden("/assessments/new", f"{deleted}/undo").location == deleted
    assert store.list_deleted() == ()


@pytest.mark.usefixtures("deleted")
def test_no_list_or_export_has_a_deleted_assessment(client: StrictClient) -> None:
    client.get("/assessments")
    for address in ("/assessments", "/services", "/services.csv", "/services?which=all"):
        assert "Libraries" not in client.get(address).text
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="Second")
    assert "First" not in client.get("/assessments/2/changes").text


@pytest.mark.usefixtures("deleted")
def test_the_list_of_deleted_assessments_says_until_when_each_can_be_brought_back(client: StrictClient) -> None:
    page = client.get(LIST).text
    for text in ("Libraries", "Borough of Sample, First", format_datetime(NOW), UNTIL):
        assert text in page


def test_after_30_days_nothing_is_listed_and_nothing_can_be_undone(
    client: StrictClient, store: Store, deleted: str
) -> None:
    client.get(LIST)
    store.now = lambda: NOW + timedelta(days=30)
    assert "Nothing was deleted in the last 30 days." in client.get(LIST).text
    for response in (client.get(deleted), client.send_hidden("/assessments/new", f"{deleted}/undo")):
        assert response.status_code == 404
        assert "Page not found" in response.text


def test_a_deleted_assessment_can_be_removed_for_good_before(client: StrictClient, store: Store, deleted: str) -> None:
    page = client.get(f"{deleted}/remove").text
    assert "Are you sure that you want to remove “First” for good?" in page
    assert "with one answer. You cannot undo this." in page
    assert client.send(f"{deleted}/remove").location == LIST
    assert "“First” was removed for good." in client.get(LIST).text
    assert store.list_deleted() == ()


@pytest.mark.usefixtures("assessment_url")
def test_only_a_deleted_assessment_can_be_removed_for_good(client: StrictClient, store: Store) -> None:
    path = "/assessments/1/remove"
    for response in (client.get(path), client.send_hidden("/assessments/new", path)):
        assert response.status_code == 404
    assert store.load_assessment(1).name == "First"


def test_a_page_of_a_deleted_assessment_offers_to_undo(client: StrictClient, deleted: str) -> None:
    response = client.get(f"{deleted}/result")
    assert response.status_code == 404
    assert '<h1 class="govuk-heading-l">“First” was deleted</h1>' in response.text
    assert f"You can undo this until {UNTIL}.</p>" in response.text
    assert f'<form method="post" action="{deleted}/undo" novalidate>' in response.text


def test_an_answer_to_a_deleted_assessment_is_saved_once_the_deletion_is_undone(
    client: StrictClient, store: Store, assessment_url: str
) -> None:
    page = f"{assessment_url}/questions/fund-told"
    hidden = client.read_hidden(page)
    client.send(f"{assessment_url}/delete")
    response = client.post(page, data=hidden | {"answer": "agreed", "note": "\nAgreed <in> May", "evidence": ""})
    assert response.status_code == 404
    assert "Nothing was saved." in response.text
    assert "\nAgreed &lt;in&gt; May</textarea>" in response.text
    assert f'action="{assessment_url}/undo?form={page}"' in response.text
    resent = client.post(
        f"{assessment_url}/undo?form={page}", data=hidden | {"answer": "agreed", "note": "Agreed <in> May"}
    )
    assert (resent.status_code, resent.location) == (307, page)  # the same form goes to the page
    saved = client.post(page, data=hidden | {"answer": "agreed", "note": "Agreed <in> May"})
    assert saved.status_code == 303
    assert store.load_assessment(1).assessment.answers["fund-told"] == Answer(option="agreed", note="Agreed <in> May")


@pytest.mark.parametrize(
    "form", ["//example.org/x", "https://example.org", "/assessments/2/delete", "/assessments/11/x"]
)
def test_undo_sends_a_form_only_to_the_same_assessment(client: StrictClient, deleted: str, form: str) -> None:
    response = client.send_hidden("/assessments", f"{deleted}/undo?form={form}")
    assert (response.status_code, response.location) == (303, deleted)
