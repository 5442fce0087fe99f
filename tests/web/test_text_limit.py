"""What is too long for an assessment is refused where it is saved, with a sentence, and is still on the page."""

import re
from io import BytesIO

import pytest

from assess.storage import text_limit
from assess.storage.store import Store
from assess.verification.subprocess_check import VerificationLimits
from assess.verification.verify import verify_report
from assess.web.results import verify as results_verify
from tests.verification.reports import render_standard_report
from tests.web.conftest import HIDDEN, StrictClient

SENTENCE = re.compile(
    r"All notes and other texts of this assessment together would come to \d+ characters\. "
    r"Shorten them to 12 or fewer, so that the report can be printed"
)
LONG = "Thirteen long"
ANSWERS = b"council: Testham\nservice: Parks\nanswers:\n  fund-told: {answer: told, note: Thirteen long}\n"


@pytest.fixture(autouse=True)
def _short_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an assessment hold twelve characters."""
    monkeypatch.setattr(text_limit, "MAX_CHARACTERS", 12)

    def check_here(data: bytes, _limits: VerificationLimits) -> object:
        return verify_report(data)

    monkeypatch.setattr(results_verify, "verify_in_subprocess", check_here)


def count_assessments(store: Store) -> int:
    return store.list_assessments().total


def test_a_long_note_is_refused_beside_its_field(client: StrictClient, store: Store, assessment_url: str) -> None:
    page = client.send(f"{assessment_url}/questions/fund-told", answer="told", note=LONG)
    assert page.status_code == 422
    assert len(SENTENCE.findall(page.text)) == 2
    assert 'href="#note"' in page.text
    assert f"{LONG}</textarea>" in page.text
    assert store.load_assessment(1).assessment.answers == {}


def test_a_long_reason_in_the_plan_is_refused(client: StrictClient, store: Store, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    page = client.send(f"{assessment_url}/plan/actions/write", decision="explain", reason=LONG)
    assert page.status_code == 422
    assert SENTENCE.search(page.text)
    assert f"{LONG}</textarea>" in page.text
    several = dict(re.findall(HIDDEN, client.get(f"{assessment_url}/plan/several").text))
    page = client.post(
        f"{assessment_url}/plan/several",
        data=several | {"recommendation": "write", "decision": "explain", "reason": LONG},
    )
    assert page.status_code == 422
    assert SENTENCE.search(page.text)
    assert store.load_assessment(1).assessment.plan == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [("answers.yaml", ANSWERS), ("report.pdf", render_standard_report())],
    ids=["answers", "report"],
)
def test_a_file_with_too_much_text_is_not_opened(client: StrictClient, store: Store, name: str, content: bytes) -> None:
    page = client.post("/assessments/open", data={"csrf_token": client.token(), "file": (BytesIO(content), name)})
    assert page.status_code == 422
    assert SENTENCE.search(page.text)
    assert count_assessments(store) == 0


def test_a_checked_report_with_too_much_text_is_not_opened(client: StrictClient, store: Store) -> None:
    sent = {"csrf_token": client.token(), "file": (BytesIO(render_standard_report()), "report.pdf")}
    hidden = dict(re.findall(HIDDEN, client.post("/check-report", data=sent).text))
    page = client.post("/check-report/begin", data=hidden)
    assert page.status_code == 422
    assert SENTENCE.search(page.text)
    assert count_assessments(store) == 0
