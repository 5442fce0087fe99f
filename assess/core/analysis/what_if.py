"""What would change a result: what to find out first, the path to the next band, the sensitivity to weights."""

from assess.core.analysis.next_band import find_next_band
from assess.core.analysis.sensitivity import compute_sensitivity
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import QuestionState, Result, UnknownInput, WhatIf
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN_OPTION
from assess.core.scoring.evaluate import evaluate
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
    """Return what is unknown: first what possible blockers wait for, then by share of the range, then in file order."""
    unknown = [*_list_unknown_facts(rulebook, profile, result), *_list_unknown_questions(result)]
    return tuple(sorted(unknown, key=lambda each: (not each.blockers, -each.range_share)))


def _list_unknown_facts(rulebook: Rulebook, profile: Profile, result: Result) -> list[UnknownInput]:
    """Return the facts that are not known, in the order of the file; a fact has no share of the range."""
    return [
        UnknownInput(
            fact,
            "fact",
            QuestionState.DONT_KNOW if profile.get(fact) == UNKNOWN_OPTION else QuestionState.UNANSWERED,
            ZERO,
            _find_waiting_blockers(fact, result),
        )
        for fact in rulebook.facts
        if fact not in result.facts
    ]


def _list_unknown_questions(result: Result) -> list[UnknownInput]:
    """Return the questions asked whose answer is not known, in the order of the file."""
    return [
        UnknownInput(row.question, "question", row.state, row.worth, _find_waiting_blockers(row.question, result))
        for row in result.trace
        if row.state in (QuestionState.DONT_KNOW, QuestionState.UNANSWERED)
    ]


def _find_waiting_blockers(unknown: str, result: Result) -> tuple[str, ...]:
    """Return the ids of the possible blockers that wait for a question or fact."""
    return tuple(blocker.id for blocker in result.now.blockers if unknown in blocker.waits_for)
