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
from assess.core.scoring.bitset import Gates, Look
from assess.core.scoring.compiled import Tables
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    Leaf,
    Part,
    ProfilePart,
    QuestionPart,
    SectionPart,
    Situation,
    compiled,
    leaves,
)
from assess.core.scoring.facts import Facts
from assess.core.scoring.scores import KEPT, Sum
from assess.core.scoring.states import DOES_NOT_APPLY

Found = TypeVar("Found")

Key = Any
"""The codes of the questions and given facts that a condition tests: one code, or a tuple of several."""

NO_FACTS = Facts({}, {})


class Case(NamedTuple):
    """Everything that a condition tests."""

    tables: Tables
    part: Part
    situation: Situation
    codes: Mapping[int, int]
    """The code of each question tested, by its position: those named and all of the sections named."""
    waits: Mapping[str, tuple[str, ...]]
    """The given facts to find out, for each named fact that is not known."""

    def section_codes(self, leaf: SectionPart) -> Iterator[tuple[int, int]]:
        """Yield the position and code of each question in the section that a leaf names."""
        return ((place, self.codes[place]) for place in places_of(self.tables, leaf))


class Asking:
    """A compiled condition, with the positions of its inputs."""

    def __init__(self, tables: Tables, condition: Condition) -> None:
        self.tables = tables
        self.part = compiled(condition)
        named = tuple(leaves(self.part))
        self.questions = tuple(sorted({place for leaf in named for place in places_of(tables, leaf)}))
        behind = (tables.fact_codes.behind[leaf.fact] for leaf in named if isinstance(leaf, ProfilePart))
        self.facts = tuple(sorted({place for places in behind for place in places}))
        places = (*self.questions, *(len(tables.questions) + place for place in self.facts))
        self.is_single = len(places) == 1
        self.pick: Callable[[Sequence[int]], Key] = itemgetter(*places)

    def case(self, key: Key) -> Case:
        """Return the inputs of the condition, from the codes selected."""
        picked = (key,) if self.is_single else key
        codes = dict(zip(self.questions, picked, strict=False))
        known, waits = self.facts_in(picked[len(self.questions) :]) if self.facts else NO_FACTS
        situation = Situation(known, dict(self.options(codes)), dict(self.scores(codes)))
        return Case(self.tables, self.part, situation, codes, waits)

    def facts_in(self, codes: Sequence[int]) -> Facts:
        """Return the facts that follow from the codes of given facts; for this condition they equal the true ones."""
        return self.tables.facts.of(self.tables.fact_codes.known(zip(self.facts, codes, strict=True)))

    def options(self, codes: Mapping[int, int]) -> Iterator[tuple[str, str | None]]:
        """Yield each question that is asked and applies, with its option, or None while that is unknown."""
        for place, code in codes.items():
            if code > DOES_NOT_APPLY:
                yield self.tables.questions[place].id, self.tables.marks[place][code].option

    def scores(self, codes: Mapping[int, int]) -> Iterator[tuple[str, Range]]:
        """Yield the score of each section that the condition names and that has one."""
        for leaf in leaves(self.part):
            if isinstance(leaf, SectionPart):
                table = self.tables.section[leaf.section]
                tallies = (self.tables.tallies[place][codes[place]] for place in places_of(self.tables, leaf))
                score = table.score(sum(tallies)).score
                if score is not None:
                    yield leaf.section, score


def places_of(tables: Tables, leaf: Part) -> Sequence[int]:
    """Return the positions of the questions that a leaf tests."""
    if isinstance(leaf, QuestionPart):
        return (tables.place[leaf.question],)
    if isinstance(leaf, SectionPart):
        span = tables.section[leaf.section].span
        return range(span.start, span.stop)
    return ()


class Conditions(Generic[Found]):
    """Compiled conditions of one kind, with a cached result for each that is not false."""

    def __init__(self, tables: Tables, conditions: Iterable[Condition], work_out: Callable[[int, Case], Found]) -> None:
        self.tables = tables
        askings = tuple(Asking(tables, condition) for condition in conditions)
        named = (leaf for asking in askings for leaf in leaves(asking.part))
        self.sections = tuple(dict.fromkeys(leaf for leaf in named if isinstance(leaf, SectionPart)))
        """The leaves on sections, whose truths follow the codes."""
        self.section_at = {section: tables.codes_in_all + at for at, section in enumerate(self.sections)}
        self.gates = Gates([asking.part for asking in askings], self.look)
        self.steps = tuple((place, asking.pick) for place, asking in enumerate(askings))
        self.kept = lru_cache(KEPT)(lambda place, key: work_out(place, askings[place].case(key)))

    def look(self, leaf: Leaf) -> Look:
        """Return the lookup table of a leaf."""
        if isinstance(leaf, SectionPart):
            return Look(self.section_at[leaf], (FALSE, UNKNOWN, TRUE))
        return self.tables.look(leaf)

    def truths(self, codes: Sequence[int], sums: Sequence[Sum]) -> bytes:
        """Return the truth of each condition, in the order of the rules."""
        if self.sections:
            codes = [*codes, *(self.truth_of(section, sums) for section in self.sections)]
        return self.gates.truths(codes)

    def truth_of(self, leaf: SectionPart, sums: Sequence[Sum]) -> int:
        """Return the truth of a leaf on a section."""
        table = self.tables.section[leaf.section]
        score = table.score(sums[self.tables.sections.index(table)].packed).score
        return leaf.truth(Situation({}, {}, {} if score is None else {leaf.section: score}))

    def found(self, codes: Sequence[int], truths: bytes) -> list[Found]:
        """Return the result for each condition that is not false, in the order of the rules."""
        kept = self.kept
        return [kept(place, pick(codes)) for (place, pick), truth in zip(self.steps, truths, strict=True) if truth]
