"""Reports of the render service: what an officer sees while waiting, and what comes of it."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from assess.rendering import queue
from assess.rendering.models import FailureReason, Rendered, RenderFailed
from assess.rendering.service import RenderService
from assess.settings import Settings
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.context import get_services
from assess.web.results import report_jobs
from tests.fakes import FakeRenderService
from tests.rendering.requests import TEST_TIMEOUT, ControlledWorker
from tests.web.conftest import SMALL, StrictClient

CHOICES = {"form": "pdf", "answers": "with", "status": "draft"}
QUERY = "form=pdf&answers=with&status=draft"


@pytest.fixture
def printer() -> ControlledWorker:
    return ControlledWorker()


@pytest.fixture
def impatient(settings: Settings, store: Store, printer: ControlledWorker) -> Iterator[Flask]:
    """An application whose render service has one controllable worker and no waiting time."""
    renderer = RenderService([printer], wait_timeout=0)
    made = create_app(settings, store, renderer)
    made.testing = True
    made.test_client_class = StrictClient
    yield made
    renderer.close()


@pytest.fixture
def officer(impatient: Flask, assessment_url: str) -> StrictClient:
    """A browser session of that application with a started assessment."""
    assert assessment_url == "/assessments/1"
    client = impatient.test_client()
    assert isinstance(client, StrictClient)
    return client


def request_report(client: StrictClient, page: str = "file", **choices: str) -> TestResponse:
    return client.get(f"/assessments/1/report/{page}", query_string=CHOICES | choices)


def wait_for_all(app: Flask) -> None:
    """Wait until every started report is finished."""
    renderer = get_services(app).renderer
    for job in (*renderer.in_progress.values(), *renderer.pending):
        assert job.done.wait(TEST_TIMEOUT)


def test_a_request_leads_to_a_waiting_page_and_then_to_the_download(
    officer: StrictClient, impatient: Flask, printer: ControlledWorker
) -> None:
    first = request_report(officer)
    assert (first.status_code, first.location) == (303, f"/assessments/1/report/waiting?{QUERY}")
    printer.wait_for_start()
    waits = request_report(officer, "waiting")
    assert waits.status_code == 200
    assert "<h1" in waits.text
    assert "Your report is being made" in waits.text
    assert "It is being made now." in waits.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waits.text
    assert "Refresh" not in waits.headers
    assert "connect-src 'self'" in waits.headers["Content-Security-Policy"]
    printer.finish(Rendered(b"%PDF made", 1))
    wait_for_all(impatient)
    ready = request_report(officer, "waiting")
    assert "Your report is ready" in ready.text
    assert "download the report (PDF, 1 KB)" in ready.text
    assert ready.headers["Refresh"] == f"0; url=/assessments/1/report/file?{QUERY}"
    assert "connect-src 'none'" in ready.headers["Content-Security-Policy"]
    got = request_report(officer)
    assert (got.status_code, got.mimetype, got.data) == (200, "application/pdf", b"%PDF made")
    assert got.headers["Content-Disposition"].endswith(f'-{date.today().isoformat()}.pdf"')


def test_two_officers_with_equal_requests_wait_for_one_report(
    officer: StrictClient, impatient: Flask, printer: ControlledWorker
) -> None:
    other = impatient.test_client()
    assert isinstance(other, StrictClient)
    request_report(officer)
    request_report(other)
    printer.wait_for_start()
    printer.finish(Rendered(b"%PDF"))
    wait_for_all(impatient)
    assert request_report(officer).data == request_report(other).data == b"%PDF"
    assert printer.started.empty()


def test_opening_the_result_prefetches_the_default_report(
    officer: StrictClient, impatient: Flask, printer: ControlledWorker
) -> None:
    officer.get("/assessments/1/result")
    officer.get("/assessments/1/result")
    assert printer.wait_for_start() == "Libraries"
    printer.finish(Rendered(b"%PDF ahead"))
    wait_for_all(impatient)
    form = officer.get("/assessments/1/report").text
    chosen = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)" checked', form))
    assert request_report(officer, **chosen).data == b"%PDF ahead"
    assert printer.started.empty()


def test_a_report_never_contains_outdated_answers(
    officer: StrictClient, impatient: Flask, printer: ControlledWorker
) -> None:
    printer.finish(Rendered(b"%PDF before"))
    officer.get("/assessments/1/result")
    printer.wait_for_start()
    wait_for_all(impatient)
    assert request_report(officer).data == b"%PDF before"
    officer.send("/assessments/1/questions/fund-told", answer="told")
    assert request_report(officer).status_code == 303
    printer.wait_for_start()
    assert "Your report is being made" in request_report(officer, "waiting").text
    officer.send("/assessments/1/questions/fund-told", answer="agreed")
    printer.finish(Rendered(b"%PDF between"))
    assert "Your report is being made" in request_report(officer, "waiting").text
    printer.wait_for_start()
    printer.finish(Rendered(b"%PDF after"))
    wait_for_all(impatient)
    assert request_report(officer).data == b"%PDF after"


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (FailureReason.TIMEOUT, "The report is taking too long"),
        (FailureReason.MEMORY, "The report is too large"),
        (FailureReason.CRASHED, "The process that was making it stopped suddenly"),
        (FailureReason.ERROR, "The tool’s log says what failed"),
    ],
)
def test_a_failed_report_says_why_and_offers_alternatives(
    officer: StrictClient, impatient: Flask, printer: ControlledWorker, reason: FailureReason, says: str
) -> None:
    printer.finish(RenderFailed(reason, "Traceback: secret"))
    request_report(officer)
    printer.wait_for_start()
    wait_for_all(impatient)
    failed = request_report(officer, "waiting")
    assert failed.status_code == 500
    assert says in failed.text
    assert "secret" not in failed.text
    assert 'href="/assessments/1/result"' in failed.text
    assert 'scope=summary">download only the decision summary</a>' in failed.text
    assert 'href="/assessments/1/report/file?form=json&amp;answers=with&amp;status=draft"' in failed.text
    assert f'href="/assessments/1/report/file?{QUERY.replace("&", "&amp;")}">try again' in failed.text
    printer.finish(Rendered(b"%PDF at last"))
    assert request_report(officer).status_code == 303
    wait_for_all(impatient)
    assert request_report(officer).data == b"%PDF at last"


def test_a_full_queue_is_reported(
    officer: StrictClient, printer: ControlledWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MAX_URGENT", 1)
    request_report(officer)
    printer.wait_for_start()
    request_report(officer, status="final")
    for page in ("file", "waiting"):
        full = request_report(officer, page, answers="without")
        assert full.status_code == 503
        assert "Too many reports are being made" in full.text
    assert "1 other report is ahead of it." not in request_report(officer, "waiting", status="final").text
    assert "It is next." in request_report(officer, "waiting", status="final").text


def test_the_waiting_page_shows_the_position_in_the_queue(officer: StrictClient, printer: ControlledWorker) -> None:
    request_report(officer)
    printer.wait_for_start()
    for choices in ({"status": "final"}, {"answers": "without"}, {"form": "docx"}):
        request_report(officer, **choices)
    assert "1 other report is ahead of it." in request_report(officer, "waiting", answers="without").text
    assert "2 other reports are ahead of it." in request_report(officer, "waiting", form="docx").text


def test_a_waiting_page_for_an_invalid_report_redirects_back(officer: StrictClient) -> None:
    assert (
        request_report(officer, "waiting", answers="").location
        == "/assessments/1/report/file?form=pdf&answers=&status=draft"
    )


def test_nothing_of_a_deleted_assessment_is_cached(
    officer: StrictClient, impatient: Flask, printer: ControlledWorker
) -> None:
    printer.finish(Rendered(b"%PDF"))
    request_report(officer)
    printer.wait_for_start()
    wait_for_all(impatient)
    officer.send_hidden("/assessments/1/delete", "/assessments/1/delete")
    assert get_services(impatient).renderer.cache.jobs == {}


def test_fast_forms_are_returned_at_once_even_if_the_render_service_is_busy(
    officer: StrictClient, printer: ControlledWorker
) -> None:
    request_report(officer)
    printer.wait_for_start()
    for form in ("html", "xlsx", "csv", "json"):
        assert request_report(officer, form=form).status_code == 200


def test_a_result_without_a_stage_prefetches_no_report(client: StrictClient, renderer: FakeRenderService) -> None:
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="First")
    client.get("/assessments/1/result")
    assert renderer.prefetched == []
    assert request_report(client, "waiting").status_code == 303


@pytest.mark.parametrize(("seconds", "says"), [(0, "a few seconds"), (1.2, "a few seconds"), (4.6, "about 5 seconds")])
def test_the_usual_time_is_taken_from_the_latest_reports(impatient: Flask, seconds: float, says: str) -> None:
    get_services(impatient).renderer.durations.append(seconds)
    with impatient.app_context():
        assert report_jobs.describe_usual_time() == says


@pytest.mark.parametrize(("count", "says"), [(1, "1 KB"), (524_652, "525 KB"), (1_560_000, "1.6 MB")])
def test_file_sizes_are_formatted_briefly(count: int, says: str) -> None:
    assert report_jobs.format_size(count) == says


def test_requests_contain_the_rules_of_the_assessment(
    client: StrictClient, assessment_url: str, renderer: FakeRenderService
) -> None:
    client.get(f"{assessment_url}/result")
    ((order, number),) = renderer.prefetched
    assert number == 1
    assert order.rules == {name: (SMALL / name).read_bytes() for name in ("readiness.yaml", "evidence.yaml")}
    assert (order.options.form, order.options.with_answers, order.options.final) == (".pdf", True, False)
