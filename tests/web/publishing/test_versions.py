import pytest

from tests.web.conftest import StrictClient
from tests.web.publishing.test_publish import PUBLISH, RELEASE_NOTES, change_weight
from tests.web.rules_editor.form_filling import parse_form, submit_form
from tests.web.rules_editor.test_forms import WEIGHTS


def publish_new_version(client: StrictClient) -> None:
    """Publish version 1.0.1 with another weight."""
    change_weight(client)
    assert submit_form(client, PUBLISH, **RELEASE_NOTES).status_code == 303


def test_every_version_is_listed_with_author_date_and_note(client: StrictClient) -> None:
    publish_new_version(client)
    page = client.get("/rules/versions").text
    assert page.index("Version 1.0.1") < page.index("Version 1.0.0")
    for words in ("Ann Smith", "Pensions count more", "the tool itself", "The rules that came with the tool"):
        assert words in page


def test_a_version_shows_its_changes_and_files(client: StrictClient) -> None:
    before = client.get("/rules/readiness.yaml").data
    publish_new_version(client)
    page = client.get("/rules/versions/1.0.1").text
    assert "The weight of the barrier Pensions went from 3 to 4" in page
    assert client.get("/rules/versions/1.0.0/readiness.yaml").data == before
    assert client.get("/rules/versions/9.9.9").status_code == 404


def test_any_two_versions_are_compared_in_plain_english_and_line_by_line(client: StrictClient) -> None:
    publish_new_version(client)
    page = client.get("/rules/compare?before=1.0.1&after=1.0.0").text
    assert '<h3 class="govuk-heading-s">Barrier</h3>' in page
    assert "The weight of the barrier Pensions went from 4 to 3" in page
    assert '<tr class="app-diff__old"><td class="app-diff__number">' in page
    assert '<td class="app-diff__text">    weight: 3</td>' in page
    assert "There is no difference that counts" in client.get("/rules/compare?before=1.0.0&after=1.0.0").text
    assert client.get("/rules/compare?before=1.0.0&after=7.7.7").status_code == 404


def test_lines_that_take_too_long_to_compare_are_named(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_new_version(client)
    monkeypatch.setattr("assess.releases.comparison.compare_texts", lambda *_: None)
    page = client.get("/rules/compare?before=1.0.1&after=1.0.0").text
    assert "The weight of the barrier Pensions went from 4 to 3" in page
    assert "The lines take too long to compare, because so many of them are the same." in page


def test_long_texts_are_shown_before_and_after(client: StrictClient) -> None:
    submit_form(
        client, "/rules/draft/question/fund-told", help="Ask payroll, the fund and the pensions lead for the letter."
    )
    page = client.get("/rules/compare").text
    assert '<dd class="app-typed">Ask whether there is a letter.</dd>' in page
    assert '<dd class="app-typed">Ask payroll, the fund and the pensions lead for the letter.</dd>' in page


def test_a_version_is_restored_with_a_new_number(client: StrictClient) -> None:
    publish_new_version(client)
    path = "/rules/versions/1.0.0"
    sent = client.get(path).text
    assert "Restore version 1.0.0 as the draft" in sent
    assert client.post(f"{path}/restore", data=parse_form(sent)).location == "/rules"
    assert "The weight of the barrier Pensions went from 4 to 3" in client.get("/rules").text
    assert 'name="version" type="text" value="1.0.2"' in client.get(PUBLISH).text
    submit_form(client, PUBLISH, by="Ann Smith", why="Back again")
    assert '<td class="govuk-table__cell app-num">3</td>' in client.get("/rules").text


def test_a_draft_that_changed_meanwhile_is_not_overwritten(client: StrictClient) -> None:
    publish_new_version(client)
    path = "/rules/versions/1.0.0"
    page = client.get(path).text
    submit_form(client, WEIGHTS, barrier__1__weight="8")
    client.post(f"{path}/restore", data=parse_form(page))
    page = client.get("/rules").text
    assert "so nothing was restored" in page
    assert "went from 4 to 8" in page
