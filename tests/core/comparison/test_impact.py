"""Impact of changed rules on assessments: outcomes before and after, and the changes that cause them."""

from typing import Any

import pytest
from hypothesis import strategies as st

from assess.core.comparison.impact import Impact, Reach, impact
from assess.core.comparison.impact_detail import Explained, explained
from assess.core.comparison.rules import differences
from assess.core.model.assessment import Answer, Answers
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    BANDS,
    FACTS,
    LISTED,
    Case,
    chosen,
    generated,
    on_every_rulebook,
    question,
    rulebook,
    section,
    worded,
)

PROFILE = {"stage": "options", "sector": "parks", "nation": "england"}
STAGE, NATION, SECTOR, MEMBERS = (dict[str, Any](fact) for fact in FACTS)
LOOKUP = dict[str, Any](LISTED)
TABLE: dict[str, Any] = LOOKUP["table"]


def sections(plan: Any = None, *others: Any, weight: int = 1, money: int = 1) -> list[dict[str, Any]]:
    staff = section("staff", question("plan", **(plan or {})), question("later", from_stage="decision"), *others)
    return [{**staff, "weight": weight}, section("money", question("cost"), weight=money)]


def rules(*parts: dict[str, Any], **more: Any) -> Rulebook:
    filled = {
        "blockers": [worded("no-plan", {"question": "plan", "is": ["a"]}, caps_at="low")],
        "warnings": [worded("no-cost", {"question": "cost", "is": ["a"]})],
        "recommendations": [worded("make-plan", {"question": "plan", "is": ["a", "b"]}, effort="days")],
        "notices": [{"id": "here", "when": {"profile": "sector", "is": ["parks"]}, "says": "So."}],
    }
    return rulebook(*(parts or sections()), **{**filled, **more})


HALF = chosen(plan="b", cost="c")


def told(after: Rulebook, answers: Answers = HALF, before: Rulebook | None = None) -> Explained:
    before = before or rules()
    return explained(before, after, differences(before, after), PROFILE, answers)


def fields(found: Explained) -> tuple[list[str], list[str]]:
    """Return kind, id and field of the changes that affect the figures, and of those that are only displayed."""
    bearing, shown = (
        [f"{d.thing} {d.id} {d.field or d.kind}" for d in each] for each in (found.because, found.wording)
    )
    return bearing, shown


@pytest.mark.parametrize(
    ("after", "reach"),
    [
        (rules(), Reach.NONE),
        (rules(*sections({"help": "Other."})), Reach.NONE),
        (rules(*sections(weight=3)), Reach.SCORE),
        (rules(bands=[*BANDS[:1], {"id": "middle", "from": 60}, BANDS[2]]), Reach.BAND),
        (rules(blockers=[worded("no-plan", {"question": "plan", "is": ["a", "b"]}, caps_at="middle")]), Reach.BLOCKERS),
        (rules(blockers=[worded("no-plan", {"question": "plan", "is": ["a", "b"]}, caps_at="low")]), Reach.BAND),
    ],
)
def test_the_severity_of_a_change_is_the_band_then_the_blockers_then_the_score(after: Rulebook, reach: Reach) -> None:
    assert impact(rules(), after, PROFILE, HALF).reach is reach
    assert told(after).impact.reach is reach


@on_every_rulebook
def test_the_fast_comparison_gives_the_outcome_of_the_result(case: Case) -> None:
    found = impact(case.rules, case.rules, case.profile, case.answers)
    assert found.before == found.after == evaluate(case.rules, case.profile, case.answers).now.headline
    assert found.reach is Reach.NONE
    assert explained(case.rules, case.rules, (), case.profile, case.answers).because == ()


@on_every_rulebook
def test_the_fast_comparison_agrees_with_each_result_under_two_rulebooks(case: Case) -> None:
    before, after = case.rules, case.draw(st.one_of(changed(case.rules), generated()))
    found = impact(before, after, case.profile, case.answers)
    assert found == Impact(*(evaluate(each, case.profile, case.answers).now.headline for each in (before, after)))


def changed(rules: Rulebook) -> st.SearchStrategy[Rulebook]:
    """Draw the rules with other weights of a section or question, other bands, caps or blockers."""
    first, *others = rules.rules.sections
    top, blockers = rules.rules.bands[-1], rules.rules.blockers
    questions = [each.model_copy(update={"weight": each.weight + 1}) for each in first.questions]
    changes: list[dict[str, Any]] = [
        {"sections": (first.model_copy(update={"weight": first.weight + 1}), *others)},
        {"sections": (first.model_copy(update={"questions": tuple(questions)}), *others)},
        {"bands": (*rules.rules.bands[:-1], top.model_copy(update={"from_": top.from_ - 1}))},
        {"blockers": tuple(each.model_copy(update={"caps_at": top.id}) for each in blockers)},
        {"blockers": blockers[1:]},
    ]
    return st.sampled_from(
        [Rulebook(rules.rules.model_copy(update=change), rules.evidence, "other") for change in changes]
    )


@pytest.mark.parametrize(
    ("after", "bearing", "shown"),
    [
        (rules(*sections({"weight": 2})), ["question plan weight"], []),
        (rules(*sections({"help": "Other."})), [], ["question plan help"]),
        (rules(*sections(weight=2)), ["section staff weight"], []),
        (rules(*[{**each, "title": "New"} for each in sections()[:1]], sections()[1]), [], ["section staff title"]),
        (rules(*sections({"points": (0, 2, 2, 3)})), ["option b points"], []),
        (rules(*sections({"points": (0, 1, 1, 3)})), [], []),
        (rules(*sections({"points": (0, 1, 3, 4)})), ["option d points"], []),
        (rules(*sections({"points": (0, 1, 2)})), ["option d removed"], []),
        (rules(*sections({"from_stage": "decision"})), ["question plan from_stage"], []),
        (rules(*sections({"from_stage": "options"})), [], ["question plan from_stage"]),
        (rules(*sections({"ask_if": {"profile": "sector", "is": ["libraries"]}})), ["question plan ask_if"], []),
        (rules(*sections({"may_not_apply": False})), [], ["question plan may_not_apply"]),
        (rules(*sections(None, question("new"))), ["question new added"], []),
        (rules(*sections(None, question("new", from_stage="decision"))), [], []),
        (rules(sections()[1], sections()[0]), [], []),
    ],
)
def test_a_changed_question_affects_a_result_in_which_it_counts(
    after: Rulebook, bearing: list[str], shown: list[str]
) -> None:
    assert fields(told(after)) == (bearing, shown)


def test_a_change_to_a_question_that_is_not_asked_affects_nothing() -> None:
    later = section("staff", question("plan"), question("later", weight=4, from_stage="decision", help="Other."))
    assert fields(told(rules(later, sections()[1]))) == ([], [])
    early = rules(section("staff", question("plan", from_stage="decision")), sections()[1])
    heavy = rules(section("staff", question("plan", from_stage="decision"), weight=4), sections()[1])
    assert fields(told(heavy, before=early)) == ([], [])


def test_a_does_not_apply_that_is_no_longer_allowed_affects_the_result() -> None:
    after = rules(*sections({"may_not_apply": False}))
    assert fields(told(after, chosen(plan="-"))) == (["question plan may_not_apply"], [])


@pytest.mark.parametrize(
    ("start", "bearing"), [(55, ["band middle from_"]), (45, []), (50, []), (51, ["band middle from_"])]
)
def test_a_changed_band_affects_a_score_between_its_old_and_new_start(start: int, bearing: list[str]) -> None:
    bands = [BANDS[0], {"id": "middle", "from": start}, BANDS[2]]
    assert fields(told(rules(bands=bands))) == (bearing, [] if bearing else ["band middle from_"])


def test_an_added_or_removed_band_affects_a_score_in_it() -> None:
    more = [*BANDS[:2], {"id": "new", "from": 50}, BANDS[2]]
    assert fields(told(rules(bands=more))) == (["band new added"], [])
    high = [*BANDS, {"id": "new", "from": 80}]
    assert fields(told(rules(bands=high))) == ([], [])
    assert fields(told(rules(bands=BANDS[::2]))) == (["band middle removed"], [])


@pytest.mark.parametrize(
    ("change", "answers", "bearing", "shown"),
    [
        ({"blockers": []}, HALF, [], []),
        ({"blockers": []}, chosen(plan="a"), ["blocker no-plan removed"], []),
        ({"blockers": []}, {}, ["blocker no-plan removed"], []),
        (
            {"warnings": [worded("no-cost", {"question": "cost", "is": ["a"]}, says="Oh.")]},
            chosen(cost="a"),
            [],
            ["warning no-cost says"],
        ),
        ({"recommendations": []}, HALF, ["recommendation make-plan removed"], []),
        ({"recommendations": []}, chosen(plan="d"), [], []),
        ({"notices": []}, HALF, ["notice here removed"], []),
        ({"facts": [STAGE, NATION, SECTOR]}, HALF, [], []),
        ({"facts": [STAGE, NATION, {**SECTOR, "help": "Look."}, MEMBERS]}, HALF, [], ["fact sector help"]),
        (
            {"facts": [STAGE, NATION, {**SECTOR, "options": SECTOR["options"][1:]}, MEMBERS]},
            HALF,
            ["option parks removed"],
            [],
        ),
        ({"facts": [STAGE, {**NATION, "kind": "number"}, SECTOR, MEMBERS]}, HALF, ["fact nation kind"], []),
        (
            {"derived": [{**LOOKUP, "table": {**TABLE, "parks": {"is": "likely"}}}]},
            HALF,
            ["row parks is_"],
            [],
        ),
        (
            {"derived": [{**LOOKUP, "table": {**TABLE, "parks": {"is": "ask", "note": "So."}}}]},
            HALF,
            [],
            ["row parks note"],
        ),
        ({"derived": [{**LOOKUP, "table": {**TABLE, "libraries": {"is": "ask"}}}]}, HALF, [], []),
        ({"derived": [{**LOOKUP, "unless": []}]}, HALF, [], ["derived fact listed unless"]),
        ({"glossary": [{"term": "LGPS", "means": "So."}]}, HALF, [], []),
    ],
)
def test_other_changed_rules_affect_a_result_that_uses_them(
    change: dict[str, Any], answers: dict[str, Answer], bearing: list[str], shown: list[str]
) -> None:
    assert fields(told(rules(**change), answers)) == (bearing, shown)


def test_a_reworded_option_is_displayed_if_it_is_chosen() -> None:
    options = [{"id": name, "text": name.upper(), "points": place} for place, name in enumerate("abcd")]
    assert fields(told(rules(*sections({"options": options})))) == ([], ["option b text"])
    parks = [{**choice, "text": "Parks"} if choice["id"] == "parks" else choice for choice in SECTOR["options"]]
    after = rules(facts=[STAGE, NATION, {**SECTOR, "options": parks}, MEMBERS])
    assert fields(told(after)) == ([], ["option parks text"])


def test_changed_claims_and_sources_are_displayed_if_the_result_cites_them() -> None:
    cites = {"claims": ["act-01"]}
    before = rules(*sections(cites))
    evidence = before.evidence.model_dump(by_alias=True, exclude_defaults=True)
    evidence["sources"] = [{**source, "title": "New"} for source in evidence["sources"]]
    evidence["claims"] = [{**claim, "finding": "New."} for claim in evidence["claims"]]
    after = Rulebook(before.rules, type(before.evidence).model_validate(evidence), "hash")
    assert fields(told(after, before=before)) == ([], ["source act title", "claim act-01 finding"])


def test_added_and_removed_questions_and_lost_options_are_listed() -> None:
    after = rules(
        section("staff", question("plan", (0, 1, 2)), question("new")), section("money", question("cost")), blockers=[]
    )
    found = told(after, chosen(plan="d", cost="a", later="b"))
    assert (found.new, found.gone, found.lost) == (("new",), ("later",), (("plan", "d"),))
    assert told(after, {}).gone == ()
    assert found.changes.before.version == "1.0.0"
