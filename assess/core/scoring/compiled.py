"""A rulebook and its profiles compiled for scoring: which questions are asked and which notices apply.

A rulebook is compiled once (`CompiledRulebook`), and so is each profile on it (`CompiledProfile`). Profiles that no
condition distinguishes share one `CompiledProfile`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import getitem

from assess.core.model.assessment import Profile, Said
from assess.core.model.rules import Condition, Question, Rules
from assess.core.scoring.bitset import Gates, Look
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    Leaf,
    Part,
    ProfilePart,
    QuestionPart,
    Situation,
    compiled,
    leaves,
)
from assess.core.scoring.fact_encoding import FactCodes
from assess.core.scoring.facts import FactTable
from assess.core.scoring.scores import KEPT, SectionTable
from assess.core.scoring.states import DOES_NOT_APPLY, LATER, RULED_OUT, Mark, codes_of

AGENDAS = 2048
"""How many compiled profiles are cached for each rulebook."""


class Tables:
    """A rulebook compiled for scoring."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.questions: tuple[Question, ...] = tuple(q for section in rules.sections for q in section.questions)
        self.place = {question.id: place for place, question in enumerate(self.questions)}
        self.sections = tuple(sections_of(rules))
        self.section_at = tuple(at for at, table in enumerate(self.sections) for _ in table.marks)
        self.section = {table.section.id: table for table in self.sections}
        self.marks = tuple(marks for table in self.sections for marks in table.marks)
        self.tallies = tuple(
            tuple(table.packed(mark) for mark in marks) for table in self.sections for marks in table.marks
        )
        self.facts = FactTable(rules)
        tests = (leaf for condition in conditions_of(rules) for leaf in leaves(compiled(condition)))
        self.fact_codes = FactCodes(rules, self.facts, tests)
        self.answers = {question.id: codes_of(question) for question in self.questions}
        self.ask_if = ask_if_of(self.questions)
        self.ask_if_gates = Gates(tuple(self.ask_if), self.look_at_fact)
        stages = self.facts.stages
        self.from_stage = tuple(stages.index(q.from_stage) if q.from_stage else 0 for q in self.questions)
        self.codes_in_all = len(self.questions) + len(self.fact_codes.names)
        self.notices = tuple((notice.id, compiled(notice.when)) for notice in rules.notices)
        self.kept = lru_cache(AGENDAS)(lambda given: Agenda(self, given))
        self.not_asked = lru_cache(KEPT)(self.work_out_not_asked)

    def codes_as(self, other: "Tables") -> bool:
        """Return whether every profile and all answers have the same codes on other rules."""
        ours, theirs = (
            (list(each.answers.items()), each.fact_codes.key, each.ask_if, each.from_stage) for each in (self, other)
        )
        return ours == theirs

    def adds_up_as(self, other: "Tables") -> bool:
        """Return whether the same codes have the same sums in every section on other rules, whatever its weight."""
        ours, theirs = (
            (each.tallies, [(table.span, table.width) for table in each.sections]) for each in (self, other)
        )
        return ours == theirs

    def codes(self, said: Mapping[str, Said]) -> list[int]:
        """Return the code of each question's answer, whether the question is asked or not."""
        return list(map(getitem, self.answers.values(), map(said.get, self.place)))

    def agenda(self, profile: Profile) -> "Agenda":
        """Return the compiled profile, from the cache if it has been compiled."""
        found: Agenda = self.kept(self.fact_codes.of(profile))
        return found

    def ahead(self, agenda: "Agenda") -> "Agenda":
        """Return the compiled profile as it would be in the last stage."""
        found: Agenda = self.kept(self.fact_codes.at_last(agenda.given))
        return found

    def look(self, leaf: Leaf) -> Look:
        """Return the lookup table of a leaf on a question or a fact."""
        if isinstance(leaf, QuestionPart):
            place = self.place[leaf.question]
            situations = (situation_of(leaf.question, mark, code) for code, mark in self.coded(place))
            return Look(place, tuple(leaf.truth(situation) for situation in situations))
        assert isinstance(leaf, ProfilePart)  # noqa: S101 - `ConditionSet` handles leaves on sections itself
        look = self.look_at_fact(leaf)
        return Look(len(self.questions) + look.place, look.truths)

    def coded(self, place: int) -> Iterator[tuple[int, Mark]]:
        """Yield each code of a question with its score."""
        marks = self.marks[place]
        options = len(self.questions[place].options)
        return ((at if at < options else at - len(marks), mark) for at, mark in enumerate(marks))

    def look_at_fact(self, leaf: Leaf) -> Look:
        """Return the lookup table of a leaf on a fact; its position is among the facts alone."""
        assert isinstance(leaf, ProfilePart)  # noqa: S101 - only facts are tested in these conditions
        place = self.fact_codes.place[leaf.fact]
        known = ({leaf.fact: value} for value in self.fact_codes.values[place])
        return Look(place, tuple(leaf.truth(Situation(facts)) for facts in (*known, {})))

    def work_out_not_asked(self, stage: int, truths: bytes) -> tuple[tuple[int, int], ...]:
        """Return the position and code of each question that is not asked."""
        later = {place: LATER for place, first in enumerate(self.from_stage) if first > stage}
        ruled_out = {
            place: RULED_OUT
            for truth, places in zip(truths, self.ask_if.values(), strict=True)
            for place in places
            if truth == FALSE
        }
        return tuple({**later, **ruled_out}.items())


def situation_of(question: str, mark: Mark, code: int) -> Situation:
    """Return the context with one question in one state: empty where it is not asked or does not apply."""
    return Situation({}, {question: mark.option} if code > DOES_NOT_APPLY else {})


def sections_of(rules: Rules) -> Iterator[SectionTable]:
    """Yield the compiled sections, each with the position of its first question."""
    start = 0
    for section in rules.sections:
        yield SectionTable(section, start)
        start += len(section.questions)


def ask_if_of(questions: Sequence[Question]) -> Mapping[Part, tuple[int, ...]]:
    """Return each condition for asking, with the positions of its questions."""
    ask_if: dict[Part, tuple[int, ...]] = {}
    for place, question in enumerate(questions):
        if question.ask_if is not None:
            part = compiled(question.ask_if)
            ask_if[part] = (*ask_if.get(part, ()), place)
    return ask_if


def conditions_of(rules: Rules) -> Iterator[Condition]:
    """Yield every condition that can affect a result, except those of derived facts."""
    for rules_of_a_kind in (rules.notices, rules.blockers, rules.warnings, rules.recommendations):
        yield from (rule.when for rule in rules_of_a_kind)
    for section in rules.sections:
        yield from (question.ask_if for question in section.questions if question.ask_if is not None)


class Agenda:
    """A profile compiled for scoring: which questions it asks and which facts are known."""

    def __init__(self, tables: Tables, given: tuple[int, ...]) -> None:
        self.tables = tables
        self.given = given
        """The codes of the given facts."""
        self.facts = tables.fact_codes.all(given)
        """The codes of the given and the derived facts."""
        stage = given[tables.fact_codes.stage]
        self.stage = tables.facts.stages[stage]
        self.not_asked = tables.not_asked(stage, tables.ask_if_gates.truths(self.facts))
        """The position and code of each question that is not asked."""

    @cached_property
    def known(self) -> Mapping[str, str | int]:
        """The known facts; a number is represented by one that no condition distinguishes from it."""
        return self.tables.fact_codes.known(enumerate(self.facts))

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """The ids of the notices that are true."""
        situation = Situation(self.known)
        return tuple(notice for notice, part in self.tables.notices if part.truth(situation) is TRUE)

    def asked(self, codes: Sequence[int]) -> list[int]:
        """Return the codes of the answers, those of questions not asked replaced, followed by those of the facts."""
        asked = [*codes, *self.facts]
        for place, code in self.not_asked:
            asked[place] = code
        return asked
