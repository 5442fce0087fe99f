"""Changes between two results."""

from assess.core.comparison.results import FindingChange, changes
from assess.core.model.assessment import Profile
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import chosen, question, rulebook, section, worded

PROFILE: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}


def advise(name: str) -> dict[str, object]:
    return worded(f"mend-{name}", {"question": name, "is": ["a"]}, effort="days")


def warn(name: str) -> dict[str, object]:
    return worded(f"warn-{name}", {"question": name, "is": ["a"]})


BEFORE = rulebook(
    section("s", question("one"), question("two"), question("gone")),
    blockers=[worded("stop", {"question": "one", "is": ["a"]}, caps_at="low")],
    warnings=[warn("one"), warn("two")],
    recommendations=[advise("one"), advise("two")],
)
AFTER = rulebook(
    section("new", question("three")),
    section("s", question("two"), question("one")),
    blockers=[worded("stop", {"question": "one", "is": ["a"]}, caps_at="low")],
    warnings=[warn("one"), warn("two")],
    recommendations=[advise("one"), advise("two")],
)


def test_two_results_are_compared_question_by_question() -> None:
    before = evaluate(BEFORE, PROFILE, chosen(one="a", two="b", gone="a"))
    after = evaluate(AFTER, PROFILE, chosen(one="b", two="b", gone="a", three="?"))
    found = changes(before, after)
    assert (found.before.version, found.after.now.overall) == ("1.0.0", after.now.overall)
    assert [each.question for each in found.questions] == ["three", "two", "one", "gone"]
    assert [row and row.option for each in found.questions for row in (each.before, each.after)] == [
        *(None, None),
        *("b", "b"),
        *("a", "b"),
        *("a", None),
    ]
    sections = [(each.section, each.before is None, each.after is None) for each in found.sections]
    assert sections == [("new", True, False), ("s", False, False)]


def test_blockers_warnings_and_recommendations_may_be_added_changed_or_removed() -> None:
    before = evaluate(BEFORE, PROFILE, chosen(one="a", two="b", gone="a"))
    after = evaluate(BEFORE, PROFILE, chosen(one="?", two="a", gone="a"))
    found = changes(before, after)
    assert found.blockers == (FindingChange("stop", "true", "possible"),)
    assert found.warnings == (FindingChange("warn-two", None, "true"), FindingChange("warn-one", "true", "possible"))
    assert (found.no_longer_recommended, found.newly_recommended) == (("mend-one",), ("mend-two",))


def test_a_result_compared_with_itself_has_no_changes() -> None:
    result = evaluate(BEFORE, PROFILE, chosen(one="a"))
    found = changes(result, result)
    assert all(each.before == each.after for each in found.questions)
    assert (found.is_one_stage, found.is_one_rulebook) == (True, True)
    assert (found.blockers, found.warnings, found.newly_recommended, found.no_longer_recommended) == ((), (), (), ())
