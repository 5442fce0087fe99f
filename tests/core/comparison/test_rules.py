"""Differences between two small rulebooks, and how they are described."""

from typing import Any

import pytest

from assess.core.comparison.rules import DifferenceKind, diff_rulebooks
from assess.core.model.evidence import Evidence
from assess.core.model.rulebook import Rulebook
from tests.core.rulebooks import (
    DERIVED_FACT,
    EVIDENCE,
    FACTS,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
)
from tests.frozen import load_frozen_rulebook

TITLES = {"staff": "Staff", "money": "Money"}


def small_rules(**parts: Any) -> Rulebook:
    """Return rules with two sections, with some parts replaced."""
    filled = {
        "blockers": [build_rule("no-plan", {"question": "plan", "is": ["a"]}, caps_at="low")],
        "warnings": [build_rule("no-cost", {"question": "cost", "is": ["a"]})],
        "glossary": [{"term": "LGPS", "means": "A scheme."}],
        "examples": [{"name": "Best", "profile": {"stage": "idea"}, "answers": {}, "expect": {"evidenced": 100}}],
    }
    return build_rulebook(*parts.pop("sections", build_sections()), **{**filled, **parts})


def build_sections(*, staff: Any = (), money: Any = (), weight: int = 20) -> list[dict[str, Any]]:
    return [
        {
            **build_section("staff", *(staff or [build_question("plan"), build_question("unions")]), weight=weight),
            "title": "Staff",
        },
        {**build_section("money", *(money or [build_question("cost")]), weight=10), "title": "Money"},
    ]


def change_sentences(before: Rulebook, after: Rulebook) -> list[str]:
    return [each.sentence for each in diff_rulebooks(before, after)]


def build_rules_with_plan(**fields: Any) -> Rulebook:
    return small_rules(sections=build_sections(staff=[{**build_question("plan"), **fields}, build_question("unions")]))


def test_equal_rules_have_no_differences() -> None:
    assert diff_rulebooks(small_rules(), small_rules()) == ()
    assert diff_rulebooks(load_frozen_rulebook(), load_frozen_rulebook()) == ()


def test_a_changed_weight_is_described_with_both_values() -> None:
    (found,) = diff_rulebooks(small_rules(), small_rules(sections=build_sections(weight=30)))
    assert found.sentence == "The weight of the barrier Staff went from 20 to 30"
    assert found[:-1] == (DifferenceKind.CHANGED, "section", "staff", "", "weight", "20", "30")


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
            "The stage from which it is asked of the question “plan?” is now options; it was not given before",
        ),
        ({"claims": ["act-01", "act-02"]}, "The findings of the question “plan?” changed: act-01, act-02 added"),
        ({"ask": ["anyone", "else"]}, "The people to ask of the question “plan?” changed: else added"),
        ({"evidence": ["A letter", "A note"]}, "The evidence asked for of the question “plan?” changed"),
        (
            {"ask_if": {"profile": "members", "above": 0}},
            "The condition for asking of the question “plan?” is now “Members?” is above 0; it was not given before",
        ),
    ],
)
def test_each_field_of_a_question_is_described(fields: dict[str, Any], sentence: str) -> None:
    assert change_sentences(small_rules(), build_rules_with_plan(**fields)) == [sentence]


def test_added_and_removed_references_are_described() -> None:
    one, other = (
        build_rules_with_plan(claims=["act-01", "act-02"]),
        build_rules_with_plan(claims=["act-02", "guide-01"]),
    )
    assert change_sentences(one, other) == [
        "The findings of the question “plan?” changed: guide-01 added; act-01 removed"
    ]
    turned = build_rules_with_plan(claims=["act-02", "act-01"])
    assert change_sentences(one, turned) == ["The findings of the question “plan?” changed: their order"]
    assert change_sentences(build_rules_with_plan(not_asked_because="No one. " * 9), small_rules()) == [
        "The reason for not asking of the question “plan?” changed: it is not given now"
    ]
    assert change_sentences(one, small_rules()) == [
        "The findings of the question “plan?” changed: act-01, act-02 removed"
    ]


def test_options_are_described_with_their_question() -> None:
    points = [{"id": "a", "text": "No plan", "points": 0}, {"id": "c", "text": "c", "points": 1}]
    found = diff_rulebooks(small_rules(), build_rules_with_plan(options=points))
    assert [(each.kind, each.item_kind, each.id, each.parent_id, each.before, each.after) for each in found] == [
        ("changed", "option", "a", "plan", "a", "No plan"),
        ("removed", "option", "b", "plan", "b", ""),
        ("changed", "option", "c", "plan", "2", "1"),
        ("removed", "option", "d", "plan", "d", ""),
    ]
    assert found[1].sentence == "The option “b” of the question “plan?” was removed"
    order = [{"id": name, "text": name, "points": place} for place, name in enumerate("bacd")]
    told = diff_rulebooks(small_rules(), build_rules_with_plan(options=order))
    assert told[-1].sentence == "The order of the options of the question “plan?” changed"
    assert told[-1][:-1] == ("changed", "question", "plan", "staff", "order of option", "a, b, c, d", "b, a, c, d")


def test_added_removed_and_moved_questions_are_listed_in_the_order_of_the_file() -> None:
    staff, money = (
        [build_question("plan"), build_question("new")],
        [build_question("unions", weight=2), build_question("cost")],
    )
    assert change_sentences(small_rules(), small_rules(sections=build_sections(staff=staff, money=money))) == [
        "The question “new?” was added to the barrier Staff",
        "The question “unions?” moved from the barrier Staff to the barrier Money",
        "The weight of the question “unions?” went from 1 to 2",
    ]
    assert change_sentences(small_rules(), small_rules(sections=build_sections(staff=[build_question("unions")]))) == [
        "The question “plan?” was removed from the barrier Staff"
    ]


def test_an_added_or_removed_section_is_described_with_its_questions() -> None:
    more = [
        *build_sections(money=[build_question("price")]),
        {**build_section("new", build_question("cost"), build_question("law")), "title": "New"},
    ]
    assert change_sentences(small_rules(), small_rules(sections=more)) == [
        "The question “price?” was added to the barrier Money",
        "The barrier New was added",
        "The question “cost?” moved from the barrier Money to the barrier New",
        "The question “law?” was added to the barrier New",
    ]
    fewer = [*build_sections()[:1]]
    assert change_sentences(small_rules(), small_rules(sections=fewer)) == [
        "The barrier Money was removed",
        "The question “cost?” was removed from the barrier Money",
    ]
    assert change_sentences(small_rules(), small_rules(sections=[*reversed(build_sections())])) == [
        "The order of the barriers changed"
    ]


def test_other_items_are_identified_by_title_term_or_first_words() -> None:
    after = small_rules(
        rulebook={"id": "small", "title": "Small", "version": "1.0.1", "effective_from": "2026-11-22"},
        bands=[{"id": "low", "from": 0}, {"id": "middle", "from": 45}, {"id": "high", "from": 70}],
        blockers=[build_rule("no-plan", {"question": "plan", "is": ["a", "b"]}, caps_at="middle")],
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
    assert change_sentences(small_rules(), after) == [
        "The version of the rules went from 1.0.0 to 1.0.1",
        "The lowest score of the band “middle” went from 40 to 45",
        "The condition of the blocker “It is so.” went from “plan?” is answered “a” to “plan?” is answered “a” or “b”",
        "The band limit of the blocker “It is so.” went from low to middle",
        "The warning “It is so.” was removed",
        "The glossary entry “LGPS” was removed",
        "The facts of the worked example “Best” went from stage: idea to stage: options",
        "The evidenced score expected of the worked example “Best” went from 100 to 90",
        "The blockers expected of the worked example “Best” is now none; it was not given before",
    ]
    assert [each.before for each in diff_rulebooks(small_rules(), after) if each.kind is DifferenceKind.REMOVED] == [
        "It is so.",
        "A scheme.",
    ]


def test_facts_and_derived_facts_are_described_with_their_options_and_rows() -> None:
    nation = {**FACTS[1], "required": True, "options": [{"id": "england", "text": "england"}]}
    listed = {
        **DERIVED_FACT,
        "from": "nation",
        "table": {"parks": {"is": "likely"}, "libraries": {"is": "likely"}, "other": {"is": "ask"}},
        "unless": [
            {"when": {"profile": "nation", "is": ["wales"]}, "is": "ask", "note": "Ask there.", "claims": ["act-01"]}
        ],
    }
    found = diff_rulebooks(small_rules(), small_rules(facts=[FACTS[0], nation, *FACTS[2:]], derived=[listed]))
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
    after = small_rules()
    found = diff_rulebooks(small_rules(), Rulebook(after.rules, Evidence.model_validate(tree), "hash"))
    assert [each.sentence for each in found] == [
        "The status of the source “An Act” went from in force to superseded",
        f"The wording of the finding “{'Too. ' * 15}…” changed",
        "The finding “Three.” was removed",
    ]


def build_advice(when: Any) -> Rulebook:
    elsewhere = [{"when": when, "says": "It is otherwise {act-01}.", "claims": ["act-01"]}]
    return small_rules(
        recommendations=[build_rule("act", {"question": "plan", "is": ["a"]}, effort="days", elsewhere=elsewhere)]
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"profile": "stage", "is": ["idea", "options"]}, "“Stage?” is “idea” or “options”"),
        ({"profile": "sector", "is": ["unknown"]}, "“Sector?” is “unknown”"),
        ({"profile": "nation", "is": ["unknown"]}, "“Nation?” is not known"),
        ({"profile": "members", "at_least": 1, "below": 4}, "“Members?” is below 4 and is at least 1"),
        ({"section": "money", "below": 50}, "the barrier Money stays below 50"),
        ({"not": {"profile": "members", "above": 0}}, "not (“Members?” is above 0)"),
        (
            {"all": [{"question": "plan", "is": ["a"]}, {"any": [{"section": "staff", "below": 5}]}]},
            "“plan?” is answered “a” and (the barrier Staff stays below 5)",
        ),
        (
            {"any": [{"question": "plan", "is": ["a"]}, {"section": "staff", "below": 5}]},
            "“plan?” is answered “a” or the barrier Staff stays below 5",
        ),
    ],
)
def test_conditions_are_described_in_plain_english(when: Any, words: str) -> None:
    (found,) = diff_rulebooks(build_advice({"profile": "stage", "is": ["decision"]}), build_advice(when))
    assert found.sentence == "The notes for other councils of the recommendation “act” changed"
    assert found.after == f"When {words}: It is otherwise {{act-01}}. (act-01)"
