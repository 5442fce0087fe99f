from pathlib import Path

import pytest
from flask import Flask

from assess.core.model.assessment import Answer
from assess.storage.store import Store
from assess.web.app import create_app
from tests.web.conftest import StrictClient
from tests.web.test_rulebooks import change_file, publish_files


def publish_new_version(rules: Path, store: Store) -> None:
    """Publish version 1.1.0: one question removed, one added, one option removed, a weight changed."""
    change_file(rules, "version: 1.0.0", "version: 1.1.0")
    change_file(rules, "id: fund-list", "id: fund-list-checked")
    change_file(rules, "{question: fund-list, is: [none]}", "{question: fund-list-checked, is: [none]}")
    change_file(rules, "id: told,", "id: told-in-writing,")
    change_file(rules, "is: [not-contacted, told]", "is: [not-contacted, told-in-writing]")
    change_file(rules, "weight: 3", "weight: 9")
    publish_files(store, rules)


def answer_all_questions(client: StrictClient) -> None:
    client.send("/assessments/1/questions/fund-told", answer="told", note="Letter sent")
    client.send("/assessments/1/questions/fund-list", answer="checked")
    client.send("/assessments/1/questions/ballot", answer="won")


def test_an_assessment_on_an_older_version_says_so_and_leads_to_what_would_change(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    assert "is now in force" not in client.get(assessment_url).text
    publish_new_version(rules, store)
    page = client.get(assessment_url).text
    assert "begun on version 1.0.0 of the rules and keeps it. Version 1.1.0 is now in force." in page
    assert f'href="{assessment_url}/rules">See what version 1.1.0 would change</a>' in page
    assert f'action="{assessment_url}/rules"' not in page
    assert "Has the pension fund’s office" in client.get(f"{assessment_url}/questions/fund-told").text


@pytest.mark.parametrize("form", [".json", ".html", ".csv"])
def test_a_report_rendered_again_on_an_older_version_has_the_same_text_and_figures(  # noqa: PLR0917 - fixtures
    app: Flask, client: StrictClient, store: Store, rules: Path, assessment_url: str, form: str
) -> None:
    answer_all_questions(client)
    asked = {"form": form.removeprefix("."), "answers": "with", "status": "draft"}
    before = client.get(f"{assessment_url}/report/file", query_string=asked)
    assert before.status_code == 200
    change_file(rules, "Has the pension fund's office been brought in?", "Is the fund on board?")
    publish_new_version(rules, store)
    assert "Is the fund on board?" in client.get("/questions").text
    anew = create_app(app.extensions["assess"].settings, store)  # with nothing cached
    anew.testing = True
    after = anew.test_client().get(f"{assessment_url}/report/file", query_string=asked)
    assert after.data == before.data


def test_migration_shows_first_what_would_change(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    answer_all_questions(client)
    publish_new_version(rules, store)
    page = client.get(f"{assessment_url}/rules").text
    assert "1 of its 3 answers will carry over unchanged" in page
    assert "This cannot be undone: an assessment cannot be moved back to version 1.0.0." in page
    assert f'href="{assessment_url}/manage">copy the assessment first</a>' in page
    assert "Move to version 1.1.0</button>" in page
    new, again, gone = (page.split(f">{title}<")[1].split("</ul>")[0] for title in (
        "New questions", "Questions to answer again", "Questions that have been removed"))  # fmt: skip
    assert "Is there a list?" in new
    assert "Has the pension fund’s office been brought in?" in again
    assert "Is there a list?" in gone
    assert "High: you can show 66 of 100 now" in page
    assert "Low: you can show 0 of 100 now; it could be as high as 100" in page


def test_migration_keeps_every_answer_even_to_removed_questions(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    answer_all_questions(client)
    before = store.load_assessment(1).assessment.answers
    publish_new_version(rules, store)
    assert client.send(f"{assessment_url}/rules").status_code == 303
    record = store.load_assessment(1)
    assert record.release.version == "1.1.0"
    assert record.assessment.answers == before
    assert "Moved to version 1.1.0: one answer carried over." in client.get(assessment_url).text


def test_a_question_with_a_removed_option_is_unanswered_and_keeps_its_note(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    answer_all_questions(client)
    publish_new_version(rules, store)
    client.send(f"{assessment_url}/rules")
    page = client.get(f"{assessment_url}/questions/fund-told").text
    assert " checked" not in page.split("What would prove it")[0]
    assert ">Letter sent</textarea>" in page
    client.send(f"{assessment_url}/questions/fund-told", answer="agreed", note="Letter sent")
    assert store.load_assessment(1).assessment.answers["fund-told"] == Answer(option="agreed", note="Letter sent")


def test_an_outdated_migration_page_migrates_nothing(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    publish_new_version(rules, store)
    token = client.token()
    client.post(f"{assessment_url}/rules", data={"csrf_token": token, "version": "1.0.5"})
    assert store.load_assessment(1).release.version == "1.0.0"
    assert "The rules have changed again" in client.get(assessment_url).text


def test_an_assessment_on_the_current_version_cannot_be_migrated(client: StrictClient, assessment_url: str) -> None:
    assert client.get(f"{assessment_url}/rules").location == assessment_url


def test_answers_follow_renamed_questions_and_options(
    client: StrictClient, store: Store, rules: Path, assessment_url: str
) -> None:
    answer_all_questions(client)
    change_file(rules, "id: fund-list", "id: fund-list-checked\n        was: [fund-list]")
    change_file(rules, "{id: told,", "{was: [told], id: told-in-writing,")
    change_file(rules, "is: [not-contacted, told]", "is: [not-contacted, told-in-writing]")
    change_file(rules, "{question: fund-list, is: [none]}", "{question: fund-list-checked, is: [none]}")
    change_file(rules, "version: 1.0.0", "version: 1.1.0")
    publish_files(store, rules)
    page = client.get(f"{assessment_url}/rules").text
    assert "3 of its 3 answers will carry over unchanged." in page
    assert "Questions that have been removed" not in page
    client.send(f"{assessment_url}/rules", version="1.1.0")
    answers = store.load_assessment(1).assessment.answers
    assert answers["fund-told"] == Answer(option="told-in-writing", note="Letter sent")
    assert answers["fund-list-checked"] == Answer(option="checked")
    assert "fund-list" not in answers
