from pathlib import Path

import pytest
from flask import Flask

from assess.branding.logo import Logo
from assess.settings import Council, Settings
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.layout import FOOTER, NAVIGATION, STATIC
from tests.web.conftest import StrictClient


def test_the_start_page_explains_purpose_duration_roles_and_limits(
    client: StrictClient,
) -> None:
    page = client.get("/").text
    for said in (
        "You answer up to 3 questions",
        "How long it takes",
        "Who you need",
        "It is neither assurance nor legal advice.",
        "Those are our judgement",
    ):
        assert said in page


def test_all_questions_can_be_read_before_starting_with_whom_to_ask(client: StrictClient) -> None:
    page = client.get("/questions").text
    for said in (
        "Has the pension fund’s office been brought in?",
        "Ask whether there is a letter.",
        "The fund has been told &amp; has not replied",
        "<strong>Who usually knows:</strong> Section 151 officer (chief finance officer) and HR business partner",
        "<strong>What would prove it:</strong> A letter to the fund; The fund’s reply",
        "Due from “Writing the business case”.",
        "No one who would move is in the scheme.",
        "How many people are in the pension scheme?",
    ):
        assert said in page


@pytest.mark.parametrize(("path", "part"), [("/paper", "All questions"), ("/assessments/1/report", "Your assessments")])
def test_a_page_belongs_to_a_navigation_item(client: StrictClient, assessment_url: str, path: str, part: str) -> None:
    client.send(f"{assessment_url}/about", nation="england", stage="idea")
    active = client.get(path).text.split('aria-current="true"')
    assert part in active[1][:200]


@pytest.mark.parametrize("path", [*(item.href for item in NAVIGATION), *(href for _, href in FOOTER)])
def test_every_page_of_the_navigation_and_footer_exists(client: StrictClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", ["accessibility", "cookies", "privacy"])
def test_a_missing_council_text_says_so_and_how_to_set_it(client: StrictClient, settings: Settings, name: str) -> None:
    page = client.get(f"/{name}").text
    assert "Your council has not written this part yet" in page
    assert str(settings.data / "council.toml") in page


@pytest.fixture
def named(settings: Settings, store: Store) -> Flask:
    texts = {"privacy": "First <part>.\n\nSecond part."}
    council = Council("Cyngor Sampl", "#6b1f5c", "access@example.org", texts)
    app = create_app(Settings(settings.data, settings.rules, council), store)
    app.test_client_class = StrictClient
    return app


def test_council_settings_are_shown(named: Flask) -> None:
    client = named.test_client()
    page = client.get("/privacy").text
    assert "First &lt;part&gt;.</p>" in page
    assert "Second part.</p>" in page
    assert "access@example.org" in page
    assert page.count("Cyngor Sampl") >= 3
    assert client.get("/council-colour.css").text == ":root { --council: #6b1f5c }\n"
    assert 'value="Cyngor Sampl"' in client.get("/assessments/new").text


def test_the_header_shows_the_logo_or_else_the_name_of_the_council(
    client: StrictClient, settings: Settings, store: Store
) -> None:
    assert client.get("/council-logo").status_code == 404
    assert "app-logo" not in client.get("/").text
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    council = Council("Cyngor Sampl", logo=Logo(drawing, "image/svg+xml"))
    app = create_app(Settings(settings.data, settings.rules, council), store)
    app.test_client_class = StrictClient
    shown = app.test_client()
    assert '<img class="app-logo" src="/council-logo" alt="Cyngor Sampl">' in shown.get("/").text
    sent = shown.get("/council-logo")
    assert (sent.data, sent.mimetype) == (drawing, "image/svg+xml")
    assert "default-src 'none'" in sent.headers["Content-Security-Policy"]


def test_no_foreign_branding_is_shipped() -> None:
    for path in (Path(STATIC) / "council.css", Path(STATIC) / "start.js", Path(STATIC) / "icon.svg"):
        text = path.read_text("utf-8")
        assert "crown" not in text.lower()
        assert "GDS Transport" not in text
        assert "url(" not in text
