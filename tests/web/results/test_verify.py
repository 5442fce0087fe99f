"""A report is verified on a page, in a separate process, and an assessment is started from it."""

import re
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from assess.storage.store import Store
from assess.verification.models import VerificationReport
from assess.verification.subprocess_check import BusyError, VerificationLimits
from assess.verification.verify import verify_report
from assess.web.results import verify as results_verify
from tests.verification.attacks import stamp, swap_pages
from tests.verification.reports import ASSESSMENT, render_standard_report, replace_in_attachment, rewrite_report
from tests.web.conftest import StrictClient


@pytest.fixture(autouse=True)
def _checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify in this process; that a separate one is used is tested once."""

    def check_here(data: bytes, _limits: VerificationLimits) -> VerificationReport:
        return verify_report(data)

    monkeypatch.setattr(results_verify, "verify_in_subprocess", check_here)


def upload_report(
    client: StrictClient, content: bytes, to: str = "/check-report", name: str = "report.pdf"
) -> TestResponse:
    """Upload a report as the form does."""
    return client.post(to, data={"csrf_token": client.token(), "file": (BytesIO(content), name)})


def start_from_report(client: StrictClient, page: str) -> TestResponse:
    """Press “Begin an assessment from it”."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    return client.post("/check-report/begin", data=hidden)


def test_a_report_is_verified_and_the_verdict_is_shown(client: StrictClient) -> None:
    page = upload_report(client, render_standard_report())
    assert page.status_code == 200
    assert "The figures follow from the answers and rules inside this file" in page.text
    assert "The file is byte for byte what this tool makes from them" in page.text
    assert "The rules inside are version 1.0.0 as stored here." in page.text
    assert "This does not prove who made the report" in page.text
    assert "Do not rely on this file" not in page.text


def test_a_tampered_report_is_not_to_be_relied_on(client: StrictClient) -> None:
    page = upload_report(client, replace_in_attachment("figures.json", b'"answered": 1', b'"answered": 2'))
    assert page.status_code == 200
    assert "Do not rely on this file until you know why." in page.text
    assert "How many questions are answered (answered): the file says 2, the answers and rules give 1." in page.text


def test_a_stamped_report_names_the_stamp_and_the_page(client: StrictClient) -> None:
    page = upload_report(client, rewrite_report(stamp)).text
    assert "The figures follow, but the file was changed after it was made" in page
    assert "<li>Page 1 does not look the way this tool makes it</li><li>Added: a stamp, on page 1</li>" in page
    assert "Do not rely on this file until you know why." in page


def test_what_the_pages_of_a_report_of_another_version_show_is_unknown(client: StrictClient) -> None:
    other = replace_in_attachment("report.json", b'"code": "', b'"code": "0', rewrite_report(swap_pages))
    page = upload_report(client, other).text
    assert "The figures follow, but what the pages show is unknown" in page
    assert "Do not rely on what the pages of this file show." in page
    assert (
        "The report has been added to your assessments."
        in client.get(str(start_from_report(client, page).location)).text
    )


def test_rules_that_differ_from_the_stored_version_are_reported(client: StrictClient) -> None:
    page = upload_report(client, replace_in_attachment("readiness.yaml", b"weight: 2", b"weight: 12")).text
    assert "The rules inside are not version 1.0.0 as stored here, although they have its number." in page
    other = upload_report(client, replace_in_attachment("readiness.yaml", b"version: 1.0.0", b"version: 7.0.0")).text
    assert "Version 7.0.0 of the rules “small” is not stored here" in other


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"council: Testham", "The file is not a PDF."),
        (render_standard_report()[:9000], "The PDF is damaged"),
    ],
    ids=["empty", "yaml", "broken off"],
)
def test_a_file_that_cannot_be_verified_is_rejected_with_the_reason(
    client: StrictClient, content: bytes, says: str
) -> None:
    for to in ("/check-report", "/assessments/open"):
        page = upload_report(client, content, to)
        assert page.status_code == 422
        assert "<title>Error: " in page.text
        assert says in page.text


def test_a_missing_file_is_an_error(client: StrictClient) -> None:
    page = client.send("/check-report")
    assert page.status_code == 422
    assert "Choose a PDF report" in page.text


def test_an_assessment_is_started_from_a_verified_report(client: StrictClient, store: Store) -> None:
    answered = start_from_report(client, upload_report(client, render_standard_report()).text)
    assert answered.location == "/assessments/1"
    assert "The report has been added to your assessments." in client.get("/assessments/1").text
    assert store.load_assessment(1).assessment == ASSESSMENT
    assert store.load_assessment(1).release.version == "1.0.0"


def test_a_report_that_was_opened_before_says_where_it_is(client: StrictClient, store: Store) -> None:
    for _ in range(2):
        answered = start_from_report(client, upload_report(client, render_standard_report()).text)
    assert answered.location == "/assessments/1"
    assert (
        "This report has been opened before. This is the assessment made from it" in client.get("/assessments/1").text
    )
    again = upload_report(client, render_standard_report(), "/assessments/open")
    assert again.status_code == 422
    assert "This file was opened before: it is “Opened from a report, " in again.text
    assert '<a href="/assessments/1">' in again.text
    assert store.list_assessments().total == 1


def test_a_report_opens_like_a_file_of_answers(client: StrictClient, store: Store) -> None:
    assert (
        upload_report(client, render_standard_report(), "/assessments/open", "REPORT.PDF").location == "/assessments/1"
    )
    assert store.load_assessment(1).assessment == ASSESSMENT


def test_a_report_on_unknown_rules_is_opened_on_the_current_ones_without_loss(
    client: StrictClient, store: Store
) -> None:
    other = replace_in_attachment("readiness.yaml", b"version: 1.0.0", b"version: 7.0.0")
    client_page = start_from_report(client, upload_report(client, other).text)
    told = client.get(str(client_page.location)).text
    assert "The figures do not follow from the answers and rules inside this file." in told
    assert "version 7.0.0 of the rules “small”, which is not stored here" in told
    assert "It was opened on version 1.0.0: two answers carried over." in told
    assert store.load_assessment(1).assessment.answers == ASSESSMENT.answers


def test_an_expired_upload_has_to_be_sent_again(client: StrictClient, store: Store) -> None:
    page = upload_report(client, render_standard_report()).text
    for _ in range(results_verify.MAX_REMEMBERED):
        results_verify.verification_cache.put(VerificationReport())
    answered = start_from_report(client, page)
    assert answered.status_code == 422
    assert "The report is no longer held here. Choose it again" in answered.text
    assert store.list_assessments().entries == ()


def test_a_busy_verifier_is_reported(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_data: bytes, _limits: VerificationLimits) -> VerificationReport:
        raise BusyError

    monkeypatch.setattr(results_verify, "verify_in_subprocess", busy)
    for to in ("/check-report", "/assessments/open"):
        page = upload_report(client, render_standard_report(), to)
        assert page.status_code == 503
        assert "Other reports are being checked. Try again in a moment" in page.text
