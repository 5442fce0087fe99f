"""The search space for the path to the next band: what each question adds, and what removes each blocker."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import NamedTuple

from assess.core.model.result import QuestionTrace, Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.conditions import (
    FALSE,
    AllExpr,
    AnyExpr,
    EvaluationContext,
    Expr,
    QuestionTest,
    SectionTest,
    iter_leaves,
)

QuestionIds = frozenset[str]


class Requirement(NamedTuple):
    """The minimum number of these questions to take before a condition can be false."""

    minimum: int
    questions: QuestionIds


_IMPOSSIBLE = Requirement(1, frozenset())
"""The requirement of a condition that no question can make false."""


class SearchSpace(NamedTuple):
    """The input of the search: what each question is worth and which conditions must become false."""

    context: EvaluationContext
    values: Mapping[str, int]
    """Each question's gain, and below it a bit of its own: the earlier its id, the higher the bit.

    Sums of such values order sets of one size by gain, and sets of equal gain by their ids.
    """
    id_bits: int
    questions_by_section: Mapping[str, QuestionIds]
    gain_per_point: Mapping[str, Fraction]
    """The gain that one point of a section's own score is worth."""
    goal: int
    """The gain that the next band needs."""
    blocking: tuple[Expr, ...]
    ordered: tuple[str, ...]
    """The questions by value, the best first."""
    dominated: Mapping[str, QuestionIds]
    """The questions that each question dominates: it is worth more and makes false all that they do."""

    def sum_gain(self, questions: QuestionIds) -> int:
        """Return what the questions add together."""
        return sum(self.values[question] >> self.id_bits for question in questions)

    def sort_best_first(self, questions: QuestionIds) -> list[str]:
        """Return the questions by value, the best first."""
        return [question for question in self.ordered if question in questions]

    def find_requirement(self, expr: Expr, taken: QuestionIds, free: QuestionIds) -> Requirement | None:
        """Return what must be taken of the free questions to make an expression false; None where it is false."""
        if expr.evaluate(self.context) is FALSE:
            return None
        if isinstance(expr, QuestionTest):
            return None if expr.question in taken else Requirement(1, free & {expr.question})
        if isinstance(expr, SectionTest):
            return self._section_requirement(expr, taken, free)
        requirements = [self.find_requirement(inner, taken, free) for inner in expr.parts]
        if isinstance(expr, AllExpr):
            return _combine_alternatives(requirements)
        return _find_hardest(requirements) if isinstance(expr, AnyExpr) else _IMPOSSIBLE

    def _section_requirement(self, test: SectionTest, taken: QuestionIds, free: QuestionIds) -> Requirement | None:
        """Return how many of a section's free questions must be taken before its score is high enough."""
        members = self.questions_by_section[test.section]
        lacking = test.below - self.context.scores[test.section][0]
        short = ceil(lacking * self.gain_per_point[test.section]) - self.sum_gain(taken & members)
        if short <= 0:
            return None
        among = frozenset(question for question in free & members if self.values[question] >> self.id_bits)
        for count, question in enumerate(self.sort_best_first(among), start=1):
            short -= self.values[question] >> self.id_bits
            if short <= 0:
                return Requirement(count, among)
        return _IMPOSSIBLE

    def find_requirements(self, taken: QuestionIds, free: QuestionIds) -> list[tuple[Expr, Requirement]]:
        """Return the requirement of each blocking condition that is not yet false."""
        requirements = ((expr, self.find_requirement(expr, taken, free)) for expr in self.blocking)
        return [(hurdle, requirement) for hurdle, requirement in requirements if requirement is not None]

    def is_blocking(self, expr: Expr, taken: QuestionIds) -> bool:
        """Return whether a condition is not false once these questions are taken."""
        return self.find_requirement(expr, taken, frozenset()) is not None


def _combine_alternatives(requirements: Sequence[Requirement | None]) -> Requirement | None:
    """Return the requirement for one of several conditions to become false."""
    if None in requirements:
        return None
    possible = [requirement for requirement in requirements if requirement is not None and requirement.questions]
    if not possible:
        return _IMPOSSIBLE
    return Requirement(
        min(need.minimum for need in possible), frozenset().union(*(need.questions for need in possible))
    )


def _find_hardest(requirements: Sequence[Requirement | None]) -> Requirement | None:
    """Return the greatest requirement of conditions that must all become false."""
    left = [requirement for requirement in requirements if requirement is not None]
    if any(not need.questions for need in left):
        return _IMPOSSIBLE
    return max(left, key=lambda need: (need.minimum, -len(need.questions)), default=None)


def compute_shortfall(row: QuestionTrace) -> Fraction:
    """Return what a question's best option would add to the evidenced overall score."""
    return row.worth - row.contribution.evidenced


def build_search_space(rulebook: Rulebook, result: Result, blocking: tuple[Expr, ...], goal: Fraction) -> SearchSpace:
    """Build the search space of a result, with gains as whole numbers."""
    counting = {row.question: row for row in result.trace if row.share is not None}
    unit = lcm(*(compute_shortfall(row).denominator for row in counting.values()))
    ids = sorted(counting, reverse=True)
    values = {
        question: (int(compute_shortfall(counting[question]) * unit) << len(ids)) + (1 << bit)
        for bit, question in enumerate(ids)
    }
    ordered = tuple(sorted(ids, key=lambda question: -values[question]))
    scores = {section.id: section.score for section in result.now.sections if section.score is not None}
    weights = sum(section.weight for section in result.now.sections if section.score is not None)
    return SearchSpace(
        context=EvaluationContext(result.facts, {question: row.option for question, row in counting.items()}, scores),
        values=values,
        id_bits=len(ids),
        questions_by_section={
            section.id: frozenset(question.id for question in section.questions if question.id in counting)
            for section in rulebook.rules.sections
        },
        gain_per_point={section.id: Fraction(section.weight * unit, weights) for section in rulebook.rules.sections},
        goal=ceil(goal * unit),
        blocking=blocking,
        ordered=ordered,
        dominated=_find_dominated(ordered, {question: row.section for question, row in counting.items()}, blocking),
    )


def _find_dominated(
    ordered: Sequence[str], sections: Mapping[str, str], blocking: Sequence[Expr]
) -> dict[str, QuestionIds]:
    """Return for each question those worth less that make nothing false which it does not make false as well.

    The best set never contains a question without those that dominate it: each of them could replace it and would add
    more.
    """
    roles = _find_roles(blocking)
    named = {leaf.section for expr in blocking for leaf in iter_leaves(expr) if isinstance(leaf, SectionTest)}

    def outdoes(better: str, other: str) -> bool:
        counts_alike = sections[other] not in named or sections[other] == sections[better]
        return counts_alike and roles.get(other, frozenset()) <= roles.get(better, frozenset())

    return {
        better: frozenset(other for other in ordered[index + 1 :] if outdoes(better, other))
        for index, better in enumerate(ordered)
    }


def _find_roles(blocking: Sequence[Expr]) -> dict[str, frozenset[Expr]]:
    """Return for each question what its best option makes false: a whole `all`, or its own condition alone."""
    roles: dict[str, frozenset[Expr]] = {}
    stack: list[tuple[Expr, Expr | None]] = [(expr, None) for expr in blocking]
    while stack:
        part, joined = stack.pop()
        if isinstance(part, QuestionTest):
            role = joined if isinstance(joined, AllExpr) else part
            roles[part.question] = roles.get(part.question, frozenset()) | {role}
        stack.extend((inner, part) for inner in part.parts)
    return roles
