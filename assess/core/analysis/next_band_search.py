"""The search space for the path to the next band: what each question adds, and what removes each blocker."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import NamedTuple

from assess.core.model.result import Result, Row
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.conditions import FALSE, AllParts, AnyPart, Part, QuestionPart, SectionPart, Situation, leaves

Questions = frozenset[str]


class Need(NamedTuple):
    """The minimum number of these questions to take before a condition can be false."""

    least: int
    among: Questions


IMPOSSIBLE = Need(1, frozenset())
"""The requirement of a condition that no question can make false."""


class Terrain(NamedTuple):
    """The input of the search: what each question is worth and which conditions must become false."""

    situation: Situation
    values: Mapping[str, int]
    """Each question's gain, and below it a bit of its own: the earlier its id, the higher the bit.

    Sums of such values order sets of one size by gain, and sets of equal gain by their ids.
    """
    bits: int
    section: Mapping[str, Questions]
    points: Mapping[str, Fraction]
    """The gain that one point of a section's own score is worth."""
    goal: int
    """The gain that the next band needs."""
    hurdles: tuple[Part, ...]
    ordered: tuple[str, ...]
    """The questions by value, the best first."""
    outdone: Mapping[str, Questions]
    """The questions that each question dominates: it is worth more and makes false all that they do."""

    def gain(self, questions: Questions) -> int:
        """Return what the questions add together."""
        return sum(self.values[question] >> self.bits for question in questions)

    def best_first(self, questions: Questions) -> list[str]:
        """Return the questions by value, the best first."""
        return [question for question in self.ordered if question in questions]

    def need(self, part: Part, taken: Questions, free: Questions) -> Need | None:
        """Return what must be taken of the free questions to make an expression false; None where it is false."""
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
        """Return how many of a section's free questions must be taken before its score is high enough."""
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
        """Return the requirement of each blocking condition that is not yet false."""
        found = ((hurdle, self.need(hurdle, taken, free)) for hurdle in self.hurdles)
        return [(hurdle, need) for hurdle, need in found if need is not None]

    def stands(self, hurdle: Part, taken: Questions) -> bool:
        """Return whether a condition is not false once these questions are taken."""
        return self.need(hurdle, taken, frozenset()) is not None


def least(needs: Sequence[Need | None]) -> Need | None:
    """Return the requirement for one of several conditions to become false."""
    if None in needs:
        return None
    possible = [need for need in needs if need is not None and need.among]
    if not possible:
        return IMPOSSIBLE
    return Need(min(need.least for need in possible), frozenset().union(*(need.among for need in possible)))


def most(needs: Sequence[Need | None]) -> Need | None:
    """Return the greatest requirement of conditions that must all become false."""
    left = [need for need in needs if need is not None]
    if any(not need.among for need in left):
        return IMPOSSIBLE
    return max(left, key=lambda need: (need.least, -len(need.among)), default=None)


def lacks(row: Row) -> Fraction:
    """Return what a question's best option would add to the evidenced overall score."""
    return row.worth - row.brings.evidenced


def terrain_of(rulebook: Rulebook, result: Result, hurdles: tuple[Part, ...], goal: Fraction) -> Terrain:
    """Build the search space of a result, with gains as whole numbers."""
    counting = {row.question: row for row in result.trace if row.share is not None}
    unit = lcm(*(lacks(row).denominator for row in counting.values()))
    ids = sorted(counting, reverse=True)
    values = {
        question: (int(lacks(counting[question]) * unit) << len(ids)) + (1 << bit) for bit, question in enumerate(ids)
    }
    ordered = tuple(sorted(ids, key=lambda question: -values[question]))
    scores = {section.id: section.score for section in result.now.sections if section.score is not None}
    weights = sum(section.weight for section in result.now.sections if section.score is not None)
    return Terrain(
        situation=Situation(result.facts, {question: row.option for question, row in counting.items()}, scores),
        values=values,
        bits=len(ids),
        section={
            section.id: frozenset(question.id for question in section.questions if question.id in counting)
            for section in rulebook.rules.sections
        },
        points={section.id: Fraction(section.weight * unit, weights) for section in rulebook.rules.sections},
        goal=ceil(goal * unit),
        hurdles=hurdles,
        ordered=ordered,
        outdone=outdone(ordered, {question: row.section for question, row in counting.items()}, hurdles),
    )


def outdone(ordered: Sequence[str], sections: Mapping[str, str], hurdles: Sequence[Part]) -> dict[str, Questions]:
    """Return for each question those worth less that make nothing false which it does not make false as well.

    The best set never contains a question without those that dominate it: each of them could replace it and would add
    more.
    """
    roles = roles_of(hurdles)
    named = {leaf.section for hurdle in hurdles for leaf in leaves(hurdle) if isinstance(leaf, SectionPart)}

    def outdoes(better: str, other: str) -> bool:
        counts_alike = sections[other] not in named or sections[other] == sections[better]
        return counts_alike and roles.get(other, frozenset()) <= roles.get(better, frozenset())

    return {
        better: frozenset(other for other in ordered[place + 1 :] if outdoes(better, other))
        for place, better in enumerate(ordered)
    }


def roles_of(hurdles: Sequence[Part]) -> dict[str, frozenset[Part]]:
    """Return for each question what its best option makes false: a whole `all`, or its own condition alone."""
    roles: dict[str, frozenset[Part]] = {}
    standing: list[tuple[Part, Part | None]] = [(hurdle, None) for hurdle in hurdles]
    while standing:
        part, joined = standing.pop()
        if isinstance(part, QuestionPart):
            role = joined if isinstance(joined, AllParts) else part
            roles[part.question] = roles.get(part.question, frozenset()) | {role}
        standing.extend((inner, part) for inner in part.parts)
    return roles
