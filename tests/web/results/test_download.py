import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from assess.report.selection import SUMMARY_ONLY_NOTE
from assess.web.results import report_jobs
from assess.web.shared.text import slugify
from tests.web.conftest import SMALL, StrictClient
from tests.web.test_rulebooks import change_file

CHECKBOX = re.compile(r'__input" id="([^"]+)" name="(\w+)" type="checkbox" value="([^"]+)"( checked)?')
TODAY = date.today().isoformat()


def request_report(
    client: StrictClient, assessment_url: str, form: str, answers: str = "with", status: str = "draft"
) -> TestResponse:
    """Request the report as its form does."""
    return client.get(
        f"{assessment_url}/report/file", query_string={"form": form, "answers": answers, "status": status}
    )


def test_including_answers_has_no_default(client: StrictClient, assessment_url: str) -> None:
    page = client.get(f"{assessment_url}/report").text
    assert 'value="pdf" checked' in page
    assert 'value="draft" checked' in page
    assert 'value="with" checked' not in page
    assert 'value="without" checked' not in page


def test_a_missing_choice_is_asked_for(client: StrictClient, assessment_url: str) -> None:
    refused = request_report(client, assessment_url, "pdf", answers="")
    assert refused.status_code == 422
    assert "Select whether the file includes your answers and notes" in refused.text
    assert "<title>Error: " in refused.text


def test_without_a_stage_there_is_no_report(client: StrictClient) -> None:
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="First")
    assert client.get("/assessments/1/report").location == "/assessments/1/result"
    assert request_report(client, "/assessments/1", "json").location == "/assessments/1/result"


def test_the_file_name_contains_council_service_and_date(client: StrictClient, assessment_url: str) -> None:
    sent = request_report(client, assessment_url, "json")
    assert sent.headers["Content-Disposition"] == f'attachment; filename="borough-of-sample-libraries-{TODAY}.json"'
    published = request_report(client, assessment_url, "json", "without").headers["Content-Disposition"]
    assert published == f'attachment; filename="borough-of-sample-libraries-{TODAY}-without-answers.json"'


def test_the_json_equals_the_result(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    data = json.loads(request_report(client, assessment_url, "json").data)["result"]
    assert (data["stage"], data["asked"], data["answered"]) == ("idea", 2, 1)


@pytest.mark.parametrize(
    ("form", "kind", "starts"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("csv", "text/csv", b"\xef\xbb\xbfPart,"),
    ],
)
def test_office_files_can_be_downloaded(
    client: StrictClient, assessment_url: str, form: str, kind: str, starts: bytes
) -> None:
    sent = request_report(client, assessment_url, form)
    assert (sent.status_code, sent.mimetype) == (200, kind)
    assert sent.data.startswith(starts)
    assert sent.headers["Content-Disposition"].endswith(f'{TODAY}.{form}"')


def test_opendocument_is_offered_only_where_libreoffice_is(
    client: StrictClient, assessment_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'value="odt"' in client.get(f"{assessment_url}/report").text
    monkeypatch.setenv("ASSESS_SOFFICE", "/nowhere/soffice")
    page = client.get(f"{assessment_url}/report").text
    assert 'value="docx"' in page
    assert [form for form in ("odt", "ods") if f'value="{form}"' in page] == []
    assert request_report(client, assessment_url, "odt").status_code == 422


def test_a_sheet_of_answers_requires_answers(client: StrictClient, assessment_url: str) -> None:
    refused = request_report(client, assessment_url, "csv", "without")
    assert refused.status_code == 422
    assert "A CSV file contains nothing but the answers, so it cannot be made without them." in refused.text


def test_the_decision_summary_needs_no_choice_about_answers(client: StrictClient, assessment_url: str) -> None:
    asked = {"form": "html", "scope": "summary", "status": "draft", "marking": "OFFICIAL-SENSITIVE"}
    sent = client.get(f"{assessment_url}/report/file", query_string=asked)
    assert SUMMARY_ONLY_NOTE in sent.text
    assert "OFFICIAL-SENSITIVE" in sent.text
    assert sent.headers["Content-Disposition"].endswith(f'{TODAY}-summary.html"')


def test_all_boxes_are_ticked_initially_and_give_the_complete_report(client: StrictClient, assessment_url: str) -> None:
    page = client.get(f"{assessment_url}/report").text
    boxes = CHECKBOX.findall(page)
    assert {name for _, name, _, _ in boxes} >= {"part", "section"}
    assert len({identity for identity, _, _, _ in boxes}) == len(boxes)
    assert all(ticked for _, _, _, ticked in boxes)
    ticked = [(name, value) for _, name, value, _ in boxes]
    asked = [("form", "html"), ("answers", "with"), ("status", "draft"), ("ticked", "yes")]
    assert "leaves out" not in client.get(f"{assessment_url}/report/file", query_string=MultiDict(asked + ticked)).text


def test_a_url_with_choices_preselects_them(client: StrictClient, assessment_url: str) -> None:
    page = client.get(
        f"{assessment_url}/report", query_string={"form": "docx", "marking": "OFFICIAL", "answers": "without"}
    ).text
    for value in ("docx", "OFFICIAL", "without", "report", "draft"):
        assert f'value="{value}" checked' in page
    assert 'value="pdf" checked' not in page


def test_unticked_parts_are_excluded_and_boxes_are_preserved_on_errors(
    client: StrictClient, assessment_url: str
) -> None:
    asked = [("form", "html"), ("status", "draft"), ("ticked", "yes"), ("part", "workings"), ("section", "fund")]
    sent = client.get(f"{assessment_url}/report/file", query_string=MultiDict([*asked, ("answers", "with")]))
    assert "This copy leaves out: the contents and how to read this report, the barriers with their steps" in sent.text
    assert sent.headers["Content-Disposition"].endswith('-extract.html"')
    refused = client.get(f"{assessment_url}/report/file", query_string=MultiDict(asked))
    assert refused.status_code == 422
    assert re.search(r'value="workings" checked', refused.text)
    assert not re.search(r'value="contents" checked', refused.text)
    assert '<details class="govuk-details" open>' in refused.text


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"form": "csv", "ticked": "yes"}, "nothing can be left out of it"),
        ({"form": "json", "scope": "summary"}, "nothing can be left out of it"),
        ({"scope": "apart"}, "Each barrier on pages of its own is only for the PDF"),
        ({"form": "json", "marking": "OFFICIAL"}, "has no place for a protective marking"),
        ({"form": "pdf", "marking": "SECRET"}, "Select one of the answers that are listed"),
        ({"form": "gif"}, "Select one of the answers that are listed"),
        ({"scope": "half"}, "Select one of the answers that are listed"),
    ],
)
def test_an_impossible_combination_is_rejected_at_its_field(
    client: StrictClient, assessment_url: str, choices: dict[str, str], says: str
) -> None:
    asked = {"form": "html", "answers": "with", "status": "draft"} | choices
    refused = client.get(f"{assessment_url}/report/file", query_string=asked)
    assert refused.status_code == 422
    assert says in refused.text


def test_a_page_without_answers_contains_no_note(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told", note="Letter of 4 May", by="Head of finance")
    assert "Letter of 4 May" in request_report(client, assessment_url, "html").text
    published = request_report(client, assessment_url, "html", "without", "final").text
    assert "Letter of 4 May" not in published
    assert "Head of finance" not in published


def test_a_page_is_self_contained(client: StrictClient, assessment_url: str) -> None:
    page = request_report(client, assessment_url, "html").text
    assert "<script" not in page
    assert "<link" not in page
    assert "src=" not in page
    assert "url(" not in page
    assert "@import" not in page


@pytest.mark.filterwarnings("ignore:unclosed file .*(icc|ttf):ResourceWarning")
def test_the_pdf_contains_the_rules_of_the_assessment(client: StrictClient, assessment_url: str, rules: Path) -> None:
    change_file(rules, "version: 1.0.0", "version: 1.1.0")
    sent = request_report(client, assessment_url, "pdf")
    assert sent.mimetype == "application/pdf"
    assert sent.data.startswith(b"%PDF")
    inside = PdfReader(BytesIO(sent.data)).attachments
    assert inside["readiness.yaml"] == [(SMALL / "readiness.yaml").read_bytes()]


def test_a_report_that_cannot_be_made_offers_an_alternative(
    client: StrictClient, assessment_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise RuntimeError("the paper is out")

    monkeypatch.setattr(report_jobs, "render_report", fail)
    failed = request_report(client, assessment_url, "html")
    assert failed.status_code == 500
    assert "The report could not be made" in failed.text
    assert "the paper is out" not in failed.text
    assert f'href="{assessment_url}/result"' in failed.text
    assert "form=json" in failed.text


def test_a_name_with_accents_keeps_its_letters() -> None:
    assert slugify("Cyngor Ynys Môn", "Llyfrgelloedd & archifau") == "cyngor-ynys-mon-llyfrgelloedd-archifau"
