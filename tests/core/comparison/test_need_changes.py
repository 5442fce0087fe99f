"""Needs and contradictions in changes between results, between rules and in the impact of changed rules."""

from typing import Any

from assess.core.comparison.impact import Impact, Severity, compute_impact
from assess.core.comparison.impact_detail import explain_impact
from assess.core.comparison.results import FindingChange, NeedChange, compare_results
from assess.core.comparison.rules import diff_rulebooks
from assess.core.interchange.changes_json import changes_to_json
from assess.core.model.assessment import Profile
from assess.core.model.result import FindingState, NeedState
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import FACTS, STAFF, STAGES, build_answers, build_question, build_rulebook, build_section

DECISION: Profile = {"stage": "decision", "members": 3, "staff": 2}
MISSING, MET, UNKNOWN = NeedState.MISSING, NeedState.MET, NeedState.UNKNOWN


def build_rules(option: str, **parts: Any) -> Rulebook:
    one = build_question("one", needs={"decision": option}, may_not_apply=False)
    odd = {"id": "odd", "when": {"profile": "members", "above": "staff"}, "says": "It cannot be."}
    return build_rulebook(
        build_section("s", one, build_question("rest", weight=99)),
        **{"needs": {"cap": "middle"}, "facts": (*FACTS, STAFF), "contradictions": [odd], **parts},
    )


RULES = build_rules("c")
SAID = build_answers(one="b", rest="d")


def test_needs_and_contradictions_whose_state_differs_are_listed() -> None:
    before = evaluate(RULES, DECISION, SAID)
    after = evaluate(RULES, {**DECISION, "members": 2}, build_answers(one="c", rest="d"))
    found = compare_results(before, after)
    assert found.needs == (NeedChange("one", MISSING, MET),)
    assert found.contradictions == (FindingChange("odd", FindingState.TRUE, None),)
    figures = changes_to_json(found)
    assert figures["needs"] == [{"question": "one", "before": "missing", "after": "met"}]
    assert figures["contradictions"] == [{"id": "odd", "before": "true", "after": None}]


def test_where_no_need_differs_the_figures_of_changes_are_as_before() -> None:
    result = evaluate(RULES, DECISION, SAID)
    assert compare_results(result, result).needs == ()
    assert not {"needs", "contradictions"} & set(changes_to_json(compare_results(result, result)))


def describe_impact(before: Rulebook, after: Rulebook) -> tuple[Impact, list[str]]:
    detail = explain_impact(before, after, diff_rulebooks(before, after), DECISION, SAID)
    assert detail.impact == compute_impact(before, after, DECISION, SAID)
    return detail.impact, [each.sentence for each in detail.because]


def test_a_need_that_becomes_missing_and_caps_the_band_is_a_cause() -> None:
    impact, because = describe_impact(build_rules("b"), RULES)
    assert impact.severity is Severity.BAND
    assert because == ["The needs by stage of the question “one?” went from decision: b to decision: c"]


def test_a_need_that_becomes_missing_under_a_band_below_the_cap_changes_needs_alone() -> None:
    rules = [build_rules(option, needs={"cap": "high"}) for option in "bc"]
    impact, _ = describe_impact(*rules)
    assert impact.severity is Severity.NEEDS
    assert (impact.before.needs, impact.after.needs) == ((), (("one", MISSING),))


def test_the_cap_of_needs_and_the_least_number_of_questions_are_compared() -> None:
    impact, because = describe_impact(RULES, build_rules("c", needs={"cap": "low"}, score_from=3))
    assert impact.severity is Severity.BAND
    assert because == [
        "The band limit for missing needs of the rules went from middle to low",
        "The number of questions from which there is a score of the rules is now 3; it was not given before",
    ]


def test_a_contradiction_and_a_short_text_are_compared_in_words() -> None:
    changed = {"id": "odd", "when": {"profile": "members", "at_least": "staff"}, "says": "It cannot be."}
    differences = diff_rulebooks(RULES, build_rules("c", contradictions=[changed]))
    assert [(each.before, each.after) for each in differences] == [
        ("“Members?” is above “Staff?”", "“Members?” is at least “Staff?”")
    ]
    options = [{"id": each, "text": each, "short": each.title()} for each in STAGES]
    stage = {**FACTS[0], "options": options}
    shorter = build_rules("c", facts=(stage, *FACTS[1:], STAFF))
    assert [(each.field, each.after) for each in diff_rulebooks(RULES, shorter)][:1] == [("short", "Idea")]
