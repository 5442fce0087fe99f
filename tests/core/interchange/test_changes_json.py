"""Changes as the plain values that JSON has."""

from assess.core.comparison.results import compare_results
from assess.core.interchange.changes_json import changes_to_json
from assess.core.scoring.evaluate import evaluate
from tests.core.comparison.test_results import AFTER, BEFORE, PROFILE
from tests.core.rulebooks import build_answers


def test_changes_are_written_with_exact_figures() -> None:
    before = evaluate(BEFORE, PROFILE, build_answers(one="a", two="b", gone="a"))
    after = evaluate(AFTER, PROFILE, build_answers(one="c", two="b", gone="a", three="?"))
    found = changes_to_json(compare_results(before, after))
    assert found["before"] == {
        "rulebook": {"id": "small", "version": "1.0.0", "hash": "hash"},
        "stage": "decision",
        "due": 3,
        "evidenced": 11,
        "possible": 11,
        "band": {"evidenced": "low", "possible": "low"},
    }
    assert found["sections"] == [
        {"id": "new", "before": None, "after": {"evidenced": 0, "possible": 100}},
        {"id": "s", "before": {"evidenced": 11, "possible": 11}, "after": {"evidenced": 50, "possible": 50}},
    ]
    assert found["blockers"] == [{"id": "stop", "before": "true", "after": None}]
    assert (found["same_stage"], found["same_rules"]) == (True, True)
    assert [(each["question"], each["became"], each["gained"]) for each in found["questions"]] == [
        ("one", "better", "175/9"),
        ("three", "new", "0/1"),
        ("gone", "gone", "0/1"),
        ("two", "same", "0/1"),
    ]
    assert found["questions"][0]["before"] == {"state": "answered", "option": "a"}
    assert (found["questions"][1]["before"], found["questions"][2]["after"]) == (None, None)
    assert found["no_longer_recommended"] == ["mend-one"]
