"""A question is added in five steps, each of which is saved in the draft."""

import re
from html import unescape
from typing import Any

import pytest

from assess.core.syntax.yaml_reader import Document, load_yaml
from assess.core.validation.labels import get_node
from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.publishing.test_publish import PUBLISH, RELEASE_NOTES
from tests.web.rules_editor.form_filling import fill_form, parse_form, submit_form
from tests.web.rules_editor.test_forms import read_draft

NEW = "/rules/draft/new/question"
ADDED = "/rules/draft/question/has-insurance-for-the-mutual"
FIRST = {
    "text": "Has insurance for the mutual been priced?",
    "help": "Ask the insurance manager.",
    "why": "A new body loses the council’s own cover.",
    "evidence": "A broker’s quotation\r\nThe schedule",
    "ask": "finance",
}
ANSWERS = ("Nobody has asked", "It is listed", "A broker has given a price", "Cover is agreed")
BLOCKER = {"block": "yes", "block__says": "Without cover it cannot open.", "block__lifted_by": "Ask a broker."}


def fill_answers(*answers: str) -> dict[str, str]:
    return {f"answer__{number}__text": text for number, text in enumerate(answers, 1)}


def load_question(store: Store) -> dict[str, Any]:
    """Return the question as it is in the draft, wherever it was added."""
    document = load_yaml(read_draft(store).readiness, "readiness.yaml")
    assert isinstance(document, Document)
    sections = get_node(document.tree, ("sections",))
    questions = [question for section in sections for question in section["questions"]]
    (found,) = [question for question in questions if question["id"] == ADDED.rsplit("/", 1)[1]]
    return dict(found)


@pytest.fixture
def second_step(client: StrictClient) -> str:
    """The address of the second step of a question that was just begun."""
    answer = submit_form(client, f"{NEW}?in=staff", **FIRST)
    assert answer.location == f"{ADDED}?step=answers"
    return str(answer.location)


def test_a_question_is_added_in_five_steps_and_published(client: StrictClient, store: Store, second_step: str) -> None:
    for step, typed, following in (
        ("answers", {**fill_answers(*ANSWERS), **BLOCKER}, f"{ADDED}?step=when"),
        ("when", {"from_stage": "business-case"}, f"{ADDED}?step=needs"),
        ("needs", {}, f"{ADDED}?step=evidence"),
        ("evidence", {"claims": ["", "law-1"]}, f"{ADDED}/next"),
    ):
        page = client.get(f"{ADDED}?step={step}").text
        assert "There is a problem" not in page, step
        number = ["question", "answers", "when", "needs", "evidence"].index(step)
        assert f": step {number + 1} of 5" in page
        assert page.count('<span class="app-steps__state">Done</span>') == number
        assert submit_form(client, f"{ADDED}?step={step}", **typed).location == following
    assert second_step
    question = load_question(store)
    assert [(option["text"], option["points"]) for option in question["options"]] == [
        (text, str(points)) for points, text in enumerate(ANSWERS)
    ]
    assert (question["from_stage"], question["may_not_apply"], question["claims"]) == (
        "business-case",
        "false",
        ["law-1"],
    )
    assert question["evidence"] == ["A broker’s quotation", "The schedule"]
    page = unescape(client.get(f"{ADDED}/next").text)
    assert "The draft can be published now." in page
    assert "4, with 0 to 3 points. The worst is a blocker" in page
    assert "Three answers short of the best lead to no recommendation yet" in page
    assert submit_form(client, PUBLISH, **RELEASE_NOTES).status_code == 303


def test_the_points_of_four_answers_are_0_to_3(client: StrictClient, second_step: str) -> None:
    sent = fill_form(client, second_step)
    assert [sent[f"answer-{number}-points"] for number in range(1, 5)] == [["0"], ["1"], ["2"], ["3"]]
    again = client.post(second_step, data=sent | {"then": ["more"]}).text
    assert parse_form(again)["answer-5-points"] == ["4"]


@pytest.mark.parametrize(
    ("answers", "sentence", "field"),
    [
        (("No", "", "Yes"), "Enter what answer 2 says, or remove answer 2", "answer-2-text"),
        (("", "", ""), "Enter at least two answers, the worst first", "answer-1-text"),
        (("No",), "Enter at least two answers, the worst first", "answer-2-text"),
    ],
)
def test_a_step_with_mistakes_is_shown_again_with_them(
    client: StrictClient, second_step: str, answers: tuple[str, ...], sentence: str, field: str
) -> None:
    answer = submit_form(client, second_step, **fill_answers(*answers))
    page = answer.text if answer.status_code == 422 else client.get(answer.location).text
    assert f'<a href="#{field}">{sentence}</a>' in page
    assert f'id="{field}-error"' in page
    assert "Error: The answers" in page


@pytest.mark.usefixtures("second_step")
def test_a_step_that_was_not_filled_in_yet_shows_no_mistakes(client: StrictClient) -> None:
    for step in ("answers", "when", "needs", "evidence"):
        assert "There is a problem" not in client.get(f"{ADDED}?step={step}").text
    assert "There is a problem" in client.get(ADDED).text


def test_fewer_answers_than_rows_are_enough(client: StrictClient, store: Store, second_step: str) -> None:
    assert submit_form(client, second_step, **fill_answers("No", "Yes")).location == f"{ADDED}?step=when"
    assert [option["points"] for option in load_question(store)["options"]] == ["0", "1"]


def test_answers_are_removed_and_kept_with_buttons(client: StrictClient, store: Store, second_step: str) -> None:
    sent = fill_form(client, second_step, **fill_answers(*ANSWERS))
    page = client.post(second_step, data=sent | {"then": ["remove:2"]}).text
    assert parse_form(page)["answer-2-text"] == ["A broker has given a price"]
    assert client.post(second_step, data=parse_form(page)).status_code == 303
    assert len(load_question(store)["options"]) == 3
    page = client.post(second_step, data=fill_form(client, second_step) | {"then": ["remove:1"]}).text
    assert "It is removed when you save: “Nobody has asked”" in page
    kept = client.post(second_step, data=parse_form(page) | {"then": ["keep:1"]}).text
    assert "It is removed when you save" not in kept
    assert client.post(second_step, data=parse_form(page)).status_code == 303
    assert [option["text"] for option in load_question(store)["options"]] == list(ANSWERS[2:])


def test_the_blocker_of_a_question_gets_its_findings_and_can_be_taken_back(
    client: StrictClient, store: Store, second_step: str
) -> None:
    submit_form(client, second_step, **fill_answers(*ANSWERS), **BLOCKER)
    submit_form(client, f"{ADDED}?step=when")
    page = client.get(f"{ADDED}?step=evidence&checked=1").text
    assert '<a href="#claims">Choose at least one finding</a>' in page
    submit_form(client, f"{ADDED}?step=evidence", claims=["law-2"])
    document = load_yaml(read_draft(store).readiness, "readiness.yaml")
    assert isinstance(document, Document)
    blocker = get_node(document.tree, ("blockers", 1))
    assert blocker == {
        "id": "has-insurance-for-the-mutual",
        "when": {"question": "has-insurance-for-the-mutual", "is": ["nobody-has-asked"]},
        "caps_at": "low",
        "says": "Without cover it cannot open.",
        "lifted_by": "Ask a broker.",
        "claims": ["law-2"],
    }
    assert submit_form(client, second_step, block="no").status_code == 303
    assert b"Without cover" not in read_draft(store).readiness


def test_what_a_stage_needs_is_chosen_where_it_changes(client: StrictClient, store: Store, second_step: str) -> None:
    submit_form(client, "/rules/draft/limits/all", needs="low", score_from="2")
    submit_form(client, second_step, **fill_answers(*ANSWERS))
    submit_form(client, f"{ADDED}?step=when")
    path = f"{ADDED}?step=needs"
    third = "a-broker-has-given-a"
    assert re.findall(r"At least: ([^<]+)", client.get(path).text)[:3] == list(ANSWERS[1:])
    assert (
        "Answer 1 is not offered: the worst answer, one without points and one that a blocker names are never enough."
        in client.get(path).text
    )
    assert re.findall(r'<option value="">([^<]+)', client.get(path).text) == ["Nothing", "The same as the stage before"]
    assert submit_form(client, path, needs__idea=third).status_code == 303
    assert load_question(store)["needs"] == {"idea": third}
    submit_form(client, path, needs__idea=third, **{"needs__business-case": "it-is-listed"})
    page = client.get(f"{path}&checked=1").text
    assert 'href="#needs-business-case">A later stage cannot need less than an earlier one. Choose the same' in page
    assert submit_form(client, path, needs__idea="", **{"needs__business-case": ""}).status_code == 303
    assert "needs" not in load_question(store)


def test_a_question_belongs_to_the_barrier_that_is_chosen(client: StrictClient, store: Store) -> None:
    page = client.get(NEW).text
    assert '<option value="pensions" selected>' in page
    assert submit_form(client, NEW, **FIRST, barrier="staff").status_code == 303
    text = read_draft(store).readiness.decode()
    assert text.index("id: staff") < text.index("id: has-insurance-for-the-mutual")


def test_a_recommendation_for_a_question_begins_with_its_weak_answers_and_findings(client: StrictClient) -> None:
    sent = fill_form(client, "/rules/draft/new/recommendation?question=fund-told")
    assert sent["when-1-is"] == ["not-contacted", "told"]
    assert sent["claims"] == ["", "law-1", "law-2"]


def test_two_officers_at_the_same_step_see_both_versions(client: StrictClient, second_step: str) -> None:
    mine = fill_form(client, second_step, **fill_answers("No", "Yes"))
    submit_form(client, second_step, **fill_answers("Never", "Always"))
    answer = client.post(second_step, data=mine)
    assert answer.status_code == 422
    assert "This was changed after you opened it" in answer.text
