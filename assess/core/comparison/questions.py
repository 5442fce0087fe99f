"""How each question changed between two results, in reading order."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from assess.core.comparison.results import Changes, QuestionChange
from assess.core.model.result import Range, Row, State


class Course(StrEnum):
    """What happened to a question; each has exactly one kind, and the kinds are in reading order."""

    BETTER = "better"
    """Another answer, which can show more than the one before."""
    WORSE = "worse"
    """Another answer, which can show less, shows that nothing is in place, or is not known any more."""
    NEW = "new"
    """It counts now and did not before, or the rules before did not have it."""
    GONE = "gone"
    """It counted before and does not now, or the rules after do not have it."""
    RULES = "rules"
    """The same answer, which counts differently under the later rules."""
    ALIKE = "alike"
    """Another answer, or another reason not to count, that makes no difference to any score."""
    SAME = "same"


class Move(NamedTuple):
    """One question and how it changed."""

    change: QuestionChange
    course: Course
    gained: Fraction
    """The share gained times the mean of its worth before and after, out of 100 of the overall score.

    0 where it does not count in both results, since there is no difference to take.
    """


def moves(changes: Changes) -> tuple[Move, ...]:
    """Return every question of either result once, by kind of change and then by importance."""
    order = list(Course)
    found = [Move(each, course(each), gained(each)) for each in changes.questions]
    return tuple(sorted(found, key=lambda each: (order.index(each.course), *rank(each))))


def course(change: QuestionChange) -> Course:
    """Return how a question changed."""
    before, after = share(change.before), share(change.after)
    if before is not None and after is not None:
        return counted_in_both(change, before, after)
    if before is not None:
        return Course.GONE
    if after is not None:
        return Course.WORSE if is_worst(change.after) else Course.NEW
    return counted_in_neither(change)


def share(row: Row | None) -> Range | None:
    """Return the share of a question; None where it does not count."""
    return None if row is None else row.share


def is_worst(row: Row | None) -> bool:
    """Return whether a question has its worst answer."""
    return row is not None and row.state is State.ANSWERED and row.points == 0


def counted_in_both(change: QuestionChange, before: Range, after: Range) -> Course:
    """Return how a question changed that counts in both results."""
    if said(change.before) == said(change.after):
        return Course.SAME if weighed(change.before) == weighed(change.after) else Course.RULES
    if after == before:
        return Course.ALIKE
    return Course.BETTER if after.evidenced > before.evidenced else Course.WORSE


def counted_in_neither(change: QuestionChange) -> Course:
    """Return how a question changed that counts in neither result."""
    if change.before is None:
        return Course.NEW
    if change.after is None:
        return Course.GONE
    return Course.SAME if said(change.before) == said(change.after) else Course.ALIKE


def said(row: Row | None) -> object:
    """Return the state of a question, why it is not asked, and the option chosen."""
    return row and (row.state, row.not_asked, row.option)


def weighed(row: Row | None) -> object:
    """Return the fields that the rules give to a question and its answer."""
    return row and (row.section, row.weight, row.points, row.highest)


def gained(change: QuestionChange) -> Fraction:
    """Return the share that a question gained, times the mean of its worth before and after."""
    before, after = change.before, change.after
    if before is None or after is None or before.share is None or after.share is None:
        return Fraction(0)
    return (after.share.evidenced - before.share.evidenced) * (before.worth + after.worth) / 2


def rank(move: Move) -> tuple[Fraction, Fraction]:
    """Return the sort key within one kind of change: the size of the gain or loss, then what is at stake."""
    size = -abs(move.gained)
    before, after = move.change.before, move.change.after
    if after is not None and after.share is not None:
        return size, after.brings.evidenced - after.worth
    return size, -(before.worth if before else Fraction(0))
