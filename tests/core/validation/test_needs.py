"""A need stands on a question that can be asked while the need holds."""

import pytest

from assess.core.validation.needs import check_needs_due
from tests.core.rulebooks import build_question, build_rulebook, build_section


@pytest.mark.parametrize(
    ("stages", "mistakes"),
    [
        (["decision"], []),
        (["idea", "decision"], []),
        (["idea"], [("The question `q` is never asked at a stage with this need")]),
    ],
)
def test_a_need_is_refused_only_if_its_question_is_never_asked_meanwhile(
    stages: list[str], mistakes: list[str]
) -> None:
    question = build_question("q") | {
        "ask_if": {"profile": "stage", "is": stages},
        "not_asked_because": "Not yet.",
        "may_not_apply": False,
    }
    options = [option["id"] for option in question["options"]]
    rules = build_rulebook(
        build_section("s", question | {"needs": {"decision": options[-1]}}), needs={"cap": "low"}
    ).rules
    found = [str(mistake) for mistake in check_needs_due(rules)]
    assert len(found) == len(mistakes)
    assert all(expected in text for expected, text in zip(mistakes, found, strict=True))
