"""Differences between two small rulebooks, and how they are described."""

from typing import Any

import pytest

from assess.core.comparison.rules import Kind, differences
from assess.core.model.evidence import Evidence
from assess.core.model.rulebook import Rulebook
from tests.core.rulebooks import EVIDENCE, FACTS, LISTED, question, rulebook, section, shipped, worded

TITLES = {"staff": "Staff", "money": "Money"}


def rules(**parts: Any) -> Rulebook:
    """Return rules with two sections, with some parts replaced."""
    filled = {
        "blockers": [worded("no-plan", {"question": "plan", "is": ["a"]}, caps_at="low")],
        "warnings": [worded("no-cost", {"question": "cost", "is": ["a"]})],
        "glossary": [{"term": "LGPS", "means": "A scheme."}],
        "examples": [{"name": "Best", "profile": {"stage": "idea"}, "answers": {}, "expect": {"evidenced": 100}}],
    }
    return rulebook(*parts.pop("sections", sections()), **{**filled, **parts})


def sections(*, staff: Any = (), money: Any = (), weight: int = 20) -> list[dict[str, Any]]:
    return [
        {**section("staff", *(staff or [question("plan"), question("unions")]), weight=weight), "title": "Staff"},
        {**section("money", *(money or [question("cost")]), weight=10), "title": "Money"},
    ]


def sentences(before: Rulebook, after: Rulebook) -> list[str]:
    return [each.sentence for each in differences(before, after)]


def with_plan(**fields: Any) -> Rulebook:
    return rules(sections=sections(staff=[{**question("plan"), **fields}, question("unions")]))


def test_equal_rules_have_no_differences() -> None:
    assert differences(rules(), rules()) == ()
    assert differences(shipped(), shipped()) == ()


def test_a_changed_weight_is_described_with_both_values() -> None:
    (found,) = differences(rules(), rules(sections=sections(weight=30)))
    assert found.sentence == "The weight of the section Staff went from 20 to 30"
    assert found[:-1] == (Kind.CHANGED, "section", "staff", "", "weight", "20", "30")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"weight": 4}, "The weight of the question “plan?” went from 1 to 4"),
        (
            {"text": "Is there a plan?"},
            "The wording of the question “Is there a plan?” went from plan? to Is there a plan?",
        ),
        ({"help": "Ask. " * 20}, "The help of the question “plan?” changed"),
        (
            {"not_asked_because": "No one. " * 9},
            "The reason for not asking of the question “plan?” changed: it was not given before",
        ),
        ({"may_not_apply": False}, "The choice “does not apply” of the question “plan?” went from yes to no"),
        (
            {"from_stage": "options"},
            "The stage from which it is asked of the question “plan?” went from not given to options",
        ),
        ({"claims": ["act-01", "act-02"]}, "The claims of the question “plan?” changed: act-01, act-02 added"),
        ({"ask": ["anyone", "else"]}, "The people to ask of the question “plan?” changed: else added"),
        ({"evidence": ["A letter", "A note"]}, "The evidence asked for of the question “plan?” changed"),
        (
            {"ask_if": {"profile": "members", "above": 0}},
            "The condition for asking of the question “plan?” went from not given to “Members?” is above 0",
        ),
    ],
)
def test_each_field_of_a_question_is_described(fields: dict[str, Any], sentence: str) -> None:
    assert sentences(rules(), with_plan(**fields)) == [sentence]


def test_added_and_removed_references_are_described() -> None:
    one, other = with_plan(claims=["act-01", "act-02"]), with_plan(claims=["act-02", "guide-01"])
    assert sentences(one, other) == ["The claims of the question “plan?” changed: guide-01 added; act-01 taken out"]
    turned = with_plan(claims=["act-02", "act-01"])
    assert sentences(one, turned) == ["The claims of the question “plan?” changed: their order"]
    assert sentences(with_plan(not_asked_because="No one. " * 9), rules()) == [
        "The reason for not asking of the question “plan?” changed: it is not given now"
    ]
    assert sentences(one, rules()) == ["The claims of the question “plan?” changed: act-01, act-02 taken out"]


def test_options_are_described_with_their_question() -> None:
    points = [{"id": "a", "text": "No plan", "points": 0}, {"id": "c", "text": "c", "points": 1}]
    found = differences(rules(), with_plan(options=points))
    assert [(each.kind, each.thing, each.id, each.within, each.before, each.after) for each in found] == [
        ("changed", "option", "a", "plan", "a", "No plan"),
        ("removed", "option", "b", "plan", "b", ""),
        ("changed", "option", "c", "plan", "2", "1"),
        ("removed", "option", "d", "plan", "d", ""),
    ]
    assert found[1].sentence == "The option “b” of the question “plan?” was removed"
    order = [{"id": name, "text": name, "points": place} for place, name in enumerate("bacd")]
    told = differences(rules(), with_plan(options=order))
    assert told[-1].sentence == "The order of the options of the question “plan?” changed"
    assert told[-1][:-1] == ("changed", "question", "plan", "staff", "order of option", "a, b, c, d", "b, a, c, d")


def test_added_removed_and_moved_questions_are_listed_in_the_order_of_the_file() -> None:
    staff, money = [question("plan"), question("new")], [question("unions", weight=2), question("cost")]
    assert sentences(rules(), rules(sections=sections(staff=staff, money=money))) == [
        "The question “new?” was added to the section Staff",
        "The question “unions?” moved from the section Staff to the section Money",
        "The weight of the question “unions?” went from 1 to 2",
    ]
    assert sentences(rules(), rules(sections=sections(staff=[question("unions")]))) == [
        "The question “plan?” was removed from the section Staff"
    ]


def test_an_added_or_removed_section_is_described_with_its_questions() -> None:
    more = [*sections(money=[question("price")]), {**section("new", question("cost"), question("law")), "title": "New"}]
    assert sentences(rules(), rules(sections=more)) == [
        "The question “price?” was added to the section Money",
        "The section New was added",
        "The question “cost?” moved from the section Money to the section New",
        "The question “law?” was added to the section New",
    ]
    fewer = [*sections()[:1]]
    assert sentences(rules(), rules(sections=fewer)) == [
        "The section Money was removed",
        "The question “cost?” was removed from the section Money",
    ]
    assert sentences(rules(), rules(sections=[*reversed(sections())])) == ["The order of the sections changed"]


def test_other_items_are_identified_by_title_term_or_id() -> None:
    after = rules(
        rulebook={"id": "small", "title": "Small", "version": "1.0.1", "effective_from": "2026-11-22"},
        bands=[{"id": "low", "from": 0}, {"id": "middle", "from": 45}, {"id": "high", "from": 70}],
        blockers=[worded("no-plan", {"question": "plan", "is": ["a", "b"]}, caps_at="middle")],
        warnings=[],
        glossary=[],
        examples=[
            {
                "name": "Best",
                "profile": {"stage": "options"},
                "answers": {},
                "expect": {"evidenced": 90, "blockers": []},
            }
        ],
    )
    assert sentences(rules(), after) == [
        "The version of the rules went from 1.0.0 to 1.0.1",
        "The lowest score of the band “middle” went from 40 to 45",
        "The condition of the blocker no-plan went from “plan?” is answered “a” to “plan?” is answered “a” or “b”",
        "The band that it holds the result at of the blocker no-plan went from low to middle",
        "The warning no-cost was removed",
        "The glossary entry “LGPS” was removed",
        "The profile of the worked example “Best” went from stage: idea to stage: options",
        "The evidenced score expected of the worked example “Best” went from 100 to 90",
        "The blockers expected of the worked example “Best” went from not given to none",
    ]
    assert [each.before for each in differences(rules(), after) if each.kind is Kind.REMOVED] == [
        "It is so.",
        "A scheme.",
    ]


def test_facts_and_derived_facts_are_described_with_their_options_and_rows() -> None:
    nation = {**FACTS[1], "required": True, "options": [{"id": "england", "text": "england"}]}
    listed = {
        **LISTED,
        "from": "nation",
        "table": {"parks": {"is": "likely"}, "libraries": {"is": "likely"}, "other": {"is": "ask"}},
        "unless": [
            {"when": {"profile": "nation", "is": ["wales"]}, "is": "ask", "note": "Ask there.", "claims": ["act-01"]}
        ],
    }
    found = differences(rules(), rules(facts=[FACTS[0], nation, *FACTS[2:]], derived=[listed]))
    assert [each.sentence for each in found] == [
        "The need for an answer of the fact “Nation?” went from no to yes",
        "The option “wales” of the fact “Nation?” was removed",
        "The fact that it is looked up from of the derived fact “Listed?” went from sector to nation",
        "The value of the row parks of the derived fact “Listed?” went from ask to likely",
        "The row other of the derived fact “Listed?” was added",
        "The exceptions of the derived fact “Listed?” changed",
    ]
    assert found[-1].before == "When “Nation?” is “wales”: ask."
    assert found[-1].after == "When “Nation?” is wales: ask. Ask there. (act-01)"


def test_sources_and_claims_are_described() -> None:
    tree = EVIDENCE.model_dump(by_alias=True, exclude_defaults=True)
    tree["sources"][0]["status"] = "superseded"
    tree["claims"][1]["finding"] = "Too. " * 20
    tree["claims"] = tree["claims"][:2]
    after = rules()
    found = differences(rules(), Rulebook(after.rules, Evidence.model_validate(tree), "hash"))
    assert [each.sentence for each in found] == [
        "The status of the source “An Act” went from in force to superseded",
        "The finding of the claim act-02 changed",
        "The claim guide-01 was removed",
    ]


def advice(when: Any) -> Rulebook:
    elsewhere = [{"when": when, "says": "It is otherwise {act-01}.", "claims": ["act-01"]}]
    return rules(recommendations=[worded("act", {"question": "plan", "is": ["a"]}, effort="days", elsewhere=elsewhere)])


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"profile": "stage", "is": ["idea", "options"]}, "“Stage?” is “idea” or “options”"),
        ({"profile": "sector", "is": ["unknown"]}, "“Sector?” is “unknown”"),
        ({"profile": "nation", "is": ["unknown"]}, "“Nation?” is not known"),
        ({"profile": "members", "at_least": 1, "below": 4}, "“Members?” is below 4 and is at least 1"),
        ({"section": "money", "below": 50}, "the section Money stays below 50"),
        ({"not": {"profile": "members", "above": 0}}, "not (“Members?” is above 0)"),
        (
            {"all": [{"question": "plan", "is": ["a"]}, {"any": [{"section": "staff", "below": 5}]}]},
            "“plan?” is answered “a” and (the section Staff stays below 5)",
        ),
        (
            {"any": [{"question": "plan", "is": ["a"]}, {"section": "staff", "below": 5}]},
            "“plan?” is answered “a” or the section Staff stays below 5",
        ),
    ],
)
def test_conditions_are_described_in_plain_english(when: Any, words: str) -> None:
    (found,) = differences(advice({"profile": "stage", "is": ["decision"]}), advice(when))
    assert found.sentence == "The notes for other councils of the recommendation “act” changed"
    assert found.after == f"When {words}: It is otherwise {{act-01}}. (act-01)"
