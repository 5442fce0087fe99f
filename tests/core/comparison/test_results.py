"""Changes between two results."""

from assess.core.comparison.results import FindingChange, compare_results
from assess.core.model.assessment import Profile
from assess.core.model.result import FindingState
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import build_answers, build_question, build_rule, build_rulebook, build_section

PROFILE: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}


def build_recommendation(name: str) -> dict[str, object]:
    return build_rule(f"mend-{name}", {"question": name, "is": ["a"]}, effort="days")


def build_warning(name: str) -> dict[str, object]:
    return build_rule(f"warn-{name}", {"question": name, "is": ["a"]})


BEFORE = build_rulebook(
    build_section("s", build_question("one"), build_question("two"), build_question("gone")),
    blockers=[build_rule("stop", {"question": "one", "is": ["a"]}, caps_at="low")],
    warnings=[build_warning("one"), build_warning("two")],
    recommendations=[build_recommendation("one"), build_recommendation("two")],
)
AFTER = build_rulebook(
    build_section("new", build_question("three")),
    build_section("s", build_question("two"), build_question("one")),
    blockers=[build_rule("stop", {"question": "one", "is": ["a"]}, caps_at="low")],
    warnings=[build_warning("one"), build_warning("two")],
    recommendations=[build_recommendation("one"), build_recommendation("two")],
)


def test_two_results_are_compared_question_by_question() -> None:
    before = evaluate(BEFORE, PROFILE, build_answers(one="a", two="b", gone="a"))
    after = evaluate(AFTER, PROFILE, build_answers(one="b", two="b", gone="a", three="?"))
    found = compare_results(before, after)
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
    before = evaluate(BEFORE, PROFILE, build_answers(one="a", two="b", gone="a"))
    after = evaluate(BEFORE, PROFILE, build_answers(one="?", two="a", gone="a"))
    found = compare_results(before, after)
    assert found.blockers == (FindingChange("stop", FindingState.TRUE, FindingState.POSSIBLE),)
    assert found.warnings == (
        FindingChange("warn-two", None, FindingState.TRUE),
        FindingChange("warn-one", FindingState.TRUE, FindingState.POSSIBLE),
    )
    assert (found.no_longer_recommended, found.newly_recommended) == (("mend-one",), ("mend-two",))


def test_a_result_compared_with_itself_has_no_changes() -> None:
    result = evaluate(BEFORE, PROFILE, build_answers(one="a"))
    found = compare_results(result, result)
    assert all(each.before == each.after for each in found.questions)
    assert (found.is_one_stage, found.is_one_rulebook) == (True, True)
    assert (found.blockers, found.warnings, found.newly_recommended, found.no_longer_recommended) == ((), (), (), ())
