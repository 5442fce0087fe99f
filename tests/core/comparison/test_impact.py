"""Impact of changed rules on assessments: outcomes before and after, and the changes that cause them."""

from typing import Any

import pytest
from hypothesis import strategies as st

from assess.core.comparison.carry_over import rename_answers
from assess.core.comparison.impact import Impact, Severity, compute_impact
from assess.core.comparison.impact_detail import ImpactDetail, explain_impact
from assess.core.comparison.questions import ChangeKind, rank_question_deltas
from assess.core.comparison.rules import diff_rulebooks
from assess.core.model.assessment import Answer, Answers
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    BANDS,
    DERIVED_FACT,
    FACTS,
    DrawnCase,
    build_answers,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    for_every_rulebook,
    random_rulebooks,
)

PROFILE = {"stage": "options", "sector": "parks", "nation": "england"}
STAGE, NATION, SECTOR, MEMBERS = (dict[str, Any](fact) for fact in FACTS)
LOOKUP = dict[str, Any](DERIVED_FACT)
TABLE: dict[str, Any] = LOOKUP["table"]


def build_sections(plan: Any = None, *others: Any, weight: int = 1, money: int = 1) -> list[dict[str, Any]]:
    staff = build_section(
        "staff", build_question("plan", **(plan or {})), build_question("later", from_stage="decision"), *others
    )
    return [{**staff, "weight": weight}, build_section("money", build_question("cost"), weight=money)]


def small_rules(*parts: dict[str, Any], **more: Any) -> Rulebook:
    filled = {
        "blockers": [build_rule("no-plan", {"question": "plan", "is": ["a"]}, caps_at="low")],
        "warnings": [build_rule("no-cost", {"question": "cost", "is": ["a"]})],
        "recommendations": [build_rule("make-plan", {"question": "plan", "is": ["a", "b"]}, effort="days")],
        "notices": [{"id": "here", "when": {"profile": "sector", "is": ["parks"]}, "says": "So."}],
    }
    return build_rulebook(*(parts or build_sections()), **{**filled, **more})


HALF_ANSWERS = build_answers(plan="b", cost="c")


def changed_items(after: Rulebook, answers: Answers = HALF_ANSWERS, before: Rulebook | None = None) -> ImpactDetail:
    before = before or small_rules()
    return explain_impact(before, after, diff_rulebooks(before, after), PROFILE, answers)


def split_fields(found: ImpactDetail) -> tuple[list[str], list[str]]:
    """Return kind, id and field of the changes that affect the figures, and of those that are only displayed."""
    bearing, shown = (
        [f"{d.item_kind} {d.id} {d.field or d.kind}" for d in each] for each in (found.because, found.wording)
    )
    return bearing, shown


@pytest.mark.parametrize(
    ("after", "reach"),
    [
        (small_rules(), Severity.NONE),
        (small_rules(*build_sections({"help": "Other."})), Severity.NONE),
        (small_rules(*build_sections(weight=3)), Severity.SCORE),
        (small_rules(bands=[*BANDS[:1], {"id": "middle", "from": 60}, BANDS[2]]), Severity.BAND),
        (
            small_rules(blockers=[build_rule("no-plan", {"question": "plan", "is": ["a", "b"]}, caps_at="middle")]),
            Severity.BLOCKERS,
        ),
        (
            small_rules(blockers=[build_rule("no-plan", {"question": "plan", "is": ["a", "b"]}, caps_at="low")]),
            Severity.BAND,
        ),
    ],
)
def test_the_severity_of_a_change_is_the_band_then_the_blockers_then_the_score(
    after: Rulebook, reach: Severity
) -> None:
    assert compute_impact(small_rules(), after, PROFILE, HALF_ANSWERS).severity is reach
    assert changed_items(after).impact.severity is reach


@for_every_rulebook
def test_the_fast_comparison_gives_the_outcome_of_the_result(case: DrawnCase) -> None:
    found = compute_impact(case.rules, case.rules, case.profile, case.answers)
    assert found.before == found.after == evaluate(case.rules, case.profile, case.answers).now.headline
    assert found.severity is Severity.NONE
    assert explain_impact(case.rules, case.rules, (), case.profile, case.answers).because == ()


@for_every_rulebook
def test_the_fast_comparison_agrees_with_each_result_under_two_rulebooks(case: DrawnCase) -> None:
    before, after = case.rules, case.draw(st.one_of(changed_rules(case.rules), random_rulebooks()))
    found = compute_impact(before, after, case.profile, case.answers)
    assert found == Impact(*(evaluate(each, case.profile, case.answers).now.headline for each in (before, after)))


def changed_rules(rules: Rulebook) -> st.SearchStrategy[Rulebook]:
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
        (small_rules(*build_sections({"weight": 2})), ["question plan weight"], []),
        (small_rules(*build_sections({"help": "Other."})), [], ["question plan help"]),
        (small_rules(*build_sections(weight=2)), ["section staff weight"], []),
        (
            small_rules(*[{**each, "title": "New"} for each in build_sections()[:1]], build_sections()[1]),
            [],
            ["section staff title"],
        ),
        (small_rules(*build_sections({"points": (0, 2, 2, 3)})), ["option b points"], []),
        (small_rules(*build_sections({"points": (0, 1, 1, 3)})), [], []),
        (small_rules(*build_sections({"points": (0, 1, 3, 4)})), ["option d points"], []),
        (small_rules(*build_sections({"points": (0, 1, 2)})), ["option d removed"], []),
        (small_rules(*build_sections({"from_stage": "decision"})), ["question plan from_stage"], []),
        (small_rules(*build_sections({"from_stage": "options"})), [], ["question plan from_stage"]),
        (
            small_rules(*build_sections({"ask_if": {"profile": "sector", "is": ["libraries"]}})),
            ["question plan ask_if"],
            [],
        ),
        (small_rules(*build_sections({"may_not_apply": False})), [], ["question plan may_not_apply"]),
        (small_rules(*build_sections(None, build_question("new"))), ["question new added"], []),
        (small_rules(*build_sections(None, build_question("new", from_stage="decision"))), [], []),
        (small_rules(build_sections()[1], build_sections()[0]), [], []),
    ],
)
def test_a_changed_question_affects_a_result_in_which_it_counts(
    after: Rulebook, bearing: list[str], shown: list[str]
) -> None:
    assert split_fields(changed_items(after)) == (bearing, shown)


def test_a_change_to_a_question_that_is_not_asked_affects_nothing() -> None:
    later = build_section(
        "staff", build_question("plan"), build_question("later", weight=4, from_stage="decision", help="Other.")
    )
    assert split_fields(changed_items(small_rules(later, build_sections()[1]))) == ([], [])
    early = small_rules(build_section("staff", build_question("plan", from_stage="decision")), build_sections()[1])
    heavy = small_rules(
        build_section("staff", build_question("plan", from_stage="decision"), weight=4), build_sections()[1]
    )
    assert split_fields(changed_items(heavy, before=early)) == ([], [])


def test_a_does_not_apply_that_is_no_longer_allowed_affects_the_result() -> None:
    after = small_rules(*build_sections({"may_not_apply": False}))
    assert split_fields(changed_items(after, build_answers(plan="-"))) == (["question plan may_not_apply"], [])


@pytest.mark.parametrize(
    ("start", "bearing"), [(55, ["band middle from_"]), (45, []), (50, []), (51, ["band middle from_"])]
)
def test_a_changed_band_affects_a_score_between_its_old_and_new_start(start: int, bearing: list[str]) -> None:
    bands = [BANDS[0], {"id": "middle", "from": start}, BANDS[2]]
    assert split_fields(changed_items(small_rules(bands=bands))) == (bearing, [] if bearing else ["band middle from_"])


def test_an_added_or_removed_band_affects_a_score_in_it() -> None:
    more = [*BANDS[:2], {"id": "new", "from": 50}, BANDS[2]]
    assert split_fields(changed_items(small_rules(bands=more))) == (["band new added"], [])
    high = [*BANDS, {"id": "new", "from": 80}]
    assert split_fields(changed_items(small_rules(bands=high))) == ([], [])
    assert split_fields(changed_items(small_rules(bands=BANDS[::2]))) == (["band middle removed"], [])


@pytest.mark.parametrize(
    ("change", "answers", "bearing", "shown"),
    [
        ({"blockers": []}, HALF_ANSWERS, [], []),
        ({"blockers": []}, build_answers(plan="a"), ["blocker no-plan removed"], []),
        ({"blockers": []}, {}, ["blocker no-plan removed"], []),
        (
            {"warnings": [build_rule("no-cost", {"question": "cost", "is": ["a"]}, says="Oh.")]},
            build_answers(cost="a"),
            [],
            ["warning no-cost says"],
        ),
        ({"recommendations": []}, HALF_ANSWERS, ["recommendation make-plan removed"], []),
        ({"recommendations": []}, build_answers(plan="d"), [], []),
        ({"notices": []}, HALF_ANSWERS, ["notice here removed"], []),
        ({"facts": [STAGE, NATION, SECTOR]}, HALF_ANSWERS, [], []),
        ({"facts": [STAGE, NATION, {**SECTOR, "help": "Look."}, MEMBERS]}, HALF_ANSWERS, [], ["fact sector help"]),
        (
            {"facts": [STAGE, NATION, {**SECTOR, "options": SECTOR["options"][1:]}, MEMBERS]},
            HALF_ANSWERS,
            ["option parks removed"],
            [],
        ),
        ({"facts": [STAGE, {**NATION, "kind": "number"}, SECTOR, MEMBERS]}, HALF_ANSWERS, ["fact nation kind"], []),
        (
            {"derived": [{**LOOKUP, "table": {**TABLE, "parks": {"is": "likely"}}}]},
            HALF_ANSWERS,
            ["row parks is_"],
            [],
        ),
        (
            {"derived": [{**LOOKUP, "table": {**TABLE, "parks": {"is": "ask", "note": "So."}}}]},
            HALF_ANSWERS,
            [],
            ["row parks note"],
        ),
        ({"derived": [{**LOOKUP, "table": {**TABLE, "libraries": {"is": "ask"}}}]}, HALF_ANSWERS, [], []),
        ({"derived": [{**LOOKUP, "unless": []}]}, HALF_ANSWERS, [], ["derived fact listed unless"]),
        ({"glossary": [{"term": "LGPS", "means": "So."}]}, HALF_ANSWERS, [], []),
    ],
)
def test_other_changed_rules_affect_a_result_that_uses_them(
    change: dict[str, Any], answers: dict[str, Answer], bearing: list[str], shown: list[str]
) -> None:
    assert split_fields(changed_items(small_rules(**change), answers)) == (bearing, shown)


def test_a_reworded_option_is_displayed_if_it_is_chosen() -> None:
    options = [{"id": name, "text": name.upper(), "points": place} for place, name in enumerate("abcd")]
    assert split_fields(changed_items(small_rules(*build_sections({"options": options})))) == ([], ["option b text"])
    parks = [{**choice, "text": "Parks"} if choice["id"] == "parks" else choice for choice in SECTOR["options"]]
    after = small_rules(facts=[STAGE, NATION, {**SECTOR, "options": parks}, MEMBERS])
    assert split_fields(changed_items(after)) == ([], ["option parks text"])


def test_changed_claims_and_sources_are_displayed_if_the_result_cites_them() -> None:
    cites = {"claims": ["act-01"]}
    before = small_rules(*build_sections(cites))
    evidence = before.evidence.model_dump(by_alias=True, exclude_defaults=True)
    evidence["sources"] = [{**source, "title": "New"} for source in evidence["sources"]]
    evidence["claims"] = [{**claim, "finding": "New."} for claim in evidence["claims"]]
    after = Rulebook(before.rules, type(before.evidence).model_validate(evidence), "hash")
    assert split_fields(changed_items(after, before=before)) == ([], ["source act title", "claim act-01 finding"])


def test_added_and_removed_questions_and_lost_options_are_listed() -> None:
    after = small_rules(
        build_section("staff", build_question("plan", (0, 1, 2)), build_question("new")),
        build_section("money", build_question("cost")),
        blockers=[],
    )
    found = changed_items(after, build_answers(plan="d", cost="a", later="b"))
    assert (found.new_questions, found.removed_questions, found.removed_options) == (
        ("new",),
        ("later",),
        (("plan", "d"),),
    )
    assert changed_items(after, {}).removed_questions == ()
    assert found.changes.before.version == "1.0.0"


def test_a_renamed_question_and_option_keep_the_answer() -> None:
    options = [{"id": name, "text": name, "points": at} for at, name in enumerate(("a", "second", "c", "d"))]
    options[1]["was"] = ["b"]
    plan = {**build_question("plan", options=options), "id": "the-plan", "was": ["plan"]}
    staff = build_section("staff", plan, build_question("later", from_stage="decision"))
    after = build_rulebook(staff, build_section("money", build_question("cost")), blockers=(), recommendations=())
    before = build_rulebook(*build_sections(), blockers=(), recommendations=())
    detail = changed_items(after, before=before)
    assert detail.impact == compute_impact(before, after, PROFILE, HALF_ANSWERS)
    assert detail.impact.severity is Severity.NONE
    assert (detail.new_questions, detail.removed_questions, detail.removed_options) == ((), (), ())
    kinds = {each.change.question: each.kind for each in rank_question_deltas(detail.changes)}
    assert kinds == dict.fromkeys(("the-plan", "later", "cost"), ChangeKind.SAME)
    assert evaluate(after, PROFILE, HALF_ANSWERS) == evaluate(after, PROFILE, rename_answers(after, HALF_ANSWERS))
    both = {**HALF_ANSWERS, "the-plan": Answer("d")}
    assert evaluate(after, PROFILE, both) == evaluate(after, PROFILE, rename_answers(after, both))
