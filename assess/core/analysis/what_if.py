"""What would change a result: what to find out first, the path to the next band, the sensitivity to weights."""

from assess.core.analysis.next_band import road
from assess.core.analysis.sensitivity import firmness
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import Outlook, Result, State, Unknown
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.scores import ZERO


def outlook(rulebook: Rulebook, profile: Profile, answers: Answers) -> Outlook:
    """Return everything that would change the result of these answers."""
    result = evaluate(rulebook, profile, answers)
    return Outlook(find_out(rulebook, profile, result), road(rulebook, result), firmness(rulebook, result))


def find_out(rulebook: Rulebook, profile: Profile, result: Result) -> tuple[Unknown, ...]:
    """Return what is unknown: first what possible blockers wait for, then by share of the range, then in file order."""
    unknown = [*unknown_facts(rulebook, profile, result), *unknown_questions(result)]
    return tuple(sorted(unknown, key=lambda each: (not each.blockers, -each.holds)))


def unknown_facts(rulebook: Rulebook, profile: Profile, result: Result) -> list[Unknown]:
    """Return the facts that are not known, in the order of the file; a fact has no share of the range."""
    return [
        Unknown(
            fact,
            "fact",
            State.DONT_KNOW if profile.get(fact) == UNKNOWN else State.UNANSWERED,
            ZERO,
            waiting_for(fact, result),
        )
        for fact in rulebook.facts
        if fact not in result.facts
    ]


def unknown_questions(result: Result) -> list[Unknown]:
    """Return the questions asked whose answer is not known, in the order of the file."""
    return [
        Unknown(row.question, "question", row.state, row.worth, waiting_for(row.question, result))
        for row in result.trace
        if row.state in (State.DONT_KNOW, State.UNANSWERED)
    ]


def waiting_for(unknown: str, result: Result) -> tuple[str, ...]:
    """Return the ids of the possible blockers that wait for a question or fact."""
    return tuple(blocker.id for blocker in result.now.blockers if unknown in blocker.waits_for)
