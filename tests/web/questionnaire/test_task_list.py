import re

import pytest

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.storage.store import Store
from tests.web.conftest import StrictClient

pytestmark = pytest.mark.usefixtures("assessment_url")


def list_statuses(client: StrictClient) -> dict[str, str]:
    """Return the status of each line of the task list."""
    lines = re.findall(r'status-(\w+)">(.+?)</div>', client.get("/assessments/1").text)
    return {name: re.sub("<.+?>", "", said) for name, said in lines}


def test_the_task_list_shows_the_status_of_each_section_in_words(client: StrictClient, assessment_url: str) -> None:
    assert list_statuses(client) == {"about": "2 left blank", "pensions": "2 to answer", "staff": "Nothing due yet"}
    client.send(f"{assessment_url}/questions/fund-told", answer=":dont-know")
    client.send(f"{assessment_url}/questions/fund-list", answer="checked")
    client.send(
        f"{assessment_url}/about", nation="england", stage="business-case", members="12", budget="5", union="no"
    )
    assert list_statuses(client) == {"about": "All given", "pensions": "1 not known", "staff": "1 to answer"}
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    client.send(f"{assessment_url}/questions/ballot", answer=":does-not-apply", reason="No staff")
    assert list_statuses(client) == {"about": "All given", "pensions": "All answered", "staff": "All answered"}


def test_an_unfinished_question_is_still_to_be_answered(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    client.send(f"{assessment_url}/questions/fund-list", then="later", answer=":does-not-apply")
    assert list_statuses(client)["pensions"] == "1 to answer"


def test_the_task_list_says_how_much_was_answered_and_whom_to_ask(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer=":dont-know")
    page = client.get(assessment_url).text
    assert (
        "You have answered 1 of the 2 questions due at this stage. For 1 of them the answer is “I do not know”." in page
    )
    assert "2 questions. Ask: section 151 officer and HR business partner" in page
    assert "0 of 1 questions due now. Ask: HR business partner" in page
    assert "An idea being talked about" in page
    assert "The two barriers" in page


@pytest.mark.parametrize(
    ("answered", "sentence", "leads_to"),
    [
        (
            "",
            "Next is pensions, question 1 of 2: “Has the pension fund’s office been brought in?”",
            "questions/fund-told",
        ),
        ("fund-told", "Next is pensions, question 2 of 2: “Is there a list?”", "questions/fund-list"),
        ("fund-list", "Next is staff buy-in, question 1 of 1: “Have staff voted?”", "questions/ballot"),
        ("fund-list ballot", "Next is pensions, question 1 of 2: “Has the pension fund’s", "questions/fund-told"),
        ("ballot fund-list fund-told", "Every question due now is answered.", "result"),
    ],
)
def test_the_green_button_goes_on_where_the_officer_left_off(
    client: StrictClient, assessment_url: str, answered: str, sentence: str, leads_to: str
) -> None:
    client.send(f"{assessment_url}/about", nation="england", stage="business-case", members="12")
    for question in answered.split():
        client.send(f"{assessment_url}/questions/{question}", answer=":dont-know")
    page = client.get(assessment_url).text
    assert sentence in page
    assert get_green_button(page) == f"{assessment_url}/{leads_to}"
    assert page.count('class="govuk-button"') == 1


def get_green_button(page: str) -> str:
    """Return where the first green button of a page leads."""
    found = re.search(r'<a href="([^"]+)" role="button" draggable="false" class="govuk-button"', page)
    assert found
    return found.group(1)


def test_an_assessment_begins_with_its_facts(client: StrictClient, assessment_url: str) -> None:
    client.send("/assessments/new", council="C", service="S", name="Second")
    page = client.get("/assessments/2").text
    assert "Begin with the facts about the service. They decide which questions are asked." in page
    assert get_green_button(page) == "/assessments/2/about"
    client.send(f"{assessment_url}/about", then="later", nation="england", stage="idea", members="many")
    assert "The facts about the service are not finished." in client.get(assessment_url).text


def test_a_file_of_answers_goes_on_with_its_first_open_question(client: StrictClient, store: Store) -> None:
    both = {"fund-list": Answer(note="Ask"), "ballot": Answer(option="won")}
    profile: Profile = {"nation": "england", "stage": "business-case", "members": 2}
    kept = store.load_stored_rulebook(store.load_assessment(1).release)
    number = store.create_assessment("Opened", Assessment("C", "S", profile, both), kept)
    assert get_green_button(client.get(f"/assessments/{number}").text).endswith("/questions/fund-told")


def test_the_green_button_of_a_section_leads_to_its_next_open_question_then_to_the_others(
    client: StrictClient, assessment_url: str
) -> None:
    client.send(f"{assessment_url}/about", nation="england", stage="business-case", members="12")
    buttons = []
    for question in ("fund-told", "fund-list", "ballot"):
        buttons.append(get_green_button(client.get(f"{assessment_url}/sections/pensions").text))
        client.send(f"{assessment_url}/questions/{question}", answer=":dont-know")
    buttons.append(get_green_button(client.get(f"{assessment_url}/sections/pensions").text))
    questions = [f"{assessment_url}/questions/{question}" for question in ("fund-told", "fund-list", "ballot")]
    assert buttons == [*questions, f"{assessment_url}/check"]


def test_the_page_that_checks_answers_goes_on_with_what_is_open_then_with_the_result(
    client: StrictClient, assessment_url: str
) -> None:
    client.send(f"{assessment_url}/questions/fund-list", answer="none")
    page = client.get(f"{assessment_url}/check").text
    assert get_green_button(page) == f"{assessment_url}/questions/fund-told"
    assert "See the result so far" in page
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    page = client.get(f"{assessment_url}/check").text
    assert get_green_button(page) == f"{assessment_url}/result"
    assert "See the result so far" not in page


def test_a_missing_required_fact_is_mentioned_first(client: StrictClient) -> None:
    client.send("/assessments/new", council="C", service="S", name="Second")
    assert "2 needed" in client.get("/assessments/2").text


def test_a_section_lists_its_questions_with_their_answers(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told", note="Line one\nline <two>", by="Head of HR")
    page = client.get(f"{assessment_url}/sections/pensions").text
    for said in (
        "Staff need to know that their pensions are protected.",
        "The fund has been told &amp; has not replied",
        "Line one\nline &lt;two&gt;",
        "Head of HR",
        "To answer",
        "Continue with pensions, question 2 of 2",
    ):
        assert said in page
    client.send(f"{assessment_url}/questions/fund-list", answer="none")
    later = client.get(f"{assessment_url}/sections/staff").text
    assert "Due from “Writing the business case”" in later
    assert f'href="{assessment_url}/check"' in later
    assert client.get(f"{assessment_url}/sections/nothing").status_code == 404


@pytest.mark.parametrize("page", ["sections/pensions", "check"])
def test_addresses_of_evidence_are_links(client: StrictClient, assessment_url: str, page: str) -> None:
    evidence = "File 7, https://example.org/a?b=<c>. javascript:alert(1)"
    client.send(f"{assessment_url}/questions/fund-told", answer="told", evidence=evidence)
    shown = client.get(f"{assessment_url}/{page}").text
    link = (
        '<a class="govuk-link" href="https://example.org/a?b=" rel="noopener noreferrer">https://example.org/a?b=</a>'
    )
    assert f"File 7, {link}&lt;c&gt;. javascript:alert(1)</p>" in shown


def test_check_your_answers_shows_every_fact_and_answer_with_a_change_link(
    client: StrictClient, assessment_url: str
) -> None:
    client.send(
        f"{assessment_url}/questions/fund-list", answer=":does-not-apply", reason="No scheme", evidence="File 7"
    )
    client.send(
        f"{assessment_url}/about", nation="england", stage="idea", members="0", budget="1250000", union="unknown"
    )
    page = client.get(f"{assessment_url}/check").text
    for said in ("England", "£1,250,000", "Not known", "Does not apply", "No scheme", "File 7"):
        assert said in page
    assert "Not asked. No one who would move is in the scheme." in page
    assert page.count(">Change<") == 5 + 3
    assert f'href="{assessment_url}/questions/fund-list?back=check"' in page
    assert 'id="q-fund-list"' in page


def test_notices_are_on_the_task_list_with_their_sources(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/about", nation="wales", stage="idea")
    page = client.get(assessment_url).text
    assert "Wales has &lt;its&gt; own list" in page
    assert "A Supplied Guide" in page
