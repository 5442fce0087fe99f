"""Publishing asks about each worked example that comes out differently, one by one."""

import re
from html import unescape
from pathlib import Path

import pytest

from assess.storage.store import Store
from tests.releases.conftest import read_files, write_files
from tests.releases.test_examples import EXAMPLES, FIRST, SECOND
from tests.web.conftest import StrictClient
from tests.web.publishing.test_publish import PUBLISH, RELEASE_NOTES
from tests.web.rules_editor.form_filling import FormData, fill_form, submit_form

BANDS = "/rules/draft/bands/all"


@pytest.fixture(autouse=True)
def with_examples(rules: Path, client: StrictClient) -> None:
    """Put rules with two worked examples in force, and lower a band in the draft."""
    files = read_files(rules)
    write_files(rules, files._replace(readiness=files.readiness + EXAMPLES.encode()))
    assert submit_form(client, BANDS, band__2__from="30").status_code == 303


def find_fields(client: StrictClient, number: int = 1) -> tuple[str, str]:
    """Return the names of the box and of the reason of an example on the page."""
    section = client.get(PUBLISH).text.split(f'aria-labelledby="example-{number}"')[1].split("</section>")[0]
    box, reason = re.findall(r' name="((?:meant|reason)-[0-9a-f]+)"', section)
    return box, reason


def fill_publish_form(client: StrictClient, *, tick: bool = True, reason: str = "A letter counts") -> FormData:
    box, field = find_fields(client)
    return fill_form(client, PUBLISH, **RELEASE_NOTES) | {field: [reason]} | ({box: ["yes"]} if tick else {})


def test_each_changed_example_is_shown_with_its_outcome_before_and_after_and_why(client: StrictClient) -> None:
    page = client.get(PUBLISH).text
    assert "Worked examples: 1 to confirm" in page
    section = unescape(page.split('aria-labelledby="example-1"')[1].split("</section>")[0])
    assert FIRST in section
    assert SECOND not in page
    cells = re.findall(r"<t[hd] [^>]*>([^<]*)", section)
    assert cells == ["Outcome", "Version 1.0.0", "Draft", "Band", "Low", "High", "Band if all goes well", "Low", "High",
                     "Score", "33", "33"]  # fmt: skip
    assert "The lowest score of the band “High” went from 50 to 30." in section
    assert "In the other example the outcome is the same." in page
    assert 'type="checkbox" value="yes" data-reveals=' in section


NOT_TICKED = "Tick “This is what I meant” for example 1, or change the draft"
NO_REASON = "Enter why you meant the change in example 1, or change the draft"


@pytest.mark.parametrize(
    ("tick", "reason", "sentence"),
    [
        (False, "", NOT_TICKED),
        (False, "A letter counts", NOT_TICKED),
        (True, " ", NO_REASON),
        (True, "x" * 2001, "Example 1: The reason must be 2,000 characters or fewer"),
    ],
)
def test_an_example_without_a_tick_or_a_reason_is_reported_at_its_field_and_nothing_is_lost(
    client: StrictClient, tick: bool, reason: str, sentence: str
) -> None:
    box, field = find_fields(client)
    answer = client.post(PUBLISH, data=fill_publish_form(client, tick=tick, reason=reason))
    assert answer.status_code == 422
    anchor = box if sentence == NOT_TICKED else field
    assert f'<a href="#{anchor}">{sentence}</a>' in answer.text
    assert f'id="{anchor}-error"' in answer.text
    assert "Pensions count more</textarea>" in answer.text
    assert f"{reason.strip()}</textarea>" in answer.text
    assert "Version 1.0.0 is in force." in client.get("/rules").text


def test_a_confirmed_example_is_published_and_its_reason_shown_with_the_version(
    client: StrictClient, store: Store
) -> None:
    assert client.post(PUBLISH, data=fill_publish_form(client)).status_code == 303
    (meant,) = store.list_publications()[0].meant
    assert (meant.example, meant.reason) == (FIRST, "A letter counts")
    page = unescape(client.get("/rules/versions/1.0.1").text)
    assert f"Meant: worked example “{FIRST}”" in page
    assert "A letter counts" in page


def test_a_tick_is_void_once_the_change_is_another_and_the_reason_stays(client: StrictClient, store: Store) -> None:
    sent = fill_publish_form(client)
    submit_form(client, "/rules/draft/question/fund-told", weight="9")
    sent["revision"] = fill_form(client, PUBLISH)["revision"]
    answer = client.post(PUBLISH, data=sent)
    assert answer.status_code == 422
    assert "Tick “This is what I meant” for example 1" in answer.text
    assert "A letter counts</textarea>" in answer.text
    assert len(store.list_publications()) == 1


def test_no_single_field_confirms_several_examples(client: StrictClient) -> None:
    submit_form(client, "/rules/draft/blocker/fund-unasked/remove")
    boxes = re.findall(r'type="checkbox"', client.get(PUBLISH).text)
    assert len(boxes) == 2
    answer = client.post(PUBLISH, data=fill_publish_form(client))
    assert answer.status_code == 422
    assert "Tick “This is what I meant” for example 2" in answer.text


def test_the_pages_of_the_draft_say_that_publishing_will_ask(client: StrictClient) -> None:
    for path in ("/rules", "/rules/draft"):
        assert "One worked example comes out differently or was changed." in client.get(path).text


def test_what_was_typed_is_shown_if_the_draft_is_gone(client: StrictClient) -> None:
    sent = fill_publish_form(client)
    assert submit_form(client, "/rules/draft/drop").status_code == 303
    answer = client.post(PUBLISH, data=sent)
    assert answer.status_code == 422
    assert "Pensions count more" in answer.text
