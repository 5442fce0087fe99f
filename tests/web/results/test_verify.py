"""A report is verified on a page, in a separate process, and an assessment is started from it."""

import re
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from assess.storage.store import Store
from assess.verification.models import Verdict
from assess.verification.subprocess_check import BusyError
from assess.verification.verify import check
from assess.verification.worker import Limits
from assess.web.results import verify as results_verify
from tests.verification.reports import ASSESSMENT, made, with_file
from tests.web.conftest import StrictClient


@pytest.fixture(autouse=True)
def _checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify in this process; that a separate one is used is tested once."""

    def check_here(data: bytes, _limits: Limits) -> Verdict:
        return check(data)

    monkeypatch.setattr(results_verify, "check_aside", check_here)


def send(client: StrictClient, content: bytes, to: str = "/check-report", name: str = "report.pdf") -> TestResponse:
    """Upload a report as the form does."""
    return client.post(to, data={"csrf_token": client.token(), "file": (BytesIO(content), name)})


def begin(client: StrictClient, page: str) -> TestResponse:
    """Press “Begin an assessment from it”."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    return client.post("/check-report/begin", data=hidden)


def test_a_report_is_verified_and_the_verdict_is_shown(client: StrictClient) -> None:
    page = send(client, made())
    assert page.status_code == 200
    assert "The figures follow from the answers and rules inside this file" in page.text
    assert "The file is byte for byte what this program makes of them" in page.text
    assert "The rules inside are version 1.0.0 as it is kept here." in page.text
    assert "This does not prove who made the report" in page.text
    assert "Do not rely on this file" not in page.text


def test_a_tampered_report_is_not_to_be_relied_on(client: StrictClient) -> None:
    page = send(client, with_file("figures.json", b'"answered": 1', b'"answered": 2'))
    assert page.status_code == 200
    assert "Do not rely on this file before you know why." in page.text
    assert "How many questions are answered (answered): the file says 2, the answers and rules give 1." in page.text


def test_rules_that_differ_from_the_stored_version_are_reported(client: StrictClient) -> None:
    page = send(client, with_file("readiness.yaml", b"weight: 2", b"weight: 12")).text
    assert "The rules inside are not version 1.0.0 as it is kept here, although they bear its number." in page
    other = send(client, with_file("readiness.yaml", b"version: 1.0.0", b"version: 7.0.0")).text
    assert "Version 7.0.0 of the rules “small” is not kept here" in other


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is not a PDF."),
        (b"council: Testham", "The file is not a PDF."),
        (made()[:9000], "The PDF is damaged"),
    ],
    ids=["empty", "yaml", "broken off"],
)
def test_a_file_that_cannot_be_verified_is_rejected_with_the_reason(
    client: StrictClient, content: bytes, says: str
) -> None:
    for to in ("/check-report", "/assessments/open"):
        page = send(client, content, to)
        assert page.status_code == 422
        assert "<title>Error: " in page.text
        assert says in page.text


def test_a_missing_file_is_an_error(client: StrictClient) -> None:
    page = client.send("/check-report")
    assert page.status_code == 422
    assert "Choose a report in PDF" in page.text


def test_an_assessment_is_started_from_a_verified_report(client: StrictClient, store: Store) -> None:
    answered = begin(client, send(client, made()).text)
    assert answered.location == "/assessments/1"
    assert "The report is now one of your assessments." in client.get("/assessments/1").text
    assert store.load(1).assessment == ASSESSMENT
    assert store.load(1).release.version == "1.0.0"


def test_a_report_opens_like_a_file_of_answers(client: StrictClient, store: Store) -> None:
    assert send(client, made(), "/assessments/open", "REPORT.PDF").location == "/assessments/1"
    assert store.load(1).assessment == ASSESSMENT


def test_a_report_on_unknown_rules_is_opened_on_the_current_ones_without_loss(
    client: StrictClient, store: Store
) -> None:
    other = with_file("readiness.yaml", b"version: 1.0.0", b"version: 7.0.0")
    client_page = begin(client, send(client, other).text)
    told = client.get(str(client_page.location)).text
    assert "The figures do not follow from the answers and rules inside this file." in told
    assert "version 7.0.0 of the rules “small”, which is not kept here" in told
    assert "It was opened on version 1.0.0: two answers carried over." in told
    assert store.load(1).assessment.answers == ASSESSMENT.answers


def test_an_expired_upload_has_to_be_sent_again(client: StrictClient, store: Store) -> None:
    page = send(client, made()).text
    for _ in range(results_verify.MOST):
        results_verify.remembered.put(Verdict())
    answered = begin(client, page)
    assert answered.status_code == 422
    assert "The report is no longer at hand. Choose it again" in answered.text
    assert store.listings().services == ()


def test_a_busy_verifier_is_reported(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_data: bytes, _limits: Limits) -> Verdict:
        raise BusyError

    monkeypatch.setattr(results_verify, "check_aside", busy)
    for to in ("/check-report", "/assessments/open"):
        page = send(client, made(), to)
        assert page.status_code == 503
        assert "Other reports are being checked. Send yours again in a moment" in page.text
