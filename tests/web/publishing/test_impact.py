from threading import Semaphore

import pytest
from flask import Flask

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.releases.impact import ImpactJob
from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import submit_form
from tests.web.rules_editor.test_forms import QUESTION

IMPACT = "/rules/impact"


def start_job(client: StrictClient) -> None:
    """Start evaluating the stored assessments."""
    answer = client.post(IMPACT, data={"csrf_token": client.token()})
    assert answer.location == f"{IMPACT}#stored"


def wait_for_job(app: Flask) -> None:
    """Wait until every stored assessment has been evaluated."""
    job = app.extensions["assess"].rulebooks.impacts.latest_job
    job.thread.join(timeout=60)
    assert not job.thread.is_alive()


def store_many(app: Flask, store: Store, count: int) -> None:
    """Store assessments that score 50 of 100 in pensions."""
    with app.app_context():
        kept = app.extensions["assess"].rulebooks.get_current_stored()
    profile: Profile = {"nation": "england", "stage": "idea", "members": 12}
    answers = {"fund-told": Answer(option="told"), "fund-list": Answer(option="none")}
    for number in range(count):
        store.create_assessment(f"Number {number}", Assessment("Borough of Sample", "Parks", profile, answers), kept)


def step_by_step(monkeypatch: pytest.MonkeyPatch) -> tuple[Semaphore, Semaphore]:
    """Let one worker proceed step by step: one event signals another count, the other lets it continue."""
    counted, go_on, tell = Semaphore(0), Semaphore(0), ImpactJob.add_done

    def tell_then_wait(self: ImpactJob, more: int) -> None:
        tell(self, more)
        counted.release()
        assert go_on.acquire(timeout=60)

    monkeypatch.setattr(ImpactJob, "add_done", tell_then_wait)
    monkeypatch.setattr("assess.releases.impact.BATCH_SIZE", 1)
    return counted, go_on


def test_without_a_draft_there_is_no_impact(client: StrictClient) -> None:
    assert "There is no draft, so nothing would change." in client.get(IMPACT).text


def test_the_impact_of_a_draft_with_problems_is_not_computed(client: StrictClient) -> None:
    submit_form(client, QUESTION, weight="many")
    assert "The draft has problems, so it cannot be tried." in client.get(IMPACT).text
    start_job(client)
    assert "Important" in client.get(IMPACT).text
    assert client.get(f"{IMPACT}/1").status_code == 404


def test_progress_is_updated_without_javascript_and_band_changes_come_first(
    client: StrictClient, app: Flask, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_many(app, store, 3)
    submit_form(client, "/rules/draft/bands/all", band__2__from="30")
    assert "Check all assessments" in client.get(IMPACT).text
    counted, go_on = step_by_step(monkeypatch)
    start_job(client)
    for done in (1, 2):
        assert counted.acquire(timeout=60)
        running = client.get(IMPACT)
        assert running.headers["Refresh"] == "1; url=/rules/impact"
        assert f"{done} of 3 assessments are done." in running.text
        assert f'max="3" value="{done}"' in running.text
        go_on.release()
    go_on.release()
    wait_for_job(app)
    page = client.get(IMPACT)
    assert "Refresh" not in page.headers
    assert "3 of 3 assessments would have a different result, 3 of them a different band." in page.text
    assert "Different band" in page.text


def test_an_expanded_assessment_lists_the_changes_that_affect_its_result(
    client: StrictClient, app: Flask, store: Store
) -> None:
    store_many(app, store, 1)
    submit_form(client, QUESTION, weight="1")
    submit_form(client, "/rules/draft/question/ballot", weight="5", help="Ask again.")
    page = client.get(f"{IMPACT}/1").text
    because = page.split("The changed rules behind this")[1]
    assert "went from 2 to 1" in because
    assert "Have staff voted?” went from 1 to 5" not in because
    assert "Parks: Number 0" in page


def test_questions_that_are_added_removed_or_unanswered_again_are_listed(
    client: StrictClient, app: Flask, store: Store
) -> None:
    store_many(app, store, 1)
    text = client.get("/rules/text/readiness.yaml").text
    changed = text.replace("id: fund-list", "id: fund-listed").replace("question: fund-list,", "question: fund-listed,")
    changed = changed.replace("id: told,", "id: told-it,").replace("[not-contacted, told]", "[not-contacted, told-it]")
    submit_form(client, "/rules/text/readiness", text=changed)
    page = client.get(f"{IMPACT}/1").text
    for heading in ("New questions", "Questions that have been removed", "Questions to answer again"):
        assert heading in page


def test_a_long_list_is_paginated(client: StrictClient, app: Flask, store: Store) -> None:
    store_many(app, store, 53)
    submit_form(client, QUESTION, weight="1")
    start_job(client)
    wait_for_job(app)
    assert "Page 1 of 2" in client.get(IMPACT).text
    second = client.get(f"{IMPACT}?page=2").text
    assert second.split('id="stored"')[1].split("Samples and worked")[0].count("Parks: Number") == 3
    assert "Page 2 of 2" in client.get(f"{IMPACT}?page=99").text


def test_the_result_of_an_earlier_draft_is_not_shown_for_a_later_one(
    client: StrictClient, app: Flask, store: Store
) -> None:
    store_many(app, store, 1)
    submit_form(client, QUESTION, weight="1")
    start_job(client)
    wait_for_job(app)
    submit_form(client, QUESTION, weight="5")
    assert "Check all assessments" in client.get(IMPACT).text
