"""The weakest answers that still reach the top band: how little passes, for whoever edits the rules.

Each need is held exactly at the option that the stage needs, and each question of a blocker at its least option that
does not block. Every other question has its worst or its best option. Among these answers in the top band, the
weakest have the most questions at their worst, then the lowest exact score, then come first in the order of the file.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm
from typing import NamedTuple

from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.result import QuestionTrace, Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.conditions import (
    FALSE,
    AnyExpr,
    EvaluationContext,
    Expr,
    QuestionTest,
    SectionTest,
    compile_condition,
    iter_leaves,
)
from assess.core.scoring.evaluate import evaluate


@dataclass(frozen=True, slots=True)
class WeakestReady:
    """The weakest answers in the top band for one profile, or why there are none."""

    stage: str
    due: int
    """The number of questions asked."""
    held: Mapping[str, str]
    """The option of each question that a need or a blocker holds."""
    at_worst: tuple[str, ...]
    """The questions at their worst option, in the order of the file."""
    score: Fraction | None
    """The exact score of these answers; None if none reach the top band or it is not worked out."""
    short_by: Fraction | None = None
    """By how much the top band is missed even with every free question at its best."""
    unclear: tuple[str, ...] = ()
    """The blockers that depend on more than one answer or on facts, for which it is not worked out."""

    @property
    def is_too_early(self) -> bool:
        """Whether too few questions are asked for a score."""
        return self.score is None and self.short_by is None and not self.unclear


class _LeastOptions(NamedTuple):
    """The least options that no blocker rules out, and the blockers for which that is not clear."""

    options: Mapping[str, int]
    """The index of the least option of each question that a blocker names."""
    unclear: tuple[str, ...]


def find_weakest_ready(rulebook: Rulebook, profile: Profile) -> WeakestReady:
    """Return the weakest answers in the top band for a profile, which has a stage."""
    best = evaluate(rulebook, profile, _answer_best(rulebook))
    rows = [row for row in best.trace if row.share is not None]
    least = _find_least_options(rulebook, best, {row.question for row in rows})
    held = {row.question: option for row in rows if (option := _find_held_option(rulebook, row, least)) is not None}
    options = {question: rulebook.questions[question].options[place].id for question, place in held.items()}
    due = best.now.asked
    if least.unclear or best.now.overall is None:
        return WeakestReady(best.now.stage, due, options, (), None, unclear=least.unclear)
    lost = {row.question: _compute_loss(rulebook, row, held.get(row.question, 0)) for row in rows}
    budget = 100 - rulebook.rules.bands[-1].from_ - sum((lost[each] for each in held), Fraction(0))
    if budget < 0:
        return WeakestReady(best.now.stage, due, options, (), None, short_by=-budget)
    sections = _group_free_losses(rows, lost, held)
    at_worst = _find_most_at_worst(sections, budget)
    score = rulebook.rules.bands[-1].from_ + budget - sum((lost[each] for each in at_worst), Fraction(0))
    return WeakestReady(best.now.stage, due, options, at_worst, score)


def list_weakest_answers(rulebook: Rulebook, weakest: WeakestReady) -> Answers:
    """Return the answers that were found: those held, those at their worst, and the best to all others."""
    worst = {question: rulebook.questions[question].options[0].id for question in weakest.at_worst}
    chosen = {**worst, **weakest.held}
    return _answer_best(rulebook) | {question: Answer(option=option) for question, option in chosen.items()}


def _answer_best(rulebook: Rulebook) -> dict[str, Answer]:
    """Return the best answer to every question."""
    return {question.id: Answer(option=question.options[-1].id) for question in rulebook.questions.values()}


def _find_held_option(rulebook: Rulebook, row: QuestionTrace, least: _LeastOptions) -> int | None:
    """Return the index of the option at which a need or a blocker holds a question; None if it is free."""
    places = [least.options[row.question]] if row.question in least.options else []
    if row.need is not None:
        places.append([option.id for option in rulebook.questions[row.question].options].index(row.need))
    return max(places, default=None)


def _compute_loss(rulebook: Rulebook, row: QuestionTrace, place: int) -> Fraction:
    """Return the points of the overall score that an option loses against the best one."""
    return row.worth * (1 - Fraction(rulebook.questions[row.question].options[place].points, row.highest))


def _find_least_options(rulebook: Rulebook, best: Result, asked: set[str]) -> _LeastOptions:
    """Return the least option of each question asked that no blocker rules out."""
    options: dict[str, int] = {}
    unclear = []
    for blocker in rulebook.rules.blockers:
        for part in _iter_alternatives(compile_condition(blocker.when)):
            named = {leaf.question for leaf in iter_leaves(part) if isinstance(leaf, QuestionTest)} & asked
            place = _find_least_option(rulebook, part, best, named)
            if place is None:
                unclear.append(blocker.id)
                break
            if place:
                (question,) = named
                options[question] = max(place, options.get(question, 0))
    return _LeastOptions(options, tuple(unclear))


def _iter_alternatives(expr: Expr) -> Iterator[Expr]:
    """Yield the expressions any of which makes the given one true."""
    if isinstance(expr, AnyExpr):
        for part in expr.parts:
            yield from _iter_alternatives(part)
    else:
        yield expr


def _find_least_option(rulebook: Rulebook, part: Expr, best: Result, named: set[str]) -> int | None:
    """Return the index from which on no option of the one question named makes a blocker true or possible.

    It is None if that depends on anything else, and 0 if nothing does.
    """
    if len(named) > 1 or any(isinstance(leaf, SectionTest) for leaf in iter_leaves(part)):
        return None
    if not named:
        return 0 if part.evaluate(EvaluationContext(best.facts)) is FALSE else None
    (question,) = named
    blocked = [
        place
        for place, option in enumerate(rulebook.questions[question].options)
        if part.evaluate(EvaluationContext(best.facts, {question: option.id})) is not FALSE
    ]
    place = max(blocked, default=-1) + 1
    return place if place < len(rulebook.questions[question].options) else None


class _FreeLoss(NamedTuple):
    """What a question that nothing holds loses at its worst."""

    question: str
    loss: Fraction


def _group_free_losses(
    rows: Sequence[QuestionTrace], lost: Mapping[str, Fraction], held: Mapping[str, int]
) -> tuple[tuple[_FreeLoss, ...], ...]:
    """Return what the free questions of each section lose at their worst."""
    free = [row for row in rows if row.question not in held]
    sections = dict.fromkeys(row.section for row in free)
    return tuple(
        tuple(_FreeLoss(row.question, lost[row.question]) for row in free if row.section == section)
        for section in sections
    )


_Sums = dict[tuple[int, int], tuple[int, ...]]
"""The first positions in the order of the file for each number at worst and each sum of losses."""


def _find_most_at_worst(sections: Sequence[Sequence[_FreeLoss]], budget: Fraction) -> tuple[str, ...]:
    """Return the most questions whose losses fit the budget; of equally many, those that lose most, then the first."""
    questions = [free.question for section in sections for free in section]
    losses = [free.loss for section in sections for free in section]
    unit = lcm(budget.denominator, *(loss.denominator for loss in losses))
    whole, limit = [int(loss * unit) for loss in losses], int(budget * unit)
    count = sum(total <= limit for total in accumulate(sorted(whole)))
    starts = list(accumulate(map(len, sections), initial=0))
    middle = len(sections) // 2
    halves = [_combine([whole[a:b] for a, b in spans], limit) for spans in _split_spans(starts, middle)]
    chosen = _find_best_pair(halves[0], _shift(halves[1], starts[middle]), count, limit)
    return tuple(questions[place] for place in chosen)


def _split_spans(starts: Sequence[int], middle: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the spans of the sections before and after the middle."""
    spans = list(pairwise(starts))
    return spans[:middle], spans[middle:]


def _combine(sections: Sequence[Sequence[int]], limit: int) -> _Sums:
    """Return every number at worst and sum of losses up to a limit, each with its first positions."""
    sums: _Sums = {(0, 0): ()}
    place = 0
    for section in sections:
        for loss in section:
            for (count, total), chosen in list(sums.items()):
                key = (count + 1, total + loss)
                if key[1] <= limit and (key not in sums or (*chosen, place) < sums[key]):
                    sums[key] = (*chosen, place)
            place += 1
    return sums


def _shift(sums: _Sums, start: int) -> _Sums:
    """Return sums whose positions are counted from another start."""
    return {key: tuple(place + start for place in chosen) for key, chosen in sums.items()}


def _find_best_pair(first: _Sums, second: _Sums, count: int, limit: int) -> tuple[int, ...]:
    """Return the positions of so many questions that lose most within the limit, of equal ones the first."""
    totals: dict[int, list[int]] = {}
    for number, total in sorted(second):
        totals.setdefault(number, []).append(total)
    best: tuple[int, tuple[int, ...]] | None = None
    for (number, total), chosen in first.items():
        others = totals.get(count - number, [])
        place = bisect_right(others, limit - total)
        if place:
            rest = others[place - 1]
            found = (-(total + rest), chosen + second[count - number, rest])
            best = found if best is None else min(best, found)
    return best[1] if best else ()
