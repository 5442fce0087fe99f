"""How each question changed between two results, in reading order."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from assess.core.comparison.results import QuestionChange, ResultChanges
from assess.core.model.result import QuestionState, QuestionTrace, Range
from assess.core.model.rulebook import Renames


class ChangeKind(StrEnum):
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
    NO_EFFECT = "alike"
    """Another answer, or another reason not to count, that makes no difference to any score."""
    SAME = "same"


class QuestionDelta(NamedTuple):
    """One question and how it changed."""

    change: QuestionChange
    kind: ChangeKind
    gain: Fraction
    """The share gained times the mean of its worth before and after, out of 100 of the overall score.

    0 where it does not count in both results, since there is no difference to take.
    """


def rank_question_deltas(changes: ResultChanges) -> tuple[QuestionDelta, ...]:
    """Return every question of either result once, by kind of change and then by importance."""
    order = list(ChangeKind)
    deltas = [QuestionDelta(each, _classify(each, changes.renames), _compute_gain(each)) for each in changes.questions]
    return tuple(sorted(deltas, key=lambda each: (order.index(each.kind), *_sort_key(each))))


def _classify(change: QuestionChange, renames: Renames) -> ChangeKind:
    """Return how a question changed."""
    before, after = _get_share(change.before), _get_share(change.after)
    if before is not None and after is not None:
        return _classify_counted(change, before, after, is_same=_has_same_answer(change, renames))
    if before is not None:
        return ChangeKind.GONE
    if after is not None:
        return ChangeKind.WORSE if _has_worst_answer(change.after) else ChangeKind.NEW
    return _classify_uncounted(change, is_same=_has_same_answer(change, renames))


def _get_share(row: QuestionTrace | None) -> Range | None:
    """Return the share of a question; None where it does not count."""
    return None if row is None else row.share


def _has_worst_answer(row: QuestionTrace | None) -> bool:
    """Return whether a question has its worst answer."""
    return row is not None and row.state is QuestionState.ANSWERED and row.points == 0


def _classify_counted(change: QuestionChange, before: Range, after: Range, *, is_same: bool) -> ChangeKind:
    """Return how a question changed that counts in both results."""
    if is_same:
        return ChangeKind.SAME if _get_weighting(change.before) == _get_weighting(change.after) else ChangeKind.RULES
    if after == before:
        return ChangeKind.NO_EFFECT
    return ChangeKind.BETTER if after.evidenced > before.evidenced else ChangeKind.WORSE


def _classify_uncounted(change: QuestionChange, *, is_same: bool) -> ChangeKind:
    """Return how a question changed that counts in neither result."""
    if change.before is None:
        return ChangeKind.NEW
    if change.after is None:
        return ChangeKind.GONE
    return ChangeKind.SAME if is_same else ChangeKind.NO_EFFECT


def _has_same_answer(change: QuestionChange, renames: Renames) -> bool:
    """Return whether a question has the same answer in both results, under whatever id."""
    before, after = change.before, change.after
    if before is None or after is None:
        return before is after
    option = renames.options.get((after.question, before.option or ""), before.option)
    return (before.state, before.not_asked, option) == (after.state, after.not_asked, after.option)


def _get_weighting(row: QuestionTrace | None) -> object:
    """Return the fields that the rules give to a question and its answer."""
    return row and (row.section, row.weight, row.points, row.highest)


def _compute_gain(change: QuestionChange) -> Fraction:
    """Return the share that a question gained, times the mean of its worth before and after."""
    before, after = change.before, change.after
    if before is None or after is None or before.share is None or after.share is None:
        return Fraction(0)
    return (after.share.evidenced - before.share.evidenced) * (before.worth + after.worth) / 2


def _sort_key(delta: QuestionDelta) -> tuple[Fraction, Fraction]:
    """Return the sort key within one kind of change: the size of the gain or loss, then what is at stake."""
    size = -abs(delta.gain)
    before, after = delta.change.before, delta.change.after
    if after is not None and after.share is not None:
        return size, after.contribution.evidenced - after.worth
    return size, -(before.worth if before else Fraction(0))
