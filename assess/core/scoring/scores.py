"""Scores as exact ranges, by section and overall, and the bands that they lie in.

All sums are of whole numbers over a common denominator. Fractions are cached by numerator and denominator, since an
assessment only ever meets a few thousand of them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import attrgetter
from typing import NamedTuple

from assess.core.model.result import BandRange, NeedCounts, QuestionTrace, Range, SectionScore
from assess.core.model.rules import Band, Section
from assess.core.scoring.needs import compile_need
from assess.core.scoring.states import build_state_scores

CACHE_SIZE = 4096
"""How many computed values of each kind are cached: a few megabytes."""

_TALLY_SIZE = 8
"""How many numbers a tally has, before those of needs."""

_NEED_TALLY_SIZE = 4
"""How many numbers of needs a tally has."""

_BAND_START = attrgetter("from_")

ZERO = Fraction(0)
ZERO_RANGE = Range(ZERO, ZERO)

make_fraction = lru_cache(8 * CACHE_SIZE)(Fraction)
"""Return the exact fraction of two whole numbers, from a cache."""


def round_down(score: Fraction) -> int:
    """Return a score as it is displayed: rounded down to a whole number."""
    return score.numerator // score.denominator


class SectionSum(NamedTuple):
    """The sum of a section: low and high out of full, which is 0 where no question counts."""

    low: int
    high: int
    full: int
    packed: int
    """The packed tallies of the section's questions added up, from which the other fields are read."""


class CompiledSection:
    """A compiled section: a score for each code of each question, and cached sums."""

    def __init__(self, section: Section, start: int, stages: Sequence[str]) -> None:
        self.section = section
        self.weight = section.weight
        self.span = slice(start, start + len(section.questions))
        unit = lcm(*(question.highest for question in section.questions))
        self.state_scores = tuple(build_state_scores(question, unit) for question in section.questions)
        self.bit_width = max(
            sum(question.weight * unit for question in section.questions), len(self.state_scores)
        ).bit_length()
        self.stage_needs = tuple(
            tuple(
                compile_need(question, scores, stages, stage)
                for question, scores in zip(section.questions, self.state_scores, strict=True)
            )
            for stage in range(len(stages))
        )
        """What each stage needs of each question; None where it needs nothing."""
        self.compute_sum = lru_cache(CACHE_SIZE)(self._compute_sum)
        self.compute_score = lru_cache(CACHE_SIZE)(self._compute_score)
        self.compute_needs = lru_cache(CACHE_SIZE)(self._compute_needs)
        self.compute_trace = lru_cache(CACHE_SIZE)(self._compute_trace)

    def pack(self, tally: Iterable[int]) -> int:
        """Return a tally as one whole number, so that many tallies are added in one operation."""
        return sum(count << (self.bit_width * position) for position, count in enumerate(tally))

    def build_tallies(self, stage: int) -> tuple[tuple[int, ...], ...]:
        """Return the packed tally of each code of each question, with what the stage needs."""
        return tuple(
            tuple(
                self.pack((*score.tally, *(need.tally(code, score) if need else ())))
                for code, score in enumerate(scores)
            )
            for scores, need in zip(self.state_scores, self.stage_needs[stage], strict=True)
        )

    def _compute_needs(self, packed: int, assumed: int) -> NeedCounts:
        """Return the counts of needs, from the sum of the packed tallies of the section's questions."""
        met, missing, unknown, left_out = self._unpack(packed, range(_TALLY_SIZE, _TALLY_SIZE + _NEED_TALLY_SIZE))
        return NeedCounts(met, missing, unknown, left_out, assumed)

    def _compute_sum(self, packed: int) -> SectionSum:
        """Read low, high and full from the sum of the packed tallies of the section's questions."""
        low, high, full = self._unpack(packed, range(3))
        return SectionSum(low, high, full, packed)

    def _unpack(self, packed: int, positions: range) -> list[int]:
        """Return the numbers of a packed tally at these positions."""
        mask = (1 << self.bit_width) - 1
        return [packed >> (self.bit_width * position) & mask for position in positions]

    def _compute_score(self, packed: int) -> SectionScore:
        """Return the section's score, from the sum of the packed tallies of its questions."""
        low, high, full, *counts = self._unpack(packed, range(_TALLY_SIZE))
        score = Range(make_fraction(100 * low, full), make_fraction(100 * high, full)) if full else None
        return SectionScore._make((self.section.id, self.weight, score, *counts, len(self.state_scores)))

    def _compute_trace(self, position: int, code: int, full: int, weights: int, stage: int) -> QuestionTrace:
        """Return the trace of one question, from the section's denominator and the sum of the sections' weights.

        The weights are 0 if there is no overall score, which it then adds nothing to.
        """
        question, score = self.section.questions[position], self.state_scores[position][code]
        need = self.stage_needs[stage][position]
        need_state = need and need.states[code]
        share, worth, brings = None, ZERO, ZERO_RANGE
        if score.full:
            share = Range(make_fraction(score.low, score.full), make_fraction(score.high, score.full))
        if share is not None and weights:
            worth = make_fraction(100 * self.weight * score.full, weights * full)
            brings = Range(worth * share.evidenced, worth * share.possible)
        return QuestionTrace(
            question.id,
            self.section.id,
            score.state,
            score.not_asked,
            score.option,
            score.points,
            question.highest,
            question.weight,
            share,
            worth,
            brings,
            need.option if need and need_state else None,
            need_state,
        )


class OverallScore(NamedTuple):
    """The overall score in whole numbers: low and high out of full; 100 * low / full is the score in points."""

    low: int
    high: int
    full: int
    """0 where no section has a score."""
    weights: int
    """The sum of the weights of the sections that have a score."""

    @property
    def range(self) -> Range | None:
        """Both ends, from 0 to 100; None where no section has a score."""
        return Range(Fraction(100 * self.low, self.full), Fraction(100 * self.high, self.full)) if self.full else None


NO_SCORE = OverallScore(0, 0, 0, 0)


def compute_overall(sections: Sequence[CompiledSection], sums: Sequence[SectionSum]) -> OverallScore:
    """Add the sections up by their weights; a section without a score is left out."""
    unit = lcm(*[each.full for each in sums if each.full])
    low = high = weights = 0
    for table, (section_low, section_high, full, _) in zip(sections, sums, strict=True):
        if full:
            factor = table.weight * (unit // full)
            low += factor * section_low
            high += factor * section_high
            weights += table.weight
    return OverallScore(low, high, weights * unit, weights)


class BandIndexes(NamedTuple):
    """The index of the band at either end of a range."""

    evidenced: int
    possible: int

    def capped_at(self, caps: "BandIndexes") -> "BandIndexes":
        """Return the bands with neither end higher than its cap."""
        return BandIndexes(min(self.evidenced, caps.evidenced), min(self.possible, caps.possible))

    def to_bands(self, bands: Sequence[Band]) -> BandRange:
        """Return the ids of the bands."""
        return BandRange(bands[self.evidenced].id, bands[self.possible].id)


def find_band_indexes(score: OverallScore, bands: Sequence[Band]) -> BandIndexes:
    """Return the bands that both ends of an overall score lie in, before any cap."""
    return BandIndexes(find_band_index(score.low, score.full, bands), find_band_index(score.high, score.full, bands))


def find_band_index(part: int, full: int, bands: Sequence[Band]) -> int:
    """Return the index of the band that a score, as a part of a full that is not 0, lies in.

    Bands start at whole numbers, so the score rounded down lies in the same one.
    """
    return bisect_right(bands, 100 * part // full, key=_BAND_START) - 1
