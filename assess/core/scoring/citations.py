"""The claims that a result cites, and references to claims inside texts."""

import re
from collections.abc import Iterator

from assess.core.model.result import Result, State
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Elsewhere, Notice, Recommendation, Warning_
from assess.core.scoring.conditions import TRUE, Situation, compiled

REFERENCE = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
"""A claim's id in braces, as it is written in a text of the rules."""


def pieces(text: str) -> tuple[tuple[str, str], ...]:
    """Split a text into pieces, each with the claim cited after it; the last may cite none ("")."""
    parts = REFERENCE.split(text)
    words, claims = parts[::2], [*parts[1::2], ""]
    return tuple((piece, claim) for piece, claim in zip(words, claims, strict=True) if piece or claim)


def references(text: str) -> tuple[str, ...]:
    """Return the ids of the claims that a text cites, in order."""
    return tuple(REFERENCE.findall(text))


def without_references(text: str) -> str:
    """Return a text without its references and the space before each, as for a title or an attribute."""
    return re.sub(r" *" + REFERENCE.pattern, "", text)


def elsewhere(recommendation: Recommendation, result: Result) -> tuple[Elsewhere, ...]:
    """Return the variations of a recommendation that apply to the profile of a result."""
    situation = Situation(result.facts)
    return tuple(case for case in recommendation.elsewhere if compiled(case.when).truth(situation) is TRUE)


def cited_claims(rulebook: Rulebook, result: Result) -> tuple[str, ...]:
    """Return every claim cited by the findings, recommendations and asked questions of a result, each once."""
    parts = (
        claims_of_findings(rulebook, result),
        claims_of_recommendations(rulebook, result),
        claims_of_questions(rulebook, result),
    )
    return tuple(dict.fromkeys(claim for part in parts for claim in part))


def claims_of_findings(rulebook: Rulebook, result: Result) -> Iterator[str]:
    """Yield the claims of true and possible blockers, of notices and of warnings."""
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
    """Yield the claims of the recommendations made and of their variations for this profile."""
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
    """Yield the claims of the questions that are asked."""
    for row in result.trace:
        if row.state is not State.NOT_ASKED:
            question = rulebook.questions[row.question]
            for text in (question.help, question.why):
                yield from references(text)
            yield from question.claims
