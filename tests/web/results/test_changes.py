import re
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from assess.core.model.assessment import Answer
from assess.storage.database import DatabaseUnavailableError
from assess.storage.store import Store
from assess.verification.subprocess_check import BusyError
from assess.verification.verify import verify_report
from tests.verification.reports import render_standard_report, replace_in_attachment
from tests.web.assessments.test_migrate import answer_all_questions, publish_new_version
from tests.web.conftest import StrictClient
from tests.web.results.test_views import page_text

SAVED_FILE = b"""council: Borough of Sample
service: Libraries
profile: {nation: england, stage: idea, members: 12}
answers:
  fund-told: agreed
"""


def start_second_assessment(client: StrictClient, **answers: str) -> str:
    """Start a second assessment of the service with these answers and return its address."""
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="Second")
    client.send("/assessments/2/about", nation="england", stage="idea", members="12")
    for question, answer in answers.items():
        client.send(f"/assessments/2/questions/{question.replace('_', '-')}", answer=answer)
    return "/assessments/2"


def send_file(client: StrictClient, address: str, content: bytes, name: str = "earlier.yaml") -> TestResponse:
    return client.post(f"{address}/changes", data={"csrf_token": client.token(), "file": (BytesIO(content), name)})


def section_text(page: str, name: str) -> str:
    """Return the text of the part of a page that begins with this id."""
    after = page.split(f' id="{name}"')[1]
    return page_text(f"<main{after[: after.index('<h2')]}</main>")


def test_an_assessment_is_compared_with_the_previous_one(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    client.send(f"{assessment_url}/questions/fund-list", answer="checked")
    second = start_second_assessment(client, fund_told="agreed", fund_list="none")
    page = client.get(f"{second}/changes").text
    said = page_text(page)
    assert "Compared with “First”, last changed on" in said
    assert "You can show 66 of 100 now, up from 33. It could be as high as 66, up from 33." in said
    assert "The band is “High” now. It was “Low”." in said
    assert "One question got better, one got worse or needs attention and one is unchanged." in said
    assert "Lifted The fund has to agree." in said
    assert "Has the pension fund’s office been brought in? Nothing yet: The fund hasn’t been contacted" in section_text(
        page, "better"
    )
    assert "+66.6" in section_text(page, "better")
    assert (
        "Is there a list? In place: The fund has checked a list Nothing yet: There is no list \N{MINUS SIGN}33.3"
        in section_text(page, "worse")
    )
    assert "Pensions 33 of 100 before, 66 of 100 now. 33 66 +33" in section_text(page, "barriers")


def test_any_other_assessment_of_the_service_can_be_chosen(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed")
    start_second_assessment(client)
    page = client.get(f"{assessment_url}/changes").text
    assert 'id="comparison"' not in page
    assert re.findall(r'<option value="([^"]+)"', page) == ["2"]
    assert "Compared with “Second”" in client.get(f"{assessment_url}/changes?with=2").text


def download_report(client: StrictClient, address: str, form: str = "html") -> None:
    choice = {"form": form, "answers": "with", "status": "draft"}
    assert client.get(f"{address}/report/file", query_string=choice).status_code == 200


def test_answers_are_compared_with_those_of_the_last_report(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted", note="A note")
    download_report(client, assessment_url)
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed")
    page = client.get(f"{assessment_url}/changes").text
    assert re.search(r"Compared with the report made on \d+ \w+ \d{4} at \d\d:\d\d\.", page_text(page))
    assert "You can show 66 of 100 now, up from 0." in page_text(page)
    assert "A note" not in page
    assert re.findall(r'<option value="([^"]+)" selected>The report made on', page) == ["report-1"]


def test_a_report_from_the_same_answers_is_offered_last(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    download_report(client, assessment_url)
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed", note="Not kept")
    for form in ("html", "csv", "json"):
        download_report(client, assessment_url, form)
    page = client.get(f"{assessment_url}/changes").text
    assert re.findall(r'<option value="([^"]+)"', page) == ["report-2", "report-1"]
    assert "You can show 66 of 100 now, up from 0." in page_text(page)


def test_an_earlier_assessment_comes_before_a_report(client: StrictClient, assessment_url: str) -> None:
    second = start_second_assessment(client, fund_told="agreed")
    download_report(client, second)
    assert "Compared with “First”" in client.get(f"{second}/changes").text
    assert client.get(f"{assessment_url}/changes?with=report-1").status_code == 422


def test_a_report_can_carry_the_comparison_with_an_earlier_one(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    download_report(client, assessment_url)
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed")
    assert '<option value="report-1">The report made on' in client.get(f"{assessment_url}/report").text
    choice = {"form": "html", "answers": "with", "status": "draft", "with": "report-1"}
    assert "the report made on" in client.get(f"{assessment_url}/report/file", query_string=choice).text


def test_a_report_is_compared_under_the_rules_that_it_was_made_with(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    answer_all_questions(client)
    download_report(client, assessment_url)
    publish_new_version(rules, store)
    client.send(f"{assessment_url}/rules")
    page = page_text(client.get(f"{assessment_url}/changes?with=report-1").text)
    assert "The rules differ: version 1.0.0 before, version 1.1.0 now." in page


def test_a_report_is_given_even_if_it_cannot_be_kept_for_comparison(
    client: StrictClient, assessment_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseUnavailableError("The disk is full.")

    monkeypatch.setattr(Store, "save_snapshot", refuse)
    download_report(client, assessment_url)
    assert "no report has been made of this one" in client.get(f"{assessment_url}/changes").text


@pytest.mark.parametrize("chosen", ["1", "3", "99", "rules-9.9.9", "rules-", "report-1", "report-x", "x"])
def test_an_assessment_that_is_not_listed_cannot_be_chosen(
    client: StrictClient, assessment_url: str, chosen: str
) -> None:
    start_second_assessment(client)
    client.send("/assessments/new", council="Testham", service="Parks", name="Of another service")
    client.send("/assessments/3/about", nation="england", stage="idea", members="12")
    response = client.get(f"{assessment_url}/changes", query_string={"with": chosen})
    assert response.status_code == 422
    assert "Select one of the assessments that are listed" in response.text


def test_an_assessment_without_a_stage_is_neither_compared_nor_offered(
    client: StrictClient, assessment_url: str
) -> None:
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="Second")
    assert client.get("/assessments/2/changes").location == "/assessments/2/result"
    assert send_file(client, "/assessments/2", SAVED_FILE).location == "/assessments/2/result"
    assert "There is no other assessment of this service" in client.get(f"{assessment_url}/changes").text


def test_different_stages_and_facts_are_listed_with_an_explanation(client: StrictClient, assessment_url: str) -> None:
    second = start_second_assessment(client, fund_told="agreed")
    client.send(f"{assessment_url}/questions/fund-list", answer="checked")
    client.send(f"{second}/about", nation="wales", stage="business-case", members="12")
    page = page_text(client.get(f"{second}/changes").text)
    assert (
        "The stages differ: “An idea being talked about” before, “Writing the business case” now. "
        "Three questions are due now, and two then." in page
    )
    assert "One fact about the service is different now, which can change what is asked." in page
    assert "Where is the council? England Wales" in page
    assert "Have staff voted? Not due yet Not yet answered" in page


def test_a_migrated_assessment_is_compared_with_itself_before_the_migration(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    answer_all_questions(client)
    publish_new_version(rules, store)
    client.send(f"{assessment_url}/rules")
    markup = client.get(f"{assessment_url}/changes?with=rules-1.0.0").text
    assert client.get(re.findall(r'href="(/rules/compare[^"]*)"', markup)[0].replace("&amp;", "&")).status_code == 200
    page = page_text(markup)
    assert "Compared with the same answers under version 1.0.0 of the rules." in page
    assert "The rules differ: version 1.0.0 before, version 1.1.0 now." in page
    assert "Pensions: Is there a list? In place: The fund has checked a list Not in the rules" in page
    assert client.get(f"{assessment_url}/changes?with=rules-1.1.0").status_code == 422


def test_an_uploaded_file_is_compared_and_not_stored(client: StrictClient, store: Store, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    response = send_file(client, assessment_url, SAVED_FILE)
    assert response.status_code == 200
    assert "Compared with the answers in the file “earlier.yaml”." in page_text(response.text)
    assert "You can show 33 of 100 now, down from 66." in page_text(response.text)
    assert store.load_assessment(1).assessment.answers == {"fund-told": Answer(option="told")}
    assert len(store.list_assessments().entries) == 1


def test_a_file_is_evaluated_on_the_rules_that_it_names(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed")
    saved = client.get(f"{assessment_url}/answers.yaml").data
    publish_new_version(rules, store)
    client.send(f"{assessment_url}/rules")
    page = page_text(send_file(client, assessment_url, saved).text)
    assert "The rules differ: version 1.0.0 before, version 1.1.0 now." in page


def test_a_file_of_another_service_is_reported_as_such(client: StrictClient, assessment_url: str) -> None:
    page = page_text(send_file(client, assessment_url, SAVED_FILE.replace(b"Libraries", b"<Parks>")).text)
    assert "The earlier answers are about another service: &lt;Parks&gt;, Borough of Sample." in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SAVED_FILE.replace(b"agreed", b"agred"), "Line 5: "),
        (SAVED_FILE.replace(b" stage: idea,", b""), "does not say how far the service had got"),
        (b"\x00", "Line 1: "),
        (b"- a list", "Line 1: "),
    ],
)
def test_an_invalid_file_is_rejected_with_its_problems(
    client: StrictClient, assessment_url: str, content: bytes, says: str
) -> None:
    response = send_file(client, assessment_url, content)
    assert response.status_code == 422
    assert "<title>Error: Change since last time" in response.text
    assert says in response.text


def test_a_file_type_without_answers_is_reported_as_such(client: StrictClient, assessment_url: str) -> None:
    response = send_file(client, assessment_url, b"PK\x03\x04", "answers.xlsx")
    assert response.status_code == 422
    assert "A file that ends in “.xlsx” cannot be read back" in response.text
    assert "Line 1" not in response.text


def test_a_missing_file_is_an_error(client: StrictClient, assessment_url: str) -> None:
    response = client.post(f"{assessment_url}/changes", data={"csrf_token": client.token()})
    assert response.status_code == 422
    assert "Choose a file of answers" in response.text


def test_a_report_can_include_the_comparison(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    second = start_second_assessment(client, fund_told="agreed")
    page = client.get(f"{second}/changes").text
    assert f'href="{second}/report?with=1"' in page
    assert '<option value="1" selected>' in client.get(f"{second}/report?with=1").text
    chosen = {"form": "html", "answers": "with", "status": "draft"}
    made = client.get(f"{second}/report/file", query_string=chosen | {"with": "1"})
    assert made.status_code == 200
    assert "Compared with “First”, last changed on" in made.text
    assert "Compared with" not in client.get(f"{second}/report/file", query_string=chosen).text


def test_a_report_cannot_be_compared_with_an_assessment_that_is_not_listed(
    client: StrictClient, assessment_url: str
) -> None:
    start_second_assessment(client)
    chosen = {"form": "html", "answers": "with", "status": "draft", "with": "9"}
    refused = client.get(f"{assessment_url}/report/file", query_string=chosen)
    assert refused.status_code == 422
    assert "Select one of the assessments that are listed" in refused.text
    assert client.get(f"{assessment_url}/report/waiting", query_string=chosen).status_code == 303


@pytest.fixture
def _checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify reports in this process; that a separate one is used is tested elsewhere."""
    monkeypatch.setattr("assess.web.results.baselines.run_verification", verify_report)


@pytest.mark.usefixtures("_checked_here")
def test_a_pdf_report_can_be_compared_with_too(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed")
    page = page_text(send_file(client, assessment_url, render_standard_report(), "spring.pdf").text)
    assert "Compared with the answers in the report “spring.pdf”." in page
    assert "Partly: The fund has been told &amp; has not replied In place: The fund has agreed" in page
    assert "The earlier answers are about another service: Parks, Testham." in page
    changed = replace_in_attachment("figures.json", b'"answered": 1', b'"answered": 2')
    assert "“spring.pdf”. Be careful with it: " in page_text(
        send_file(client, assessment_url, changed, "spring.pdf").text
    )


@pytest.mark.usefixtures("_checked_here")
def test_a_pdf_that_is_not_a_report_is_rejected(client: StrictClient, assessment_url: str) -> None:
    response = send_file(client, assessment_url, b"%PDF-1.7", "spring.pdf")
    assert response.status_code == 422
    assert "<title>Error: Change since last time" in response.text


def test_a_busy_verifier_asks_the_user_to_wait(
    client: StrictClient, assessment_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: bytes) -> None:
        raise BusyError

    monkeypatch.setattr("assess.web.results.baselines.run_verification", busy)
    response = send_file(client, assessment_url, b"%PDF-1.7", "spring.pdf")
    assert response.status_code == 503
    assert "Other reports are being checked" in response.text
