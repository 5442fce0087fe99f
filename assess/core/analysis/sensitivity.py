"""Sensitivity to weights: the weights of each section for which the evidenced band, after caps, stays the same.

With the other weights fixed, the overall score is (others' points + weight * score) / (others' weights + weight).
Whether it reaches a bound, or stays below one, is a linear inequality in the weight, so the answer is an interval.
No blocker or need depends on section weights, so caps stay as they are.
"""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from assess.core.model.result import Outcome, Result, SectionScore, WeightSensitivity
from assess.core.model.rulebook import Rulebook

_MIN_WEIGHT = 1
"""The least weight that a rulebook may give."""


class _ScoreBounds(NamedTuple):
    """The scores of a band: at least the first and below the second, if there is one."""

    at_least: int
    below: int | None


def compute_sensitivity(rulebook: Rulebook, result: Result) -> tuple[WeightSensitivity, ...]:
    """Return for each section the whole-number weights for which the evidenced band stays the same.

    Nothing is returned while it is too early for a score.
    """
    now = result.now
    if now.is_too_early:
        return ()
    if now.bands is None:
        return tuple(WeightSensitivity(section.id, _MIN_WEIGHT, None, True) for section in now.sections)
    bounds = _find_score_bounds(rulebook, now, now.bands.evidenced)
    return tuple(_compute_section_sensitivity(section, now, bounds) for section in now.sections)


def _find_score_bounds(rulebook: Rulebook, now: Outcome, band: str) -> _ScoreBounds:
    """Return the scores for which the band stays the same; without an upper bound where a cap gives the band."""
    bands = list(rulebook.bands.values())
    here = list(rulebook.bands).index(band)
    is_capped = any(rulebook.blockers[blocker.id].caps_at == band for blocker in now.blockers)
    is_capped = is_capped or bool(now.unmet and rulebook.rules.needs and rulebook.rules.needs.cap == band)
    is_top = here == len(bands) - 1
    return _ScoreBounds(bands[here].from_, None if is_capped or is_top else bands[here + 1].from_)


def _compute_section_sensitivity(section: SectionScore, now: Outcome, bounds: _ScoreBounds) -> WeightSensitivity:
    """Return the weights of one section for which the overall score stays within bounds."""
    if section.score is None:
        return WeightSensitivity(section.id, _MIN_WEIGHT, None, True)
    others = [other for other in now.sections if other.score is not None and other.id != section.id]
    weight = sum(other.weight for other in others)
    points = sum((other.weight * other.score.evidenced for other in others if other.score), Fraction(0))
    spans = [_solve_at_least(section.score.evidenced - bounds.at_least, bounds.at_least * weight - points)]
    if bounds.below is not None:
        spans.append(_solve_above(bounds.below - section.score.evidenced, points - bounds.below * weight))
    lowest = max((span.lowest for span in spans if span.lowest is not None), default=_MIN_WEIGHT)
    highest = min((span.highest for span in spans if span.highest is not None), default=None)
    return WeightSensitivity(section.id, max(lowest, _MIN_WEIGHT), highest, False)


class _WeightRange(NamedTuple):
    """A range of whole numbers, both ends included; None is no limit."""

    lowest: int | None
    highest: int | None


def _solve_at_least(slope: Fraction, bound: Fraction) -> _WeightRange:
    """Return the whole numbers that, times the slope, are at least the bound; at least one number must be."""
    if slope > 0:
        return _WeightRange(ceil(bound / slope), None)
    return _WeightRange(None, floor(bound / slope) if slope else None)


def _solve_above(slope: Fraction, bound: Fraction) -> _WeightRange:
    """Return the whole numbers that, times the slope, are more than the bound; at least one number must be."""
    if slope > 0:
        return _WeightRange(floor(bound / slope) + 1, None)
    return _WeightRange(None, ceil(bound / slope) - 1 if slope else None)
