"""Conditions of the rules evaluated on answers, with a cached result for each that is not false.

What a condition evaluates to depends only on the codes of the facts and answers that it tests. All conditions are
therefore evaluated at once, and the result for each is computed once for each combination of those codes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from assess.core.model.result import Range
from assess.core.model.rules import Condition
from assess.core.scoring.bitset import ConditionBitset, LookupTable
from assess.core.scoring.compiled import CompiledRulebook
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    EvaluationContext,
    Expr,
    FactTest,
    Leaf,
    QuestionTest,
    SectionTest,
    compile_condition,
    iter_leaves,
)
from assess.core.scoring.facts import KnownFacts
from assess.core.scoring.scores import CACHE_SIZE, SectionSum
from assess.core.scoring.states import DOES_NOT_APPLY

ResultT = TypeVar("ResultT")

CacheKey = Any
"""The codes of the questions and given facts that a condition tests: one code, or a tuple of several."""

_NO_FACTS = KnownFacts({}, {})


class ConditionInputs(NamedTuple):
    """Everything that a condition tests."""

    rulebook: CompiledRulebook
    expr: Expr
    context: EvaluationContext
    codes: Mapping[int, int]
    """The code of each question tested, by its position: those named and all of the sections named."""
    missing_facts: Mapping[str, tuple[str, ...]]
    """The given facts to find out, for each named fact that is not known."""

    def iter_section_codes(self, leaf: SectionTest) -> Iterator[tuple[int, int]]:
        """Yield the position and code of each question in the section that a leaf names."""
        return ((position, self.codes[position]) for position in _find_question_positions(self.rulebook, leaf))


class _CompiledCondition:
    """A compiled condition, with the positions of its inputs."""

    def __init__(self, rulebook: CompiledRulebook, condition: Condition) -> None:
        self.rulebook = rulebook
        self.expr = compile_condition(condition)
        named = tuple(iter_leaves(self.expr))
        self.question_positions = tuple(
            sorted({position for leaf in named for position in _find_question_positions(rulebook, leaf)})
        )
        given_positions = (
            rulebook.fact_encoding.given_positions[leaf.fact] for leaf in named if isinstance(leaf, FactTest)
        )
        self.fact_positions = tuple(sorted({place for places in given_positions for place in places}))
        positions = (*self.question_positions, *(len(rulebook.questions) + place for place in self.fact_positions))
        self.is_single = len(positions) == 1
        self.select: Callable[[Sequence[int]], CacheKey] = itemgetter(*positions)

    def build_inputs(self, key: CacheKey) -> ConditionInputs:
        """Return the inputs of the condition, from the codes selected."""
        selected = (key,) if self.is_single else key
        codes = dict(zip(self.question_positions, selected, strict=False))
        known, missing = (
            self._derive_facts(selected[len(self.question_positions) :]) if self.fact_positions else _NO_FACTS
        )
        context = EvaluationContext(known, dict(self._iter_options(codes)), dict(self._iter_scores(codes)))
        return ConditionInputs(self.rulebook, self.expr, context, codes, missing)

    def _derive_facts(self, codes: Sequence[int]) -> KnownFacts:
        """Return the facts that follow from the codes of given facts; for this condition they equal the true ones."""
        return self.rulebook.fact_table.derive(
            self.rulebook.fact_encoding.decode(zip(self.fact_positions, codes, strict=True))
        )

    def _iter_options(self, codes: Mapping[int, int]) -> Iterator[tuple[str, str | None]]:
        """Yield each question that is asked and applies, with its option, or None while that is unknown."""
        for position, code in codes.items():
            if code > DOES_NOT_APPLY:
                yield self.rulebook.questions[position].id, self.rulebook.state_scores[position][code].option

    def _iter_scores(self, codes: Mapping[int, int]) -> Iterator[tuple[str, Range]]:
        """Yield the score of each section that the condition names and that has one."""
        for leaf in iter_leaves(self.expr):
            if isinstance(leaf, SectionTest):
                table = self.rulebook.sections_by_id[leaf.section]
                tallies = (
                    self.rulebook.tallies[position][codes[position]]
                    for position in _find_question_positions(self.rulebook, leaf)
                )
                score = table.compute_score(sum(tallies)).score
                if score is not None:
                    yield leaf.section, score


def _find_question_positions(rulebook: CompiledRulebook, leaf: Expr) -> Sequence[int]:
    """Return the positions of the questions that a leaf tests."""
    if isinstance(leaf, QuestionTest):
        return (rulebook.question_positions[leaf.question],)
    if isinstance(leaf, SectionTest):
        span = rulebook.sections_by_id[leaf.section].span
        return range(span.start, span.stop)
    return ()


class ConditionSet(Generic[ResultT]):
    """Compiled conditions of one kind, with a cached result for each that is not false."""

    def __init__(
        self,
        rulebook: CompiledRulebook,
        conditions: Iterable[Condition],
        build_result: Callable[[int, ConditionInputs], ResultT],
    ) -> None:
        self.rulebook = rulebook
        compiled_conditions = tuple(_CompiledCondition(rulebook, condition) for condition in conditions)
        named = (leaf for compiled in compiled_conditions for leaf in iter_leaves(compiled.expr))
        self.section_tests = tuple(dict.fromkeys(leaf for leaf in named if isinstance(leaf, SectionTest)))
        """The leaves on sections, whose truths follow the codes."""
        self.section_positions = {section: rulebook.code_count + at for at, section in enumerate(self.section_tests)}
        self.bitset = ConditionBitset([asking.expr for asking in compiled_conditions], self.build_lookup_table)
        self.selectors = tuple((place, asking.select) for place, asking in enumerate(compiled_conditions))
        self._cached_result = lru_cache(CACHE_SIZE)(
            lambda place, key: build_result(place, compiled_conditions[place].build_inputs(key))
        )

    def build_lookup_table(self, leaf: Leaf) -> LookupTable:
        """Return the lookup table of a leaf."""
        if isinstance(leaf, SectionTest):
            return LookupTable(self.section_positions[leaf], (FALSE, UNKNOWN, TRUE))
        return self.rulebook.build_lookup_table(leaf)

    def evaluate(self, codes: Sequence[int], sums: Sequence[SectionSum]) -> bytes:
        """Return the truth of each condition, in the order of the rules."""
        if self.section_tests:
            codes = [*codes, *(self._evaluate_section(section, sums) for section in self.section_tests)]
        return self.bitset.evaluate(codes)

    def _evaluate_section(self, leaf: SectionTest, sums: Sequence[SectionSum]) -> int:
        """Return the truth of a leaf on a section."""
        table = self.rulebook.sections_by_id[leaf.section]
        score = table.compute_score(sums[self.rulebook.sections.index(table)].packed).score
        return leaf.evaluate(EvaluationContext({}, {}, {} if score is None else {leaf.section: score}))

    def collect(self, codes: Sequence[int], truths: bytes) -> list[ResultT]:
        """Return the result for each condition that is not false, in the order of the rules."""
        cached_result = self._cached_result
        return [
            cached_result(place, select(codes))
            for (place, select), truth in zip(self.selectors, truths, strict=True)
            if truth
        ]
