"""Services side by side: consistent with each result, sorted, filtered, paginated and exported."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from assess import resources
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Answer, Assessment
from assess.settings import Settings
from assess.storage.database import NoDatabaseError
from assess.storage.records import Window
from assess.storage.service_records import Wanted
from assess.storage.store import Store
from assess.web import summary_refresher
from assess.web.app import create_app
from assess.web.context import opened, site_of
from assess.web.results.views import content_of, is_begun
from assess.web.services import rows as services_rows
from tests.report.read_workbook import sheets
from tests.web.assessments.test_migrate import answer_all, publish
from tests.web.conftest import StrictClient
from tests.web.results.test_views import in_words

EVERY = Wanted(is_latest=False, sort="service", is_falling=False)


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Flask]:
    """The application on the shipped rules, with every sample as an assessment and one not started."""
    settings = Settings(tmp_path, resources.folder("rules"))
    store = Store(settings.database)
    app = create_app(settings, store)
    rulebooks = site_of(app).rulebooks
    for path in resources.samples():
        loaded = load_assessment(path.read_bytes(), rulebooks.in_force(), path.name)
        assert isinstance(loaded, Assessment)
        store.create("First", loaded, rulebooks.kept_in_force())
    store.create("Nobody has begun", Assessment("Testham", "Zoos"), rulebooks.kept_in_force())
    yield app
    store.close()


def agree(app: Flask) -> int:
    """Check that the list matches the result of each assessment, and return how many there are."""
    filler = site_of(app).filler
    assert filler.fill() == 0
    found = filler.overviews.page(EVERY, Window(0, 1000))
    assert len(found) == site_of(app).store.listings().total
    with app.test_request_context():
        for line in found:
            assessment = opened(line.number)
            shown = services_rows.shown(line, assessment.rulebook)
            assert shown.is_begun == is_begun(assessment)
            if is_begun(assessment):
                assert in_short(shown) == said_by_result(line.number), line
    return len(found)


def in_short(shown: services_rows.Shown) -> object:
    """Return what the list shows: score, band, blockers and sections."""
    sections = [(each.now, each.could) if each.is_score else "–" for each in shown.sections]
    score = (shown.score.now, shown.score.could) if shown.score.is_score else "–"
    return score, shown.band, shown.blockers.split(",")[0] not in ("None", "None known"), sections, shown.stage


def said_by_result(number: int) -> object:
    """Return the same values from the result page."""
    content = content_of(opened(number), date(2026, 11, 22))
    total = content.workings.total
    score = (int(total.now), int(total.could)) if total else "–"
    sections = [(int(page.now), int(page.could)) if page.bar else "–" for page in content.sections]
    stage = content.assessed.split("Stage: ")[1].split(". Rules")[0]
    return score, content.headline.band or "–", content.blockers.kind == "stop", sections, stage


def test_the_list_shows_what_each_result_shows(shipped: Flask) -> None:
    assert agree(shipped) == len(resources.samples()) + 1


def test_the_list_still_matches_after_every_kind_of_change(
    app: Flask, client: StrictClient, store: Store, rules: Path, begun: str
) -> None:
    agree(app)
    answer_all(client)
    agree(app)
    client.send(f"{begun}/questions/fund-told", answer="not-contacted")
    client.send_hidden("/assessments", f"{begun}/copy")
    agree(app)
    publish(rules, store)
    agree(app)
    client.send(f"{begun}/rules")
    client.send(f"{begun}/about", nation="wales", stage="business-case", members="0")
    agree(app)
    client.send(f"{begun}/rename", council="Testham", service="Parks", name="Later")
    client.send("/assessments/2/delete")
    assert agree(app) == 1


def test_the_list_still_matches_if_officers_save_during_computation(
    app: Flask, store: Store, settings: Settings, begun: str
) -> None:
    assert begun
    other = Store(settings.database)

    def save() -> None:
        for place in range(30):
            other.save_answer(1, "fund-told", Answer(option=("told", "agreed", "not-contacted")[place % 3]))

    thread = Thread(target=save)
    thread.start()
    while thread.is_alive():
        site_of(app).filler.fill()
    thread.join()
    other.close()
    assert agree(app) == 1
    assert store.load(1).assessment.answers["fund-told"].option == "not-contacted"


def test_many_summaries_are_computed_in_the_background_with_the_number_missing_shown(
    app: Flask, client: StrictClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_refresher, "AT_ONCE", 2)
    monkeypatch.setattr(summary_refresher, "PAUSE", 0)
    monkeypatch.setattr(summary_refresher.Filler, "go_on", lambda _: None)
    kept = site_of(app).rulebooks.kept_in_force()
    for name in "abcdefg":
        store.create(name, Assessment("Testham", name, {"stage": "idea", "nation": "england"}), kept)
    page = in_words(client.get("/services").text)
    assert "5 more assessments are being worked out and are not in the list yet. Look again" in page
    assert "1 to 2 of 2 services" in page
    monkeypatch.undo()
    monkeypatch.setattr(summary_refresher, "AT_ONCE", 2)
    filler = site_of(app).filler
    filler.fill()
    assert filler.thread is not None
    filler.thread.join()
    assert filler.fill() == 0
    assert "1 to 7 of 7 services" in in_words(client.get("/services").text)


def test_a_read_only_database_still_shows_the_list(
    app: Flask, client: StrictClient, store: Store, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_of(app).filler.fill()
    store.copy(1, "Waits")
    monkeypatch.setattr(Store, "writing", locked)
    page = in_words(client.get("/services?which=all").text)
    assert "1 more assessment is being worked out and is not in the list yet." in page
    assert "One assessment ." in page
    site_of(app).filler.run()
    assert site_of(app).filler.overviews.count_waiting() == 1
    assert begun


def locked(_: Store) -> None:
    raise NoDatabaseError


def test_an_assessment_whose_rules_cannot_be_read_has_no_figures(
    app: Flask, client: StrictClient, store: Store, begun: str
) -> None:
    assert begun
    kept = site_of(app).rulebooks.kept_in_force()
    broken = kept._replace(release=kept.release._replace(version="0.1.0", hash="x"), readiness=b"nothing")
    store.create("Broken", Assessment("Testham", "Parks", {"stage": "idea"}), broken)
    page = client.get("/services").text
    assert "Parks" in page
    assert "Not begun" in in_words(page)


def begin(client: StrictClient, service: str, *answers: tuple[str, str], council: str = "Testham") -> int:
    """Start an assessment of a service with these answers and return its number."""
    sent = client.send("/assessments/new", council=council, service=service, name="First")
    address = str(sent.location).removesuffix("/about")
    client.send(f"{address}/about", nation="england", stage="idea", members="12")
    for question, answer in answers:
        client.send(f"{address}/questions/{question}", answer=answer)
    return int(address.rsplit("/", maxsplit=1)[1])


@pytest.fixture
def three(client: StrictClient) -> None:
    """Three services: the best one, one with a blocker and one with a possible blocker."""
    begin(client, "Parks", ("fund-told", "agreed"), ("fund-list", "checked"))
    begin(client, "Libraries", ("fund-told", "not-contacted"), ("fund-list", "checked"), council="Borough of Sample")
    begin(client, "=Museums()", ("fund-told", ":dont-know"))


def names(page: str) -> list[str]:
    """Return the services of the list in its order."""
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', page)


@pytest.mark.usefixtures("three")
def test_a_row_describes_a_service_in_words_and_figures(client: StrictClient) -> None:
    page = in_words(client.get("/services?sort=score").text)
    assert "1 to 3 of 3 services , by what can be shown, highest or latest first. Each with its newest" in page
    assert re.search(r"Parks Testham First An idea being talked about 100 High None \d+ \w+ \d+ 1\.0\.0", page)
    assert re.search(r"Libraries Borough of Sample First An idea being talked about 33 Low One \d+", page)
    assert "0 to 100 Low None known, one possible" in page


@pytest.mark.usefixtures("three")
def test_the_column_headings_sort_the_list_and_say_so(client: StrictClient) -> None:
    page = client.get("/services?sort=score").text
    assert names(page) == ["Parks", "Libraries", "=Museums()"]
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page
    again = re.findall(r'href="(/services[^"]*)">Can show, could be', page)[0].replace("&amp;", "&")
    turned = client.get(again).text
    assert names(turned) == ["=Museums()", "Libraries", "Parks"]
    assert 'aria-sort="ascending"' in turned
    assert names(client.get("/services?sort=service").text) == ["Libraries", "=Museums()", "Parks"]
    assert names(client.get("/services?sort=section-pensions&view=barriers").text)[0] == "Parks"


@pytest.mark.usefixtures("three")
def test_the_view_by_section_has_the_range_of_each_section(client: StrictClient) -> None:
    page = in_words(client.get("/services?view=barriers&sort=score").text)
    assert "Parks Testham First 100 100 – No score Libraries Borough of Sample First 33 33 – No score" in page
    assert 'data-label="Staff buy-in"' in client.get("/services?view=barriers").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("find=PARK", ["Parks"]),
        ("blockers=some", ["Libraries"]),
        ("blockers=possible", ["=Museums()"]),
        ("blockers=none", ["Parks"]),
        ("band=high", ["Parks"]),
        ("council=Borough+of+Sample", ["Libraries"]),
        ("stage=business-case", []),
        ("rules=1.0.0&which=all&sort=service", ["Libraries", "=Museums()", "Parks"]),
        ("rules=9.9.9", []),
    ],
)
@pytest.mark.usefixtures("three")
def test_filters_narrow_the_list_and_stay_selected(client: StrictClient, query: str, found: list[str]) -> None:
    page = client.get(f"/services?{query}").text
    assert names(page) == found
    assert "Clear the filters" in page
    assert found or "No assessment is like this." in page
    key, value = query.split("&", maxsplit=1)[0].split("=")
    value = value.replace("+", " ")
    assert f'value="{value}"' in page if key == "find" else f'<option value="{value}" selected>' in page


@pytest.mark.parametrize(
    "query", ["sort=nonsense&order=up&view=x&most=7&blockers=9&page=0", "page=-1", "page=x", "sort=section-none"]
)
@pytest.mark.usefixtures("three")
def test_invalid_query_parameters_are_ignored(client: StrictClient, query: str) -> None:
    pages = [client.get(address).text for address in (f"/services?{query}", "/services")]
    assert in_words(pages[0]) == in_words(pages[1])


@pytest.mark.usefixtures("three")
def test_a_page_beyond_the_last_redirects_to_the_last(client: StrictClient) -> None:
    assert client.get("/services?page=9&find=parks").location == "/services?find=parks&page=1"
    assert client.get("/assessments?page=9&find=parks").location == "/assessments?find=parks&page=1"


def test_long_lists_are_paginated(app: Flask, client: StrictClient, store: Store) -> None:
    kept = site_of(app).rulebooks.kept_in_force()
    for number in range(60):
        store.create("First", Assessment("Testham", f"Service {number:02}", {"stage": "idea"}), kept)
    site_of(app).filler.fill()
    page = client.get("/services?sort=service&page=2").text
    assert names(page) == [f"Service {number:02}" for number in range(25, 50)]
    assert 'href="/services?page=3&amp;sort=service" rel="next"' in page
    assert "26 to 50 of 60 services" in in_words(page)
    assert len(names(client.get("/services?most=100").text)) == 60
    listed = client.get("/assessments?page=2").text
    assert "51 to 60 of 60 assessments" in in_words(listed)
    assert listed.count('<h2 class="govuk-heading-m') == 10
    found = client.get("/assessments?find=service+07").text
    assert "One assessment has this in a name." in in_words(found)
    assert "No council, service or assessment has this in its name." in in_words(client.get("/assessments?find=q").text)


def test_every_assessment_has_a_row_for_every_section_even_if_not_started(
    app: Flask, client: StrictClient, store: Store
) -> None:
    begin(client, "Parks")
    client.send("/assessments/new", council="Testham", service="Zoos", name="First")
    kept = site_of(app).rulebooks.kept_in_force()
    broken = kept._replace(release=kept.release._replace(version="0.1.0", hash="x"), readiness=b"nothing")
    store.create("Broken", Assessment("Testham", "Baths", {"stage": "idea"}), broken)
    filler = site_of(app).filler
    filler.fill()
    barriers = set(site_of(app).rulebooks.in_force().sections)
    for line in filler.overviews.page(EVERY, Window()):
        assert {each.section for each in line.overview.sections} == barriers


def test_without_assessments_the_page_says_so(client: StrictClient) -> None:
    assert "There are no assessments yet." in in_words(client.get("/services").text)


@pytest.mark.usefixtures("three")
def test_the_filtered_list_is_exported_without_formulas(client: StrictClient) -> None:
    response = client.get("/services.csv?sort=service")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="services-')
    rows = list(csv.DictReader(StringIO(response.data.decode("utf-8-sig"))))
    assert [row["Service"] for row in rows] == ["Libraries", "'=Museums()", "Parks"]
    assert (rows[0]["Can show, of 100"], rows[0]["Blockers"], rows[0]["Pensions: could be"]) == ("33", "1", "33")
    assert (rows[0]["Staff buy-in: can show"], rows[1]["Possible blockers"], rows[2]["Band"]) == ("", "1", "High")
    only = client.get("/services.csv?find=parks").data.decode("utf-8-sig").splitlines()
    assert len(only) == 2
    book = sheets(client.get("/services.xlsx?sort=service").data)["Services"]
    cells = {cell.at: cell for row in book for cell in row}
    assert (cells["B3"].holds, cells["B3"].kind) == ("=Museums()", "s")
    assert (cells["E2"].holds, cells["E2"].kind) == ("33", "n")


def test_an_assessment_not_started_is_exported_without_figures(client: StrictClient) -> None:
    client.send("/assessments/new", council="Testham", service="Parks", name="First")
    rows = list(csv.DictReader(StringIO(client.get("/services.csv").data.decode("utf-8-sig"))))
    assert (rows[0]["Stage"], rows[0]["Can show, of 100"], rows[0]["Blockers"]) == ("Not begun", "", "")


def test_a_service_with_two_assessments_is_listed_once_unless_all_are_requested(
    client: StrictClient, begun: str
) -> None:
    client.send_hidden("/assessments", f"{begun}/copy")
    assert names(client.get("/services").text) == ["Libraries"]
    assert "Copy of First" in client.get("/services").text
    assert names(client.get("/services?which=all").text) == ["Libraries", "Libraries"]
