"""The path to the next band: the smallest set of questions whose best options raise the evidenced band.

Answering a question never changes which questions are asked, so what questions add to the score is additive, and
answering can only remove blockers. The search is exact (branch and bound): it finds the best set that meets every
requirement seen so far, which is never worse than the best valid set, and branches where that set leaves a blocker.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from assess.core.analysis.next_band_search import Questions, Terrain, lacks, terrain_of
from assess.core.model.result import NoRoad, Result, Road
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.conditions import AnyPart, Part, compiled
from assess.core.scoring.scores import place_of


class Trial(NamedTuple):
    """The best set that meets the requirements seen so far."""

    size: int
    value: int
    taken: Questions

    def beats(self, other: "Trial | None") -> bool:
        """Return whether the set is smaller than another, or of the same size and worth more."""
        return other is None or (-self.size, self.value) > (-other.size, other.value)


def best_trial(terrain: Terrain, taken: Questions, free: Questions) -> Trial | None:
    """Return the best set that reaches the goal and meets disjoint requirements; None if there is none."""
    chosen, left = set(taken), set(free)
    for _, need in sorted(terrain.needs(taken, free), key=lambda each: (-each[1].least, len(each[1].among))):
        if not need.among:
            return None
        if need.among <= left:
            chosen.update(terrain.best_first(need.among)[: need.least])
            left -= need.among
    # The goal can always be reached: all best options add up to 100, and the search only excludes questions that its
    # candidate did not take.
    gain = terrain.gain(frozenset(chosen))
    for question in terrain.best_first(free - chosen):
        if gain >= terrain.goal:
            break
        chosen.add(question)
        gain += terrain.values[question] >> terrain.bits
    return Trial(len(chosen), sum(terrain.values[question] for question in chosen), frozenset(chosen))


def with_forced(terrain: Terrain, taken: Questions, free: Questions) -> tuple[Questions, Questions]:
    """Add the questions that every valid set contains, until there are no more."""
    while True:
        needs = (need for _, need in terrain.needs(taken, free) if len(need.among) == need.least)
        forced = frozenset(question for need in needs for question in need.among)
        if not forced:
            return taken, free
        taken, free = taken | forced, free - forced


def search(terrain: Terrain, taken: Questions, free: Questions, best: Trial | None = None) -> Trial | None:
    """Return the best set of the taken and some free questions, or the best so far if that is better."""
    taken, free = with_forced(terrain, taken, free)
    trial = best_trial(terrain, taken, free)
    if trial is None or not trial.beats(best):
        return best
    needs = [need for hurdle, need in terrain.needs(taken, free) if terrain.stands(hurdle, trial.taken)]
    if not needs:
        return trial
    for question in terrain.best_first(min(needs, key=lambda need: len(need.among)).among):
        best = search(terrain, taken | {question}, free - {question}, best)
        # Exclude the question from here on, and those that it dominates, since it would be the better choice.
        free -= {question} | terrain.outdone[question]
    return best


def road(rulebook: Rulebook, result: Result) -> Road | NoRoad | None:
    """Return the path to the next band, or why there is none; None where nothing is asked."""
    overall, bands = result.now.overall, result.now.bands
    if overall is None or bands is None:
        return None
    places = {band: place for place, band in enumerate(rulebook.bands)}
    here = places[bands.evidenced]
    if here == len(places) - 1:
        return NoRoad(())
    blockers = [rulebook.blockers[blocker.id] for blocker in result.now.blockers]
    hurdles = {blocker.id: compiled(blocker.when) for blocker in blockers if places[blocker.caps_at] <= here}
    goal = rulebook.rules.bands[here + 1].from_ - overall.evidenced
    apart = tuple(part for hurdle in hurdles.values() for part in pulled_apart(hurdle))
    terrain = terrain_of(rulebook, result, apart, goal)
    everything = frozenset(terrain.values)
    found = search(terrain, frozenset(), everything)
    if found is None:
        return NoRoad(tuple(sorted(each for each, hurdle in hurdles.items() if terrain.stands(hurdle, everything))))
    return road_over(rulebook, result, terrain, found.taken)


def pulled_apart(part: Part) -> Iterator[Part]:
    """Yield the expressions that must all become false before the given one does."""
    if isinstance(part, AnyPart):
        for inner in part.parts:
            yield from pulled_apart(inner)
    else:
        yield part


def road_over(rulebook: Rulebook, result: Result, terrain: Terrain, taken: Questions) -> Road:
    """Return the path over these questions: what they add and the band that they reach."""
    places = {band: place for place, band in enumerate(rulebook.bands)}
    adds = sum((lacks(row) for row in result.trace if row.question in taken), Fraction(0))
    score = adds + (result.now.overall.evidenced if result.now.overall else 0)
    reached = place_of(score.numerator, 100 * score.denominator, rulebook.rules.bands)
    for blocker in result.now.blockers:
        rule = rulebook.blockers[blocker.id]
        if terrain.stands(compiled(rule.when), taken):
            reached = min(reached, places[rule.caps_at])
    return Road(tuple(sorted(taken)), adds, rulebook.rules.bands[reached].id)
