import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from assess.core.model.assessment import Profile
from assess.storage.store import Store
from assess.web.questionnaire.profile_form import build_profile_form, form_to_profile, profile_to_form
from tests.web.components.test_widgets import load_small_rulebook
from tests.web.conftest import StrictClient

pytestmark = pytest.mark.usefixtures("begun")
ABOUT = "/assessments/1/about"
GOOD = {"nation": "england", "stage": "idea"}


def test_optional_facts_offer_i_do_not_know(client: StrictClient) -> None:
    page = client.get(ABOUT).text
    unknown = set(re.findall(r'name="([^"]+)" type="(?:radio|checkbox)" value="(?:unknown|yes)"', page))
    assert unknown == {"members--unknown", "budget--unknown", "union"}
    assert 'value="12"' in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"members": "40", "budget": "£1,250,000"}, {"members": 40, "budget": 1250000}),
        ({"members": "0", "union": "no"}, {"members": 0, "union": "no"}),
        ({"members--unknown": "yes", "union": "unknown"}, {"members": "unknown", "union": "unknown"}),
        ({"members": " 7 "}, {"members": 7}),
        ({"budget": "1.5m"}, {"budget": 1500000}),
        ({"budget": "£3,400,000.00"}, {"budget": 3400000}),
        ({}, {}),
    ],
)
def test_facts_are_saved_as_given(
    client: StrictClient, store: Store, typed: dict[str, str], kept: dict[str, str | int]
) -> None:
    assert client.send(ABOUT, **GOOD, **typed).location == "/assessments/1"
    assert store.load_assessment(1).assessment.profile == GOOD | kept
    page = client.get(ABOUT).text
    for name, value in kept.items():
        said = (
            f'name="{name}--unknown" type="checkbox" value="yes" checked'
            if (name, value) == ("members", "unknown")
            else str(value)
        )
        assert said in page


REFUSED = [
    ({"stage": "idea"}, "Select an answer to “Where is the council?”"),
    (
        GOOD | {"members": "a few"},
        "“How many people are in the pension scheme?” must be a whole number in figures, such as 40, or blank",
    ),
    (GOOD | {"budget": "3,4"}, "“What is the budget?” must be a whole number in figures, such as 250000, or blank"),
    (
        GOOD | {"members": "-1"},
        "“How many people are in the pension scheme?” must be a whole number in figures, such as 40, or blank",
    ),
    (
        GOOD | {"members": "4", "members--unknown": "yes"},
        "“How many people are in the pension scheme?” must be a number or “I do not know”, not both",
    ),
    (GOOD | {"union": "perhaps"}, "Select one of the answers that are listed"),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_invalid_facts_return_422_and_preserve_input(
    client: StrictClient, store: Store, typed: dict[str, str], sentence: str
) -> None:
    before = store.load_assessment(1).assessment.profile
    response = client.send(ABOUT, then="continue", **typed)
    assert response.status_code == 422
    assert "<title>Error: About the service" in response.text
    assert response.text.count(sentence) == 2
    if "budget" in typed:
        assert f'value="{typed["budget"]}"' in response.text
    assert store.load_assessment(1).assessment.profile == before


def test_come_back_later_saves_facts_with_errors(client: StrictClient, store: Store) -> None:
    client.send(ABOUT, then="later", nation="wales", stage="idea", members="a few")
    assert store.load_assessment(1).assessment.profile["nation"] == "england"
    page = client.get(ABOUT).text
    assert "You left this page before it was finished" in page
    assert 'value="a few"' in page
    assert 'value="wales" checked' in page
    client.send(ABOUT, nation="wales", stage="idea", members="6")
    assert "You left this page" not in client.get(ABOUT).text


def test_the_second_of_two_saves_sees_the_facts_of_the_first(client: StrictClient, store: Store) -> None:
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', client.get(ABOUT).text))
    store.save_profile(1, {"nation": "wales", "stage": "business-case"})
    response = client.post(ABOUT, data=hidden | GOOD | {"members": "77"})
    assert response.status_code == 422
    theirs = response.text.split("Saved by someone else in the meantime")[1].split("</dl>")[0]
    assert "Wales" in theirs
    assert "Writing the business case" in theirs
    assert 'value="77"' in response.text
    assert store.load_assessment(1).assessment.profile["nation"] == "wales"


def test_facts_of_an_expired_session_are_shown_again(client: StrictClient) -> None:
    response = client.post(ABOUT, data=GOOD | {"members": "77", "csrf_token": "old"})
    assert response.status_code == 422
    assert "Your session has ended" in response.text
    assert 'value="77"' in response.text


@pytest.mark.parametrize(
    ("nation", "follows", "source"),
    [
        ("england", "Likely. The English list applies", "The Small Act"),
        ("wales", "Wales has its own list.", "A Supplied Guide"),
    ],
)
def test_derived_facts_are_shown_with_their_sources(
    client: StrictClient, nation: str, follows: str, source: str
) -> None:
    client.send(ABOUT, nation=nation, stage="idea")
    beside = client.get(ABOUT).text.split("What follows from this")[1].split("</aside>")[0]
    assert follows in beside
    assert source in beside


NUMBERS = st.none() | st.just("unknown") | st.integers(0, 10**12)


@given(members=NUMBERS, budget=NUMBERS, union=st.sampled_from([None, "yes", "no", "unknown"]))
def test_whatever_is_saved_can_be_saved_again_as_it_is_shown(**facts: str | int | None) -> None:
    rulebook = load_small_rulebook()
    profile: Profile = {**GOOD, **{name: value for name, value in facts.items() if value is not None}}
    form = build_profile_form(rulebook)[0](MultiDict(profile_to_form(rulebook, profile)))
    assert form.validate(), form.errors
    assert form_to_profile(rulebook, form.data) == profile
