"""A form that is sent twice, as by a double click, does what it does once and is answered the same."""

import re
from threading import Thread

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.plan import Action
from assess.storage.store import Store
from assess.web import repeated_forms
from assess.web.context import get_services
from assess.web.repeated_forms import RepeatedForms
from tests.web.conftest import StrictClient
from tests.web.shown_forms import Sent, read_forms

NAMES = [("council", "Testham"), ("service", "Libraries"), ("name", "First")]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(repeated_forms.RepeatedForms.__init__, "__defaults__", (stopped,))
    return stopped


@pytest.fixture
def site(clock: Clock, client: StrictClient, app: Flask, store: Store) -> StrictClient:  # noqa: ARG001 - set first
    rules = get_services(app).rulebooks.get_current_stored()
    facts: Profile = {"nation": "wales", "stage": "idea"}
    for name in ("First", "Second"):
        plan = {"write": Action("Head of HR", carried_from="Earlier")}
        store.create_assessment(
            name, Assessment("Testham", "Parks", facts, {"fund-list": Answer("none")}, plan=plan), rules
        )
    return client


def read_form(client: StrictClient, path: str, action: str = "") -> Sent:
    """Return what the form of a page sends to an address as it is shown; without one, to the page itself."""
    form = next(each for each in read_forms(client.get(path).text) if each.method == "post" and each.action == action)
    return [*form.send_as_shown(), *form.button]


FORMS: dict[str, tuple[str, str, Sent]] = {
    "a new assessment": ("/assessments/new", "", NAMES),
    "a copy": ("/assessments/1/manage", "/assessments/1/copy", []),
    "a deletion": ("/assessments/1/delete", "", []),
    "several actions": ("/assessments/1/plan/several", "", [("recommendation", "vote"), ("decision", "act")]),
    "a plan begun afresh": ("/assessments/1/plan", "/assessments/1/plan/begin-afresh", []),
    "a new question": ("/rules/draft/new/question?in=pensions", "", [("text", "Is there one?")]),
    "a new answer": ("/rules/draft/question/fund-told", "", [("answer-4-text", "Half"), ("answer-4-points", "1")]),
    "a removed role": ("/rules/draft/role/hr/remove", "", []),
}


def fill_in(shown: Sent, typed: Sent) -> Sent:
    names = {name for name, _ in typed}
    return [*((name, value) for name, value in shown if name not in names), *typed]


def read_state(store: Store) -> object:
    """Return everything that the forms change."""
    numbers = [each.id for each in store.list_assessments().entries]
    draft = store.load_draft_state().draft
    return [store.load_assessment(number) for number in numbers], draft and draft.files


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_sent_twice_counts_once(site: StrictClient, store: Store, form: str) -> None:
    path, action, typed = FORMS[form]
    sent = MultiDict(fill_in(read_form(site, path, action), typed))
    unchanged = read_state(store)
    first = site.post(action or path, data=sent)
    after = read_state(store)
    messages = site.get(first.location, follow_redirects=True).text
    second = site.post(action or path, data=sent)
    assert (first.status_code, second.status_code, second.location) == (303, 303, first.location)
    assert after == read_state(store) != unchanged
    assert find_messages(site.get(second.location, follow_redirects=True).text) == find_messages(messages)


def find_messages(page: str) -> list[str]:
    return re.findall(r'govuk-notification-banner__heading">(.*?)<', page)


@pytest.mark.parametrize("change", [[("name", "Another")], [("csrf_token", "")]], ids=["other input", "another page"])
def test_the_same_form_with_other_input_or_from_another_page_counts_again(
    site: StrictClient, store: Store, change: Sent
) -> None:
    sent = fill_in(read_form(site, "/assessments/new"), NAMES)
    again = [("csrf_token", site.token())] if change == [("csrf_token", "")] else change
    for each in (sent, fill_in(sent, again)):
        assert site.post("/assessments/new", data=MultiDict(each)).status_code == 303
    assert store.list_assessments().total == 4


def test_the_same_form_counts_again_after_a_while(site: StrictClient, store: Store, clock: Clock) -> None:
    sent = MultiDict(fill_in(read_form(site, "/assessments/new"), NAMES))
    for seconds in (0, 4, 6):
        clock.seconds = seconds
        site.post("/assessments/new", data=sent)
    assert store.list_assessments().total == 4


def test_a_form_that_was_refused_is_refused_again(site: StrictClient) -> None:
    sent = MultiDict(fill_in(read_form(site, "/assessments/new"), [("service", "")]))
    assert [site.post("/assessments/new", data=sent).status_code for _ in range(2)] == [422, 422]


def test_the_second_of_two_clicks_waits_for_the_first() -> None:
    forms, found = RepeatedForms(Clock()), []
    assert forms.begin("form") is None
    second = Thread(target=lambda: found.append(forms.begin("form")))
    second.start()
    forms.remember("form", ("/there", ()))
    assert found == []
    forms.end("form")
    second.join()
    assert found == [("/there", ())]


def test_a_form_whose_handling_failed_is_handled_again() -> None:
    forms = RepeatedForms(Clock())
    assert forms.begin("form") is None
    forms.end("form")
    assert forms.begin("form") is None
