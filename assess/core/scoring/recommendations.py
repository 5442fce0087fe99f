"""Recommendations that apply: what triggered each, what it lifts and adds, and their order."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from assess.core.model.result import Finding, NeedState, RecommendationResult
from assess.core.model.rules import Recommendation
from assess.core.scoring.compiled import CompiledRulebook
from assess.core.scoring.condition_cache import ConditionInputs, ConditionSet
from assess.core.scoring.conditions import TRUE, iter_leaves
from assess.core.scoring.findings import find_causes
from assess.core.scoring.scores import ZERO, CompiledSection, OverallScore, SectionSum, make_fraction
from assess.core.scoring.totals import Totals

EFFORT_ORDER = {"days": 0, "weeks": 1, "months": 2}
"""The order of efforts, least first."""


class _TriggeredRecommendation(NamedTuple):
    """A recommendation that applies, and what triggered it."""

    id: str
    effort: int
    because: tuple[tuple[str, str], ...]
    gains: tuple[tuple[int, int], ...]
    """For each section of those questions: its position, and the parts that their best options would add there."""
    claims: tuple[str, ...]


RecommendationSet = ConditionSet[_TriggeredRecommendation | None]


def compile_recommendations(rulebook: CompiledRulebook, rules: Sequence[Recommendation]) -> RecommendationSet:
    """Compile recommendations."""
    return ConditionSet(
        rulebook, (rule.when for rule in rules), lambda place, case: _trigger_recommendation(rules[place], case)
    )


def _trigger_recommendation(rule: Recommendation, inputs: ConditionInputs) -> _TriggeredRecommendation | None:
    """Return the recommendation and what triggered it; None when its condition is not true."""
    if inputs.expr.evaluate(inputs.context) is not TRUE:
        return None
    set_off = find_causes(
        (leaf for leaf in iter_leaves(inputs.expr) if leaf.evaluate(inputs.context) is TRUE), inputs.context
    )
    return _TriggeredRecommendation(
        rule.id, EFFORT_ORDER[rule.effort], set_off, _compute_gains([name for name, _ in set_off], inputs), rule.claims
    )


def _compute_gains(questions: Iterable[str], inputs: ConditionInputs) -> tuple[tuple[int, int], ...]:
    """Return the position of each section of these questions with the parts that their best options would add."""
    gains: dict[int, int] = {}
    for position in map(inputs.rulebook.question_positions.__getitem__, questions):
        score = inputs.rulebook.state_scores[position][inputs.codes[position]]
        section = inputs.rulebook.section_positions[position]
        gains[section] = gains.get(section, 0) + score.full - score.low
    return tuple(gains.items())


def rank_recommendations(
    recommendation_set: RecommendationSet, totals: Totals, blockers: Iterable[Finding], warnings: Iterable[Finding]
) -> tuple[RecommendationResult, ...]:
    """Return the recommendations that apply: by blockers lifted, needs met, warnings lifted, gain, effort and id."""
    triggered = recommendation_set.collect(totals.codes, recommendation_set.evaluate(totals.codes, totals.sums))
    needs = {need.question: (need.question,) for need in totals.unmet if need.state is NeedState.MISSING}
    stopped, warned = _group_by_question(blockers), _group_by_question(warnings)
    effects = _EffectsByQuestion(stopped, needs, warned, frozenset((*stopped, *needs, *warned)))
    score = _compute_gain_rates(totals.rulebook.sections, totals.sums, totals.score)
    fired = []
    for recommendation in triggered:
        if recommendation is not None:
            rank, lifted, meets = effects.find_effects(recommendation.because)
            parts, adds = _add_gains(recommendation.gains, score)
            fired.append((rank, -parts, recommendation.effort, recommendation.id, lifted, adds, meets, recommendation))
    fired.sort()
    return tuple(
        [
            RecommendationResult(name, lifted, adds, cause.because, cause.claims, meets)
            for *_, name, lifted, adds, meets, cause in fired
        ]
    )


class _GainRates(NamedTuple):
    """What one part of each section's sum is worth."""

    factors: tuple[int, ...]
    """In parts of the overall score."""
    points: tuple[tuple[int, int], ...]
    """In points out of 100, as a numerator and a denominator: many answers share the fraction of the two."""


def _compute_gain_rates(
    sections: Sequence[CompiledSection], sums: Sequence[SectionSum], score: OverallScore
) -> _GainRates:
    """Return what one part of each section's sum is worth; 0 where it or the whole has no score."""
    if not score.weights:
        return _GainRates((0,) * len(sections), ((0, 1),) * len(sections))
    unit = score.full // score.weights
    pairs = list(zip(sections, sums, strict=True))
    return _GainRates(
        tuple([table.weight * (unit // each.full) if each.full else 0 for table, each in pairs]),
        tuple([(100 * table.weight, score.weights * each.full) for table, each in pairs]),
    )


def _add_gains(gains: Iterable[tuple[int, int]], rates: _GainRates) -> tuple[int, Fraction]:
    """Return what gains add to the overall score: in its parts, which are compared, and in points."""
    parts, points = 0, None
    for section, gain in gains:
        parts += rates.factors[section] * gain
        weight, full = rates.points[section]
        more = make_fraction(weight * gain, full)
        points = more if points is None else points + more
    return parts, ZERO if points is None else points


Ids = tuple[str, ...]


class _EffectsByQuestion(NamedTuple):
    """What better answers change, by each question that they would answer."""

    blockers: Mapping[str, Ids]
    """The ids of the true blockers that they lift."""
    needs: Mapping[str, Ids]
    """The question itself, if its need is missing."""
    warnings: Mapping[str, Ids]
    """The ids of the true warnings that they lift."""
    questions: frozenset[str]
    """All these questions."""

    def find_effects(self, because: tuple[tuple[str, str], ...]) -> tuple[int, Ids, Ids]:
        """Return a rank, what better answers lift and what needs they meet.

        The rank is 0 if they lift a blocker, 1 if they meet a need, 2 if they lift a warning, else 3.
        """
        names = [question for question, _ in because]
        if self.questions.isdisjoint(names):
            return 3, (), ()
        stopped, met = _collect_ids(self.blockers, names), _collect_ids(self.needs, names)
        warned = _collect_ids(self.warnings, names)
        return 0 if stopped else 1 if met else 2 if warned else 3, stopped + warned, met


def _collect_ids(mapping: Mapping[str, Ids], questions: Sequence[str]) -> Ids:
    """Return the ids of these questions, in order."""
    if len(questions) == 1:
        return mapping.get(questions[0], ())
    return tuple(sorted({each for question in questions for each in mapping.get(question, ())}))


def _group_by_question(findings: Iterable[Finding]) -> dict[str, Ids]:
    """Return the ids of the true findings, in order, by each question that makes them true."""
    by_question: dict[str, Ids] = {}
    for finding in findings:
        for question, _ in finding.because:
            by_question[question] = tuple(sorted((*by_question.get(question, ()), finding.id)))
    return by_question
