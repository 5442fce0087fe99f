"""Scores as exact ranges, by section and overall, and the bands that they lie in.

All sums are of whole numbers over a common denominator. Fractions are cached by numerator and denominator, since an
assessment only ever meets a few thousand of them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import attrgetter
from typing import NamedTuple

from assess.core.model.result import Bands, Range, Row, SectionScore
from assess.core.model.rules import Band, Section
from assess.core.scoring.states import Mark, marks_of

KEPT = 4096
"""How many computed values of each kind are cached: a few megabytes."""

COUNTS = 8
"""How many numbers a tally has."""

START = attrgetter("from_")

ZERO = Fraction(0)
NOTHING = Range(ZERO, ZERO)

ratio = lru_cache(8 * KEPT)(Fraction)
"""Return the exact fraction of two whole numbers, from a cache."""


def rounded(score: Fraction) -> int:
    """Return a score as it is displayed: rounded down to a whole number."""
    return score.numerator // score.denominator


class Sum(NamedTuple):
    """The sum of a section: low and high out of full, which is 0 where no question counts."""

    low: int
    high: int
    full: int
    packed: int
    """The packed tallies of the section's questions added up, from which the other fields are read."""


class SectionTable:
    """A compiled section: a score for each code of each question, and cached sums."""

    def __init__(self, section: Section, start: int) -> None:
        self.section = section
        self.weight = section.weight
        self.span = slice(start, start + len(section.questions))
        unit = lcm(*(question.highest for question in section.questions))
        self.marks = tuple(marks_of(question, unit) for question in section.questions)
        self.width = max(sum(question.weight * unit for question in section.questions), len(self.marks)).bit_length()
        self.sum = lru_cache(KEPT)(self.add_up)
        self.score = lru_cache(KEPT)(self.work_out_score)
        self.row = lru_cache(KEPT)(self.work_out_row)

    def packed(self, mark: Mark) -> int:
        """Return the tally of a state as one whole number, so that many tallies are added in one operation."""
        return sum(count << (self.width * place) for place, count in enumerate(mark.tally))

    def add_up(self, packed: int) -> Sum:
        """Read low, high and full from the sum of the packed tallies of the section's questions."""
        low, high, full = self.unpacked(packed, range(3))
        return Sum(low, high, full, packed)

    def unpacked(self, packed: int, places: range) -> list[int]:
        """Return the numbers of a packed tally at these positions."""
        mask = (1 << self.width) - 1
        return [packed >> (self.width * place) & mask for place in places]

    def work_out_score(self, packed: int) -> SectionScore:
        """Return the section's score, from the sum of the packed tallies of its questions."""
        low, high, full, *counts = self.unpacked(packed, range(COUNTS))
        score = Range(ratio(100 * low, full), ratio(100 * high, full)) if full else None
        return SectionScore._make((self.section.id, self.weight, score, *counts, len(self.marks)))

    def work_out_row(self, place: int, code: int, full: int, weights: int) -> Row:
        """Return the trace of one question, from the section's denominator and the sum of the sections' weights."""
        question, mark = self.section.questions[place], self.marks[place][code]
        share, worth, brings = None, ZERO, NOTHING
        if mark.full:
            share = Range(ratio(mark.low, mark.full), ratio(mark.high, mark.full))
            worth = ratio(100 * self.weight * mark.full, weights * full)
            brings = Range(worth * share.evidenced, worth * share.possible)
        return Row(
            question.id,
            self.section.id,
            mark.state,
            mark.not_asked,
            mark.option,
            mark.points,
            question.highest,
            question.weight,
            share,
            worth,
            brings,
        )


class Whole(NamedTuple):
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


def whole(tables: Sequence[SectionTable], sums: Sequence[Sum]) -> Whole:
    """Add the sections up by their weights; a section without a score is left out."""
    unit = lcm(*[each.full for each in sums if each.full])
    low = high = weights = 0
    for table, (section_low, section_high, full, _) in zip(tables, sums, strict=True):
        if full:
            factor = table.weight * (unit // full)
            low += factor * section_low
            high += factor * section_high
            weights += table.weight
    return Whole(low, high, weights * unit, weights)


class Places(NamedTuple):
    """The index of the band at either end of a range."""

    evidenced: int
    possible: int

    def under(self, caps: "Places") -> "Places":
        """Return the bands with neither end higher than its cap."""
        return Places(min(self.evidenced, caps.evidenced), min(self.possible, caps.possible))

    def named(self, bands: Sequence[Band]) -> Bands:
        """Return the ids of the bands."""
        return Bands(bands[self.evidenced].id, bands[self.possible].id)


def places_of(score: Whole, bands: Sequence[Band]) -> Places:
    """Return the bands that both ends of an overall score lie in, before any cap."""
    return Places(place_of(score.low, score.full, bands), place_of(score.high, score.full, bands))


def place_of(part: int, full: int, bands: Sequence[Band]) -> int:
    """Return the index of the band that a score, as a part of a full that is not 0, lies in.

    Bands start at whole numbers, so the score rounded down lies in the same one.
    """
    return bisect_right(bands, 100 * part // full, key=START) - 1
