import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from assess.core.model.assessment import Answer, Assessment
from assess.report.content.text import format_date
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import AssessmentNames, Release, StoredRulebook
from assess.storage.service_summaries import SummaryStore
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


def list_rows(client: StrictClient, query: str = "") -> list[list[str]]:
    """Return the cells of the list, without what only screen readers hear."""
    table = re.findall("<tbody.*?</tbody>", client.get(f"/assessments{query}").text, re.DOTALL)
    rows = re.findall("<tr.*?</tr>", "".join(table), re.DOTALL)
    heard = re.compile('<span class="govuk-visually-hidden">.*?</span>')
    return [
        [" ".join(re.sub("<[^>]+>", " ", heard.sub("", cell)).split()) for cell in re.findall("<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def test_the_list_shows_how_far_each_assessment_is(client: StrictClient, assessment_url: str) -> None:
    today = format_date(date.today())
    names = "Libraries Borough of Sample, First"
    assert list_rows(client) == [
        [names, "An idea being talked about", "0 of 2", "Not started No answer given yet", today, "Manage"]
    ]
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    assert list_rows(client)[0][2:4] == ["1 of 2", "Low 0 to 33. 1 blocker"]
    client.send(f"{assessment_url}/questions/fund-list", answer=":dont-know")
    assert list_rows(client)[0][2:4] == ["2 of 2", "Low 0 to 33. 1 blocker"]
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed")
    client.send(f"{assessment_url}/questions/fund-list", answer="checked")
    assert list_rows(client)[0][2:4] == ["2 of 2", "High 100"]


def test_an_assessment_without_facts_is_listed_with_what_is_missing(client: StrictClient, store: Store) -> None:
    client.send("/assessments/new", council="Testham", service="Parks", name="First")
    assert list_rows(client)[0][1:4] == ["–", "–", "Not started No answer given yet"]
    store.save_answer(1, "fund-told", Answer(option="told"))
    assert list_rows(client)[0][1:4] == ["–", "–", "No score yet The stage is not given"]


def test_a_score_may_be_too_early_or_missing(
    client: StrictClient, store: Store, assessment_url: str, rules: Path
) -> None:
    client.send(f"{assessment_url}/questions/fund-list", answer=":does-not-apply", reason="None")
    client.send(f"{assessment_url}/about", nation="england", stage="idea", members="0")
    assert list_rows(client)[0][2:4] == ["1 of 1", "No score No question that is due applies"]
    early = StoredRulebook(Release("small", "1.0.1", "bb"), *read_early_rules(rules))
    store.move_to_rulebook(1, early)
    assert list_rows(client)[0][2:4] == ["1 of 1", "Too early to score 1 question is due at this stage"]
    assert '<td class="govuk-table__cell" data-label="Band">Too early to score</td>' in client.get("/services").text


def read_early_rules(folder: Path) -> tuple[bytes, bytes]:
    """Return the small rules, with a score only from three questions."""
    readiness = (folder / "readiness.yaml").read_bytes().replace(b"version: 1.0.0", b"version: 1.0.1", 1)
    return readiness + b"\nscore_from: 3\n", (folder / "evidence.yaml").read_bytes()


def test_the_list_continues_with_what_was_changed_last(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    page = client.get("/assessments").text
    assert "Libraries, First: 1 question to answer." in page
    assert f'href="{assessment_url}" role="button"' in page
    client.send(f"{assessment_url}/questions/fund-list", answer="none")
    assert "Libraries, First: every question due now is answered." in client.get("/assessments").text
    client.send("/assessments/new", council="Testham", service="Parks", name="Spring")
    assert "Parks, Spring: begin with the facts about the service." in client.get("/assessments").text
    assert "Continue where you left off" not in client.get("/assessments?find=Parks").text


@pytest.mark.parametrize(
    ("query", "says", "services"),
    [
        ("", "2 assessments, the last changed first.", ["Parks", "Libraries"]),
        ("?order=service", "2 assessments, in the order of council and service.", ["Libraries", "Parks"]),
        ("?order=stage", "2 assessments, the earliest stage first.", ["Parks", "Libraries"]),
        ("?order=nonsense", "2 assessments, the last changed first.", ["Parks", "Libraries"]),
        ("?find=park", "1 assessment with this in a name.", ["Parks"]),
        ("?find=museum", "No council, service or assessment has this in its name.", []),
    ],
)
def test_the_list_is_searched_and_ordered(client: StrictClient, query: str, says: str, services: list[str]) -> None:
    for service in ("Libraries", "Parks"):
        client.send("/assessments/new", council="Borough of Sample", service=service, name="First")
    client.send("/assessments/1/about", nation="england", stage="idea")
    client.send("/assessments/2/rename", council="Testham", service="Parks", name="First")
    assert says in client.get(f"/assessments{query}").text
    assert [row[0].split()[0] for row in list_rows(client, query)] == services


@pytest.mark.usefixtures("assessment_url")
def test_a_long_list_has_pages(client: StrictClient, store: Store) -> None:
    for number in range(60):
        store.copy_assessment(1, f"Copy {number:02}")
    page = client.get("/assessments?page=2").text
    assert "51 to 61 of 61 assessments, the last changed first." in page
    assert len(list_rows(client, "?page=2")) == 11
    assert (
        client.get("/assessments?find=copy&order=service&page=9").location
        == "/assessments?find=copy&order=service&page=2"
    )


@pytest.mark.usefixtures("assessment_url")
def test_summaries_that_cannot_be_stored_are_shown_all_the_same(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseUnavailableError("The disk is full.")

    monkeypatch.setattr(SummaryStore, "save", refuse)
    assert list_rows(client)[0][2] == "0 of 2"


def test_an_assessment_is_managed_on_a_page_of_its_own(client: StrictClient, assessment_url: str) -> None:
    assert f'href="{assessment_url}/manage"' in client.get("/assessments").text
    page = client.get(f"{assessment_url}/manage").text
    for end in ("/rename", "/answers.yaml", "/delete"):
        assert f'href="{assessment_url}{end}"' in page
    assert client.get("/assessments/9/manage").status_code == 404


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
    assert store.list_assessments().entries == ()


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e\u2066", "\u00ad \u2060", "\u3000"])
def test_an_invisible_name_is_rejected(client: StrictClient, store: Store, unseen: str) -> None:
    response = client.send("/assessments/new", council="Testham", service=unseen, name="First")
    assert response.status_code == 422
    assert "Enter the name of the service" in response.text
    assert store.list_assessments().entries == ()


def test_a_second_assessment_of_a_service_starts_with_its_names(client: StrictClient, assessment_url: str) -> None:
    assert 'href="/assessments/new?service=1"' in client.get(f"{assessment_url}/manage").text
    again = client.get("/assessments/new?service=1").text
    assert 'value="Libraries"' in again
    assert 'value="Assessment 2"' in again
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="Assessment 2")
    assert len(list_rows(client)) == 2


def test_the_list_says_where_the_answers_are_stored(client: StrictClient, tmp_path: Path) -> None:
    assert str(tmp_path / "data") in client.get("/assessments").text


def test_an_assessment_is_renamed(client: StrictClient, assessment_url: str) -> None:
    assert client.send(f"{assessment_url}/rename", council="Testham", service="Parks", name="").status_code == 422
    assert client.send(f"{assessment_url}/rename", council="Testham", service="Parks", name="Later").status_code == 303
    listed = client.get("/assessments").text
    assert "Testham, Later" in listed
    assert "Libraries" not in listed


@pytest.mark.parametrize("page", ["/assessments/1/manage", "/assessments/1"])
def test_an_assessment_is_copied_with_its_answers(
    client: StrictClient, store: Store, assessment_url: str, page: str
) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    assert f'action="{assessment_url}/copy"' in client.get(page).text
    client.send_hidden(page, f"{assessment_url}/copy")
    assert "“Copy of First” has been created." in client.get("/assessments").text
    assert store.load_assessment(2).assessment.answers == {"fund-told": Answer(option="told")}


def test_deletion_asks_for_confirmation(client: StrictClient, store: Store, assessment_url: str) -> None:
    page = client.get(f"{assessment_url}/delete").text
    assert "Are you sure that you want to delete “First”?" in page
    assert f'href="{assessment_url}/answers.yaml"' in page
    assert len(store.list_assessments().entries) == 1
    client.send(f"{assessment_url}/delete")
    assert store.list_assessments().entries == ()
    assert client.get(assessment_url).status_code == 404


def test_downloaded_answers_can_be_opened_again(client: StrictClient, store: Store, assessment_url: str) -> None:
    client.send(
        f"{assessment_url}/questions/fund-list", answer=":does-not-apply", reason="No scheme", note="ŵ: yes # no\nmore"
    )
    response = client.get(f"{assessment_url}/answers.yaml")
    assert response.headers["Content-Disposition"] == 'attachment; filename="libraries-first.yaml"'
    opened = send_file(client, response.data)
    assert opened.location == "/assessments/2"
    assert store.load_assessment(2).assessment == store.load_assessment(1).assessment


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_report_in_csv_or_json_can_be_opened_again(
    client: StrictClient, store: Store, assessment_url: str, form: str
) -> None:
    client.send(
        f"{assessment_url}/questions/fund-list", answer=":does-not-apply", reason="No scheme", note="=1+1, ŵ\nmore"
    )
    choice = {"form": form, "answers": "with", "status": "draft"}
    sent = client.get(f"{assessment_url}/report/file", query_string=choice).data
    assert send_file(client, sent, f"report.{form}").location == "/assessments/2"
    assert store.load_assessment(2).assessment == store.load_assessment(1).assessment


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"Part,Id\n", "Line 1: The first line must name the columns."),
        ("a.json", b'{\n"format": NaN}', "Line 2: A value must be here"),
        ("a.json", b"[" * 100_000, "Line 1: Lists and keys are nested more than 20 deep here."),
        ("a.JSON", b'{"format": "mutual-readiness-report", "format_version": 3}', "A newer version of this tool made"),
    ],
)
def test_an_invalid_sheet_or_document_is_rejected_with_its_problems(
    client: StrictClient, store: Store, name: str, content: bytes, says: str
) -> None:
    response = send_file(client, content, name)
    assert response.status_code == 422
    assert says in response.text
    assert store.list_assessments().entries == ()


def test_a_file_of_answers_on_other_rules_says_so(client: StrictClient) -> None:
    opened = send_file(client, FILE + b"rulebook: 0.9.0\n")
    assert "The answers were given on version 0.9.0 of the rules." in client.get(str(opened.location)).text


def test_a_file_that_was_opened_before_says_where_it_is(client: StrictClient, store: Store) -> None:
    assert send_file(client, FILE).location == "/assessments/1"
    store.rename_assessment(1, AssessmentNames("Testham", "Parks", "The first"))
    store.save_answer(1, "fund-list", Answer(option="none"))
    again = send_file(client, FILE)
    assert again.status_code == 422
    assert '<a href="/assessments/1">This file was opened before: it is “The first” of Parks, Testham</a>' in again.text
    assert '<a href="#again">' in again.text
    assert store.list_assessments().total == 1


def test_a_file_can_be_opened_again_on_purpose(client: StrictClient, store: Store) -> None:
    send_file(client, FILE)
    again = {"csrf_token": client.token(), "again": "yes", "file": (BytesIO(FILE), "answers.yaml")}
    assert client.post("/assessments/open", data=again).location == "/assessments/2"
    assert store.load_assessment(1).assessment == store.load_assessment(2).assessment


def test_a_file_whose_assessment_is_deleted_is_opened_anew(client: StrictClient, store: Store) -> None:
    send_file(client, FILE)
    store.delete_assessment(1)
    assert send_file(client, FILE).location == "/assessments/2"


def test_an_empty_file_is_called_empty(client: StrictClient) -> None:
    for name in ("a.yaml", "a.csv", "a.json", "a.pdf"):
        assert "The file is empty." in send_file(client, b"", name).text


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
    assert store.list_assessments().entries == ()


@pytest.mark.parametrize(
    ("name", "end"), [("answers.xlsx", ".xlsx"), ("Report.DOCX", ".docx"), ("report.html", ".html")]
)
def test_a_file_type_without_answers_is_reported_as_such(
    client: StrictClient, store: Store, name: str, end: str
) -> None:
    response = send_file(client, b"PK\x03\x04\x00\xff", name)
    assert response.status_code == 422
    assert f"A file that ends in “{end}” cannot be read back. Choose one that ends in .yaml, .csv" in response.text
    assert store.list_assessments().entries == ()


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
