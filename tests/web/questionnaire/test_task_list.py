import re

import pytest

from tests.web.conftest import StrictClient

pytestmark = pytest.mark.usefixtures("begun")


def list_statuses(client: StrictClient) -> dict[str, str]:
    """Return the status of each line of the task list."""
    lines = re.findall(r'status-(\w+)">(.+?)</div>', client.get("/assessments/1").text)
    return {name: re.sub("<.+?>", "", said) for name, said in lines}


def test_the_task_list_shows_the_status_of_each_section_in_words(client: StrictClient, begun: str) -> None:
    assert list_statuses(client) == {"about": "2 left blank", "pensions": "2 to answer", "staff": "Nothing due yet"}
    client.send(f"{begun}/questions/fund-told", answer=":dont-know")
    client.send(f"{begun}/questions/fund-list", answer="checked")
    client.send(f"{begun}/about", nation="england", stage="business-case", members="12", budget="5", union="no")
    assert list_statuses(client) == {"about": "Completed", "pensions": "1 not known", "staff": "1 to answer"}
    client.send(f"{begun}/questions/fund-told", answer="told")
    client.send(f"{begun}/questions/ballot", answer=":does-not-apply", reason="No staff")
    assert list_statuses(client) == {"about": "Completed", "pensions": "Completed", "staff": "Completed"}


def test_an_unfinished_question_is_still_to_be_answered(client: StrictClient, begun: str) -> None:
    client.send(f"{begun}/questions/fund-told", answer="told")
    client.send(f"{begun}/questions/fund-list", then="later", answer=":does-not-apply")
    assert list_statuses(client)["pensions"] == "1 to answer"


def test_the_task_list_says_how_much_was_answered_and_whom_to_ask(client: StrictClient, begun: str) -> None:
    client.send(f"{begun}/questions/fund-told", answer=":dont-know")
    page = client.get(begun).text
    assert "1 of 2 questions due now have been looked at. 1 of them is marked “I do not know”." in page
    assert "2 questions. Ask: section 151 officer and HR business partner" in page
    assert "0 of 1 questions due now. Ask: HR business partner" in page
    assert "An idea being talked about" in page
    assert "The two barriers" in page


def test_a_missing_required_fact_is_mentioned_first(client: StrictClient) -> None:
    client.send("/assessments/new", council="C", service="S", name="Second")
    assert "2 needed" in client.get("/assessments/2").text


def test_a_section_lists_its_questions_with_their_answers(client: StrictClient, begun: str) -> None:
    client.send(f"{begun}/questions/fund-told", answer="told", note="Line one\nline <two>", by="Head of HR")
    page = client.get(f"{begun}/sections/pensions").text
    for said in (
        "Staff need to know that their pensions are protected.",
        "The fund has been told &amp; has not replied",
        "Line one\nline &lt;two&gt;",
        "Head of HR",
        "To answer",
        "Continue to staff buy-in",
    ):
        assert said in page
    later = client.get(f"{begun}/sections/staff").text
    assert "From the stage “Writing the business case” on" in later
    assert f'href="{begun}/check"' in later
    assert client.get(f"{begun}/sections/nothing").status_code == 404


def test_check_your_answers_shows_every_fact_and_answer_with_a_change_link(client: StrictClient, begun: str) -> None:
    client.send(f"{begun}/questions/fund-list", answer=":does-not-apply", reason="No scheme", evidence="File 7")
    client.send(f"{begun}/about", nation="england", stage="idea", members="0", budget="1250000", union="unknown")
    page = client.get(f"{begun}/check").text
    for said in ("England", "£1,250,000", "Not known", "Does not apply", "No scheme", "File 7"):
        assert said in page
    assert "Not asked. No one who would move is in the scheme." in page
    assert page.count(">Change<") == 5 + 3


def test_notices_are_on_the_task_list_with_their_sources(client: StrictClient, begun: str) -> None:
    client.send(f"{begun}/about", nation="wales", stage="idea")
    page = client.get(begun).text
    assert "Wales has &lt;its&gt; own list" in page
    assert "A Supplied Guide" in page
