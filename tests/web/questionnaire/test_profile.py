import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Profile
from assess.core.model.rulebook import Rulebook
from assess.storage.records import Release, StoredRulebook, compute_etag
from assess.storage.store import Store
from assess.web.context import get_services
from assess.web.questionnaire.profile_form import build_profile_form, form_to_profile, profile_to_form
from assess.web.questionnaire.profile_pages import WHOLE_TITLE
from tests.web.components.test_widgets import load_small_rulebook
from tests.web.conftest import HIDDEN, StrictClient

pytestmark = pytest.mark.usefixtures("assessment_url")
ABOUT = "/assessments/1/about"
PAGE = f"{ABOUT}/1"
CHECK = f"{ABOUT}/check"
GOOD = {"nation": "england", "stage": "idea"}


def test_optional_facts_offer_i_do_not_know(client: StrictClient) -> None:
    page = client.get(PAGE).text
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
    page = client.get(PAGE).text
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
        "Enter a number or select “I do not know”, not both",
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
    assert client.get(ABOUT).location == PAGE


@pytest.fixture
def paged(rules: Path, client: StrictClient, assessment_url: str) -> str:
    """The address of an assessment on rules that ask for the facts on three pages, with required facts on two."""
    path = rules / "readiness.yaml"
    text = path.read_text("utf-8").replace("version: 1.0.0", "version: 1.0.1", 1)
    titles = {"nation": "The <council>", "stage": "The stage", "members": "The stage", "budget": "The <council>"}
    for fact, title in titles.items():
        text = text.replace(f"  - id: {fact}\n    text", f"  - id: {fact}\n    page: {title}\n    text", 1)
    loaded = load_rulebook(text.encode(), (rules / "evidence.yaml").read_bytes())
    assert isinstance(loaded, Rulebook), loaded
    kept = StoredRulebook(
        Release(loaded.id, loaded.version, loaded.hash), text.encode(), (rules / "evidence.yaml").read_bytes()
    )
    get_services(client.application).store.move_to_rulebook(1, kept)
    return assessment_url


def test_facts_that_do_not_fit_together_are_named_on_their_page_and_on_the_check(
    rules: Path, client: StrictClient
) -> None:
    text = (rules / "readiness.yaml").read_text("utf-8").replace("version: 1.0.0", "version: 1.0.1", 1)
    rule = "\ncontradictions:\n  - {id: odd, when: {profile: members, above: 10}, says: More than <ten> people.}\n"
    evidence = (rules / "evidence.yaml").read_bytes()
    loaded = load_rulebook(f"{text}{rule}".encode(), evidence)
    assert isinstance(loaded, Rulebook), loaded
    release = Release(loaded.id, loaded.version, loaded.hash)
    get_services(client.application).store.move_to_rulebook(
        1, StoredRulebook(release, f"{text}{rule}".encode(), evidence)
    )
    for page in (PAGE, CHECK):
        assert "More than &lt;ten&gt; people." in client.get(page).text
    client.send(ABOUT, **GOOD, members="10")
    for page in (PAGE, CHECK):
        assert "More than &lt;ten&gt; people." not in client.get(page).text


def list_labels(page: str) -> list[str]:
    """Return the questions on a page."""
    return re.findall(r"(?:<legend[^>]*>|<label class=\"govuk-label govuk-label--s\"[^>]*>)\s*(.+?)\s*</", page)


def test_facts_are_asked_on_pages_of_one_matter_each(client: StrictClient, paged: str) -> None:
    pages = [client.get(f"{paged}/about/{number}").text for number in (1, 2, 3)]
    assert [list_labels(page) for page in pages] == [
        ["Where is the council?", "What is the budget?"],
        ["How far have you got?", "How many people are in the pension scheme?"],
        ["Is a union recognised?"],
    ]
    assert "About the service: page 2 of 3" in pages[1]
    assert re.findall("<h1[^>]*>(.+?)</h1>", "".join(pages)) == ["The &lt;council&gt;", "The stage", WHOLE_TITLE]
    assert re.findall('app-steps__state">(.+?)</span>', pages[1]) == ["1 left blank", "1 left blank"]
    for missing in ("about/4", "about/x", "about/99999999999999999999"):
        assert client.get(f"{paged}/{missing}").status_code == 404


def test_each_page_saves_its_own_facts_and_leads_to_the_next_and_the_last_to_the_check(
    client: StrictClient, store: Store, paged: str
) -> None:
    first, second, third = (f"{paged}/about/{number}" for number in (1, 2, 3))
    assert client.send(first, nation="wales", budget="5").location == second
    assert client.send(second, stage="idea").location == third
    assert client.send(third, union="yes").location == f"{paged}/about/check"
    assert store.load_assessment(1).assessment.profile == {
        "nation": "wales",
        "stage": "idea",
        "budget": 5,
        "union": "yes",
    }
    assert client.send(second, members="3").status_code == 422
    assert f'href="{third}">Skip for now' in client.get(second).text


def test_pages_saved_side_by_side_do_not_conflict_but_one_page_does(
    client: StrictClient, store: Store, paged: str
) -> None:
    first, second = f"{paged}/about/1", f"{paged}/about/2"
    hidden = {address: dict(re.findall(HIDDEN, client.get(address).text)) for address in (first, second)}
    client.send(first, nation="wales")
    assert client.post(second, data=hidden[second] | {"stage": "business-case"}).status_code == 303
    response = client.post(first, data=hidden[first] | {"nation": "england", "budget": "7"})
    assert response.status_code == 422
    theirs = response.text.split("Saved after you opened this page")[1].split("</dl>")[0]
    assert "Wales" in theirs
    assert "How far have you got?" not in theirs
    assert store.load_assessment(1).assessment.profile == {"nation": "wales", "stage": "business-case"}


def test_all_facts_in_one_form_of_an_older_version_are_still_saved(
    client: StrictClient, store: Store, paged: str
) -> None:
    old = {"seen": compute_etag(store.load_assessment(1).assessment.profile), "csrf_token": client.token()}
    assert client.post(f"{paged}/about", data=old | GOOD | {"budget": "9"}).location == paged
    assert store.load_assessment(1).assessment.profile == GOOD | {"budget": 9}
    assert client.post(f"{paged}/about", data=old | {"then": "later", "budget": "many"}).location == paged
    whole = client.get(f"{paged}/about").text
    assert len(list_labels(whole)) == 5
    assert 'value="many"' in whole
    assert client.get(f"{paged}/about/0").location == f"{paged}/about"


def test_the_check_lists_each_fact_with_a_link_that_leads_back_to_its_row(client: StrictClient, paged: str) -> None:
    page = client.get(f"{paged}/about/check").text
    assert "3 of 5 facts are given." in page
    assert re.findall('<h2 class="govuk-heading-m">(.+?)</h2>', page)[:3] == [
        "The &lt;council&gt;",
        "The stage",
        WHOLE_TITLE,
    ]
    link = f"{paged}/about/1?back=about&fact=budget"
    assert f'href="{link.replace("&", "&amp;")}#budget">Add<' in page
    row = f"{paged}/about/check#fact-budget"
    assert f'href="{row}">Go back without saving' in client.get(link).text
    assert client.send(link, nation="england", budget="5").location == row
    assert 'id="fact-budget"' in client.get(f"{paged}/about/check").text


def test_check_your_answers_leads_to_the_page_of_a_fact_and_back(client: StrictClient, paged: str) -> None:
    link = f"{paged}/about/2?back=check&fact=members"
    assert f'href="{link.replace("&", "&amp;")}#members">Change<' in client.get(f"{paged}/check").text
    assert client.send(link, stage="idea", members="5").location == f"{paged}/check#fact-members"


@pytest.mark.parametrize("query", ["back=elsewhere&fact=members", "back=check&fact=//evil.example", "back=about"])
def test_a_return_to_anywhere_else_is_ignored(client: StrictClient, paged: str, query: str) -> None:
    assert client.send(f"{paged}/about/2?{query}", stage="idea").location == f"{paged}/about/3"


def test_the_check_says_what_the_facts_change(client: StrictClient, assessment_url: str) -> None:
    assert "<li>2 questions are due now, and 1 later.</li>" in client.get(CHECK).text
    client.send(ABOUT, **GOOD)
    page = client.get(CHECK).text
    assert "1 question is asked only because a fact is blank or not known: “Has the pension fund’s" in page
    client.send(ABOUT, **GOOD, members="0")
    page = client.get(CHECK).text
    assert "<li>1 question is due now, and 1 later.</li>" in page
    assert "<li>1 question is left out. No one who would move is in the scheme.</li>" in page
    assert f'<a href="{assessment_url}" role="button"' in page


def test_the_check_of_a_new_assessment_says_nothing_of_questions(client: StrictClient) -> None:
    client.send("/assessments/new", council="C", service="S", name="Second")
    page = client.get("/assessments/2/about/check").text
    assert "0 of 5 facts are given." in page
    assert "What this changes" not in page
    assert "What follows from this" not in page


def test_the_second_of_two_saves_sees_the_facts_of_the_first(client: StrictClient, store: Store) -> None:
    hidden = dict(re.findall(HIDDEN, client.get(PAGE).text))
    store.save_profile(1, {"nation": "wales", "stage": "business-case"})
    response = client.post(ABOUT, data=hidden | GOOD | {"members": "77"})
    assert response.status_code == 422
    theirs = response.text.split("Saved after you opened this page")[1].split("</dl>")[0]
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
    beside = client.get(CHECK).text.split("What follows from this")[1].split("</aside>")[0]
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
