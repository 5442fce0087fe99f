"""Translations of conditions into the languages of other rule engines, which only know true and false.

Each condition is encoded twice: once to be true where the original is true, once to be true where it is true or
unknown. Together the two give all three truth values in every context, whatever is unknown, since Kleene's `all`, `any`
and `not` depend on their parts alone; within `not` the two encodings swap places.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import Any, Protocol, TypeVar

from assess.core.model.rules import UNKNOWN as NOT_KNOWN
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    AllParts,
    NotPart,
    Part,
    ProfilePart,
    QuestionPart,
    SectionPart,
    Situation,
    Truth,
    leaves,
)

EncodedT = TypeVar("EncodedT")

Context = Mapping[str, str | int | None]
"""Input of the other engines: each fact, answer and score by name, null if it is unknown."""

NOT_ASKED = ""
"""The option of a question that is not asked or does not apply."""
OTHER_END = {TRUE: UNKNOWN, UNKNOWN: TRUE}


class Language(Protocol[EncodedT]):
    """The operations that another rule language must provide."""

    def is_one_of(self, name: str, values: Sequence[str]) -> EncodedT:
        """Encode that a value is one of several texts."""

    def is_at_least(self, name: str, number: int) -> EncodedT:
        """Encode that a known number is not below another."""

    def is_at_most(self, name: str, number: int) -> EncodedT:
        """Encode that a known number is not above another."""

    def is_null(self, name: str) -> EncodedT:
        """Encode that a value is unknown."""

    def every(self, parts: Sequence[EncodedT]) -> EncodedT:
        """Encode that all parts are true."""

    def some(self, parts: Sequence[EncodedT]) -> EncodedT:
        """Encode that at least one part is true."""

    def no(self, part: EncodedT) -> EncodedT:
        """Encode that the part is false."""


class Zen:
    """The expression language of zen-engine."""

    def is_one_of(self, name: str, values: Sequence[str]) -> str:
        """Encode that a value is one of several texts."""
        return f"{name} in {json.dumps(values)}"

    def is_at_least(self, name: str, number: int) -> str:
        """Encode that a known number is not below another."""
        return f"{name} >= {number}"

    def is_at_most(self, name: str, number: int) -> str:
        """Encode that a known number is not above another."""
        return f"{name} <= {number}"

    def is_null(self, name: str) -> str:
        """Encode that a value is unknown."""
        return f"{name} == null"

    def every(self, parts: Sequence[str]) -> str:
        """Encode that all parts are true."""
        return f"({' and '.join(parts)})"

    def some(self, parts: Sequence[str]) -> str:
        """Encode that at least one part is true."""
        return f"({' or '.join(parts)})"

    def no(self, part: str) -> str:
        """Encode that the part is false."""
        return f"not ({part})"


Rule = Mapping[str, Any]


class JsonLogic:
    """The JSON Logic rule language."""

    def is_one_of(self, name: str, values: Sequence[str]) -> Rule:
        """Encode that a value is one of several texts."""
        return {"in": [{"var": name}, values]}

    def is_at_least(self, name: str, number: int) -> Rule:
        """Encode that a known number is not below another."""
        return {">=": [{"var": name}, number]}

    def is_at_most(self, name: str, number: int) -> Rule:
        """Encode that a known number is not above another."""
        return {"<=": [{"var": name}, number]}

    def is_null(self, name: str) -> Rule:
        """Encode that a value is unknown."""
        return {"===": [{"var": name}, None]}

    def every(self, parts: Sequence[Rule]) -> Rule:
        """Encode that all parts are true."""
        return {"and": list(parts)}

    def some(self, parts: Sequence[Rule]) -> Rule:
        """Encode that at least one part is true."""
        return {"or": list(parts)}

    def no(self, part: Rule) -> Rule:
        """Encode that the part is false."""
        return {"!": [part]}


def said(language: Language[EncodedT], part: Part, least: Truth) -> EncodedT:
    """Encode that a condition is at least unknown, or that it is true."""
    match part:
        case QuestionPart():
            name = question(part.question)
            return or_null(language, name, language.is_one_of(name, sorted(part.named)), least)
        case ProfilePart():
            return said_of_fact(language, part, least)
        case SectionPart():
            return language.is_at_most(score(part.section, least), part.below - 1)
        case NotPart():
            return language.no(said(language, part.parts[0], OTHER_END[least]))
        case AllParts():
            return language.every([said(language, each, least) for each in part.parts])
        case _:
            return language.some([said(language, each, least) for each in part.parts])


def said_of_fact(language: Language[EncodedT], part: ProfilePart, least: Truth) -> EncodedT:
    """Encode that a fact is among the options or in the range; the option `unknown` matches a blank."""
    name = fact(part.fact)
    if part.named is not None:
        known = language.is_one_of(name, sorted(part.named))
        return or_null(language, name, known, UNKNOWN if NOT_KNOWN in part.named else least)
    ends = [language.no(language.is_null(name))]  # null compares as 0
    if part.at_least is not None:
        ends.append(language.is_at_least(name, part.at_least))
    if part.at_most is not None:
        ends.append(language.is_at_most(name, part.at_most))
    return or_null(language, name, language.every(ends), least)


def or_null(language: Language[EncodedT], name: str, known: EncodedT, least: Truth) -> EncodedT:
    """Let an unknown value match if the condition need only be at least unknown."""
    return known if least is TRUE else language.some([language.is_null(name), known])


def context_of(situation: Situation, parts: Sequence[Part]) -> Context:
    """Build the context that some conditions read from."""
    return dict(pair for part in parts for leaf in leaves(part) for pair in values_of(situation, leaf))


def values_of(situation: Situation, leaf: Part) -> Iterator[tuple[str, str | int | None]]:
    """Yield the values that one leaf reads.

    Scores are rounded down, since conditions compare them with whole numbers; a section without a score is never below.
    """
    if isinstance(leaf, QuestionPart):
        yield question(leaf.question), situation.options.get(leaf.question, NOT_ASKED)
    elif isinstance(leaf, ProfilePart):
        yield fact(leaf.fact), situation.facts.get(leaf.fact)
    elif isinstance(leaf, SectionPart):
        low, high = situation.scores.get(leaf.section, (100, 100))
        yield score(leaf.section, UNKNOWN), floor(low)
        yield score(leaf.section, TRUE), floor(high)


def question(name: str) -> str:
    """Return the variable name of the option of a question."""
    return f"question_{name.replace('-', '_')}"


def fact(name: str) -> str:
    """Return the variable name of a fact."""
    return f"fact_{name.replace('-', '_')}"


def score(section: str, least: Truth) -> str:
    """Return the variable name of the end of a score that makes a condition at least this true."""
    return f"{'possible' if least is TRUE else 'evidenced'}_{section.replace('-', '_')}"


def truth(is_true: bool, is_at_least_unknown: bool) -> Truth:
    """Decode the truth value from the outcomes of the two encodings of a condition."""
    return TRUE if is_true else UNKNOWN if is_at_least_unknown else FALSE
