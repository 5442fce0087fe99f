"""Translations of conditions into the languages of other rule engines, which only know true and false.

Each condition is encoded twice: once to be true where the original is true, once to be true where it is true or
unknown. Together the two give all three truth values in every context, whatever is unknown, since Kleene's `all`, `any`
and `not` depend on their parts alone; within `not` the two encodings swap places.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import Any, Protocol, TypeVar

from assess.core.model.rules import UNKNOWN_OPTION as NOT_KNOWN
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    AllExpr,
    EvaluationContext,
    Expr,
    FactTest,
    NotExpr,
    QuestionTest,
    SectionTest,
    Truth,
    iter_leaves,
)

EncodedT = TypeVar("EncodedT")

EngineContext = Mapping[str, str | int | None]
"""Input of the other engines: each fact, answer and score by name, null if it is unknown."""

NOT_ASKED = ""
"""The option of a question that is not asked or does not apply."""
OPPOSITE_ENCODING = {TRUE: UNKNOWN, UNKNOWN: TRUE}


class RuleLanguage(Protocol[EncodedT]):
    """The operations that another rule language must provide."""

    def is_one_of(self, name: str, values: Sequence[str]) -> EncodedT:
        """Encode that a value is one of several texts."""

    def is_at_least(self, name: str, number: int) -> EncodedT:
        """Encode that a known number is not below another."""

    def is_at_most(self, name: str, number: int) -> EncodedT:
        """Encode that a known number is not above another."""

    def is_null(self, name: str) -> EncodedT:
        """Encode that a value is unknown."""

    def all_of(self, parts: Sequence[EncodedT]) -> EncodedT:
        """Encode that all parts are true."""

    def any_of(self, parts: Sequence[EncodedT]) -> EncodedT:
        """Encode that at least one part is true."""

    def negate(self, part: EncodedT) -> EncodedT:
        """Encode that the part is false."""


class ZenLanguage:
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

    def all_of(self, parts: Sequence[str]) -> str:
        """Encode that all parts are true."""
        return f"({' and '.join(parts)})"

    def any_of(self, parts: Sequence[str]) -> str:
        """Encode that at least one part is true."""
        return f"({' or '.join(parts)})"

    def negate(self, part: str) -> str:
        """Encode that the part is false."""
        return f"not ({part})"


JsonLogicRule = Mapping[str, Any]


class JsonLogicLanguage:
    """The JSON Logic rule language."""

    def is_one_of(self, name: str, values: Sequence[str]) -> JsonLogicRule:
        """Encode that a value is one of several texts."""
        return {"in": [{"var": name}, values]}

    def is_at_least(self, name: str, number: int) -> JsonLogicRule:
        """Encode that a known number is not below another."""
        return {">=": [{"var": name}, number]}

    def is_at_most(self, name: str, number: int) -> JsonLogicRule:
        """Encode that a known number is not above another."""
        return {"<=": [{"var": name}, number]}

    def is_null(self, name: str) -> JsonLogicRule:
        """Encode that a value is unknown."""
        return {"===": [{"var": name}, None]}

    def all_of(self, parts: Sequence[JsonLogicRule]) -> JsonLogicRule:
        """Encode that all parts are true."""
        return {"and": list(parts)}

    def any_of(self, parts: Sequence[JsonLogicRule]) -> JsonLogicRule:
        """Encode that at least one part is true."""
        return {"or": list(parts)}

    def negate(self, part: JsonLogicRule) -> JsonLogicRule:
        """Encode that the part is false."""
        return {"!": [part]}


def encode_condition(language: RuleLanguage[EncodedT], part: Expr, least: Truth) -> EncodedT:
    """Encode that a condition is at least unknown, or that it is true."""
    match part:
        case QuestionTest():
            name = question_variable(part.question)
            return encode_nullable(language, name, language.is_one_of(name, sorted(part.options)), least)
        case FactTest():
            return encode_fact(language, part, least)
        case SectionTest():
            return language.is_at_most(score_variable(part.section, least), part.below - 1)
        case NotExpr():
            return language.negate(encode_condition(language, part.parts[0], OPPOSITE_ENCODING[least]))
        case AllExpr():
            return language.all_of([encode_condition(language, each, least) for each in part.parts])
        case _:
            return language.any_of([encode_condition(language, each, least) for each in part.parts])


def encode_fact(language: RuleLanguage[EncodedT], part: FactTest, least: Truth) -> EncodedT:
    """Encode that a fact is among the options or in the range; the option `unknown` matches a blank."""
    name = fact_variable(part.fact)
    if part.options is not None:
        known = language.is_one_of(name, sorted(part.options))
        return encode_nullable(language, name, known, UNKNOWN if NOT_KNOWN in part.options else least)
    ends = [language.negate(language.is_null(name))]  # null compares as 0
    if part.at_least is not None:
        ends.append(language.is_at_least(name, part.at_least))
    if part.at_most is not None:
        ends.append(language.is_at_most(name, part.at_most))
    return encode_nullable(language, name, language.all_of(ends), least)


def encode_nullable(language: RuleLanguage[EncodedT], name: str, known: EncodedT, least: Truth) -> EncodedT:
    """Let an unknown value match if the condition need only be at least unknown."""
    return known if least is TRUE else language.any_of([language.is_null(name), known])


def build_engine_context(situation: EvaluationContext, parts: Sequence[Expr]) -> EngineContext:
    """Build the context that some conditions read from."""
    return dict(pair for part in parts for leaf in iter_leaves(part) for pair in iter_values(situation, leaf))


def iter_values(situation: EvaluationContext, leaf: Expr) -> Iterator[tuple[str, str | int | None]]:
    """Yield the values that one leaf reads.

    Scores are rounded down, since conditions compare them with whole numbers; a section without a score is never below.
    """
    if isinstance(leaf, QuestionTest):
        yield question_variable(leaf.question), situation.options.get(leaf.question, NOT_ASKED)
    elif isinstance(leaf, FactTest):
        yield fact_variable(leaf.fact), situation.facts.get(leaf.fact)
    elif isinstance(leaf, SectionTest):
        low, high = situation.scores.get(leaf.section, (100, 100))
        yield score_variable(leaf.section, UNKNOWN), floor(low)
        yield score_variable(leaf.section, TRUE), floor(high)


def question_variable(name: str) -> str:
    """Return the variable name of the option of a question."""
    return f"question_{name.replace('-', '_')}"


def fact_variable(name: str) -> str:
    """Return the variable name of a fact."""
    return f"fact_{name.replace('-', '_')}"


def score_variable(section: str, least: Truth) -> str:
    """Return the variable name of the end of a score that makes a condition at least this true."""
    return f"{'possible' if least is TRUE else 'evidenced'}_{section.replace('-', '_')}"


def decode_truth(is_true: bool, is_at_least_unknown: bool) -> Truth:
    """Decode the truth value from the outcomes of the two encodings of a condition."""
    return TRUE if is_true else UNKNOWN if is_at_least_unknown else FALSE
