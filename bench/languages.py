"""Conditions of the rules said in the languages of other rule engines, which know true and false and nothing between.

Each condition is said twice: once so that it is true where ours is true, once so that it is true where ours is true or
unknown. Together the two give our three truths in every situation, whatever is unknown, since Kleene's `all`, `any` and
`not` follow from their parts alone; within `not` the two ways change places.
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

Said = TypeVar("Said")

Context = Mapping[str, str | int | None]
"""What the other engines are asked of: each fact, answer and score by name, null where it is unknown."""

NOT_ASKED = ""
"""Stands for the option of a question that is not asked or does not apply."""
OTHER_END = {TRUE: UNKNOWN, UNKNOWN: TRUE}


class Language(Protocol[Said]):
    """What another engine can say."""

    def is_one_of(self, name: str, values: Sequence[str]) -> Said:
        """Say that a value is one of some texts."""

    def is_at_least(self, name: str, number: int) -> Said:
        """Say that a known number is not below another."""

    def is_at_most(self, name: str, number: int) -> Said:
        """Say that a known number is not above another."""

    def is_null(self, name: str) -> Said:
        """Say that a value is unknown."""

    def every(self, parts: Sequence[Said]) -> Said:
        """Say that all parts are true."""

    def some(self, parts: Sequence[Said]) -> Said:
        """Say that a part is true."""

    def no(self, part: Said) -> Said:
        """Say that the part is false."""


class Zen:
    """The expression language of zen-engine."""

    def is_one_of(self, name: str, values: Sequence[str]) -> str:
        """Say that a value is one of some texts."""
        return f"{name} in {json.dumps(values)}"

    def is_at_least(self, name: str, number: int) -> str:
        """Say that a known number is not below another."""
        return f"{name} >= {number}"

    def is_at_most(self, name: str, number: int) -> str:
        """Say that a known number is not above another."""
        return f"{name} <= {number}"

    def is_null(self, name: str) -> str:
        """Say that a value is unknown."""
        return f"{name} == null"

    def every(self, parts: Sequence[str]) -> str:
        """Say that all parts are true."""
        return f"({' and '.join(parts)})"

    def some(self, parts: Sequence[str]) -> str:
        """Say that a part is true."""
        return f"({' or '.join(parts)})"

    def no(self, part: str) -> str:
        """Say that the part is false."""
        return f"not ({part})"


Rule = Mapping[str, Any]


class JsonLogic:
    """JSON Logic."""

    def is_one_of(self, name: str, values: Sequence[str]) -> Rule:
        """Say that a value is one of some texts."""
        return {"in": [{"var": name}, values]}

    def is_at_least(self, name: str, number: int) -> Rule:
        """Say that a known number is not below another."""
        return {">=": [{"var": name}, number]}

    def is_at_most(self, name: str, number: int) -> Rule:
        """Say that a known number is not above another."""
        return {"<=": [{"var": name}, number]}

    def is_null(self, name: str) -> Rule:
        """Say that a value is unknown."""
        return {"===": [{"var": name}, None]}

    def every(self, parts: Sequence[Rule]) -> Rule:
        """Say that all parts are true."""
        return {"and": list(parts)}

    def some(self, parts: Sequence[Rule]) -> Rule:
        """Say that a part is true."""
        return {"or": list(parts)}

    def no(self, part: Rule) -> Rule:
        """Say that the part is false."""
        return {"!": [part]}


def said(language: Language[Said], part: Part, least: Truth) -> Said:
    """Say that a condition is at least unknown, or that it is true."""
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


def said_of_fact(language: Language[Said], part: ProfilePart, least: Truth) -> Said:
    """Say that a fact is among the options or in the range; `unknown` among the options is true of a blank."""
    name = fact(part.fact)
    if part.named is not None:
        known = language.is_one_of(name, sorted(part.named))
        return or_null(language, name, known, UNKNOWN if NOT_KNOWN in part.named else least)
    ends = [language.no(language.is_null(name))]  # where null is compared, it counts as 0
    if part.at_least is not None:
        ends.append(language.is_at_least(name, part.at_least))
    if part.at_most is not None:
        ends.append(language.is_at_most(name, part.at_most))
    return or_null(language, name, language.every(ends), least)


def or_null(language: Language[Said], name: str, known: Said, least: Truth) -> Said:
    """Let what is unknown count as true where a condition need only be at least unknown."""
    return known if least is TRUE else language.some([language.is_null(name), known])


def context_of(situation: Situation, parts: Sequence[Part]) -> Context:
    """Give what some conditions look at in a situation."""
    return dict(pair for part in parts for leaf in leaves(part) for pair in values_of(situation, leaf))


def values_of(situation: Situation, leaf: Part) -> Iterator[tuple[str, str | int | None]]:
    """Give what one leaf looks at.

    Scores are rounded down, since conditions compare them with whole numbers; a section without one is never below.
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
    """Name the option of a question."""
    return f"question_{name.replace('-', '_')}"


def fact(name: str) -> str:
    """Name the value of a fact."""
    return f"fact_{name.replace('-', '_')}"


def score(section: str, least: Truth) -> str:
    """Name the end of a section's score that makes a condition on it at least this."""
    return f"{'possible' if least is TRUE else 'evidenced'}_{section.replace('-', '_')}"


def truth(is_true: bool, is_at_least_unknown: bool) -> Truth:
    """Give our truth from what another engine found of the two ways in which a condition is said."""
    return TRUE if is_true else UNKNOWN if is_at_least_unknown else FALSE
