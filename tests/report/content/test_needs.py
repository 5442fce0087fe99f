"""What a stage needs, in words: the counts, the lists they count, and the work plan for the next stage."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.plan import Action
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import build_content
from assess.report.content.citations import get_prose_text
from assess.report.content.models import ReportContent
from assess.report.text.result import render_result
from tests.core.rulebooks import load_frozen_with_needs
from tests.report import edge_cases, factories

NEEDED = {"q-1-2": {"case": "begun"}, "q-2-1": {"case": "agreed", "transfer": "done"}, "q-3-5": {"idea": "begun"}}


def build_rules(needs: dict[str, dict[str, str]] = NEEDED, **parts: Any) -> Rulebook:
    """Return the fictional rules with these needs."""
    rules = factories.build_readiness()
    for question in (question for section in rules["sections"] for question in section["questions"]):
        if question["id"] in needs:
            question.update(needs=needs[question["id"]], may_not_apply="false")
    return factories.build_rulebook({"sections": rules["sections"], "needs": {"cap": "on-course"}, **parts})


def build(rules: Rulebook, answers: Answers, plan: dict[str, Action] | None = None, **facts: Any) -> ReportContent:
    """Return the content of an assessment in which everything else has its best answer."""
    assessment = factories.build_assessment(edge_cases.same_answers("done") | dict(answers), **facts)
    assessment = replace(assessment, plan=plan or {})
    result = evaluate(rules, assessment.profile, assessment.answers)
    view = compute_what_if(rules, assessment.profile, assessment.answers)
    return build_content(rules, assessment, result, view, report_date=edge_cases.DAY)


def answer(option: str) -> Answer:
    return Answer(dont_know=True) if option == "?" else Answer(option=option)


MISSING = (
    "They are not all equally important, but while any one of them is missing, the result can be no higher than "
    "“On course”."
)
UNKNOWN = "They are not all equally important, but until all of them are known, you can show no more than “On course”."


@pytest.mark.parametrize(
    ("needs", "answers", "says"),
    [
        (NEEDED, {}, "All 3 things named for this stage are in place, by your answers. No one has checked them."),
        (
            NEEDED,
            {"q-1-2": "nothing", "q-2-1": "?"},
            "By your answers, 1 of the 3 things named for this stage is in place; 1 is missing; 1 is not known. "
            + MISSING,
        ),
        (
            NEEDED,
            {"q-1-2": "?", "q-2-1": "?", "q-3-5": "?"},
            "By your answers, none of the 3 things named for this stage is in place; 3 are not known. " + UNKNOWN,
        ),
        ({}, {}, "These rules name nothing that this stage must have."),
        (
            {"q-1-2": {"case": "begun"}},
            {"q-1-2": "nothing"},
            (
                "The one thing named for this stage is missing, by your answers. "
                "While that is so, “On course” is the highest band that you can show."
            ),
        ),
        (
            {"q-1-2": {"case": "begun"}},
            {},
            "The one thing named for this stage is in place, by your answers. No one has checked it.",
        ),
    ],
)
def test_the_sentence_counts_what_is_listed(
    needs: dict[str, dict[str, str]], answers: dict[str, str], says: str
) -> None:
    rules = build_rules(needs) if needs else factories.build_rulebook()
    content = build(rules, {name: answer(option) for name, option in answers.items()})
    assert content.needs.says == says
    states = [answers.get(name, "done") for name in needs]
    listed = (len(content.needs.missing), len(content.needs.unknown), content.needs.in_place_count)
    assert listed == (states.count("nothing"), states.count("?"), states.count("done"))
    assert content.needs.in_place_count == sum(len(part.needs) for part in content.needs.in_place)


def test_a_need_names_the_least_answer_its_question_and_whom_to_ask() -> None:
    (need,) = build(build_rules(), {"q-2-1": answer("begun")}).needs.missing
    assert (need.number, need.section, need.needed, need.ask) == (
        "Q7", "Pensions", "It is agreed, but not yet written down.", "pensions lead",
    )  # fmt: skip
    assert need.today.startswith("A draft exists")


def test_what_the_facts_rule_out_is_counted_apart_and_what_a_blank_fact_adds_is_marked() -> None:
    assert build(build_rules(), {}, members=0).needs.notes == (
        "One more is left out, because of what you said about the service: Q17.",
    )
    assert build(build_rules(), {}, members="unknown").needs.notes == (
        "One is asked only because a fact about the service is blank: Q17.",
    )


def test_the_next_stage_lists_what_is_needed_as_well_with_owner_and_time() -> None:
    plan = {"do-2-1": Action("Head of HR", date(2027, 3, 1))}
    content = build(build_rules(), {"q-2-1": answer("agreed"), "q-1-2": answer("nothing")}, plan)
    assert content.next_stage is not None
    assert content.next_stage.heading == "What “Transferring the service” needs as well"
    assert content.next_stage.says == (
        "One thing, besides the 1 that is missing or not known above. It does not count yet. "
        "Start with what takes longest."
    )
    (each,) = content.next_stage.answered
    assert (each.need.number, each.owner, each.time) == ("Q7", "Head of HR", "1 March 2027")
    refused = {"do-2-1": Action("Head of HR", date(2027, 3, 1), reason="The fund refuses.")}
    (unplanned,) = build(build_rules(), {"q-2-1": answer("agreed")}, refused).next_stage.answered  # type: ignore[union-attr]
    assert (unplanned.owner, unplanned.time) == ("Pensions lead", "4 to 6 weeks")
    (planless,) = build(build_rules(), {"q-2-1": answer("agreed")}).next_stage.answered  # type: ignore[union-attr]
    assert (planless.owner, planless.time) == ("Pensions lead", "4 to 6 weeks")


def test_at_the_last_stage_there_is_no_next_one() -> None:
    assert build(build_rules(), {}, stage="transfer").next_stage is None


SCORE = "not by the score: the average answer is past the mark for “Ready to go on”."


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        (
            {"q-1-2": "nothing"},
            f"Held there by what is missing, {SCORE}",
        ),
        (
            {"q-1-2": "?"},
            f"Held there by what nobody knows yet, {SCORE} It could be “Ready to go on”.",
        ),
        (
            {"q-1-1": "nothing", "q-1-2": "nothing"},
            f"Held there by the blocker, {SCORE}",
        ),
        (
            {"q-1-1": "?", "q-1-2": "nothing"},
            (
                f"Held there by a blocker that is possible, {SCORE} "
                "It can be “On course” at most until what is missing is in place."
            ),
        ),
        ({}, ""),
    ],
)
def test_the_band_is_explained_by_what_holds_it(answers: dict[str, str], note: str) -> None:
    content = build(build_rules(), {name: answer(option) for name, option in answers.items()})
    assert content.headline.cap_note == note


def test_with_few_questions_due_it_is_too_early_to_score() -> None:
    rules = build_rules(score_from="47")
    content = build(rules, {})
    assert content.headline.range == "Too early to score: 40 questions are due at this stage."
    assert (content.headline.band, content.next_band) == ("", None)


def test_contradictions_name_the_answers_and_facts_that_do_not_fit() -> None:
    rules = load_frozen_with_needs()
    profile: Profile = {"stage": "business-case", "nation": "england", "lgps-members": 78, "headcount": 72}
    assessment = replace(factories.build_assessment({}), profile=profile)
    result, view = evaluate(rules, profile, {}), compute_what_if(rules, profile, {})
    content = build_content(rules, assessment, result, view, report_date=edge_cases.DAY)
    (each,) = content.contradictions
    assert get_prose_text(each.says) == "It cannot be."
    assert [item.id for item in each.inputs] == ["lgps-members", "headcount"]
    assert each.check_with == "Check with whoever knows the service."
    assert "  - It cannot be. Check with whoever knows the service.\n" in render_result(content)
    assert content.contradictions_note == "One pair of things you said does not fit together"
