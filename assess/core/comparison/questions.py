"""How each question moved between two results, in the order in which one wants to read it."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from assess.core.comparison.results import Changes, QuestionChange
from assess.core.model.result import Range, Row, State


class Course(StrEnum):
    """What became of a question; each has exactly one, and they stand in the order in which they are read."""

    BETTER = "better"
    """Another answer, which can show more than the one before."""
    WORSE = "worse"
    """Another answer, which can show less, shows that nothing is in place, or is not known any more."""
    NEW = "new"
    """It counts now and did not before, or the rules before did not have it."""
    GONE = "gone"
    """It counted before and does not now, or the rules after do not have it."""
    RULES = "rules"
    """The same answer, which the later rules count otherwise."""
    ALIKE = "alike"
    """Another answer, or another reason not to count, that makes no difference to any score."""
    SAME = "same"


class Move(NamedTuple):
    """One question with what became of it."""

    change: QuestionChange
    course: Course
    gained: Fraction
    """The share it gained times the mean of what it was and is worth, of the 100 of the overall score.

    0 where it does not count in both results: then there is nothing to take the difference from.
    """


def moves(changes: Changes) -> tuple[Move, ...]:
    """Give every question of either result once: course by course, and in each what matters most first."""
    order = list(Course)
    found = [Move(each, course(each), gained(each)) for each in changes.questions]
    return tuple(sorted(found, key=lambda each: (order.index(each.course), *rank(each))))


def course(change: QuestionChange) -> Course:
    """Give what became of a question."""
    before, after = share(change.before), share(change.after)
    if before is not None and after is not None:
        return counted_in_both(change, before, after)
    if before is not None:
        return Course.GONE
    if after is not None:
        return Course.WORSE if is_worst(change.after) else Course.NEW
    return counted_in_neither(change)


def share(row: Row | None) -> Range | None:
    """Give the share of a question; none where it does not count."""
    return None if row is None else row.share


def is_worst(row: Row | None) -> bool:
    """Tell whether a question has its worst answer."""
    return row is not None and row.state is State.ANSWERED and row.points == 0


def counted_in_both(change: QuestionChange, before: Range, after: Range) -> Course:
    """Give what became of a question that counts in both results."""
    if said(change.before) == said(change.after):
        return Course.SAME if weighed(change.before) == weighed(change.after) else Course.RULES
    if after == before:
        return Course.ALIKE
    return Course.BETTER if after.evidenced > before.evidenced else Course.WORSE


def counted_in_neither(change: QuestionChange) -> Course:
    """Give what became of a question that counts in neither result."""
    if change.before is None:
        return Course.NEW
    if change.after is None:
        return Course.GONE
    return Course.SAME if said(change.before) == said(change.after) else Course.ALIKE


def said(row: Row | None) -> object:
    """Give how a question stands: its state, why it is not asked, and the option chosen."""
    return row and (row.state, row.not_asked, row.option)


def weighed(row: Row | None) -> object:
    """Give what the rules make of the answer."""
    return row and (row.section, row.weight, row.points, row.highest)


def gained(change: QuestionChange) -> Fraction:
    """Give the share that a question gained, times the mean of what it was and is worth."""
    before, after = change.before, change.after
    if before is None or after is None or before.share is None or after.share is None:
        return Fraction(0)
    return (after.share.evidenced - before.share.evidenced) * (before.worth + after.worth) / 2


def rank(move: Move) -> tuple[Fraction, Fraction]:
    """Give what orders the questions of one course: what was gained or lost, then what is at stake."""
    size = -abs(move.gained)
    before, after = move.change.before, move.change.after
    if after is not None and after.share is not None:
        return size, after.brings.evidenced - after.worth
    return size, -(before.worth if before else Fraction(0))
