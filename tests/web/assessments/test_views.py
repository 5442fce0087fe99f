import re
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from assess.core.model.assessment import Answer, Assessment
from assess.storage.store import Store
from assess.web.shared.text import slugify
from tests.web.conftest import StrictClient

FILE = b"""council: Testham
service: Parks
profile: {nation: england, stage: idea, members: 3}
answers:
  fund-told: told
  fund-list: {does_not_apply: No scheme, note: "Written, not said"}
"""


def send_file(client: StrictClient, content: bytes, name: str = "answers.yaml") -> TestResponse:
    return client.post("/assessments/open", data={"csrf_token": client.token(), "file": (BytesIO(content), name)})


def test_starting_an_assessment_leads_to_its_profile(client: StrictClient, store: Store) -> None:
    sent = client.send("/assessments/new", council=" Testham ", service="Parks", name="First")
    assert sent.location == "/assessments/1/about"
    record = store.load_assessment(1)
    assert (record.assessment.council, record.assessment.service, record.name) == ("Testham", "Parks", "First")
    assert record.release.version == "1.0.0"


def test_names_are_required_and_input_is_preserved(client: StrictClient, store: Store) -> None:
    response = client.send("/assessments/new", council="", service="Parks & <gardens>", name="")
    assert response.status_code == 422
    assert "<title>Error: Begin an assessment" in response.text
    assert "Enter the name of the council" in response.text
    assert 'value="Parks &amp; &lt;gardens&gt;"' in response.text
    assert store.list_services().services == ()


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e\u2066", "\u00ad \u2060", "\u3000"])
def test_an_invisible_name_is_rejected(client: StrictClient, store: Store, unseen: str) -> None:
    response = client.send("/assessments/new", council="Testham", service=unseen, name="First")
    assert response.status_code == 422
    assert "Enter the name of the service" in response.text
    assert store.list_services().services == ()


def test_a_second_assessment_of_a_service_starts_with_its_names(client: StrictClient, begun: str) -> None:
    listed = client.get("/assessments").text
    assert f'href="{begun}"' in listed
    again = client.get("/assessments/new?service=1").text
    assert 'value="Libraries"' in again
    assert 'value="Assessment 2"' in again
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="Assessment 2")
    assert client.get("/assessments").text.count('<h2 class="govuk-heading-m') == 1


def test_the_list_says_where_the_answers_are_stored(client: StrictClient, tmp_path: Path) -> None:
    assert str(tmp_path / "data") in client.get("/assessments").text


def test_an_assessment_is_renamed(client: StrictClient, begun: str) -> None:
    assert client.send(f"{begun}/rename", council="Testham", service="Parks", name="").status_code == 422
    assert client.send(f"{begun}/rename", council="Testham", service="Parks", name="Later").status_code == 303
    listed = client.get("/assessments").text
    assert 'Later<span class="govuk-visually-hidden"> (' in listed
    assert "Libraries" not in listed


@pytest.mark.parametrize("page", ["/assessments", "/assessments/1"])
def test_an_assessment_is_copied_with_its_answers(client: StrictClient, store: Store, begun: str, page: str) -> None:
    client.send(f"{begun}/questions/fund-told", answer="told")
    assert f'action="{begun}/copy"' in client.get(page).text
    client.send_hidden(page, f"{begun}/copy")
    assert "“Copy of First” was made." in client.get("/assessments").text
    assert store.load_assessment(2).assessment.answers == {"fund-told": Answer(option="told")}


def test_deletion_asks_for_confirmation(client: StrictClient, store: Store, begun: str) -> None:
    page = client.get(f"{begun}/delete").text
    assert "Are you sure that you want to delete “First”?" in page
    assert f'href="{begun}/answers.yaml"' in page
    assert len(store.list_services().services) == 1
    client.send(f"{begun}/delete")
    assert store.list_services().services == ()
    assert client.get(begun).status_code == 404


def test_downloaded_answers_can_be_opened_again(client: StrictClient, store: Store, begun: str) -> None:
    client.send(f"{begun}/questions/fund-list", answer=":does-not-apply", reason="No scheme", note="ŵ: yes # no\nmore")
    response = client.get(f"{begun}/answers.yaml")
    assert response.headers["Content-Disposition"] == 'attachment; filename="libraries-first.yaml"'
    opened = send_file(client, response.data)
    assert opened.location == "/assessments/2"
    assert store.load_assessment(2).assessment == store.load_assessment(1).assessment


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_report_in_csv_or_json_can_be_opened_again(client: StrictClient, store: Store, begun: str, form: str) -> None:
    client.send(f"{begun}/questions/fund-list", answer=":does-not-apply", reason="No scheme", note="=1+1, ŵ\nmore")
    choice = {"form": form, "answers": "with", "status": "draft"}
    sent = client.get(f"{begun}/report/file", query_string=choice).data
    assert send_file(client, sent, f"report.{form}").location == "/assessments/2"
    assert store.load_assessment(2).assessment == store.load_assessment(1).assessment


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"Part,Id\n", "Line 1: The first line must name the columns."),
        ("a.json", b'{\n"format": NaN}', "Line 2: Here a value must stand"),
        ("a.json", b"[" * 100_000, "Line 1: Lists and keys are nested more than 20 deep here."),
        ("a.JSON", b'{"format": "mutual-readiness-report", "format_version": 3}', "A newer program made it"),
    ],
)
def test_an_invalid_sheet_or_document_is_rejected_with_its_problems(
    client: StrictClient, store: Store, name: str, content: bytes, says: str
) -> None:
    response = send_file(client, content, name)
    assert response.status_code == 422
    assert says in response.text
    assert store.list_services().services == ()


def test_a_file_of_answers_on_other_rules_says_so(client: StrictClient) -> None:
    opened = send_file(client, FILE + b"rulebook: 0.9.0\n")
    assert "The answers were given on version 0.9.0 of the rules." in client.get(str(opened.location)).text


def test_opening_a_file_creates_an_assessment(client: StrictClient, store: Store) -> None:
    assert send_file(client, FILE).status_code == 303
    kept = store.load_assessment(1).assessment
    assert (kept.council, kept.service, kept.profile["members"]) == ("Testham", "Parks", 3)
    assert kept.answers["fund-list"] == Answer(does_not_apply="No scheme", note="Written, not said")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (FILE.replace(b"told: told", b"told: tolt"), "Line 5: "),
        (FILE.replace(b"fund-told", b"fund-tod"), "Line 5: "),
        (b"\x00\xff", "Line 1: "),
        (b"", "Line 1: "),
    ],
)
def test_an_invalid_file_is_rejected_with_its_problems(
    client: StrictClient, store: Store, content: bytes, says: str
) -> None:
    response = send_file(client, content)
    assert response.status_code == 422
    assert "<title>Error: Open a file of answers" in response.text
    assert says in response.text
    assert store.list_services().services == ()


@pytest.mark.parametrize(
    ("name", "end"), [("answers.xlsx", ".xlsx"), ("Report.DOCX", ".docx"), ("report.html", ".html")]
)
def test_a_file_type_without_answers_is_reported_as_such(
    client: StrictClient, store: Store, name: str, end: str
) -> None:
    response = send_file(client, b"PK\x03\x04\x00\xff", name)
    assert response.status_code == 422
    assert f"A file that ends in “{end}” cannot be read back. Choose one that ends in .yaml, .csv" in response.text
    assert store.list_services().services == ()


def test_a_missing_file_is_an_error(client: StrictClient) -> None:
    response = client.send("/assessments/open")
    assert response.status_code == 422
    assert "Choose a file of answers" in response.text


def test_file_names_are_plain() -> None:
    assert slugify("Llyfrgelloedd & Parciau", "Cyn y Papur!") == "llyfrgelloedd-parciau-cyn-y-papur"
    assert slugify("…", "—") == "answers"


def test_every_sample_becomes_an_assessment(
    client: StrictClient, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parks.yaml").write_bytes(FILE)
    (tmp_path / "other.yaml").write_bytes(FILE.replace(b"fund-told", b"of-other-rules"))
    monkeypatch.setattr("assess.resources.list_samples", lambda: (tmp_path / "other.yaml", tmp_path / "parks.yaml"))
    page = client.get("/samples").text
    assert re.findall(r'action="(/samples/[^"]+)"', page) == ["/samples/parks"]
    assert client.send_hidden("/samples", "/samples/parks").location == "/assessments/1"
    assert isinstance(store.load_assessment(1).assessment, Assessment)
    assert client.send_hidden("/samples", "/samples/other").status_code == 404
