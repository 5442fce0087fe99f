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

from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Answer, Assessment
from assess.settings import Settings
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import PageSlice
from assess.storage.service_records import ServiceListFilter
from assess.storage.store import Store
from assess.web import summary_refresher
from assess.web.app import create_app
from assess.web.context import get_assessment, get_services
from assess.web.results.views import build_result_content, has_stage
from assess.web.services import rows as services_rows
from tests import frozen
from tests.report.read_workbook import read_sheets
from tests.web.assessments.test_migrate import answer_all_questions, publish_new_version
from tests.web.conftest import StrictClient
from tests.web.results.test_views import page_text

EVERY_ASSESSMENT = ServiceListFilter(is_latest=False, sort="service", descending=False)


@pytest.fixture
def frozen_app(tmp_path: Path) -> Iterator[Flask]:
    """The application on the frozen rules, with every sample as an assessment and one not started."""
    settings = Settings(tmp_path, frozen.RULES)
    store = Store(settings.database_url)
    app = create_app(settings, store)
    rulebooks = get_services(app).rulebooks
    for path in frozen.SAMPLES:
        loaded = load_assessment(path.read_bytes(), rulebooks.get_current(), path.name)
        assert isinstance(loaded, Assessment)
        store.create_assessment("First", loaded, rulebooks.get_current_stored())
    store.create_assessment("Nobody has begun", Assessment("Testham", "Zoos"), rulebooks.get_current_stored())
    yield app
    store.close()


def check_list(app: Flask) -> int:
    """Check that the list matches the result of each assessment, and return how many there are."""
    filler = get_services(app).refresher
    assert filler.refresh() == 0
    found = filler.summaries.load_page(EVERY_ASSESSMENT, PageSlice(0, 1000))
    assert len(found) == get_services(app).store.list_assessments().total
    with app.test_request_context():
        for line in found:
            assessment = get_assessment(line.number)
            shown = services_rows.build_service_row(line, assessment.rulebook)
            assert shown.is_started == has_stage(assessment)
            if has_stage(assessment):
                assert list_row_values(shown) == result_values(line.number), line
    return len(found)


def list_row_values(shown: services_rows.ServiceRow) -> object:
    """Return what the list shows: score, band, blockers and sections."""
    sections = [(each.now, each.could) if each.has_score else "–" for each in shown.sections]
    score = (shown.score.now, shown.score.could) if shown.score.has_score else "–"
    return score, shown.band, shown.blockers.split(",")[0] not in ("None", "None known"), sections, shown.stage


def result_values(number: int) -> object:
    """Return the same values from the result page."""
    content = build_result_content(get_assessment(number), date(2026, 11, 22))
    total = content.calculation.total
    score = (int(total.now), int(total.could)) if total else "–"
    sections = [(int(page.now), int(page.could)) if page.bar else "–" for page in content.sections]
    stage = content.subtitle.split("Stage: ")[1].split(". Rules")[0]
    return score, content.headline.band or "–", content.blockers.kind == "stop", sections, stage


def test_the_list_shows_what_each_result_shows(frozen_app: Flask) -> None:
    assert check_list(frozen_app) == len(frozen.SAMPLES) + 1


def test_the_list_still_matches_after_every_kind_of_change(
    app: Flask, client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    check_list(app)
    answer_all_questions(client)
    check_list(app)
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    client.send_hidden(f"{assessment_url}/manage", f"{assessment_url}/copy")
    check_list(app)
    publish_new_version(rules, store)
    check_list(app)
    client.send(f"{assessment_url}/rules")
    client.send(f"{assessment_url}/about", nation="wales", stage="business-case", members="0")
    check_list(app)
    client.send(f"{assessment_url}/rename", council="Testham", service="Parks", name="Later")
    client.send("/assessments/2/delete")
    assert check_list(app) == 1


def test_the_list_still_matches_if_officers_save_during_computation(
    app: Flask, store: Store, settings: Settings, assessment_url: str
) -> None:
    assert assessment_url
    other = Store(settings.database_url)

    def save() -> None:
        for place in range(30):
            other.save_answer(1, "fund-told", Answer(option=("told", "agreed", "not-contacted")[place % 3]))

    thread = Thread(target=save)
    thread.start()
    while thread.is_alive():
        get_services(app).refresher.refresh()
    thread.join()
    other.close()
    assert check_list(app) == 1
    assert store.load_assessment(1).assessment.answers["fund-told"].option == "not-contacted"


def test_many_summaries_are_computed_in_the_background_with_the_number_missing_shown(
    app: Flask, client: StrictClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_refresher, "BATCH_SIZE", 2)
    monkeypatch.setattr(summary_refresher, "BATCH_PAUSE", 0)
    monkeypatch.setattr(summary_refresher.SummaryRefresher, "_start_thread", lambda _: None)
    kept = get_services(app).rulebooks.get_current_stored()
    for name in "abcdefg":
        store.create_assessment(name, Assessment("Testham", name, {"stage": "idea", "nation": "england"}), kept)
    page = page_text(client.get("/services").text)
    assert "5 more results are being worked out and are not in the list yet. Reload this page" in page
    assert "1 to 2 of 2 services" in page
    monkeypatch.undo()
    monkeypatch.setattr(summary_refresher, "BATCH_SIZE", 2)
    filler = get_services(app).refresher
    filler.refresh()
    assert filler.thread is not None
    filler.thread.join()
    assert filler.refresh() == 0
    assert "1 to 7 of 7 services" in page_text(client.get("/services").text)


def test_a_read_only_database_still_shows_the_list(
    app: Flask, client: StrictClient, store: Store, assessment_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_services(app).refresher.refresh()
    store.copy_assessment(1, "Waits")
    monkeypatch.setattr(Store, "write_transaction", raise_locked)
    page = page_text(client.get("/services?which=all").text)
    assert "1 more result is being worked out and is not in the list yet." in page
    assert "One assessment ." in page
    get_services(app).refresher.refresh_all()
    assert get_services(app).refresher.summaries.count_pending() == 1
    assert assessment_url


def raise_locked(_: Store) -> None:
    raise DatabaseUnavailableError


def test_an_assessment_whose_rules_cannot_be_read_has_no_figures(
    app: Flask, client: StrictClient, store: Store, assessment_url: str
) -> None:
    assert assessment_url
    kept = get_services(app).rulebooks.get_current_stored()
    broken = kept._replace(release=kept.release._replace(version="0.1.0", hash="x"), readiness=b"nothing")
    store.create_assessment("Broken", Assessment("Testham", "Parks", {"stage": "idea"}), broken)
    page = client.get("/services").text
    assert "Parks" in page
    assert "Not started" in page_text(page)


def start_assessment(client: StrictClient, service: str, *answers: tuple[str, str], council: str = "Testham") -> int:
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
    start_assessment(client, "Parks", ("fund-told", "agreed"), ("fund-list", "checked"))
    start_assessment(
        client, "Libraries", ("fund-told", "not-contacted"), ("fund-list", "checked"), council="Borough of Sample"
    )
    start_assessment(client, "=Museums()", ("fund-told", ":dont-know"))


def list_services(page: str) -> list[str]:
    """Return the services of the list in its order."""
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', page)


@pytest.mark.usefixtures("three")
def test_a_row_describes_a_service_in_words_and_figures(client: StrictClient) -> None:
    page = page_text(client.get("/services?sort=score").text)
    assert "1 to 3 of 3 services , by what can be shown, highest or latest first. Each with its latest" in page
    assert re.search(r"Parks Testham First An idea being talked about 100 High None – \d+ \w+ \d+ 1\.0\.0", page)
    assert re.search(r"Libraries Borough of Sample First An idea being talked about 33 Low One – \d+", page)
    assert "0 to 100 Low None known, one possible" in page


@pytest.mark.usefixtures("three")
def test_the_column_headings_sort_the_list_and_say_so(client: StrictClient) -> None:
    page = client.get("/services?sort=score").text
    assert list_services(page) == ["Parks", "Libraries", "=Museums()"]
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page
    again = re.findall(r'href="(/services[^"]*)">Can show, could be', page)[0].replace("&amp;", "&")
    turned = client.get(again).text
    assert list_services(turned) == ["=Museums()", "Libraries", "Parks"]
    assert 'aria-sort="ascending"' in turned
    assert list_services(client.get("/services?sort=service").text) == ["Libraries", "=Museums()", "Parks"]
    assert list_services(client.get("/services?sort=section-pensions&view=barriers").text)[0] == "Parks"


@pytest.mark.usefixtures("three")
def test_the_view_by_section_has_the_range_of_each_section(client: StrictClient) -> None:
    page = page_text(client.get("/services?view=barriers&sort=score").text)
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
    assert list_services(page) == found
    assert "Clear the filters" in page
    assert found or "No assessment matches these filters." in page
    key, value = query.split("&", maxsplit=1)[0].split("=")
    value = value.replace("+", " ")
    assert f'value="{value}"' in page if key == "find" else f'<option value="{value}" selected>' in page


@pytest.mark.parametrize(
    "query", ["sort=nonsense&order=up&view=x&most=7&blockers=9&page=0", "page=-1", "page=x", "sort=section-none"]
)
@pytest.mark.usefixtures("three")
def test_invalid_query_parameters_are_ignored(client: StrictClient, query: str) -> None:
    pages = [client.get(address).text for address in (f"/services?{query}", "/services")]
    assert page_text(pages[0]) == page_text(pages[1])


@pytest.mark.usefixtures("three")
def test_a_page_beyond_the_last_redirects_to_the_last(client: StrictClient) -> None:
    assert client.get("/services?page=9&find=parks").location == "/services?find=parks&page=1"
    assert client.get("/assessments?page=9&find=parks").location == "/assessments?find=parks&page=1"


def test_long_lists_are_paginated(app: Flask, client: StrictClient, store: Store) -> None:
    kept = get_services(app).rulebooks.get_current_stored()
    for number in range(60):
        store.create_assessment("First", Assessment("Testham", f"Service {number:02}", {"stage": "idea"}), kept)
    get_services(app).refresher.refresh()
    page = client.get("/services?sort=service&page=2").text
    assert list_services(page) == [f"Service {number:02}" for number in range(25, 50)]
    assert 'href="/services?page=3&amp;sort=service" rel="next"' in page
    assert "26 to 50 of 60 services" in page_text(page)
    assert len(list_services(client.get("/services?most=100").text)) == 60
    listed = client.get("/assessments?page=2").text
    assert "51 to 60 of 60 assessments" in page_text(listed)
    assert listed.count('data-label="Stage"') == 10
    found = client.get("/assessments?find=service+07").text
    assert "1 assessment with this in a name." in page_text(found)
    assert "No council, service or assessment has this in its name." in page_text(
        client.get("/assessments?find=q").text
    )


def test_every_assessment_has_a_row_for_every_section_even_if_not_started(
    app: Flask, client: StrictClient, store: Store
) -> None:
    start_assessment(client, "Parks")
    client.send("/assessments/new", council="Testham", service="Zoos", name="First")
    kept = get_services(app).rulebooks.get_current_stored()
    broken = kept._replace(release=kept.release._replace(version="0.1.0", hash="x"), readiness=b"nothing")
    store.create_assessment("Broken", Assessment("Testham", "Baths", {"stage": "idea"}), broken)
    filler = get_services(app).refresher
    filler.refresh()
    barriers = set(get_services(app).rulebooks.get_current().sections)
    for line in filler.summaries.load_page(EVERY_ASSESSMENT, PageSlice()):
        assert {each.section for each in line.summary.sections} == barriers


def test_without_assessments_the_page_says_so(client: StrictClient) -> None:
    assert "There are no assessments yet." in page_text(client.get("/services").text)


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
    book = read_sheets(client.get("/services.xlsx?sort=service").data)["Services"]
    cells = {cell.reference: cell for row in book for cell in row}
    assert (cells["B3"].value, cells["B3"].kind) == ("=Museums()", "s")
    assert (cells["E2"].value, cells["E2"].kind) == ("33", "n")


def test_an_assessment_not_started_is_exported_without_figures(client: StrictClient) -> None:
    client.send("/assessments/new", council="Testham", service="Parks", name="First")
    rows = list(csv.DictReader(StringIO(client.get("/services.csv").data.decode("utf-8-sig"))))
    assert (rows[0]["Stage"], rows[0]["Can show, of 100"], rows[0]["Blockers"]) == ("Not started", "", "")


def test_a_service_with_two_assessments_is_listed_once_unless_all_are_requested(
    client: StrictClient, assessment_url: str
) -> None:
    client.send_hidden(f"{assessment_url}/manage", f"{assessment_url}/copy")
    assert list_services(client.get("/services").text) == ["Libraries"]
    assert "Copy of First" in client.get("/services").text
    assert list_services(client.get("/services?which=all").text) == ["Libraries", "Libraries"]
