"""Texts of a file come to what the forms give back, so that saving them as they are shown changes nothing."""

import pytest

from assess.core.model.assessment import Answer, Assessment, clean_assessment
from assess.core.model.plan import Action, ActionState
from assess.core.model.text import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "text", "line"),
    [
        (None, "", ""),
        ("  one\r\n two \r three\n", "one\n two \n three", "one two three"),
        ("\n\nAlone\n", "Alone", "Alone"),
    ],
)
def test_lines_end_alike_and_an_input_of_one_line_joins_them(typed: str | None, text: str, line: str) -> None:
    assert (clean_text(typed), clean_line(typed)) == (text, line)


def test_every_text_of_an_assessment_is_cleaned_as_its_form_cleans_it() -> None:
    answer = Answer("told", does_not_apply="a\r\nb ", note=" a\r\nb", evidence="a\nb", by="a\r\nb")
    action = Action(owner="a\nb", state=ActionState.NOT_STARTED, reason="a\rb ")
    cleaned = clean_assessment(Assessment("A\nB", " Parks ", {}, {"q": answer}, plan={"r": action}))
    assert (cleaned.council, cleaned.service) == ("A B", "Parks")
    assert cleaned.answers["q"] == Answer("told", does_not_apply="a\nb", note="a\nb", evidence="a b", by="a b")
    assert (cleaned.plan["r"].owner, cleaned.plan["r"].reason) == ("a b", "a\nb")
    assert clean_assessment(cleaned) == cleaned
