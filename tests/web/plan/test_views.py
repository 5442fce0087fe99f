"""The action plan: decided, saved, filtered, carried over, and never lost."""

import re
from datetime import date, timedelta

import pytest

from assess.core.model.plan import Action, ActionState
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import compute_etag
from assess.storage.store import Store
from tests.web.conftest import StrictClient

PLAN = "/assessments/1/plan"
WRITE, VOTE = f"{PLAN}/actions/write", f"{PLAN}/actions/vote"
MAY = date(2027, 5, 1)
GOOD = {
    "decision": "act",
    "owner": "Head of HR",
    "due_day": "1",
    "due_month": "5",
    "due_year": "2027",
    "state": "under-way",
}


@pytest.fixture(autouse=True)
def advised(client: StrictClient, assessment_url: str) -> None:
    """Answer so that `write` is recommended and lifts a blocker, and `vote` is recommended and lifts nothing."""
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    client.send(f"{assessment_url}/questions/fund-list", answer="none")


def load_action(store: Store, recommendation: str = "write", number: int = 1) -> Action | None:
    return store.load_assessment(number).assessment.plan.get(recommendation)


def row_text(page: str, recommendation: str) -> str:
    """Return the text of the row of a recommendation."""
    found = re.search(rf'<tr class="govuk-table__row" id="{recommendation}">(.*?)</tr>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split()) if found else ""


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_the_result_shows_the_status_of_each_recommendation_and_links_to_it(client: StrictClient) -> None:
    assert f'href="{WRITE}">Plan this action<' in client.get("/assessments/1/result").text
    client.send(WRITE, **GOOD)
    page = client.get("/assessments/1/result").text
    assert "<strong>Under way</strong>. Head of HR, by 1 May 2027" in page
    assert f'href="{WRITE}">Change this action<' in page


def test_a_new_action_suggests_the_lead_as_owner_and_asks_for_a_job_title(client: StrictClient) -> None:
    page = client.get(WRITE).text
    assert 'name="owner" type="text" value="Section 151 officer (chief finance officer)"' in page
    assert "A role, not a name" in page
    assert 'value="act" checked' not in page


def test_an_action_is_saved_and_shown_on_the_plan(client: StrictClient, store: Store) -> None:
    assert client.send(WRITE, **GOOD).location == PLAN
    assert load_action(store) == Action("Head of HR", MAY, ActionState.UNDER_WAY)
    page = client.get(PLAN).text
    assert "“Write to the fund” has been saved." in page
    assert row_text(page, "write") == "R1. Write to the fund Lifts a blocker Head of HR 1 May 2027 Under way"
    assert "1 of 2 decided: 0 done, 1 under way, 0 not started, 0 will not be done; 1 still to decide." in page
    assert 'name="due_day" type="text" value="1"' in client.get(WRITE).text


def test_save_and_continue_goes_to_the_next_undecided_action_and_then_to_the_plan(
    client: StrictClient,
) -> None:
    assert f'href="{VOTE}">Skip this recommendation' in client.get(WRITE).text
    assert client.send(WRITE, then="continue", **GOOD).location == VOTE
    assert client.send(VOTE, then="continue", **GOOD).location == PLAN
    assert client.send(WRITE, then="continue", **GOOD).location == PLAN


def test_a_reason_replaces_owner_and_date(client: StrictClient, store: Store) -> None:
    client.send(WRITE, decision="explain", owner="Head of HR", reason="The county runs <the> fund")
    assert load_action(store) == Action("Head of HR", reason="The county runs <the> fund")
    assert row_text(client.get(PLAN).text, "write").endswith("The county runs &lt;the&gt; fund – – Will not be done")
    assert 'value="explain" checked' in client.get(WRITE).text


def test_an_action_without_a_date_is_saved_but_undecided(client: StrictClient) -> None:
    client.send(WRITE, decision="act", owner="Head of HR", state="under-way")
    page = client.get(PLAN).text
    assert "It counts as decided when it has someone responsible and a date." in page
    assert "Under way, but it has no date yet." in row_text(page, "write")
    assert row_text(page, "write").endswith("To decide")


def test_actions_required_for_a_final_report_are_marked_and_come_first(client: StrictClient) -> None:
    client.send(VOTE, **GOOD)
    page = client.get(PLAN).text
    assert "Before a report can be final, R1 needs someone responsible and a date, or a reason for not acting" in page
    assert (
        page.index("To decide before a report can be final")
        < page.index('id="write"')
        < page.index("All other recommendations")
    )
    client.send(WRITE, **GOOD)
    assert "before a report can be final" not in client.get(PLAN).text


def test_an_invalid_date_is_rejected_and_input_is_preserved(client: StrictClient, store: Store) -> None:
    refused = client.send(WRITE, **{**GOOD, "due_day": "31", "due_month": "2"})
    assert refused.status_code == 422
    assert "<title>Error: Write to the fund" in refused.text
    assert refused.text.count("The date must be a real date, such as 27 3 2027") == 2
    assert all(f'type="text" value="{each}"' in refused.text for each in ("31", "2", "2027"))
    assert load_action(store) is None


def test_errors_are_summarised_and_input_is_preserved(client: StrictClient, store: Store) -> None:
    refused = client.send(WRITE, **{**GOOD, "decision": "explain", "reason": "a" * 100_001})
    assert refused.status_code == 422
    sentence = "Your reason is 100,001 characters long. Shorten it to 100,000 or fewer"
    assert sentence in refused.text.split("There is a problem", 1)[1].split("</ul>", 1)[0]
    assert 'value="2027"' in refused.text
    assert load_action(store) is None


def test_100000_characters_and_emoji_are_stored_completely(client: StrictClient, store: Store) -> None:
    reason = (f"{'Ŵ😀' * 10}\n" * 5_000)[:100_000].strip()
    sent = client.send(WRITE, decision="explain", owner="😀 Head", reason=reason.replace("\n", "\r\n"))
    assert sent.status_code == 303
    assert load_action(store) == Action("😀 Head", reason=reason)
    assert client.get(PLAN).status_code == 200


def test_save_and_come_back_later_keeps_input_even_with_errors(client: StrictClient, store: Store) -> None:
    typed = {**GOOD, "due_day": "31", "due_month": "2", "reason": "Half\x07", "then": "later"}
    assert client.send(WRITE, **typed).location == PLAN
    assert load_action(store) is None
    assert row_text(client.get(PLAN).text, "write").endswith("To decide Unfinished")
    again = client.get(WRITE).text
    assert "You left this action before it was finished" in again
    assert "The date must be a real date" in again
    assert ">Half�</textarea>" in again
    client.send(WRITE, **GOOD)
    assert "Unfinished" not in client.get(PLAN).text


def test_the_second_of_two_saves_sees_the_conflict_and_nothing_is_lost(client: StrictClient, store: Store) -> None:
    hidden = hidden_fields(client.get(WRITE).text)
    store.save_action(1, "write", Action("Theirs <b>", MAY))
    response = client.post(WRITE, data=hidden | GOOD)
    assert response.status_code == 422
    assert "This action was saved after you opened it" in response.text
    assert "Theirs &lt;b&gt;" in response.text
    assert 'value="Head of HR"' in response.text
    assert load_action(store) == Action("Theirs <b>", MAY)
    assert client.post(WRITE, data=hidden_fields(response.text) | GOOD).status_code == 303
    assert load_action(store) == Action("Head of HR", MAY, ActionState.UNDER_WAY)


def test_a_decision_can_be_withdrawn_unless_someone_else_saved_meanwhile(client: StrictClient, store: Store) -> None:
    client.send(WRITE, **GOOD)
    seen = compute_etag(Action("Head of HR", MAY, ActionState.UNDER_WAY))
    theirs = Action(reason="No money")
    store.save_action(1, "write", theirs)
    token = client.token()
    refused = client.post(f"{WRITE}/clear", data={"csrf_token": token, "seen": seen})
    assert refused.status_code == 422
    assert load_action(store) == theirs
    client.post(f"{WRITE}/clear", data={"csrf_token": token, "seen": compute_etag(theirs)})
    assert load_action(store) is None
    assert "has been cleared" in client.get(PLAN).text


def test_a_form_of_an_expired_session_is_shown_again(client: StrictClient, store: Store) -> None:
    response = client.post(WRITE, data={**GOOD, "csrf_token": "old"})
    assert response.status_code == 422
    assert "Your session has ended. Nothing was saved yet" in response.text
    assert 'value="Head of HR"' in response.text
    assert load_action(store) is None


def test_input_is_preserved_if_the_disk_is_not_writable(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DatabaseUnavailableError("The database cannot be written: database or disk is full.")

    monkeypatch.setattr(Store, "save_action", full)
    response = client.send(WRITE, **GOOD)
    assert response.status_code == 503
    assert 'value="Head of HR"' in response.text


YESTERDAY = date.today() - timedelta(1)
FILTERS = {
    "": {"write", "vote"},
    "?state=to-decide": {"vote"},
    "?state=under-way": {"write"},
    "?state=nonsense&only=nonsense": {"write", "vote"},
    "?owner=Head+of+HR": {"write"},
    "?owner=HR+business+partner": {"vote"},
    "?owner=Nobody": set(),
    "?only=lifts": {"write"},
    "?only=overdue": {"write"},
    "?only=unowned": {"vote"},
    "?only=unowned&only=lifts": set(),
    "?state=under-way&owner=Head+of+HR&only=lifts&only=overdue": {"write"},
}


def test_the_plan_can_be_filtered(client: StrictClient, store: Store) -> None:
    store.save_action(1, "write", Action("Head of HR", YESTERDAY, ActionState.UNDER_WAY))
    pages = {query: client.get(PLAN + query).text for query in FILTERS}
    assert {
        query: {name for name in ("write", "vote") if row_text(page, name)} for query, page in pages.items()
    } == FILTERS
    assert "No recommendation matches these filters" in pages["?owner=Nobody"]
    assert row_text(pages["?only=overdue"], "write").count("Overdue") == 1


def test_an_action_that_is_no_longer_advised_is_listed_separately(client: StrictClient, store: Store) -> None:
    client.send(WRITE, **GOOD)
    store.save_action(1, "gone-from-rules", Action("Head of HR", MAY))
    client.send("/assessments/1/questions/fund-told", answer="agreed")
    page = client.get(PLAN).text
    apart = page.split("Not recommended now", 1)[1]
    assert row_text(apart, "write") == "Write to the fund Head of HR 1 May 2027 Under way"
    assert row_text(apart, "gone-from-rules").startswith(
        "Gone from rules This recommendation is no longer in the rules."
    )
    assert "Not recommended now" in client.get(WRITE).text
    assert client.get(f"{PLAN}/actions/gone-from-rules").status_code == 200


def test_a_done_action_that_is_still_triggered_is_pointed_out(client: StrictClient) -> None:
    client.send(WRITE, **{**GOOD, "state": "done"})
    said = "It is marked done, but Q1 still triggers it. If it is done, change the answer."
    assert said in row_text(client.get(PLAN).text, "write")


def start_second_assessment(client: StrictClient) -> None:
    client.send("/assessments/new", council="Borough\u00a0of  SAMPLE", service="LIBRARIES", name="Second")
    client.send("/assessments/2/about", nation="england", stage="idea", members="12")


def test_the_next_assessment_of_a_service_starts_with_the_previous_plan(client: StrictClient, store: Store) -> None:
    store.save_action(1, "write", Action("Head of HR", MAY, ActionState.DONE))
    store.save_action(1, "vote", Action("Head of law", MAY, ActionState.UNDER_WAY))
    start_second_assessment(client)
    page = client.get("/assessments/2/plan").text
    assert "Two actions were carried over from “First”." in page
    assert row_text(page, "write").endswith("In “First”. Head of HR 1 May 2027 Done before")
    assert row_text(page, "vote").endswith("Carried over from “First”. Head of law 1 May 2027 Under way")
    client.send("/assessments/2/questions/fund-told", answer="told")
    again = row_text(client.get("/assessments/2/plan").text, "write")
    assert "Done before, in “First”, but Q1 still triggers it. Decide again." in again
    assert again.endswith("To decide")


def test_carried_over_actions_can_be_removed(client: StrictClient, store: Store) -> None:
    store.save_action(1, "write", Action("Head of HR", MAY))
    start_second_assessment(client)
    client.send("/assessments/2/plan/actions/vote", **GOOD)
    client.send_hidden("/assessments/2/plan", "/assessments/2/plan/begin-afresh")
    assert list(store.load_assessment(2).assessment.plan) == ["vote"]
    assert load_action(store) == Action("Head of HR", MAY)
    assert "One action removed from this plan" in client.get("/assessments/2/plan").text


def test_carrying_over_is_not_mentioned_without_a_previous_plan(client: StrictClient) -> None:
    start_second_assessment(client)
    assert "carried" not in client.get("/assessments/2/plan").text


def test_without_a_stage_there_is_no_plan(client: StrictClient) -> None:
    client.send("/assessments/new", council="Borough of Sample", service="Parks", name="Parks")
    assert client.get("/assessments/2/plan").location == "/assessments/2/result"
    assert client.get("/assessments/2/plan/actions/write").status_code == 404


def test_an_action_unknown_to_rules_and_plan_is_not_found(client: StrictClient) -> None:
    assert client.get(f"{PLAN}/actions/nothing").status_code == 404


def test_the_file_of_answers_contains_and_restores_the_plan(client: StrictClient, store: Store) -> None:
    client.send(WRITE, **GOOD)
    file = client.get("/assessments/1/answers.yaml").text
    assert "plan:\n  write:\n    owner: Head of HR\n" in file
    assert client.get("/assessments/1").status_code == 200
    assert load_action(store) == Action("Head of HR", MAY, ActionState.UNDER_WAY)


FINAL = {"form": "html", "answers": "with", "status": "final"}
REFUSAL = "Before a report can be final, R1 needs someone responsible and a date, or a reason for not acting"


@pytest.mark.parametrize("form", ["pdf", "html", "docx", "xlsx", "csv", "json"])
def test_no_form_of_a_report_can_be_final_before_the_required_decisions(client: StrictClient, form: str) -> None:
    refused = client.get("/assessments/1/report/file", query_string={**FINAL, "form": form})
    assert refused.status_code == 422
    assert REFUSAL in refused.text.split("There is a problem", 1)[1].split("</ul>", 1)[0]
    assert f'<li>R1. <a class="govuk-link" href="{WRITE}">Write to the fund</a></li>' in refused.text
    waiting = client.get("/assessments/1/report/waiting", query_string={**FINAL, "form": form})
    assert waiting.status_code == 303
    assert waiting.location.startswith("/assessments/1/report/file?")


def test_a_report_can_be_final_after_the_required_decisions(client: StrictClient) -> None:
    assert WRITE in client.get("/assessments/1/report").text
    client.send(WRITE, **GOOD)
    made = client.get("/assessments/1/report/file", query_string=FINAL)
    assert made.status_code == 200
    assert "Final" in made.text
    assert WRITE not in client.get("/assessments/1/report").text


@pytest.mark.parametrize(
    ("form", "kind", "starts"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("csv", "text/csv", b"\xef\xbb\xbfNo.,Recommendation,"),
        ("ics", "text/calendar", b"BEGIN:VCALENDAR"),
    ],
)
def test_the_plan_can_be_downloaded(client: StrictClient, form: str, kind: str, starts: bytes) -> None:
    client.send(WRITE, **GOOD)
    assert f'href="{PLAN}/file/{form}"' in client.get(PLAN).text
    sent = client.get(f"{PLAN}/file/{form}")
    assert (sent.status_code, sent.mimetype) == (200, kind)
    assert sent.data.startswith(starts)
    name = f"borough-of-sample-libraries-plan-{date.today().isoformat()}.{form}"
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_without_a_date_there_is_no_calendar(client: StrictClient) -> None:
    assert f"{PLAN}/file/ics" not in client.get(PLAN).text
    assert client.get(f"{PLAN}/file/ics").location == PLAN
    assert "No unfinished action has a date" in client.get(PLAN).text
    assert client.get(f"{PLAN}/file/exe").status_code == 404


def test_without_a_stage_the_plan_cannot_be_downloaded(client: StrictClient) -> None:
    client.send("/assessments/new", council="Borough of Sample", service="Parks", name="Parks")
    assert client.get("/assessments/2/plan/file/csv").location == "/assessments/2/result"
