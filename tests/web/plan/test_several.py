"""Several recommendations planned at once."""

import re
from datetime import date

import pytest

from assess.core.model.plan import Action, ActionState
from assess.storage.database import DatabaseUnavailableError
from assess.storage.store import Store
from tests.web.conftest import HIDDEN, StrictClient

PLAN = "/assessments/1/plan"
SEVERAL = f"{PLAN}/several"
MAY = date(2027, 5, 1)
LEADS = {"write": "Section 151 officer (chief finance officer)", "vote": "HR business partner"}
BOTH = ["write", "vote"]
GOOD = {"decision": "act", "due_day": "1", "due_month": "5", "due_year": "2027", "state": "under-way"}


@pytest.fixture(autouse=True)
def advised(client: StrictClient, assessment_url: str) -> None:
    """Answer so that `write` and `vote` are recommended."""
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    client.send(f"{assessment_url}/questions/fund-list", answer="none")


def build_form(client: StrictClient, selected: list[str], **typed: str) -> dict[str, str | list[str]]:
    """Return what the form submits with these recommendations selected."""
    hidden: dict[str, str | list[str]] = dict(re.findall(HIDDEN, client.get(SEVERAL).text))
    return hidden | typed | {"recommendation": selected}


def load_plan(store: Store) -> dict[str, Action]:
    return dict(store.load_assessment(1).assessment.plan)


def test_several_get_the_same_date_and_each_its_usual_lead(client: StrictClient, store: Store) -> None:
    assert f'href="{SEVERAL}"' in client.get(PLAN).text
    assert client.post(SEVERAL, data=build_form(client, BOTH, **GOOD)).location == PLAN
    assert load_plan(store) == {name: Action(lead, MAY, ActionState.UNDER_WAY) for name, lead in LEADS.items()}
    page = client.get(PLAN).text
    assert "Two recommendations are saved." in page
    assert f'href="{SEVERAL}"' not in page
    assert "No recommendation is left to decide" in client.get(SEVERAL).text


def test_only_what_is_selected_is_planned(client: StrictClient, store: Store) -> None:
    client.post(SEVERAL, data=build_form(client, ["vote", "unknown"], **GOOD, owner="Chief executive"))
    assert load_plan(store) == {"vote": Action("Chief executive", MAY, ActionState.UNDER_WAY)}
    assert 'value="vote"' not in client.get(SEVERAL).text


def test_a_blank_field_keeps_what_each_has(client: StrictClient, store: Store) -> None:
    store.save_action(1, "write", Action("Head of law", None, ActionState.UNDER_WAY))
    client.post(SEVERAL, data=build_form(client, BOTH, decision="act"))
    assert load_plan(store) == {
        "write": Action("Head of law", None, ActionState.UNDER_WAY),
        "vote": Action(LEADS["vote"]),
    }
    assert "Each counts as decided when it has someone responsible and a date." in client.get(PLAN).text


def test_one_reason_may_be_given_for_several(client: StrictClient, store: Store) -> None:
    client.post(SEVERAL, data=build_form(client, BOTH, decision="explain", reason="No <money>"))
    assert {name: action.reason for name, action in load_plan(store).items()} == dict.fromkeys(BOTH, "No <money>")


@pytest.mark.parametrize(
    ("selected", "typed", "sentence"),
    [
        ([], GOOD, "Select at least one recommendation"),
        (BOTH, GOOD | {"decision": ""}, "Select whether you will act on this or explain why not"),
        (BOTH, GOOD | {"decision": "explain"}, "Enter why you will not act on this"),
        (BOTH, GOOD | {"due_day": "31", "due_month": "2"}, "The date must be a real date, such as 27 3 2027"),
    ],
)
def test_mistakes_are_listed_and_input_is_preserved(
    client: StrictClient, store: Store, selected: list[str], typed: dict[str, str], sentence: str
) -> None:
    response = client.post(SEVERAL, data=build_form(client, selected, **typed))
    assert response.status_code == 422
    assert "<title>Error: Plan several recommendations" in response.text
    assert response.text.count(sentence) == 2
    assert response.text.count('type="checkbox" value') == 2
    assert len(re.findall('type="checkbox" value="(?:write|vote)" checked', response.text)) == len(selected)
    assert 'value="2027"' in response.text
    assert load_plan(store) == {}


def test_nothing_is_saved_if_someone_else_saved_one_of_them(client: StrictClient, store: Store) -> None:
    data = build_form(client, BOTH, **GOOD)
    store.save_action(1, "vote", Action("Head of law"))
    response = client.post(SEVERAL, data=data)
    assert response.status_code == 422
    assert "“Hold a ballot” was saved after you opened this page." in response.text
    assert load_plan(store) == {"vote": Action("Head of law")}
    again = dict(re.findall(HIDDEN, response.text))
    assert client.post(SEVERAL, data=data | again).status_code == 303
    assert load_plan(store)["vote"].owner == "Head of law"


def test_a_recommendation_that_was_left_unfinished_is_not_offered(client: StrictClient) -> None:
    client.send(f"{PLAN}/actions/vote", decision="explain", then="later")
    page = client.get(SEVERAL).text
    assert 'value="write"' in page
    assert 'value="vote"' not in page


def test_an_expired_session_and_a_full_disk_keep_the_input(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = build_form(client, BOTH, **GOOD, owner="Head of HR")
    expired = client.post(SEVERAL, data=data | {"csrf_token": "old"})
    assert expired.status_code == 422
    assert "Your session has ended" in expired.text

    def full(*_: object) -> None:
        raise DatabaseUnavailableError("The disk is full.")

    monkeypatch.setattr(Store, "save_actions", full)
    failed = client.post(SEVERAL, data=data)
    assert failed.status_code == 503
    for page in (expired.text, failed.text):
        assert 'value="write" checked' in page
        assert 'value="Head of HR"' in page


def test_an_assessment_without_a_stage_has_nothing_to_plan(client: StrictClient) -> None:
    client.send("/assessments/new", council="C", service="S", name="Second")
    assert client.get("/assessments/2/plan/several").status_code == 404
