"""The path to the next band: the smallest set of questions whose best options raise the evidenced band.

Answering a question never changes which questions are asked, so what questions add to the score is additive, and
answering can only remove blockers. The search is exact (branch and bound): it finds the best set that meets every
requirement seen so far, which is never worse than the best valid set, and branches where that set leaves a blocker.
Above the cap of needs, every valid set contains each question whose need is missing or not known.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from assess.core.analysis.next_band_search import QuestionIds, SearchSpace, build_search_space, compute_shortfall
from assess.core.model.result import NextBandPath, NoPath, Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.conditions import AnyExpr, Expr, compile_condition
from assess.core.scoring.scores import find_band_index


class Candidate(NamedTuple):
    """The best set that meets the requirements seen so far."""

    size: int
    value: int
    taken: QuestionIds

    def beats(self, other: "Candidate | None") -> bool:
        """Return whether the set is smaller than another, or of the same size and worth more."""
        return other is None or (-self.size, self.value) > (-other.size, other.value)


def _find_best_candidate(space: SearchSpace, taken: QuestionIds, free: QuestionIds) -> Candidate | None:
    """Return the best set that reaches the goal and meets disjoint requirements; None if there is none."""
    chosen, left = set(taken), set(free)
    for _, requirement in sorted(
        space.find_requirements(taken, free), key=lambda each: (-each[1].minimum, len(each[1].questions))
    ):
        if not requirement.questions:
            return None
        if requirement.questions <= left:
            chosen.update(space.sort_best_first(requirement.questions)[: requirement.minimum])
            left -= requirement.questions
    # The goal can always be reached: all best options add up to 100, and the search only excludes questions that its
    # candidate did not take.
    gain = space.sum_gain(frozenset(chosen))
    for question in space.sort_best_first(free - chosen):
        if gain >= space.goal:
            break
        chosen.add(question)
        gain += space.values[question] >> space.id_bits
    return Candidate(len(chosen), sum(space.values[question] for question in chosen), frozenset(chosen))


def _take_forced(space: SearchSpace, taken: QuestionIds, free: QuestionIds) -> tuple[QuestionIds, QuestionIds]:
    """Add the questions that every valid set contains, until there are no more."""
    while True:
        requirements = (
            requirement
            for _, requirement in space.find_requirements(taken, free)
            if len(requirement.questions) == requirement.minimum
        )
        forced = frozenset(question for need in requirements for question in need.questions)
        if not forced:
            return taken, free
        taken, free = taken | forced, free - forced


def _search(
    space: SearchSpace, taken: QuestionIds, free: QuestionIds, best: Candidate | None = None
) -> Candidate | None:
    """Return the best set of the taken and some free questions, or the best so far if that is better."""
    taken, free = _take_forced(space, taken, free)
    candidate = _find_best_candidate(space, taken, free)
    if candidate is None or not candidate.beats(best):
        return best
    requirements = [
        requirement
        for condition, requirement in space.find_requirements(taken, free)
        if space.is_blocking(condition, candidate.taken)
    ]
    if not requirements:
        return candidate
    for question in space.sort_best_first(min(requirements, key=lambda need: len(need.questions)).questions):
        best = _search(space, taken | {question}, free - {question}, best)
        # Exclude the question from here on, and those that it dominates, since it would be the better choice.
        free -= {question} | space.dominated[question]
    return best


def find_next_band(rulebook: Rulebook, result: Result) -> NextBandPath | NoPath | None:
    """Return the path to the next band, or why there is none; None where there is no score."""
    overall, bands = result.now.overall, result.now.bands
    if overall is None or bands is None:
        return None
    band_indexes = {band: index for index, band in enumerate(rulebook.bands)}
    here = band_indexes[bands.evidenced]
    if here == len(band_indexes) - 1:
        return NoPath(())
    blockers = [rulebook.blockers[blocker.id] for blocker in result.now.blockers]
    conditions = {
        blocker.id: compile_condition(blocker.when) for blocker in blockers if band_indexes[blocker.caps_at] <= here
    }
    goal = rulebook.rules.bands[here + 1].from_ - overall.evidenced
    disjuncts = tuple(part for condition in conditions.values() for part in _split_disjuncts(condition))
    space = build_search_space(rulebook, result, disjuncts, goal)
    everything = frozenset(space.values)
    needed = _find_needed_questions(result) if _find_need_cap(rulebook) <= here else frozenset()
    best = _search(space, needed, everything - needed)
    if best is None:
        return NoPath(
            tuple(sorted(each for each, hurdle in conditions.items() if space.is_blocking(hurdle, everything)))
        )
    return _build_path(rulebook, result, space, best.taken)


def _find_need_cap(rulebook: Rulebook) -> int:
    """Return the index of the highest band while a need is missing or not known."""
    ids = list(rulebook.bands)
    return ids.index(rulebook.rules.needs.cap) if rulebook.rules.needs else len(ids) - 1


def _find_needed_questions(result: Result) -> QuestionIds:
    """Return the questions whose need is missing or not known."""
    return frozenset(need.question for need in result.now.unmet)


def _split_disjuncts(expr: Expr) -> Iterator[Expr]:
    """Yield the expressions that must all become false before the given one does."""
    if isinstance(expr, AnyExpr):
        for inner in expr.parts:
            yield from _split_disjuncts(inner)
    else:
        yield expr


def _build_path(rulebook: Rulebook, result: Result, space: SearchSpace, taken: QuestionIds) -> NextBandPath:
    """Return the path over these questions: what they add and the band that they reach."""
    band_indexes = {band: index for index, band in enumerate(rulebook.bands)}
    adds = sum((compute_shortfall(row) for row in result.trace if row.question in taken), Fraction(0))
    score = adds + (result.now.overall.evidenced if result.now.overall else 0)
    reached = find_band_index(score.numerator, 100 * score.denominator, rulebook.rules.bands)
    for blocker in result.now.blockers:
        rule = rulebook.blockers[blocker.id]
        if space.is_blocking(compile_condition(rule.when), taken):
            reached = min(reached, band_indexes[rule.caps_at])
    if not _find_needed_questions(result) <= taken:
        reached = min(reached, _find_need_cap(rulebook))
    needs = tuple(sorted((need.question, need.option) for need in result.now.unmet if need.question in taken))
    return NextBandPath(tuple(sorted(taken)), adds, rulebook.rules.bands[reached].id, needs)
