"""What a rulebook and a profile decide before any answer: what is asked, and what each condition comes to.

A rulebook is made ready once (`Tables`), and so is each profile on it (`Agenda`); what a condition comes to is
kept by the states of the questions that it looks at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from assess.core.answers import Answers, Profile
from assess.core.conditions import (
    FALSE,
    TRUE,
    Part,
    QuestionPart,
    SectionPart,
    Situation,
    compiled,
    leaves,
)
from assess.core.facts import FactTable
from assess.core.model import STAGE, Condition, Question, Rules
from assess.core.result import Range
from assess.core.scores import KEPT, SectionTable
from assess.core.states import DOES_NOT_APPLY, LATER, RULED_OUT, Codes

AGENDAS = 256
"""How many profiles are kept ready for each rulebook."""

Key = Any
"""The codes of the questions that a condition looks at: one code, or several in a tuple."""

Found = TypeVar("Found")


class Asking(NamedTuple):
    """A condition made ready, with the questions it looks at."""

    part: Part
    places: tuple[int, ...]
    """The positions of the questions named, and of all questions of the sections named."""
    key: Callable[[Sequence[int]], Key]
    """Picks the codes of those questions."""

    def codes(self, key: Key) -> Iterator[tuple[int, int]]:
        """Give the position and the code of each question looked at."""
        return zip(self.places, (key,) if len(self.places) == 1 else key, strict=True)


def no_codes(codes: Sequence[int]) -> Key:  # noqa: ARG001 - takes the place of an itemgetter
    """Pick nothing: the key of a condition on the profile alone."""
    return ()


class Tables:
    """A rulebook made ready."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.facts = FactTable(rules)
        self.questions: tuple[Question, ...] = tuple(q for section in rules.sections for q in section.questions)
        self.place = {question.id: place for place, question in enumerate(self.questions)}
        self.askers = tuple(Codes(question) for question in self.questions)
        self.sections = tuple(sections_of(rules))
        self.section_at = tuple(at for at, table in enumerate(self.sections) for _ in table.marks)
        self.section = {table.section.id: table for table in self.sections}
        self.marks = tuple(marks for table in self.sections for marks in table.marks)
        self.tallies = tuple(
            tuple(table.packed(mark) for mark in marks) for table in self.sections for marks in table.marks
        )
        self.ask_if = tuple(None if q.ask_if is None else compiled(q.ask_if) for q in self.questions)
        stages = {stage: place for place, stage in enumerate(self.facts.stages)}
        self.from_stage = tuple(stages.get(question.from_stage or "", 0) for question in self.questions)
        self.notices = tuple((notice.id, compiled(notice.when)) for notice in rules.notices)
        self.blockers = self.asking(blocker.when for blocker in rules.blockers)
        self.warnings = self.asking(warning.when for warning in rules.warnings)
        self.recommendations = self.asking(advice.when for advice in rules.recommendations)
        self.advice = tuple(zip(rules.recommendations, self.recommendations, strict=True))
        places = {band.id: place for place, band in enumerate(rules.bands)}
        self.caps = {blocker.id: places[blocker.caps_at] for blocker in rules.blockers}
        self.agenda = lru_cache(AGENDAS)(self.agenda_of)

    def asking(self, conditions: Iterable[Condition]) -> tuple[Asking, ...]:
        """Make conditions ready, each with the questions it looks at."""
        return tuple(self.made_ready(compiled(condition)) for condition in conditions)

    def made_ready(self, part: Part) -> Asking:
        """Give a condition with the questions it looks at."""
        named = {self.place[leaf.question] for leaf in leaves(part) if isinstance(leaf, QuestionPart)}
        for leaf in leaves(part):
            if isinstance(leaf, SectionPart):
                span = self.section[leaf.section].span
                named.update(range(span.start, span.stop))
        places = tuple(sorted(named))
        return Asking(part, places, itemgetter(*places) if places else no_codes)

    def codes(self, answers: Answers) -> list[int]:
        """Give the code of each question's answer, whether it is asked or not."""
        return [asker.code(answers.get(asker.id)) for asker in self.askers]

    def agenda_of(self, profile: frozenset[tuple[str, str | int]]) -> "Agenda":
        """Work out what the profile asks."""
        return Agenda(self, dict(profile))

    def agendas(self, profile: Profile) -> "tuple[Agenda, Agenda]":
        """Give what the profile asks now, and what it would ask if the last stage had come."""
        ahead = {**profile, STAGE: self.facts.stages[-1]}
        return self.agenda(frozenset(profile.items())), self.agenda(frozenset(ahead.items()))


def sections_of(rules: Rules) -> Iterator[SectionTable]:
    """Make the sections ready, each with the position of its first question."""
    start = 0
    for section in rules.sections:
        yield SectionTable(section, start)
        start += len(section.questions)


class Agenda:
    """What a profile asks, and what conditions come to under it."""

    def __init__(self, tables: Tables, profile: Profile) -> None:
        self.tables = tables
        self.facts = tables.facts.of(profile)
        self.stage = str(self.facts.known[STAGE])
        situation = Situation(self.facts.known)
        self.notices = tuple(notice for notice, part in tables.notices if part.truth(situation) is TRUE)
        self.not_asked = tuple(self.rule_out(situation))
        self.kept: dict[Callable[..., Any], Callable[..., Any]] = {}

    def rule_out(self, situation: Situation) -> Iterator[tuple[int, int]]:
        """Give position and code of each question that the profile rules out or whose stage has not come."""
        now = self.tables.facts.stages.index(self.stage)
        for place, (ask_if, stage) in enumerate(zip(self.tables.ask_if, self.tables.from_stage, strict=True)):
            if ask_if is not None and ask_if.truth(situation) is FALSE:
                yield place, RULED_OUT
            elif stage > now:
                yield place, LATER

    def asked(self, codes: Sequence[int]) -> list[int]:
        """Give the codes with those of the questions that are not asked in the place of any answer."""
        asked = list(codes)
        for place, code in self.not_asked:
            asked[place] = code
        return asked

    def keep(self, work_out: "Callable[[Agenda, int, Key], Found]") -> Callable[[int, Key], Found]:
        """Give the function as asked of this agenda, which keeps what it has worked out."""
        if work_out not in self.kept:
            self.kept[work_out] = lru_cache(KEPT)(lambda place, key: work_out(self, place, key))
        return self.kept[work_out]

    def situation(self, asking: Asking, key: Key) -> Situation:
        """Give what a condition needs to know: the facts, and the questions and sections that it looks at."""
        codes = dict(asking.codes(key))
        options = {
            self.tables.questions[place].id: self.tables.marks[place][code].option
            for place, code in codes.items()
            if code > DOES_NOT_APPLY
        }
        return Situation(self.facts.known, options, dict(self.scores(asking, codes)))

    def scores(self, asking: Asking, codes: dict[int, int]) -> Iterator[tuple[str, Range]]:
        """Give the score of each section that the condition names and that has one."""
        for leaf in leaves(asking.part):
            if isinstance(leaf, SectionPart):
                table = self.tables.section[leaf.section]
                places = range(table.span.start, table.span.stop)
                score = table.sum(sum(self.tables.tallies[place][codes[place]] for place in places)).score.score
                if score is not None:
                    yield leaf.section, score
