from pathlib import Path

import pytest
from flask import Flask

from assess.core.model.assessment import Answer
from assess.storage.store import Store
from assess.web.app import create_app
from tests.web.conftest import StrictClient
from tests.web.test_rulebooks import change, published


def publish(rules: Path, store: Store) -> None:
    """Put version 1.1.0 in force: one question gone, one new, one option gone, a weight changed."""
    change(rules, "version: 1.0.0", "version: 1.1.0")
    change(rules, "id: fund-list", "id: fund-list-checked")
    change(rules, "{question: fund-list, is: [none]}", "{question: fund-list-checked, is: [none]}")
    change(rules, "id: told,", "id: told-in-writing,")
    change(rules, "is: [not-contacted, told]", "is: [not-contacted, told-in-writing]")
    change(rules, "weight: 3", "weight: 9")
    published(store, rules)


def answer_all(client: StrictClient) -> None:
    client.send("/assessments/1/questions/fund-told", answer="told", note="Letter sent")
    client.send("/assessments/1/questions/fund-list", answer="checked")
    client.send("/assessments/1/questions/ballot", answer="won")


def test_an_assessment_begun_under_an_older_version_says_so_with_a_button(
    client: StrictClient, store: Store, rules: Path, begun: str
) -> None:
    assert "is in force now" not in client.get(begun).text
    publish(rules, store)
    page = client.get(begun).text
    assert "begun under version 1.0.0 of the rules and stays on it. Version 1.1.0 is in force now." in page
    assert "Move it to version 1.1.0" in page
    assert "Has the pension fund’s office" in client.get(f"{begun}/questions/fund-told").text


@pytest.mark.parametrize("form", [".json", ".html", ".csv"])
def test_a_report_made_again_from_an_older_version_has_the_same_words_and_figures(  # noqa: PLR0917 - the fixtures
    app: Flask, client: StrictClient, store: Store, rules: Path, begun: str, form: str
) -> None:
    answer_all(client)
    asked = {"form": form.removeprefix("."), "answers": "with", "status": "draft"}
    before = client.get(f"{begun}/report/file", query_string=asked)
    assert before.status_code == 200
    change(rules, "Has the pension fund's office been brought in?", "Is the fund on board?")
    publish(rules, store)
    assert "Is the fund on board?" in client.get("/questions").text
    anew = create_app(app.extensions["assess"].settings, store)  # with nothing at hand of what was made before
    anew.testing = True
    after = anew.test_client().get(f"{begun}/report/file", query_string=asked)
    assert after.data == before.data


def test_before_moving_one_sees_what_would_change(client: StrictClient, store: Store, rules: Path, begun: str) -> None:
    answer_all(client)
    publish(rules, store)
    page = client.get(f"{begun}/rules").text
    assert "1 of its 3 answers carry over as they are" in page
    new, again, gone = (page.split(f">{title}<")[1].split("</ul>")[0] for title in (
        "New questions", "Questions to answer again", "Questions that are gone"))  # fmt: skip
    assert "Is there a list?" in new
    assert "Has the pension fund’s office been brought in?" in again
    assert "Is there a list?" in gone
    assert "High: you can show 66 of 100 now" in page
    assert "Low: you can show 0 of 100 now; it could be as high as 100" in page


def test_moving_keeps_every_answer_even_to_questions_that_are_gone(
    client: StrictClient, store: Store, rules: Path, begun: str
) -> None:
    answer_all(client)
    before = store.load(1).assessment.answers
    publish(rules, store)
    assert client.send(f"{begun}/rules").status_code == 303
    record = store.load(1)
    assert record.release.version == "1.1.0"
    assert record.assessment.answers == before
    assert "Moved to version 1.1.0: one answer carried over." in client.get(begun).text


def test_a_question_whose_option_is_gone_is_to_be_answered_again_and_keeps_its_note(
    client: StrictClient, store: Store, rules: Path, begun: str
) -> None:
    answer_all(client)
    publish(rules, store)
    client.send(f"{begun}/rules")
    page = client.get(f"{begun}/questions/fund-told").text
    assert " checked" not in page.split("What would prove it")[0]
    assert ">Letter sent</textarea>" in page
    client.send(f"{begun}/questions/fund-told", answer="agreed", note="Letter sent")
    assert store.load(1).assessment.answers["fund-told"] == Answer(option="agreed", note="Letter sent")


def test_a_page_that_named_an_older_version_moves_nothing(
    client: StrictClient, store: Store, rules: Path, begun: str
) -> None:
    publish(rules, store)
    token = client.token()
    client.post(f"{begun}/rules", data={"csrf_token": token, "version": "1.0.5"})
    assert store.load(1).release.version == "1.0.0"
    assert "The rules have changed again" in client.get(begun).text


def test_there_is_nothing_to_move_to_while_the_version_is_in_force(client: StrictClient, begun: str) -> None:
    assert client.get(f"{begun}/rules").location == begun
