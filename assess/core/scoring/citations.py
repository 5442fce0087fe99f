"""The claims that a result cites, and references to claims inside texts."""

import re
from collections.abc import Iterator

from assess.core.model.result import QuestionState, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Contradiction, LocalVariation, Notice, Recommendation, WarningRule
from assess.core.scoring.conditions import TRUE, EvaluationContext, compile_condition

_REFERENCE = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
"""A claim's id in braces, as it is written in a text of the rules."""


def split_references(text: str) -> tuple[tuple[str, str], ...]:
    """Split a text into pieces, each with the claim cited after it; the last may cite none ("")."""
    parts = _REFERENCE.split(text)
    words, claims = parts[::2], [*parts[1::2], ""]
    return tuple((piece, claim) for piece, claim in zip(words, claims, strict=True) if piece or claim)


def find_references(text: str) -> tuple[str, ...]:
    """Return the ids of the claims that a text cites, in order."""
    return tuple(_REFERENCE.findall(text))


def strip_references(text: str) -> str:
    """Return a text without its references and the space before each, as for a title or an attribute."""
    return re.sub(r" *" + _REFERENCE.pattern, "", text)


def find_local_variations(recommendation: Recommendation, result: Result) -> tuple[LocalVariation, ...]:
    """Return the variations of a recommendation that apply to the profile of a result."""
    context = EvaluationContext(result.facts)
    return tuple(
        variation
        for variation in recommendation.elsewhere
        if compile_condition(variation.when).evaluate(context) is TRUE
    )


def find_cited_claims(rulebook: Rulebook, result: Result) -> tuple[str, ...]:
    """Return every claim cited by the findings, recommendations and asked questions of a result, each once."""
    parts = (
        _iter_finding_claims(rulebook, result),
        _iter_recommendation_claims(rulebook, result),
        _iter_question_claims(rulebook, result),
    )
    return tuple(dict.fromkeys(claim for part in parts for claim in part))


def _iter_finding_claims(rulebook: Rulebook, result: Result) -> Iterator[str]:
    """Yield the claims of true and possible blockers, of notices, of warnings and of contradictions."""
    notices = {notice.id: notice for notice in rulebook.rules.notices}
    rules: tuple[WarningRule | Notice | Contradiction, ...] = (
        *(rulebook.blockers[blocker.id] for blocker in result.now.blockers),
        *(notices[notice] for notice in result.notices),
        *(rulebook.warnings[warning.id] for warning in result.warnings),
        *(rulebook.contradictions[contradiction] for contradiction in result.contradictions),
    )
    for rule in rules:
        yield from find_references(rule.says)
        yield from rule.claims


def _iter_recommendation_claims(rulebook: Rulebook, result: Result) -> Iterator[str]:
    """Yield the claims of the recommendations made and of their variations for this profile."""
    for recommendation in result.recommendations:
        rule = rulebook.recommendations[recommendation.id]
        for text in (rule.why, *rule.steps, rule.takes, rule.done_when):
            yield from find_references(text)
        yield from rule.claims
        yield from rule.takes_from if isinstance(rule.takes_from, tuple) else ()
        for variation in find_local_variations(rule, result):
            yield from find_references(variation.says)
            yield from variation.claims


def _iter_question_claims(rulebook: Rulebook, result: Result) -> Iterator[str]:
    """Yield the claims of the questions that are asked."""
    for row in result.trace:
        if row.state is not QuestionState.NOT_ASKED:
            question = rulebook.questions[row.question]
            for text in (question.help, question.why):
                yield from find_references(text)
            yield from question.claims
