from pathlib import Path

import pytest

from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import fill_form, parse_form, submit_form
from tests.web.rules_editor.test_forms import WEIGHTS, read_draft

PUBLISH = "/rules/publish"
RELEASE_NOTES = {"by": "Ann Smith", "why": "Pensions count more"}


def change_weight(client: StrictClient, weight: str = "4") -> None:
    assert submit_form(client, WEIGHTS, barrier__1__weight=weight).status_code == 303


def press_button(client: StrictClient, address: str, path: str = "/rules") -> str:
    """Press the button that submits to an address, and return the page that follows."""
    page = client.get(path).text
    form = page[page.index(f'action="{address}"') - 30 :]
    answer = client.post(address, data=parse_form(form[form.index("<form method=") :]))
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_a_change_can_be_published_from_the_form(client: StrictClient, rules: Path, assessment_url: str) -> None:
    change_weight(client)
    page = client.get(PUBLISH).text
    assert 'name="version" type="text" value="1.0.1"' in page
    assert "The weight of the barrier Pensions went from 3 to 4" in page
    assert submit_form(client, PUBLISH, **RELEASE_NOTES).location == "/rules"
    page = client.get("/rules").text
    assert "Version 1.0.1 is in force." in page
    assert "Published by Ann Smith on" in page
    assert "Pensions count more" in page
    assert '<td class="govuk-table__cell app-num">4</td>' in page
    assert b"weight: 4" in (rules / "readiness.yaml").read_bytes()
    assert "keeps it. Version 1.0.1 is now in force." in client.get(assessment_url).text


@pytest.mark.parametrize(
    ("typed", "sentence", "anchor"),
    [
        ({"by": " "}, "Enter the name of the person who publishes", "#by"),
        ({"why": ""}, "Enter why the rules change", "#why"),
        ({"by": "A" * 101}, "The name must be 100 characters or fewer", "#by"),
        ({"version": "2"}, "Enter a version of three numbers, such as 1.0.1", "#version"),
    ],
)
def test_a_missing_value_is_reported_at_its_field(
    client: StrictClient, store: Store, typed: dict[str, str], sentence: str, anchor: str
) -> None:
    change_weight(client)
    answer = submit_form(client, PUBLISH, **RELEASE_NOTES | typed)
    assert answer.status_code == 422
    assert f'<a href="{anchor}">{sentence}</a>' in answer.text
    assert typed == {"why": ""} or "Pensions count more</textarea>" in answer.text
    assert len(store.list_publications()) == 1


def test_a_version_that_is_not_higher_is_rejected(client: StrictClient, store: Store) -> None:
    change_weight(client)
    answer = submit_form(client, PUBLISH, **RELEASE_NOTES, version="1.0.0")
    assert answer.status_code == 422
    assert "Version 1.0.0 has been published." in answer.text
    assert len(store.list_publications()) == 1


def test_a_draft_with_problems_is_not_published(client: StrictClient, store: Store) -> None:
    change_weight(client, "many")
    answer = submit_form(client, PUBLISH, **RELEASE_NOTES)
    assert answer.status_code == 422
    assert "must be a whole number" in answer.text
    assert "Pensions count more</textarea>" in answer.text
    assert len(store.list_publications()) == 1


def test_without_a_draft_there_is_nothing_to_publish(client: StrictClient) -> None:
    assert "There is no draft to publish" in client.get(PUBLISH).text
    assert (
        client.post(PUBLISH, data=RELEASE_NOTES | {"csrf_token": client.token(), "version": "1.0.1"}).status_code == 422
    )


def test_when_two_officers_publish_the_second_is_warned_and_loses_nothing(client: StrictClient, store: Store) -> None:
    change_weight(client)
    sent = fill_form(client, PUBLISH, **RELEASE_NOTES)
    assert client.post(PUBLISH, data=sent).status_code == 303
    answer = client.post(PUBLISH, data=sent | {"by": ["Bea Jones"]})
    assert answer.status_code == 422
    assert "Version 1.0.1 was published by Ann Smith on" in answer.text
    assert len(store.list_publications()) == 2


def test_a_draft_that_changed_since_the_page_was_loaded_is_not_published(client: StrictClient, store: Store) -> None:
    change_weight(client)
    sent = fill_form(client, PUBLISH, **RELEASE_NOTES)
    change_weight(client, "9")
    answer = client.post(PUBLISH, data=sent)
    assert answer.status_code == 422
    assert "The draft was changed after you opened this page" in answer.text
    assert "Pensions count more</textarea>" in answer.text
    assert len(store.list_publications()) == 1


def test_a_form_of_an_expired_session_publishes_nothing_and_keeps_its_input(client: StrictClient, store: Store) -> None:
    change_weight(client)
    answer = client.post(PUBLISH, data=fill_form(client, PUBLISH, **RELEASE_NOTES, csrf_token="old"))
    assert answer.status_code == 422
    assert "Pensions count more</textarea>" in answer.text
    assert len(store.list_publications()) == 1


def edit_on_disk(rules: Path, old: str, new: str) -> None:
    file = rules / "readiness.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_a_change_on_disk_becomes_the_draft_if_there_is_none(client: StrictClient, rules: Path) -> None:
    client.get("/rules")
    edit_on_disk(rules, "weight: 3", "weight: 7")
    page = client.get("/rules").text
    assert "The weight of the barrier Pensions went from 3 to 7" in page
    assert "It includes the changes to the files on disk." in page


def test_a_change_on_disk_beside_a_draft_requires_a_choice(client: StrictClient, store: Store, rules: Path) -> None:
    change_weight(client)
    edit_on_disk(rules, "weight: 3", "weight: 7")
    page = client.get("/rules").text
    assert "The files on disk have changed as well" in page
    assert "weight: 7" in client.get("/rules/compare?before=draft&after=disk").text
    assert b"weight: 4" in read_draft(store).readiness
    assert "The files on disk are now the draft." in press_button(client, "/rules/draft/take-from-disk")
    assert b"weight: 7" in read_draft(store).readiness


def test_a_change_on_disk_can_be_ignored_and_is_backed_up(client: StrictClient, store: Store, rules: Path) -> None:
    change_weight(client)
    edit_on_disk(rules, "weight: 3", "weight: 7")
    assert "A copy of the files on disk was saved beside them" in press_button(client, "/rules/draft/keep-disk-out")
    assert b"weight: 4" in read_draft(store).readiness
    assert b"weight: 7" in (rules / "readiness.yaml").read_bytes()
    assert [path for path in rules.glob("readiness.set-aside-*.yaml") if b"weight: 7" in path.read_bytes()]


def test_a_draft_is_discarded_after_confirmation(client: StrictClient, store: Store) -> None:
    change_weight(client)
    assert "The weight of the barrier Pensions went from 3 to 4" in client.get("/rules/draft/drop").text
    assert submit_form(client, "/rules/draft/drop").status_code == 303
    assert store.load_draft_state().draft is None


def test_a_draft_that_somebody_changed_is_not_discarded(client: StrictClient, store: Store) -> None:
    change_weight(client)
    sent = fill_form(client, "/rules/draft/drop")
    change_weight(client, "9")
    client.post("/rules/draft/drop", data=sent)
    assert b"weight: 9" in read_draft(store).readiness
    assert "so nothing was done" in client.get("/rules").text
