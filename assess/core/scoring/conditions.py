"""Conditions made ready once and asked many times: true, false or unknown, as Kleene has it.

A condition of the rules becomes a part that is asked of a situation. `not` stands round profile conditions
only, so what is true of a question's worst options can only become false by a better answer.
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
    """What conditions are asked of, by id."""

    facts: Mapping[str, str | int]
    """The facts that are known, derived ones among them."""
    options: Mapping[str, str | None] = {}
    """The option of each question that is asked and applies, none while it is unknown."""
    scores: Mapping[str, Range | tuple[Fraction | int, Fraction | int]] = {}
    """Both ends of each section that has a score."""


@runtime_checkable
class Part(Protocol):
    """A condition made ready."""

    @property
    def parts(self) -> "tuple[Part, ...]":
        """The parts of a condition that joins others; none for one with a subject of its own."""

    def truth(self, situation: Situation) -> Truth:
        """Say whether the condition is true, false or unknown."""


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
        """Say whether the number lies in the range, its ends included."""
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
    """True when every part is, false when one part is false."""

    parts: tuple[Part, ...]

    def truth(self, situation: Situation) -> Truth:
        """Take the least of the parts."""
        return min(part.truth(situation) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyPart:
    """True when one part is, false when every part is false."""

    parts: tuple[Part, ...]

    def truth(self, situation: Situation) -> Truth:
        """Take the greatest of the parts."""
        return max(part.truth(situation) for part in self.parts)


@dataclass(frozen=True, slots=True)
class NotPart:
    """True when its one part is false."""

    parts: tuple[Part, ...]

    def truth(self, situation: Situation) -> Truth:
        """Take the opposite of the part."""
        return OPPOSITE[self.parts[0].truth(situation)]


Leaf: TypeAlias = QuestionPart | ProfilePart | SectionPart


def compiled(condition: model_rules.Condition) -> Part:
    """Make a condition ready to be asked."""
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
    """Make a condition on a fact ready; numbers are whole, so `above 3` is at least 4."""
    lows = [condition.at_least, None if condition.above is None else condition.above + 1]
    highs = [condition.at_most, None if condition.below is None else condition.below - 1]
    return ProfilePart(
        fact=condition.profile,
        named=None if condition.is_ is None else frozenset(condition.is_),
        at_least=max((low for low in lows if low is not None), default=None),
        at_most=min((high for high in highs if high is not None), default=None),
    )


def leaves(part: Part) -> Iterator[Leaf]:
    """Give every part that has a subject of its own."""
    if isinstance(part, Leaf):
        yield part
    for inner in part.parts:
        yield from leaves(inner)


def leaves_that_are(truth: Truth, part: Part, situation: Situation) -> Iterator[Leaf]:
    """Give the leaves that make the whole what it is: of that truth, as is everything they stand in."""
    if part.truth(situation) is not truth:
        return
    if isinstance(part, Leaf):
        yield part
    sought = OPPOSITE[truth] if isinstance(part, NotPart) else truth
    for inner in part.parts:
        yield from leaves_that_are(sought, inner, situation)


def leaves_in_play(part: Part, situation: Situation) -> Iterator[Leaf]:
    """Give the leaves that are true or unknown and stand in nothing that is false."""
    if part.truth(situation) is FALSE:
        return
    if isinstance(part, Leaf):
        yield part
    if not isinstance(part, NotPart):
        for inner in part.parts:
            yield from leaves_in_play(inner, situation)
