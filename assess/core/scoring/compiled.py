"""What a rulebook and a profile decide before any answer: which questions are asked, which notices are shown.

A rulebook is made ready once (`Tables`), and so is each profile on it (`Agenda`); profiles that no condition tells
apart share one.
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
"""How many profiles are kept ready for each rulebook."""


class Tables:
    """A rulebook made ready."""

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
        """Tell whether every profile and all answers have the same codes on other rules too."""
        ours, theirs = (
            (list(each.answers.items()), each.fact_codes.key, each.ask_if, each.from_stage) for each in (self, other)
        )
        return ours == theirs

    def adds_up_as(self, other: "Tables") -> bool:
        """Tell whether the same codes add up to the same in every section of other rules too, whatever it weighs."""
        ours, theirs = (
            (each.tallies, [(table.span, table.width) for table in each.sections]) for each in (self, other)
        )
        return ours == theirs

    def codes(self, said: Mapping[str, Said]) -> list[int]:
        """Give the code of each question's answer, whether it is asked or not."""
        return list(map(getitem, self.answers.values(), map(said.get, self.place)))

    def agenda(self, profile: Profile) -> "Agenda":
        """Give what the profile asks."""
        found: Agenda = self.kept(self.fact_codes.of(profile))
        return found

    def ahead(self, agenda: "Agenda") -> "Agenda":
        """Give what the profile would ask if the last stage had come."""
        found: Agenda = self.kept(self.fact_codes.at_last(agenda.given))
        return found

    def look(self, leaf: Leaf) -> Look:
        """Give where among the codes of an agenda a leaf on a question or fact looks, and what it finds there."""
        if isinstance(leaf, QuestionPart):
            place = self.place[leaf.question]
            situations = (situation_of(leaf.question, mark, code) for code, mark in self.coded(place))
            return Look(place, tuple(leaf.truth(situation) for situation in situations))
        assert isinstance(leaf, ProfilePart)  # noqa: S101 - a section is looked at by those who know its score
        look = self.look_at_fact(leaf)
        return Look(len(self.questions) + look.place, look.truths)

    def coded(self, place: int) -> Iterator[tuple[int, Mark]]:
        """Give the marks of a question with their codes."""
        marks = self.marks[place]
        options = len(self.questions[place].options)
        return ((at if at < options else at - len(marks), mark) for at, mark in enumerate(marks))

    def look_at_fact(self, leaf: Leaf) -> Look:
        """Give where among the codes of the facts a leaf looks, and what it finds there."""
        assert isinstance(leaf, ProfilePart)  # noqa: S101 - no other leaf stands in a condition on the profile
        place = self.fact_codes.place[leaf.fact]
        known = ({leaf.fact: value} for value in self.fact_codes.values[place])
        return Look(place, tuple(leaf.truth(Situation(facts)) for facts in (*known, {})))

    def work_out_not_asked(self, stage: int, truths: bytes) -> tuple[tuple[int, int], ...]:
        """Give position and code of each question that is not asked at a stage, and as the conditions for asking go."""
        later = {place: LATER for place, first in enumerate(self.from_stage) if first > stage}
        ruled_out = {
            place: RULED_OUT
            for truth, places in zip(truths, self.ask_if.values(), strict=True)
            for place in places
            if truth == FALSE
        }
        return tuple({**later, **ruled_out}.items())


def situation_of(question: str, mark: Mark, code: int) -> Situation:
    """Give what conditions see of a question in one state: nothing where it is not asked or does not apply."""
    return Situation({}, {question: mark.option} if code > DOES_NOT_APPLY else {})


def sections_of(rules: Rules) -> Iterator[SectionTable]:
    """Make the sections ready, each with the position of its first question."""
    start = 0
    for section in rules.sections:
        yield SectionTable(section, start)
        start += len(section.questions)


def ask_if_of(questions: Sequence[Question]) -> Mapping[Part, tuple[int, ...]]:
    """Give each condition for asking, with the positions of its questions."""
    ask_if: dict[Part, tuple[int, ...]] = {}
    for place, question in enumerate(questions):
        if question.ask_if is not None:
            part = compiled(question.ask_if)
            ask_if[part] = (*ask_if.get(part, ()), place)
    return ask_if


def conditions_of(rules: Rules) -> Iterator[Condition]:
    """Give every condition by which a result may turn, but those of the derived facts."""
    for rules_of_a_kind in (rules.notices, rules.blockers, rules.warnings, rules.recommendations):
        yield from (rule.when for rule in rules_of_a_kind)
    for section in rules.sections:
        yield from (question.ask_if for question in section.questions if question.ask_if is not None)


class Agenda:
    """What a profile asks."""

    def __init__(self, tables: Tables, given: tuple[int, ...]) -> None:
        self.tables = tables
        self.given = given
        """The codes of the facts given."""
        self.facts = tables.fact_codes.all(given)
        """The codes of these and the derived facts."""
        stage = given[tables.fact_codes.stage]
        self.stage = tables.facts.stages[stage]
        self.not_asked = tables.not_asked(stage, tables.ask_if_gates.truths(self.facts))
        """Position and code of each question that is not asked."""

    @cached_property
    def known(self) -> Mapping[str, str | int]:
        """What is known, with a number in the place of every other that no condition tells from it."""
        return self.tables.fact_codes.known(enumerate(self.facts))

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """The ids of the notices that are true."""
        situation = Situation(self.known)
        return tuple(notice for notice, part in self.tables.notices if part.truth(situation) is TRUE)

    def asked(self, codes: Sequence[int]) -> list[int]:
        """Give the codes with those of the questions that are not asked in the place of any answer; then the facts'."""
        asked = [*codes, *self.facts]
        for place, code in self.not_asked:
            asked[place] = code
        return asked
