"""Reports of the render service: what an officer sees while waiting, and what comes of it."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from assess.rendering import queue
from assess.rendering.models import Failed, Made, Reason
from assess.rendering.service import Press
from assess.settings import Settings
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.context import site_of
from assess.web.results import report_jobs
from tests.fakes import Quiet
from tests.rendering.requests import LONG, Told
from tests.web.conftest import SMALL, StrictClient

CHOICES = {"form": "pdf", "answers": "with", "status": "draft"}
QUERY = "form=pdf&answers=with&status=draft"


@pytest.fixture
def printer() -> Told:
    return Told()


@pytest.fixture
def impatient(settings: Settings, store: Store, printer: Told) -> Iterator[Flask]:
    """An application whose render service has one controllable worker and no waiting time."""
    press = Press([printer], patience=0)
    made = create_app(settings, store, press)
    made.testing = True
    made.test_client_class = StrictClient
    yield made
    press.close()


@pytest.fixture
def officer(impatient: Flask, begun: str) -> StrictClient:
    """A browser session of that application with a started assessment."""
    assert begun == "/assessments/1"
    client = impatient.test_client()
    assert isinstance(client, StrictClient)
    return client


def ask(client: StrictClient, page: str = "file", **choices: str) -> TestResponse:
    return client.get(f"/assessments/1/report/{page}", query_string=CHOICES | choices)


def done(app: Flask) -> None:
    """Wait until every started report is finished."""
    press = site_of(app).press
    for job in (*press.making.values(), *press.waiting):
        assert job.done.wait(LONG)


def test_a_request_leads_to_a_waiting_page_and_then_to_the_download(
    officer: StrictClient, impatient: Flask, printer: Told
) -> None:
    first = ask(officer)
    assert (first.status_code, first.location) == (303, f"/assessments/1/report/waiting?{QUERY}")
    printer.begins()
    waits = ask(officer, "waiting")
    assert waits.status_code == 200
    assert "<h1" in waits.text
    assert "Your report is being made" in waits.text
    assert "It is being made now." in waits.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waits.text
    assert "Refresh" not in waits.headers
    assert "connect-src 'self'" in waits.headers["Content-Security-Policy"]
    printer.ends(Made(b"%PDF made", 1))
    done(impatient)
    ready = ask(officer, "waiting")
    assert "Your report is ready" in ready.text
    assert "download the report (PDF, 1 KB)" in ready.text
    assert ready.headers["Refresh"] == f"0; url=/assessments/1/report/file?{QUERY}"
    assert "connect-src 'none'" in ready.headers["Content-Security-Policy"]
    got = ask(officer)
    assert (got.status_code, got.mimetype, got.data) == (200, "application/pdf", b"%PDF made")
    assert got.headers["Content-Disposition"].endswith(f'-{date.today().isoformat()}.pdf"')


def test_two_officers_with_equal_requests_wait_for_one_report(
    officer: StrictClient, impatient: Flask, printer: Told
) -> None:
    other = impatient.test_client()
    assert isinstance(other, StrictClient)
    ask(officer)
    ask(other)
    printer.begins()
    printer.ends(Made(b"%PDF"))
    done(impatient)
    assert ask(officer).data == ask(other).data == b"%PDF"
    assert printer.begun.empty()


def test_opening_the_result_prefetches_the_default_report(
    officer: StrictClient, impatient: Flask, printer: Told
) -> None:
    officer.get("/assessments/1/result")
    officer.get("/assessments/1/result")
    assert printer.begins() == "Libraries"
    printer.ends(Made(b"%PDF ahead"))
    done(impatient)
    form = officer.get("/assessments/1/report").text
    chosen = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)" checked', form))
    assert ask(officer, **chosen).data == b"%PDF ahead"
    assert printer.begun.empty()


def test_a_report_never_contains_outdated_answers(officer: StrictClient, impatient: Flask, printer: Told) -> None:
    printer.ends(Made(b"%PDF before"))
    officer.get("/assessments/1/result")
    printer.begins()
    done(impatient)
    assert ask(officer).data == b"%PDF before"
    officer.send("/assessments/1/questions/fund-told", answer="told")
    assert ask(officer).status_code == 303
    printer.begins()
    assert "Your report is being made" in ask(officer, "waiting").text
    officer.send("/assessments/1/questions/fund-told", answer="agreed")
    printer.ends(Made(b"%PDF between"))
    assert "Your report is being made" in ask(officer, "waiting").text
    printer.begins()
    printer.ends(Made(b"%PDF after"))
    done(impatient)
    assert ask(officer).data == b"%PDF after"


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (Reason.LATE, "The report takes too long"),
        (Reason.MEMORY, "The report is too large"),
        (Reason.ENDED, "What was making it came to a sudden end"),
        (Reason.BROKEN, "The log of the tool says what failed"),
    ],
)
def test_a_failed_report_says_why_and_offers_alternatives(
    officer: StrictClient, impatient: Flask, printer: Told, reason: Reason, says: str
) -> None:
    printer.ends(Failed(reason, "Traceback: secret"))
    ask(officer)
    printer.begins()
    done(impatient)
    failed = ask(officer, "waiting")
    assert failed.status_code == 500
    assert says in failed.text
    assert "secret" not in failed.text
    assert 'href="/assessments/1/result"' in failed.text
    assert 'scope=summary">download the decision summary alone</a>' in failed.text
    assert 'href="/assessments/1/report/file?form=json&amp;answers=with&amp;status=draft"' in failed.text
    assert f'href="/assessments/1/report/file?{QUERY.replace("&", "&amp;")}">try again' in failed.text
    printer.ends(Made(b"%PDF at last"))
    assert ask(officer).status_code == 303
    done(impatient)
    assert ask(officer).data == b"%PDF at last"


def test_a_full_queue_is_reported(officer: StrictClient, printer: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_URGENT", 1)
    ask(officer)
    printer.begins()
    ask(officer, status="final")
    for page in ("file", "waiting"):
        full = ask(officer, page, answers="without")
        assert full.status_code == 503
        assert "Too many reports are being made" in full.text
    assert "1 other report is made first." not in ask(officer, "waiting", status="final").text
    assert "It is next." in ask(officer, "waiting", status="final").text


def test_the_waiting_page_shows_the_position_in_the_queue(officer: StrictClient, printer: Told) -> None:
    ask(officer)
    printer.begins()
    for choices in ({"status": "final"}, {"answers": "without"}, {"form": "docx"}):
        ask(officer, **choices)
    assert "1 other report is made first." in ask(officer, "waiting", answers="without").text
    assert "2 other reports are made first." in ask(officer, "waiting", form="docx").text


def test_a_waiting_page_for_an_invalid_report_redirects_back(officer: StrictClient) -> None:
    assert ask(officer, "waiting", answers="").location == "/assessments/1/report/file?form=pdf&answers=&status=draft"


def test_nothing_of_a_deleted_assessment_is_cached(officer: StrictClient, impatient: Flask, printer: Told) -> None:
    printer.ends(Made(b"%PDF"))
    ask(officer)
    printer.begins()
    done(impatient)
    officer.send_hidden("/assessments/1/delete", "/assessments/1/delete")
    assert site_of(impatient).press.shelf.jobs == {}


def test_fast_forms_are_returned_at_once_even_if_the_render_service_is_busy(
    officer: StrictClient, printer: Told
) -> None:
    ask(officer)
    printer.begins()
    for form in ("html", "xlsx", "csv", "json"):
        assert ask(officer, form=form).status_code == 200


def test_a_result_without_a_stage_prefetches_no_report(client: StrictClient, press: Quiet) -> None:
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="First")
    client.get("/assessments/1/result")
    assert press.might_begin == []
    assert ask(client, "waiting").status_code == 303


@pytest.mark.parametrize(("seconds", "says"), [(0, "a few seconds"), (1.2, "a few seconds"), (4.6, "about 5 seconds")])
def test_the_usual_time_is_taken_from_the_latest_reports(impatient: Flask, seconds: float, says: str) -> None:
    site_of(impatient).press.took.append(seconds)
    with impatient.app_context():
        assert report_jobs.usual_time() == says


@pytest.mark.parametrize(("count", "says"), [(1, "1 KB"), (524_652, "525 KB"), (1_560_000, "1.6 MB")])
def test_file_sizes_are_formatted_briefly(count: int, says: str) -> None:
    assert report_jobs.size(count) == says


def test_requests_contain_the_rules_of_the_assessment(client: StrictClient, begun: str, press: Quiet) -> None:
    client.get(f"{begun}/result")
    ((order, number),) = press.might_begin
    assert number == 1
    assert order.rules == {name: (SMALL / name).read_bytes() for name in ("readiness.yaml", "evidence.yaml")}
    assert (order.edition.form, order.edition.with_answers, order.edition.final) == (".pdf", True, False)
