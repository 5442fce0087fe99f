"""After each save in the draft, a message offers what can be done next."""

import re

import pytest

from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import fill_form, submit_form
from tests.web.rules_editor.test_text import TEXT, edited_form

WEIGHTS = "/rules/draft/weights/all"
SOUND = ["/rules/impact", "/rules/draft/examples", "/rules/publish", "/rules/draft"]
BROKEN = ["/rules/draft#problems", "/rules/draft"]


def list_next_steps(client: StrictClient, path: str) -> tuple[str, list[str]]:
    """Return the message on a page and where its links lead."""
    (banner,) = re.findall('<div class="govuk-notification-banner.*?</div></div>', client.get(path).text, re.DOTALL)
    (message,) = re.findall('banner__heading">(.*?)</p>', banner)
    return message, re.findall('banner__link" href="([^"]+)"', banner)


def test_a_saved_form_offers_what_would_change_and_to_publish(client: StrictClient) -> None:
    submit_form(client, WEIGHTS, barrier__1__weight="4")
    said = "Saved in the draft. It is not in force until it is published."
    assert list_next_steps(client, WEIGHTS) == (said, SOUND)
    for path in ("/rules/impact", "/rules/draft/examples", "/rules/publish", "/rules/draft"):
        assert client.get(path).status_code == 200


def test_a_draft_with_problems_offers_to_mend_them_first(client: StrictClient) -> None:
    submit_form(client, WEIGHTS, barrier__1__weight="many")
    said = "Saved in the draft. It has problems, so it cannot be published yet."
    assert list_next_steps(client, WEIGHTS) == (said, BROKEN)
    assert 'id="problems"' in client.get("/rules/draft").text


def test_a_saved_text_offers_the_same(client: StrictClient) -> None:
    client.post(TEXT, data=edited_form(client, "weight: 3", "weight: 4"))
    assert list_next_steps(client, TEXT)[1] == SOUND


@pytest.mark.parametrize(("kind", "name", "links"), [("term", "asset-lock", SOUND), ("role", "hr", BROKEN)])
def test_a_removal_offers_the_same(client: StrictClient, kind: str, name: str, links: list[str]) -> None:
    path = f"/rules/draft/{kind}/{name}/remove"
    client.post(path, data={"csrf_token": client.token()})
    assert list_next_steps(client, f"/rules/draft/list/{kind}")[1] == links


def test_a_new_example_offers_the_same(client: StrictClient, assessment_url: str) -> None:
    path = f"{assessment_url}/example"
    client.post(path, data=fill_form(client, path, name="As it is"))
    assert list_next_steps(client, "/rules/draft/examples")[0].startswith("The worked example was added to the draft.")
