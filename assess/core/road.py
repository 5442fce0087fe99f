"""The road to the next band: the smallest set of questions whose best options raise the evidenced band.

Answering never changes what is asked, so what questions add to the score adds up, and blockers only ever fall.
The search is exact: it looks for the best set that meets every need it has seen, which can only be better than
the best true set, and divides the choice wherever that set leaves a blocker standing.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import NamedTuple

from assess.core.conditions import (
    FALSE,
    AllParts,
    AnyPart,
    Part,
    QuestionPart,
    SectionPart,
    Situation,
    compiled,
)
from assess.core.model import Rulebook
from assess.core.result import NoRoad, Result, Road, Row
from assess.core.scores import place_of

Questions = frozenset[str]


class Need(NamedTuple):
    """At least so many of these questions must be taken before a condition can be false."""

    least: int
    among: Questions


IMPOSSIBLE = Need(1, frozenset())
"""What no question can make false."""


class Trial(NamedTuple):
    """The best set that meets the needs seen so far."""

    size: int
    value: int
    taken: Questions

    def beats(self, other: "Trial | None") -> bool:
        """Say whether the set is smaller, or as small and worth more."""
        return other is None or (-self.size, self.value) > (-other.size, other.value)


class Terrain(NamedTuple):
    """What the search knows: what each question is worth and which conditions must become false."""

    situation: Situation
    values: Mapping[str, int]
    """Each question's gain, and below it a bit of its own: the earlier its id, the higher the bit.

    Sums of such values put sets of one size in order: by gain, and where gains are equal by ids in order.
    """
    bits: int
    section: Mapping[str, Questions]
    points: Mapping[str, Fraction]
    """The gain that one point of a section's own score is."""
    goal: int
    """The gain that the next band needs."""
    hurdles: tuple[Part, ...]

    def gain(self, questions: Questions) -> int:
        """Give what the questions add together."""
        return sum(self.values[question] >> self.bits for question in questions)

    def best_first(self, questions: Questions) -> list[str]:
        """Give the questions by what they are worth."""
        return sorted(questions, key=lambda question: -self.values[question])

    def need(self, part: Part, taken: Questions, free: Questions) -> Need | None:
        """Give what must be taken of the free questions before the condition is false; none where it is."""
        if part.truth(self.situation) is FALSE:
            return None
        if isinstance(part, QuestionPart):
            return None if part.question in taken else Need(1, free & {part.question})
        if isinstance(part, SectionPart):
            return self.need_of_section(part, taken, free)
        needs = [self.need(inner, taken, free) for inner in part.parts]
        if isinstance(part, AllParts):
            return least(needs)
        return most(needs) if isinstance(part, AnyPart) else IMPOSSIBLE

    def need_of_section(self, part: SectionPart, taken: Questions, free: Questions) -> Need | None:
        """Give how many of the section's free questions must be taken before its score is high enough."""
        members = self.section[part.section]
        lacking = part.below - self.situation.scores[part.section][0]
        short = ceil(lacking * self.points[part.section]) - self.gain(taken & members)
        if short <= 0:
            return None
        among = frozenset(question for question in free & members if self.values[question] >> self.bits)
        for count, question in enumerate(self.best_first(among), start=1):
            short -= self.values[question] >> self.bits
            if short <= 0:
                return Need(count, among)
        return IMPOSSIBLE

    def needs(self, taken: Questions, free: Questions) -> list[tuple[Part, Need]]:
        """Give what is needed for each condition that is not yet false."""
        found = ((hurdle, self.need(hurdle, taken, free)) for hurdle in self.hurdles)
        return [(hurdle, need) for hurdle, need in found if need is not None]

    def stands(self, hurdle: Part, taken: Questions) -> bool:
        """Say whether the condition is not false once these questions are taken."""
        return self.need(hurdle, taken, frozenset()) is not None


def least(needs: Sequence[Need | None]) -> Need | None:
    """Give the need of conditions of which one must become false."""
    if None in needs:
        return None
    possible = [need for need in needs if need is not None and need.among]
    if not possible:
        return IMPOSSIBLE
    return Need(min(need.least for need in possible), frozenset().union(*(need.among for need in possible)))


def most(needs: Sequence[Need | None]) -> Need | None:
    """Give the greatest need of conditions that must all become false."""
    left = [need for need in needs if need is not None]
    if any(not need.among for need in left):
        return IMPOSSIBLE
    return max(left, key=lambda need: (need.least, -len(need.among)), default=None)


def best_trial(terrain: Terrain, taken: Questions, free: Questions) -> Trial | None:
    """Give the best set that reaches the goal and meets needs that share no question; none where none can."""
    chosen, left = set(taken), set(free)
    for _, need in sorted(terrain.needs(taken, free), key=lambda each: len(each[1].among)):
        if not need.among:
            return None
        if need.among <= left:
            chosen.update(terrain.best_first(need.among)[: need.least])
            left -= need.among
    gain = terrain.gain(frozenset(chosen))
    rest = iter(terrain.best_first(free - chosen))
    # The goal is always in reach: all best options make 100, and what a search leaves out is what it did not need.
    while gain < terrain.goal:
        question = next(rest)
        chosen.add(question)
        gain += terrain.values[question] >> terrain.bits
    return Trial(len(chosen), sum(terrain.values[question] for question in chosen), frozenset(chosen))


def search(terrain: Terrain, taken: Questions, free: Questions, best: Trial | None = None) -> Trial | None:
    """Give the best set that holds what is taken and otherwise only free questions, if it beats the best so far."""
    trial = best_trial(terrain, taken, free)
    if trial is None or not trial.beats(best):
        return best
    needs = terrain.needs(taken, free)
    unmet = next((need for hurdle, need in needs if terrain.stands(hurdle, trial.taken)), None)
    if unmet is None:
        return trial
    for question in terrain.best_first(unmet.among):
        free -= {question}
        best = search(terrain, taken | {question}, free, best)
    return best


def road(rulebook: Rulebook, result: Result) -> Road | NoRoad | None:
    """Give the road to the next band, or why there is none; none where nothing is asked."""
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
    terrain = terrain_of(rulebook, result, tuple(hurdles.values()), goal)
    everything = frozenset(terrain.values)
    found = search(terrain, frozenset(), everything)
    if found is None:
        return NoRoad(tuple(sorted(each for each, hurdle in hurdles.items() if terrain.stands(hurdle, everything))))
    return road_over(rulebook, result, terrain, found.taken)


def lacks(row: Row) -> Fraction:
    """Give what a question's best option would add to the evidenced overall score."""
    return row.worth - row.brings.evidenced


def terrain_of(rulebook: Rulebook, result: Result, hurdles: tuple[Part, ...], goal: Fraction) -> Terrain:
    """Put a result into whole numbers for the search."""
    counting = {row.question: row for row in result.trace if row.share is not None}
    unit = lcm(*(lacks(row).denominator for row in counting.values()))
    ids = sorted(counting, reverse=True)
    scores = {section.id: section.score for section in result.now.sections if section.score is not None}
    weights = sum(section.weight for section in result.now.sections if section.score is not None)
    return Terrain(
        situation=Situation(result.facts, {question: row.option for question, row in counting.items()}, scores),
        values={
            question: (int(lacks(counting[question]) * unit) << len(ids)) + (1 << bit)
            for bit, question in enumerate(ids)
        },
        bits=len(ids),
        section={
            section.id: frozenset(question.id for question in section.questions if question.id in counting)
            for section in rulebook.rules.sections
        },
        points={section.id: Fraction(section.weight * unit, weights) for section in rulebook.rules.sections},
        goal=ceil(goal * unit),
        hurdles=hurdles,
    )


def road_over(rulebook: Rulebook, result: Result, terrain: Terrain, taken: Questions) -> Road:
    """Give the road over these questions: what they add and the band that they reach."""
    places = {band: place for place, band in enumerate(rulebook.bands)}
    adds = sum((lacks(row) for row in result.trace if row.question in taken), Fraction(0))
    score = adds + (result.now.overall.evidenced if result.now.overall else 0)
    reached = place_of(score.numerator, 100 * score.denominator, rulebook.rules.bands)
    for blocker in result.now.blockers:
        rule = rulebook.blockers[blocker.id]
        if terrain.stands(compiled(rule.when), taken):
            reached = min(reached, places[rule.caps_at])
    return Road(tuple(sorted(taken)), adds, rulebook.rules.bands[reached].id)
