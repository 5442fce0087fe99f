"""What a stage needs and what does not fit together, on the pages of an assessment."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.web.conftest import StrictClient

CONTRADICTION = "The fund was told, and nobody is in the scheme."

CONTRADICTIONS = f"""contradictions:
  - id: told-nobody
    when: {{all: [{{question: fund-told, is: [told, agreed]}}, {{profile: union, is: ["no"]}}]}}
    says: "{CONTRADICTION}"

"""


@pytest.fixture
def rules(rules: Path) -> Path:
    """The folder of the small rules with a need on one question, and a contradiction."""
    path = rules / "readiness.yaml"
    text = path.read_text()
    for old, new in (
        ("roles:\n", "needs: {cap: low}\n\nroles:\n"),
        ("        weight: 2\n", "        weight: 2\n        needs: {idea: told, business-case: agreed}\n"),
        ("blockers:\n", CONTRADICTIONS + "blockers:\n"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text)
    return rules


def read_result(client: StrictClient, assessment_url: str, answer: str) -> str:
    client.send(f"{assessment_url}/questions/fund-told", answer=answer)
    return client.get(f"{assessment_url}/result").text


def test_an_option_that_a_stage_needs_is_marked_in_words(client: StrictClient, assessment_url: str) -> None:
    page = client.get(f"{assessment_url}/questions/fund-told").text
    assert page.index("The fund has been told") < page.index("Needed now") < page.index("The fund has agreed")
    assert "Needed by “Writing the business case”" in page
    client.send(f"{assessment_url}/about", nation="england", stage="business-case", members="12")
    later = client.get(f"{assessment_url}/questions/fund-told").text
    assert later.count("Needed now") == 1
    assert "Needed by" not in later


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("not-contacted", "Missing (1)"),
        (":dont-know", "Not known (1)"),
        ("told", "In place (1)"),
    ],
)
def test_the_result_lists_needs_before_the_score(
    client: StrictClient, assessment_url: str, answer: str, says: str
) -> None:
    page = read_result(client, assessment_url, answer)
    assert page.index("What this stage needs</h2>") < page.index(says) < page.index("You can show")


def test_the_result_lists_what_the_next_stage_needs_with_owner_and_time(
    client: StrictClient, assessment_url: str
) -> None:
    page = read_result(client, assessment_url, "told")
    plan = page[page.index('id="next-stage"') :]
    assert "What “Writing the business case” needs as well" in plan
    assert plan.index("The fund has agreed") < plan.index("told &amp; has not replied") < plan.index("Pensions")


def test_the_task_list_says_what_the_stage_needs_and_how_much_is_in_place(
    client: StrictClient, assessment_url: str
) -> None:
    assert "The one thing named for this stage is not known, by your answers." in client.get(assessment_url).text
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    page = client.get(assessment_url).text
    assert "Needed at this stage and in place: all 1" in page
    assert "No one has checked it." in page


def test_a_contradiction_is_shown_on_every_page_of_what_it_names(client: StrictClient, assessment_url: str) -> None:
    client.send(f"{assessment_url}/about", nation="england", stage="idea", members="12", union="no")
    paths = [f"{assessment_url}/{path}" for path in ("questions/fund-told", "check", "about/check", "result")]
    assert not any(CONTRADICTION in client.get(path).text for path in paths)
    client.send(f"{assessment_url}/questions/fund-told", answer="told")
    for path in paths:
        page = client.get(path).text
        assert CONTRADICTION in page
        assert page.count("Check with the section 151 officer (chief finance officer).") == 1
    assert CONTRADICTION not in client.get(f"{assessment_url}/questions/fund-list").text


@pytest.mark.parametrize(
    ("answer", "cell", "listed_for"),
    [
        (":dont-know", "1 not known of 1", "unknown"),
        ("not-contacted", "1 missing of 1", "missing"),
        ("told", "All 1 in place", "met"),
    ],
)
def test_the_list_of_services_says_what_the_stage_needs(
    client: StrictClient, assessment_url: str, answer: str, cell: str, listed_for: str
) -> None:
    read_result(client, assessment_url, answer)
    for wanted in ("unknown", "missing", "met"):
        row = f'data-label="What the stage needs">{cell}<'
        assert (row in client.get(f"/services?needs={wanted}&sort=needs").text) == (wanted == listed_for)
    sheet = next(csv.DictReader(StringIO(client.get("/services.csv").data.decode("utf-8-sig"))))
    counts = sheet["Needs of the stage"], sheet["Needs missing"], sheet["Needs not known"]
    assert counts == ("1", str(int("missing" in cell)), str(int("not known" in cell)))
