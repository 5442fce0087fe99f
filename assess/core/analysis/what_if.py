"""What would change a result: what to find out first, the path to the next band, the sensitivity to weights."""

from collections.abc import Mapping
from fractions import Fraction

from assess.core.analysis.next_band import find_next_band
from assess.core.analysis.sensitivity import compute_sensitivity
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import NeedState, QuestionState, Result, UnknownInput, UnknownKind, WhatIf
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN_OPTION, Condition
from assess.core.scoring.conditions import UNKNOWN, EvaluationContext, FactTest, compile_condition, iter_deciding_leaves
from assess.core.scoring.evaluate import evaluate, get_scorer
from assess.core.scoring.facts import KnownFacts
from assess.core.scoring.scores import ZERO


def compute_what_if(rulebook: Rulebook, profile: Profile, answers: Answers) -> WhatIf:
    """Return everything that would change the result of these answers."""
    result = evaluate(rulebook, profile, answers)
    return WhatIf(
        list_unknowns(rulebook, profile, result),
        find_next_band(rulebook, result),
        compute_sensitivity(rulebook, result),
    )


def list_unknowns(rulebook: Rulebook, profile: Profile, result: Result) -> tuple[UnknownInput, ...]:
    """Return what is unknown: what possible blockers, then what unknown needs wait for, then by share of the range.

    A blank fact comes before the questions whose needs wait for it. The rest is in the order of the file.
    """
    unknown = [*_list_unknown_facts(rulebook, profile, result), *_list_unknown_questions(result)]
    return tuple(sorted(unknown, key=_sort_key))


def _sort_key(each: UnknownInput) -> tuple[bool, bool, bool, Fraction]:
    """Return the sort key of something unknown."""
    waits_for_need = bool(each.needs and not each.blockers)
    return (
        not each.blockers,
        not waits_for_need,
        waits_for_need and each.kind is not UnknownKind.FACT,
        -each.range_share,
    )


def _list_unknown_facts(rulebook: Rulebook, profile: Profile, result: Result) -> list[UnknownInput]:
    """Return the facts that are not known, in the order of the file; a fact has no share of the range."""
    waiting = _find_waiting_needs(rulebook, profile, result)
    return [
        UnknownInput(
            fact,
            UnknownKind.FACT,
            QuestionState.DONT_KNOW if profile.get(fact) == UNKNOWN_OPTION else QuestionState.UNANSWERED,
            ZERO,
            _find_waiting_blockers(fact, result),
            tuple(question for question, facts in waiting.items() if fact in facts),
        )
        for fact in rulebook.facts
        if fact not in result.facts
    ]


def _list_unknown_questions(result: Result) -> list[UnknownInput]:
    """Return the questions asked whose answer is not known, in the order of the file."""
    return [
        UnknownInput(
            row.question,
            UnknownKind.QUESTION,
            row.state,
            row.worth,
            _find_waiting_blockers(row.question, result),
            (row.question,) if row.need_state is NeedState.UNKNOWN else (),
        )
        for row in result.trace
        if row.state in (QuestionState.DONT_KNOW, QuestionState.UNANSWERED)
    ]


def _find_waiting_needs(rulebook: Rulebook, profile: Profile, result: Result) -> Mapping[str, tuple[str, ...]]:
    """Return each question that is asked only because facts are blank and whose need is not known, with those facts."""
    assumed = set(result.now.assumed)
    questions = [need.question for need in result.now.unmet if need.state is NeedState.UNKNOWN]
    facts = get_scorer(rulebook).rulebook.fact_table.derive(profile)
    return {
        question: _find_missing_facts(condition, facts)
        for question in questions
        if question in assumed and (condition := rulebook.questions[question].ask_if)
    }


def _find_missing_facts(condition: Condition, facts: KnownFacts) -> tuple[str, ...]:
    """Return the given facts that are blank and that an unknown condition on facts waits for."""
    leaves = iter_deciding_leaves(UNKNOWN, compile_condition(condition), EvaluationContext(facts.known))
    named = [leaf.fact for leaf in leaves if isinstance(leaf, FactTest)]
    return tuple(dict.fromkeys(fact for each in named for fact in facts.missing.get(each, ())))


def _find_waiting_blockers(unknown: str, result: Result) -> tuple[str, ...]:
    """Return the ids of the possible blockers that wait for a question or fact."""
    return tuple(blocker.id for blocker in result.now.blockers if unknown in blocker.waits_for)
