import re

import pytest

from tests.web.conftest import StrictClient


def page_text(page: str) -> str:
    """Return the text of a page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>", maxsplit=1)[0]))


def test_without_a_stage_the_page_asks_for_the_profile_first(client: StrictClient) -> None:
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="First")
    page = client.get("/assessments/1/result").text
    assert "There is no result yet" in page
    assert 'href="/assessments/1/about"' in page


def test_before_the_first_answer_the_page_says_that_everything_is_unknown(
    client: StrictClient, assessment_url: str
) -> None:
    page = page_text(client.get(f"{assessment_url}/result").text)
    assert "No question has been answered yet" in page
    assert "You can show 0 of 100 now; it could be as high as 100 once 2 answers are known." in page


def test_a_blocker_comes_before_any_figure_with_its_answer_and_remedy(
    client: StrictClient, assessment_url: str
) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    page = page_text(client.get(f"{assessment_url}/result").text)
    assert "One blocker stops this going further than “Low”" in page
    assert "Answered: The fund hasn’t been contacted ( Question Q1 )." in page
    assert "To lift it: Write to the fund." in page
    assert page.index("One blocker") < page.index("You can show 0 of 100 now")


def test_the_parts_are_in_the_order_of_the_report(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    client.send(f"{assessment_url}/questions/fund-list", answer=":does-not-apply", reason="Nobody has a pension")
    page = client.get(f"{assessment_url}/result").text
    parts = ("summary", "barriers", "next", "R1", "road", "sure", "warnings", "notices", "apart", "worked", "sources")
    places = [page.index(f'id="{part}"') for part in parts]
    assert places == sorted(places)
    assert "Nobody has a pension" in page


def test_every_question_number_links_to_its_page(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    page = client.get(f"{assessment_url}/result").text
    assert re.search(
        rf'href="{assessment_url}/questions/fund-told"><span class="govuk-visually-hidden">Question </span>Q1<', page
    )
    assert f'href="{assessment_url}/questions/ballot"' in client.get(f"{assessment_url}/result/calculation").text


def test_every_citation_links_to_a_source_and_back(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    page, sources = client.get(f"{assessment_url}/result").text, client.get(f"{assessment_url}/result/sources").text
    assert f'href="{assessment_url}/result/sources#n-1">[1, section 5]</a>' in page
    assert 'id="n-1"' in sources
    assert f'href="{assessment_url}/result#R1">R1</a>' in sources
    assert 'id="R1"' in page


def test_the_sum_stands_on_a_page_of_its_own(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    assert f'href="{assessment_url}/result/calculation"' in client.get(f"{assessment_url}/result").text
    page = page_text(client.get(f"{assessment_url}/result/calculation").text)
    assert "Q1, Pensions: Has the pension fund" in page


@pytest.mark.parametrize("part", ["sources", "calculation"])
def test_without_a_result_its_parts_lead_to_the_page_that_says_so(client: StrictClient, part: str) -> None:
    client.send("/assessments/new", council="Testham", service="Parks", name="First")
    assert client.get(f"/assessments/1/result/{part}").headers["Location"] == "/assessments/1/result"


def test_blank_or_unfinished_questions_are_mentioned_before_the_result(
    client: StrictClient, assessment_url: str
) -> None:
    client.send(f"{assessment_url}/about", stage="idea", then="continue", nation="")
    client.send(f"{assessment_url}/questions/fund-list", answer=":does-not-apply", then="later")
    page = page_text(client.get(f"{assessment_url}/result").text)
    assert "left unfinished, so what was typed on them does not count yet: Is there a list?" in page


def test_markup_in_input_is_shown_literally(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/questions/fund-list", answer=":does-not-apply", reason="<b>none</b>")
    page = client.get(f"{assessment_url}/result").text
    assert "&lt;b&gt;none&lt;/b&gt;" in page
    assert "<b>none</b>" not in page
