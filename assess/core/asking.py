"""Conditions of the rules asked of answers, and what each comes to.

What a condition comes to follows from the facts and answers that it looks at and from nothing else, so it is
worked out once for each combination of those and shared by all assessments on one rulebook.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from assess.core.agenda import Agenda, Tables
from assess.core.conditions import Part, ProfilePart, QuestionPart, SectionPart, Situation, compiled, leaves
from assess.core.model import Condition
from assess.core.result import Range
from assess.core.scores import KEPT
from assess.core.states import DOES_NOT_APPLY

Found = TypeVar("Found")

Key = Any
"""The codes of the questions that a condition looks at: one code, or several in a tuple."""

FactKey = tuple[tuple[str, str | int | None, tuple[str, ...]], ...]
"""The facts that a condition names: id, value if known, and the facts to find out if not."""


Step = tuple[int, FactKey, Callable[[Sequence[int]], Key]]


class Case(NamedTuple):
    """All that a condition looks at."""

    tables: Tables
    part: Part
    situation: Situation
    codes: Mapping[int, int]
    """The code of each question looked at, by its position: those named and all of the sections named."""
    waits: Mapping[str, tuple[str, ...]]
    """The facts to find out for each fact named that is not known."""

    def section_codes(self, leaf: SectionPart) -> Iterator[tuple[int, int]]:
        """Give position and code of each question of the section that a leaf names."""
        return ((place, self.codes[place]) for place in places_of(self.tables, leaf))


class Asking:
    """A condition made ready, with what it looks at."""

    def __init__(self, tables: Tables, condition: Condition) -> None:
        self.tables = tables
        self.part = compiled(condition)
        named = tuple(leaves(self.part))
        self.facts = tuple(sorted({leaf.fact for leaf in named if isinstance(leaf, ProfilePart)}))
        self.places = tuple(sorted({place for leaf in named for place in places_of(tables, leaf)}))
        self.pick: Callable[[Sequence[int]], Key] = itemgetter(*self.places) if self.places else no_codes

    def fact_key(self, agenda: Agenda) -> FactKey:
        """Give what the condition needs to know of the facts."""
        known, waits = agenda.facts
        return tuple((fact, known.get(fact), waits.get(fact, ())) for fact in self.facts)

    def case(self, facts: FactKey, key: Key) -> Case:
        """Give what the condition looks at, from the facts and the codes picked."""
        codes = dict(zip(self.places, (key,) if len(self.places) == 1 else key, strict=True))
        situation = Situation(
            {fact: value for fact, value, _ in facts if value is not None},
            dict(self.options(codes)),
            dict(self.scores(codes)),
        )
        return Case(self.tables, self.part, situation, codes, {fact: waits for fact, _, waits in facts})

    def options(self, codes: Mapping[int, int]) -> Iterator[tuple[str, str | None]]:
        """Give the option, none while it is unknown, of each question that is asked and applies."""
        for place, code in codes.items():
            if code > DOES_NOT_APPLY:
                yield self.tables.questions[place].id, self.tables.marks[place][code].option

    def scores(self, codes: Mapping[int, int]) -> Iterator[tuple[str, Range]]:
        """Give the score of each section that the condition names and that has one."""
        for leaf in leaves(self.part):
            if isinstance(leaf, SectionPart):
                tallies = (self.tables.tallies[place][codes[place]] for place in places_of(self.tables, leaf))
                score = self.tables.section[leaf.section].sum(sum(tallies)).score.score
                if score is not None:
                    yield leaf.section, score


def no_codes(codes: Sequence[int]) -> Key:  # noqa: ARG001 - takes the place of an itemgetter
    """Pick nothing: the key of a condition on the profile alone."""
    return ()


def places_of(tables: Tables, leaf: Part) -> Sequence[int]:
    """Give the positions of the questions that a leaf looks at."""
    if isinstance(leaf, QuestionPart):
        return (tables.place[leaf.question],)
    if isinstance(leaf, SectionPart):
        span = tables.section[leaf.section].span
        return range(span.start, span.stop)
    return ()


class Conditions(Generic[Found]):
    """Conditions of one kind made ready, with what is worked out from each."""

    def __init__(self, tables: Tables, conditions: Iterable[Condition], work_out: Callable[[int, Case], Found]) -> None:
        self.askings = tuple(Asking(tables, condition) for condition in conditions)
        self.steps: list[Step] = [(place, (), asking.pick) for place, asking in enumerate(self.askings)]
        self.on_facts = [(place, asking) for place, asking in enumerate(self.askings) if asking.facts]
        self.kept = lru_cache(KEPT)(lambda place, facts, key: work_out(place, self.askings[place].case(facts, key)))

    def found(self, agenda: Agenda, codes: Sequence[int]) -> list[Found]:
        """Give what each condition comes to, in the order of the rules."""
        steps = agenda.kept.get(self)
        if steps is None:
            steps = agenda.kept[self] = self.steps_under(agenda)
        kept = self.kept
        return [kept(place, facts, pick(codes)) for place, facts, pick in steps]

    def steps_under(self, agenda: Agenda) -> list[Step]:
        """Give what to look at for each condition: its position, its facts, and the codes that it picks."""
        steps = self.steps.copy()
        for place, asking in self.on_facts:
            steps[place] = (place, asking.fact_key(agenda), asking.pick)
        return steps
