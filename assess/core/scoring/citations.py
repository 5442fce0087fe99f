"""Which claims are cited, in the order of their first citation, and references inside texts."""

import re
from collections.abc import Iterator

from assess.core.model.result import Result, State
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Elsewhere, Notice, Recommendation, Warning_
from assess.core.scoring.conditions import TRUE, Situation, compiled

REFERENCE = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
"""A claim's id in braces, as it stands in a text of the rules."""


def pieces(text: str) -> tuple[tuple[str, str], ...]:
    """Give a text in pieces of words and the claim cited after them; the last piece may cite none ("")."""
    parts = REFERENCE.split(text)
    words, claims = parts[::2], [*parts[1::2], ""]
    return tuple((piece, claim) for piece, claim in zip(words, claims, strict=True) if piece or claim)


def references(text: str) -> tuple[str, ...]:
    """Give the ids of the claims that a text cites, in its order."""
    return tuple(REFERENCE.findall(text))


def without_references(text: str) -> str:
    """Give the words of a text alone, as for a title or an attribute, without the space before a reference."""
    return re.sub(r" *" + REFERENCE.pattern, "", text)


def elsewhere(recommendation: Recommendation, result: Result) -> tuple[Elsewhere, ...]:
    """Give what is different in a recommendation for this profile."""
    situation = Situation(result.facts)
    return tuple(case for case in recommendation.elsewhere if compiled(case.when).truth(situation) is TRUE)


def cited_claims(rulebook: Rulebook, result: Result) -> tuple[str, ...]:
    """Give every claim that a result rests on: blockers, notices, warnings, recommendations, questions asked."""
    parts = (
        claims_of_findings(rulebook, result),
        claims_of_recommendations(rulebook, result),
        claims_of_questions(rulebook, result),
    )
    return tuple(dict.fromkeys(claim for part in parts for claim in part))


def claims_of_findings(rulebook: Rulebook, result: Result) -> Iterator[str]:
    """Give the claims of true and possible blockers, of notices and of warnings."""
    notices = {notice.id: notice for notice in rulebook.rules.notices}
    found: tuple[Warning_ | Notice, ...] = (
        *(rulebook.blockers[blocker.id] for blocker in result.now.blockers),
        *(notices[notice] for notice in result.notices),
        *(rulebook.warnings[warning.id] for warning in result.warnings),
    )
    for rule in found:
        yield from references(rule.says)
        yield from rule.claims


def claims_of_recommendations(rulebook: Rulebook, result: Result) -> Iterator[str]:
    """Give the claims of the recommendations made, with those of what is different for this profile."""
    for advice in result.recommendations:
        rule = rulebook.recommendations[advice.id]
        for text in (rule.why, *rule.steps, rule.takes, rule.done_when):
            yield from references(text)
        yield from rule.claims
        yield from rule.takes_from if isinstance(rule.takes_from, tuple) else ()
        for case in elsewhere(rule, result):
            yield from references(case.says)
            yield from case.claims


def claims_of_questions(rulebook: Rulebook, result: Result) -> Iterator[str]:
    """Give the claims of the questions that are asked."""
    for row in result.trace:
        if row.state is not State.NOT_ASKED:
            question = rulebook.questions[row.question]
            for text in (question.help, question.why):
                yield from references(text)
            yield from question.claims
