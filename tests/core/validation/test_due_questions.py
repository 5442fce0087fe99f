"""How many questions are due over all facts, and barriers at their worst in the top band, against trying all facts."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings

from assess.core.model.assessment import Answer, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.validation import due_questions
from assess.core.validation.due_questions import DueCounts, DueQuestions
from assess.core.validation.stage_coverage import format_stages, measure_stages
from tests.core.rulebooks import STAGES, best_answers, build_question, build_rulebook, build_section, random_rulebooks

NUMBERS = (0, 1, 2, 3, 4, 5, 1000)
SCOTS = {"not": {"profile": "nation", "is": ["england"]}}
MEMBERS = {"profile": "members", "above": 0}


def iter_profiles(rules: Rulebook, stage: str) -> Iterator[Profile]:
    """Yield every profile at a stage whose facts are all known."""
    values: list[Sequence[str | int]] = [
        [each.id for each in fact.options if each.id != "unknown"] if fact.kind == "choice" else NUMBERS
        for fact in rules.rules.profile[1:]
    ]
    names = [fact.id for fact in rules.rules.profile[1:]]
    for chosen in product(*values):
        yield {"stage": stage, **dict(zip(names, chosen, strict=True))}


@settings(max_examples=25, deadline=None)
@given(random_rulebooks())
def test_the_fewest_and_most_questions_are_those_found_by_trying_all_facts(rules: Rulebook) -> None:
    due = DueQuestions(rules)
    for stage in STAGES:
        asked = [evaluate(rules, profile, {}).now.asked for profile in iter_profiles(rules, stage)]
        found = due.count(stage)
        assert (found.fewest, found.most) == (min(asked), max(asked))
        assert found.most_with_blanks is not None
        assert found.most_with_blanks >= evaluate(rules, {"stage": stage}, {}).now.asked


@settings(max_examples=25, deadline=None)
@given(random_rulebooks())
def test_no_other_barrier_at_its_worst_is_in_the_top_band_whatever_the_facts(rules: Rulebook) -> None:
    due = DueQuestions(rules)
    for stage in STAGES:
        found = {each.section for each in due.find_unnoticed(stage)}
        for section in rules.rules.sections:
            worst = {question.id: Answer(option=question.options[0].id) for question in section.questions}
            for profile in iter_profiles(rules, stage):
                now = evaluate(rules, profile, best_answers(rules) | worst).now
                is_due = any(each.id == section.id and each.asked for each in now.sections)
                is_top = now.bands is not None and now.bands.evidenced == "high"
                assert section.id in found or not (is_due and is_top), (section.id, profile)


def test_a_barrier_that_changes_no_band_is_found_with_the_facts_for_which_it_is_due() -> None:
    small = build_section("small", build_question("one", ask_if=SCOTS), build_question("two", ask_if=MEMBERS))
    large = build_section("large", build_question("three"), weight=9)
    due = DueQuestions(build_rulebook(small, large))
    found = list(due.find_unnoticed("idea"))
    assert [(each.section, dict(each.profile)) for each in found] == [("small", {"stage": "idea"})]
    assert due.count("idea") == DueCounts(fewest=1, most=3, most_with_blanks=3)


def test_a_need_keeps_a_barrier_at_its_worst_out_of_the_top_band() -> None:
    small = build_section("small", build_question("one", needs={"options": "b"}, may_not_apply=False))
    large = build_section("large", build_question("two"), weight=9)
    due = DueQuestions(build_rulebook(small, large, needs={"cap": "middle"}))
    assert {stage: [each.section for each in due.find_unnoticed(stage)] for stage in STAGES} == {
        "idea": ["small"],
        "options": [],
        "decision": [],
    }


def test_too_many_facts_at_once_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_questions, "MAX_COMBINATIONS", 3)
    condition = {"all": [SCOTS, MEMBERS]}
    due = DueQuestions(build_rulebook(build_section("s", build_question("one", ask_if=condition))))
    assert due.count("idea") == DueCounts(None, None, None)
    (line, *_) = format_stages(measure_stages(due.rulebook), dict.fromkeys(STAGES, "A stage"))
    assert line.startswith("A stage: the questions due depend on too many facts together to be counted, of which 0")
