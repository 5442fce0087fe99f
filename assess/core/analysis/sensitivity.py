"""Sensitivity to weights: the weights of each section for which the evidenced band, after caps, stays the same.

With the other weights fixed, the overall score is (others' points + weight * score) / (others' weights + weight).
Whether it reaches a bound, or stays below one, is a linear inequality in the weight, so the answer is an interval.
No blocker depends on section weights, so caps stay as they are.
"""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from assess.core.model.result import Firmness, Outcome, Result, SectionScore
from assess.core.model.rulebook import Rulebook

LOWEST = 1
"""The least weight that a rulebook may give."""


class Bounds(NamedTuple):
    """The scores of a band: at least the first and below the second, if there is one."""

    at_least: int
    below: int | None


def firmness(rulebook: Rulebook, result: Result) -> tuple[Firmness, ...]:
    """Return for each section the whole-number weights for which the evidenced band stays the same."""
    now = result.now
    if now.bands is None:
        return tuple(Firmness(section.id, LOWEST, None, True) for section in now.sections)
    bounds = bounds_of(rulebook, now, now.bands.evidenced)
    return tuple(firmness_of(section, now, bounds) for section in now.sections)


def bounds_of(rulebook: Rulebook, now: Outcome, band: str) -> Bounds:
    """Return the scores for which the band stays the same; without an upper bound where a cap gives the band."""
    bands = list(rulebook.bands.values())
    here = list(rulebook.bands).index(band)
    is_capped = any(rulebook.blockers[blocker.id].caps_at == band for blocker in now.blockers)
    is_top = here == len(bands) - 1
    return Bounds(bands[here].from_, None if is_capped or is_top else bands[here + 1].from_)


def firmness_of(section: SectionScore, now: Outcome, bounds: Bounds) -> Firmness:
    """Return the weights of one section for which the overall score stays within bounds."""
    if section.score is None:
        return Firmness(section.id, LOWEST, None, True)
    others = [other for other in now.sections if other.score is not None and other.id != section.id]
    weight = sum(other.weight for other in others)
    points = sum((other.weight * other.score.evidenced for other in others if other.score), Fraction(0))
    spans = [reaching(section.score.evidenced - bounds.at_least, bounds.at_least * weight - points)]
    if bounds.below is not None:
        spans.append(passing(bounds.below - section.score.evidenced, points - bounds.below * weight))
    lowest = max((span.lowest for span in spans if span.lowest is not None), default=LOWEST)
    highest = min((span.highest for span in spans if span.highest is not None), default=None)
    return Firmness(section.id, max(lowest, LOWEST), highest, False)


class Span(NamedTuple):
    """A range of whole numbers, both ends included; None is no limit."""

    lowest: int | None
    highest: int | None


def reaching(slope: Fraction, bound: Fraction) -> Span:
    """Return the whole numbers that, times the slope, are at least the bound; at least one number must be."""
    if slope > 0:
        return Span(ceil(bound / slope), None)
    return Span(None, floor(bound / slope) if slope else None)


def passing(slope: Fraction, bound: Fraction) -> Span:
    """Return the whole numbers that, times the slope, are more than the bound; at least one number must be."""
    if slope > 0:
        return Span(floor(bound / slope) + 1, None)
    return Span(None, ceil(bound / slope) - 1 if slope else None)
