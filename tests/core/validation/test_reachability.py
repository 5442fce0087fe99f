"""How conditions are found to be reachable, compared with trying every profile and every set of answers."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from pydantic import TypeAdapter

from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Condition
from assess.core.validation.reachability import TooManyCombinations, Witness, WitnessSearch
from tests.core.invalid_rules_files import VALID_FILES
from tests.core.naive_evaluation import NaiveEvaluation
from tests.core.rulebooks import DERIVED_FACT, build_choices, build_question, build_rulebook, build_section

loaded = load_rulebook(*VALID_FILES)
assert isinstance(loaded, Rulebook)
RULEBOOK = loaded
SEARCH = WitnessSearch(RULEBOOK.rules)
WORST = {"plan-written": Answer("none"), "plan-costed": Answer("uncosted")}

read_condition = TypeAdapter(Condition).validate_python

facts = some.one_of(
    some.builds(lambda named: {"profile": "stage", "is": [named]}, some.sampled_from(["idea", "decision"])),
    some.builds(lambda named: {"profile": "nation", "is": [named]}, some.sampled_from(["england", "wales"])),
    some.builds(lambda named: {"profile": "law", "is": [named]}, some.sampled_from(["english", "welsh", "unknown"])),
    some.just({"profile": "staff", "is": ["unknown"]}),
    some.builds(
        lambda test, number: {"profile": "staff", test: number},
        some.sampled_from(["above", "below", "at_least", "at_most"]),
        some.integers(0, 4),
    ),
)
answers = some.one_of(
    some.builds(
        lambda named: {"question": "plan-written", "is": sorted(named)},
        some.sets(some.sampled_from(["none", "begun", "done"]), min_size=1),
    ),
    some.builds(lambda named: {"question": "plan-costed", "is": [named]}, some.sampled_from(["uncosted", "costed"])),
    some.builds(lambda below: {"section": "plan", "below": below}, some.integers(1, 100)),
)
conditions = some.recursive(
    facts | answers | facts.map(lambda fact: {"not": fact}),
    lambda inner: some.builds(
        lambda joined, parts: {joined: parts},
        some.sampled_from(["all", "any"]),
        some.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=6,
)


def iter_contexts() -> Iterator[tuple[Profile, Answers]]:
    """Yield every profile and every set of answers that the small rulebook can tell apart."""
    written = [None, *(Answer(option.id) for option in RULEBOOK.questions["plan-written"].options)]
    costed = [None, Answer(does_not_apply="x"), Answer("uncosted"), Answer("costed")]
    for stage, nation, staff in product(["idea", "decision"], ["england", "wales"], [None, *range(6)]):
        profile = {"stage": stage, "nation": nation} | ({} if staff is None else {"staff": staff})
        for first, second in product(written, costed):
            given_answers = {"plan-written": first, "plan-costed": second}
            yield profile, {name: answer for name, answer in given_answers.items() if answer is not None}


@given(conditions)
@example({"all": [{"question": "plan-written", "is": ["done"]}, {"section": "plan", "below": 76}]})
@example({"all": [{"question": "plan-written", "is": ["done"]}, {"section": "plan", "below": 75}]})
@example({"profile": "staff", "below": 0})
@example({"all": [{"profile": "law", "is": ["welsh"]}, {"not": {"profile": "nation", "is": ["wales"]}}]})
def test_a_witness_is_found_if_and_only_if_there_is_one(typed: Any) -> None:
    condition = read_condition(typed)
    way = SEARCH.find_witness(condition)
    there_is_one = any(NaiveEvaluation(RULEBOOK, *situation).truth(condition) is True for situation in iter_contexts())
    assert isinstance(way, Witness) is there_is_one


@given(conditions)
def test_a_witness_makes_the_condition_true(typed: Any) -> None:
    condition = read_condition(typed)
    way = SEARCH.find_witness(condition)
    if isinstance(way, Witness):
        profile = {"stage": "idea", "nation": "england", **way.facts}
        chosen = {name: Answer(option) for name, option in way.options.items()}
        assert NaiveEvaluation(RULEBOOK, profile, {**WORST, **chosen}).truth(condition) is True


def test_a_fact_that_may_be_blank_is_tried_blank() -> None:
    way = SEARCH.find_witness(read_condition({"profile": "staff", "is": ["unknown"]}))
    assert way == Witness(facts={}, options={})


def test_a_question_is_reachable_at_the_stage_when_it_is_due() -> None:
    way = SEARCH.find_witness(read_condition({"question": "plan-costed", "is": ["uncosted"]}))
    assert way == Witness(facts={"stage": "decision"}, options={"plan-costed": "uncosted"})


def test_a_derived_fact_is_reached_through_exactly_its_source_facts() -> None:
    by_stage = {"id": "early", "text": "Early?", "options": build_choices("yes", "no"), "from": "stage"}
    early = {**by_stage, "table": {"idea": {"is": "yes"}, "options": {"is": "yes"}, "decision": {"is": "no"}}}
    rules = build_rulebook(build_section("s", build_question("q")), derived=[DERIVED_FACT, early]).rules
    way = WitnessSearch(rules).find_witness(read_condition({"profile": "early", "is": ["no"]}))
    assert way == Witness(facts={"stage": "decision"}, options={})


def test_a_derived_fact_is_unknown_if_its_source_facts_are_blank() -> None:
    search = WitnessSearch(build_rulebook(build_section("s", build_question("q"))).rules)
    assert search.find_witness(read_condition({"profile": "listed", "is": ["unknown"]})) == Witness(
        facts={}, options={}
    )


@pytest.mark.parametrize("count", [16, 17])
def test_no_more_than_a_hundred_thousand_combinations_are_tried(count: int) -> None:
    more = "".join(
        f"      - {{id: more-{each}, text: More?, help: x, why: x, evidence: [x], ask: [lead], weight: 1, "
        "may_not_apply: false, options: [{id: a, text: A, points: 0}, {id: b, text: B, points: 1}]}\n"
        for each in range(count)
    )
    rulebook = load_rulebook(
        VALID_FILES.readiness.replace(b"blockers:\n", more.encode() + b"blockers:\n", 1), VALID_FILES.evidence
    )
    whole = {"all": [{"question": f"more-{each}", "is": ["b"]} for each in range(count)]}
    assert isinstance(rulebook, Rulebook)
    found = WitnessSearch(rulebook.rules).find_witness(read_condition(whole))
    assert found == TooManyCombinations(131_072) if count == 17 else isinstance(found, Witness)
