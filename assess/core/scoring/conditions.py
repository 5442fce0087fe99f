"""Conditions compiled into expressions that evaluate to true, false or unknown (Kleene's three-valued logic).

A condition of the rules is compiled into an expression, which is evaluated in a context. `not` may only surround
conditions on the profile, so a condition that is true for a question's worst options can only become false by a
better answer.
"""

from collections.abc import Iterator, Mapping
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


class Situation(NamedTuple):
    """What expressions are evaluated on, by id."""

    facts: Mapping[str, str | int]
    """The facts that are known, including derived ones."""
    options: Mapping[str, str | None] = {}
    """The option of each question that is asked and applies; None while it is unknown."""
    scores: Mapping[str, Range | tuple[Fraction | int, Fraction | int]] = {}
    """Both ends of the score of each section that has one."""


@runtime_checkable
class Part(Protocol):
    """A compiled condition."""

    @property
    def parts(self) -> "tuple[Part, ...]":
        """The operands of a condition that combines others; empty for a leaf."""

    def truth(self, situation: Situation) -> Truth:
        """Return whether the condition is true, false or unknown."""


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """True for the options named; false where the question is not asked or does not apply."""

    question: str
    named: frozenset[str]
    parts: tuple[Part, ...] = ()

    def truth(self, situation: Situation) -> Truth:
        """Look the chosen option up among those named."""
        option = situation.options.get(self.question, "")
        if option is None:
            return UNKNOWN
        return TRUE if option in self.named else FALSE


@dataclass(frozen=True, slots=True)
class ProfilePart:
    """True for the options or the range of numbers named; unknown while the fact is."""

    fact: str
    named: frozenset[str] | None
    at_least: int | None
    at_most: int | None
    parts: tuple[Part, ...] = ()

    def truth(self, situation: Situation) -> Truth:
        """Compare the fact; `unknown` among the options named is true of a fact that is not known."""
        value = situation.facts.get(self.fact)
        if value is None:
            return TRUE if self.named and model_rules.UNKNOWN in self.named else UNKNOWN
        if self.named is not None:
            return TRUE if value in self.named else FALSE
        return TRUE if isinstance(value, int) and self.spans(value) else FALSE

    def spans(self, number: int) -> bool:
        """Return whether a number lies in the range, both ends included."""
        return (self.at_least is None or number >= self.at_least) and (self.at_most is None or number <= self.at_most)


@dataclass(frozen=True, slots=True)
class SectionPart:
    """True when even the possible score is below, false when the evidenced one is not or there is none."""

    section: str
    below: int
    parts: tuple[Part, ...] = ()

    def truth(self, situation: Situation) -> Truth:
        """Compare both ends of the section's score."""
        score = situation.scores.get(self.section)
        if score is None or score[0] >= self.below:
            return FALSE
        return TRUE if score[1] < self.below else UNKNOWN


@dataclass(frozen=True, slots=True)
class AllParts:
    """True when every operand is, false when one operand is false."""

    parts: tuple[Part, ...]

    def truth(self, situation: Situation) -> Truth:
        """Return the least truth of the operands."""
        return min(part.truth(situation) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyPart:
    """True when one operand is, false when every operand is false."""

    parts: tuple[Part, ...]

    def truth(self, situation: Situation) -> Truth:
        """Return the greatest truth of the operands."""
        return max(part.truth(situation) for part in self.parts)


@dataclass(frozen=True, slots=True)
class NotPart:
    """True when its one operand is false."""

    parts: tuple[Part, ...]

    def truth(self, situation: Situation) -> Truth:
        """Return the opposite of the operand's truth."""
        return OPPOSITE[self.parts[0].truth(situation)]


Leaf: TypeAlias = QuestionPart | ProfilePart | SectionPart


def compiled(condition: model_rules.Condition) -> Part:
    """Compile a condition into an expression."""
    match condition:
        case model_rules.QuestionCondition():
            return QuestionPart(condition.question, frozenset(condition.is_))
        case model_rules.ProfileCondition():
            return compiled_profile(condition)
        case model_rules.SectionCondition():
            return SectionPart(condition.section, condition.below)
        case model_rules.AllOf():
            return AllParts(tuple(compiled(part) for part in condition.all))
        case model_rules.AnyOf():
            return AnyPart(tuple(compiled(part) for part in condition.any))
        case _:
            return NotPart((compiled(condition.not_),))


def compiled_profile(condition: model_rules.ProfileCondition) -> ProfilePart:
    """Compile a condition on a fact; numbers are whole, so `above 3` is at least 4."""
    lows = [condition.at_least, None if condition.above is None else condition.above + 1]
    highs = [condition.at_most, None if condition.below is None else condition.below - 1]
    return ProfilePart(
        fact=condition.profile,
        named=None if condition.is_ is None else frozenset(condition.is_),
        at_least=max((low for low in lows if low is not None), default=None),
        at_most=min((high for high in highs if high is not None), default=None),
    )


def leaves(part: Part) -> Iterator[Leaf]:
    """Yield every leaf of an expression."""
    if isinstance(part, Leaf):
        yield part
    for inner in part.parts:
        yield from leaves(inner)


def leaves_that_are(truth: Truth, part: Part, situation: Situation) -> Iterator[Leaf]:
    """Yield the leaves that make an expression have this truth, as does everything that contains them."""
    if part.truth(situation) is not truth:
        return
    if isinstance(part, Leaf):
        yield part
    sought = OPPOSITE[truth] if isinstance(part, NotPart) else truth
    for inner in part.parts:
        yield from leaves_that_are(sought, inner, situation)


def leaves_in_play(part: Part, situation: Situation) -> Iterator[Leaf]:
    """Yield the leaves that are true or unknown and are not inside anything false."""
    if part.truth(situation) is FALSE:
        return
    if isinstance(part, Leaf):
        yield part
    if not isinstance(part, NotPart):
        for inner in part.parts:
            yield from leaves_in_play(inner, situation)
