"""Conditions compiled into expressions that evaluate to true, false or unknown (Kleene's three-valued logic).

A condition of the rules is compiled into an expression, which is evaluated in a context. `not` may only surround
conditions on the profile, so a condition that is true for a question's worst options can only become false by a
better answer.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from assess.core.model import rules as model_rules
from assess.core.model.result import Range


class Truth(IntEnum):
    """Three truths in order, so that `all` is the least, `any` the greatest and `not` the distance from true."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


FALSE, UNKNOWN, TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
OPPOSITE = (TRUE, UNKNOWN, FALSE)


class EvaluationContext(NamedTuple):
    """What expressions are evaluated on, by id."""

    facts: Mapping[str, str | int]
    """The facts that are known, including derived ones."""
    options: Mapping[str, str | None] = {}
    """The option of each question that is asked and applies; None while it is unknown."""
    scores: Mapping[str, Range | tuple[Fraction | int, Fraction | int]] = {}
    """Both ends of the score of each section that has one."""


@runtime_checkable
class Expr(Protocol):
    """A compiled condition."""

    @property
    def parts(self) -> "tuple[Expr, ...]":
        """The operands of a condition that combines others; empty for a leaf."""

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Return whether the condition is true, false or unknown."""


@dataclass(frozen=True, slots=True)
class QuestionTest:
    """True for the options named; false where the question is not asked or does not apply."""

    question: str
    options: frozenset[str]
    parts: tuple[Expr, ...] = ()

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Look the chosen option up among those named."""
        option = context.options.get(self.question, "")
        if option is None:
            return UNKNOWN
        return TRUE if option in self.options else FALSE


@dataclass(frozen=True, slots=True)
class FactTest:
    """True for the options or the range of numbers named; unknown while the fact is."""

    fact: str
    options: frozenset[str] | None
    at_least: int | None
    at_most: int | None
    parts: tuple[Expr, ...] = ()

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Compare the fact; `unknown` among the options named is true of a fact that is not known."""
        value = context.facts.get(self.fact)
        if value is None:
            return TRUE if self.options and model_rules.UNKNOWN_OPTION in self.options else UNKNOWN
        if self.options is not None:
            return TRUE if value in self.options else FALSE
        return TRUE if isinstance(value, int) and self.contains(value) else FALSE

    @property
    def named_facts(self) -> tuple[str, ...]:
        """The fact that it names."""
        return (self.fact,)

    def contains(self, number: int) -> bool:
        """Return whether a number lies in the range, both ends included."""
        return (self.at_least is None or number >= self.at_least) and (self.at_most is None or number <= self.at_most)


_COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "above": operator.gt,
    "below": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
}
"""The comparisons of a number with a limit, by their key."""


@dataclass(frozen=True, slots=True)
class FactComparison:
    """True if one number compares with another as named; unknown while either fact is."""

    fact: str
    comparison: str
    other: str
    parts: tuple[Expr, ...] = ()

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Compare the two facts."""
        value, limit = context.facts.get(self.fact), context.facts.get(self.other)
        if not isinstance(value, int) or not isinstance(limit, int):
            return UNKNOWN
        return TRUE if _COMPARISONS[self.comparison](value, limit) else FALSE

    @property
    def named_facts(self) -> tuple[str, ...]:
        """The two facts that it names."""
        return (self.fact, self.other)


@dataclass(frozen=True, slots=True)
class SectionTest:
    """True when even the possible score is below, false when the evidenced one is not or there is none."""

    section: str
    below: int
    parts: tuple[Expr, ...] = ()

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Compare both ends of the section's score."""
        score = context.scores.get(self.section)
        if score is None or score[0] >= self.below:
            return FALSE
        return TRUE if score[1] < self.below else UNKNOWN


@dataclass(frozen=True, slots=True)
class AllExpr:
    """True when every operand is, false when one operand is false."""

    parts: tuple[Expr, ...]

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Return the least truth of the operands."""
        return min(part.evaluate(context) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyExpr:
    """True when one operand is, false when every operand is false."""

    parts: tuple[Expr, ...]

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Return the greatest truth of the operands."""
        return max(part.evaluate(context) for part in self.parts)


@dataclass(frozen=True, slots=True)
class NotExpr:
    """True when its one operand is false."""

    parts: tuple[Expr, ...]

    def evaluate(self, context: EvaluationContext) -> Truth:
        """Return the opposite of the operand's truth."""
        return OPPOSITE[self.parts[0].evaluate(context)]


Leaf: TypeAlias = QuestionTest | FactTest | FactComparison | SectionTest


def compile_condition(condition: model_rules.Condition) -> Expr:
    """Compile a condition into an expression."""
    match condition:
        case model_rules.QuestionCondition():
            return QuestionTest(condition.question, frozenset(condition.is_))
        case model_rules.ProfileCondition():
            return _compile_fact_condition(condition)
        case model_rules.SectionCondition():
            return SectionTest(condition.section, condition.below)
        case model_rules.AllOf():
            return AllExpr(tuple(compile_condition(part) for part in condition.all))
        case model_rules.AnyOf():
            return AnyExpr(tuple(compile_condition(part) for part in condition.any))
        case _:
            return NotExpr((compile_condition(condition.not_),))


def _compile_fact_condition(condition: model_rules.ProfileCondition) -> Expr:
    """Compile a condition on a fact: a test, or comparisons with other facts and the test beside them."""
    limits = {key: getattr(condition, key) for key in _COMPARISONS}
    comparisons = [
        FactComparison(condition.profile, key, limit) for key, limit in limits.items() if isinstance(limit, str)
    ]
    test = _compile_fact_test(condition, {key: limit for key, limit in limits.items() if isinstance(limit, int)})
    if not comparisons:
        return test
    alone = test == FactTest(condition.profile, None, None, None)
    parts: tuple[Expr, ...] = tuple(comparisons) if alone else (*comparisons, test)
    return parts[0] if len(parts) == 1 else AllExpr(parts)


def _compile_fact_test(condition: model_rules.ProfileCondition, limits: Mapping[str, int]) -> FactTest:
    """Compile a test of a fact against numbers; they are whole, so `above 3` is at least 4."""
    lows = [limits.get("at_least"), limits["above"] + 1 if "above" in limits else None]
    highs = [limits.get("at_most"), limits["below"] - 1 if "below" in limits else None]
    return FactTest(
        fact=condition.profile,
        options=None if condition.is_ is None else frozenset(condition.is_),
        at_least=max((low for low in lows if low is not None), default=None),
        at_most=min((high for high in highs if high is not None), default=None),
    )


def iter_leaves(expr: Expr) -> Iterator[Leaf]:
    """Yield every leaf of an expression."""
    if isinstance(expr, Leaf):
        yield expr
    for inner in expr.parts:
        yield from iter_leaves(inner)


def iter_deciding_leaves(truth: Truth, expr: Expr, context: EvaluationContext) -> Iterator[Leaf]:
    """Yield the leaves that make an expression have this truth, as does everything that contains them."""
    if expr.evaluate(context) is not truth:
        return
    if isinstance(expr, Leaf):
        yield expr
    sought = OPPOSITE[truth] if isinstance(expr, NotExpr) else truth
    for inner in expr.parts:
        yield from iter_deciding_leaves(sought, inner, context)


def iter_relevant_leaves(expr: Expr, context: EvaluationContext) -> Iterator[Leaf]:
    """Yield the leaves that are true or unknown and are not inside anything false."""
    if expr.evaluate(context) is FALSE:
        return
    if isinstance(expr, Leaf):
        yield expr
    if not isinstance(expr, NotExpr):
        for inner in expr.parts:
            yield from iter_relevant_leaves(inner, context)
