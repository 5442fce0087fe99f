"""The page that brings new rules together with a council's own, on small rules."""

import re
from pathlib import Path

import pytest
from flask import Flask

from assess.releases.service import PublishingService
from assess.storage.store import Store
from assess.web.context import get_services
from tests.releases.conftest import change_files, read_files, write_files
from tests.releases.updates import BASE, OURS, RELEASE, add_examples, build_example
from tests.web.conftest import StrictClient

PAGE = "/rules/update"


@pytest.fixture
def publishing(app: Flask, tmp_path: Path) -> PublishingService:
    """The service of the site, to which a release came."""
    made = get_services(app).rulebooks.publishing
    made.release_folder = tmp_path / "release"
    made.release_folder.mkdir()
    write_files(made.release_folder, RELEASE)
    made.get_current_release()
    return made


@pytest.fixture
def ours(publishing: PublishingService, rules: Path) -> None:
    """The council's rules are in force."""
    publishing.publish_files(change_files(BASE, *OURS), "Anna", "Ours")
    assert b"1.0.1" in read_files(rules).readiness


def list_choices(page: str) -> list[str]:
    """Return the names of the choices on the page."""
    return list(dict.fromkeys(re.findall(r'name="(choice-[0-9a-f]+)"', page)))


@pytest.mark.usefixtures("ours")
def test_the_rules_lead_to_what_new_rules_change(client: StrictClient) -> None:
    assert f'href="{PAGE}">See what they change, and bring them into yours</a>' in client.get("/rules").text
    page = client.get(PAGE).text
    assert "Version 2.0.0 came with the tool. Yours is 1.0.1, made from 1.0.0." in page
    assert ">1 role and 1 question<" in page
    assert "<li>The help of the question “Is there a list?”</li>" in page
    assert "<li>The meaning of the word “Asset lock”</li>" in page
    assert "2 things for you to choose" in page
    assert "<strong>us first.</strong>" in page
    assert " checked" not in page


@pytest.mark.usefixtures("ours")
def test_the_choices_make_a_draft(client: StrictClient, publishing: PublishingService) -> None:
    weights, help_text = list_choices(client.get(PAGE).text)
    sent = client.send(PAGE, **{weights: "new", help_text: "yours"})
    assert (sent.status_code, sent.location) == (303, "/rules")
    assert "The draft is version 2.0.1. Look at what it changes" in client.get("/rules").text
    draft = publishing.get_status().draft
    assert draft
    assert b'help: "Ask us first."  # agreed in May\n' in draft.files.readiness
    assert b"    weight: 5\n" in draft.files.readiness
    client.send("/rules/publish", version="2.0.1", by="Anna", why="New rules")
    assert "New rules came with the tool" not in client.get("/rules").text


@pytest.mark.usefixtures("ours")
def test_what_is_not_chosen_is_asked_for_and_what_is_stays(client: StrictClient, store: Store) -> None:
    weights, help_text = list_choices(client.get(PAGE).text)
    sent = client.send(PAGE, **{weights: "new"})
    assert sent.status_code == 422
    sentence = "Choose what the help of the question “Has the pension fund&#39;s office been brought in?” should be"
    assert f'<a href="#{help_text}">{sentence}</a>' in sent.text
    assert sent.text.count(sentence) == 2
    assert re.findall(r'value="(\w+)" checked', sent.text) == ["new"]
    assert "<title>Error: " in sent.text
    assert store.load_draft_state().draft is None


@pytest.mark.usefixtures("ours")
def test_a_choice_between_other_texts_than_were_shown_does_not_count(
    client: StrictClient, publishing: PublishingService
) -> None:
    weights, help_text = list_choices(client.get(PAGE).text)
    later = change_files(RELEASE, ("Ask for the letter itself.", "Ask twice."))
    write_files(publishing.release_folder, later)
    sent = client.send(PAGE, **{weights: "new", help_text: "yours"})
    assert sent.status_code == 422
    assert sent.text.count("Choose what the help of the question") == 2


@pytest.mark.usefixtures("ours")
def test_a_draft_that_somebody_changes_meanwhile_is_not_replaced(
    client: StrictClient, publishing: PublishingService
) -> None:
    weights, help_text = list_choices(client.get(PAGE).text)
    hidden = client.read_hidden(PAGE)
    own = change_files(publishing.get_current_release().files, ("title: Small rules", "title: Draft"))
    publishing.save_draft(own, publishing.get_status().revision)
    sent = client.post(PAGE, data={**hidden, weights: "new", help_text: "yours"})
    assert sent.status_code == 422
    assert "The draft was changed after you opened this page" in sent.text
    assert "The draft that there is now is replaced." in sent.text
    assert re.findall(r'value="(\w+)" checked', sent.text) == ["new", "yours"]
    assert client.send(PAGE, **{weights: "new", help_text: "yours"}).status_code == 303
    assert publishing.get_status().draft_state.previous is not None


@pytest.mark.usefixtures("ours")
def test_choices_stay_when_the_session_has_ended(client: StrictClient) -> None:
    weights, help_text = list_choices(client.get(PAGE).text)
    chosen = {weights: "new", help_text: "yours"}
    sent = client.post(PAGE, data=client.read_hidden(PAGE) | chosen | {"csrf_token": "old"})
    assert sent.status_code == 400
    assert "our session has ended" in sent.text
    for name, value in chosen.items():
        assert re.search(rf'name="{name}"[^>]*>\s*{value}<', sent.text)


def test_without_choices_the_draft_is_one_button_away(client: StrictClient, publishing: PublishingService) -> None:
    page = client.get(PAGE).text
    assert "for you to choose" not in page
    assert client.send(PAGE).location == "/rules"
    draft = publishing.get_status().draft
    assert draft
    assert draft.files == RELEASE


def test_without_a_base_the_choices_are_in_parts_by_barrier(
    client: StrictClient, publishing: PublishingService
) -> None:
    files = change_files(BASE, ("version: 1.0.0", "version: 1.9.1\n  made_from: 1.9.0"), *OURS[1:])
    publishing.publish_files(files, "Anna", "Ours")
    page = client.get(PAGE).text
    assert "We do not know what your rules were made from, so every difference is yours to choose." in page
    assert re.findall(r"<h2[^>]*>([^<]*for you to choose)", page) == [
        "Pensions: 2 things for you to choose",
        "Everything else: 3 things for you to choose",
    ]
    assert re.findall(r"<h3[^>]*>(\d)\. ", page) == ["1", "2", "3", "4", "5"]
    assert "Both started from" not in page


@pytest.mark.usefixtures("publishing")
def test_without_newer_rules_the_page_says_so(client: StrictClient, publishing: PublishingService, rules: Path) -> None:
    publishing.release_folder = rules
    assert "New rules came with the tool" not in client.get("/rules").text
    assert client.get(PAGE).location == "/rules"
    assert "There are no newer rules" in client.get("/rules").text
    assert client.post(PAGE, data={"csrf_token": client.token(), "revision": "0"}).location == "/rules"


EXAMPLES = ("The fund was told", "It was told by telephone")


@pytest.fixture
def updated(rules: Path, app: Flask, tmp_path: Path) -> PublishingService:
    """The service of the site, to which a release came that changes two worked examples."""
    write_files(rules, add_examples(BASE, *(build_example(name, "low") for name in EXAMPLES)))
    made = get_services(app).rulebooks.publishing
    made.get_current_release()
    made.release_folder = tmp_path / "release"
    made.release_folder.mkdir()
    lower_band = change_files(RELEASE, ("from: 50", "from: 30"))
    write_files(made.release_folder, add_examples(lower_band, *(build_example(name, "high") for name in EXAMPLES)))
    return made


@pytest.mark.parametrize(("own", "asked"), [("", 0), (build_example("Ours", "low"), 1)])
def test_the_examples_that_only_the_release_changes_are_counted_and_listed_and_not_asked_about(
    client: StrictClient, updated: PublishingService, own: str, asked: int
) -> None:
    ours = change_files(updated.get_current_release().files, OURS[0])
    updated.publish_files(ours._replace(readiness=ours.readiness + own.encode()), "Anna", "Ours")
    assert client.send(PAGE).status_code == 303
    page = client.get("/rules/publish").text
    assert "Version 2.0.0 itself changes two worked examples" in page
    listed = page.split("Worked examples changed by version 2.0.0 (2)<")[1].split("</ul>")[0]
    assert tuple(re.findall(r"<li>([^<]*)</li>", listed)) == EXAMPLES
    assert len(re.findall(r' name="meant-', page)) == asked
    assert (f"Worked examples: {asked} to confirm" in page) is bool(asked)
