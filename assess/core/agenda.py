"""What a rulebook and a profile decide before any answer: which questions are asked, which notices are shown.

A rulebook is made ready once (`Tables`), and so is each profile on it (`Agenda`).
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

from assess.core.answers import Answers, Profile
from assess.core.conditions import FALSE, TRUE, Part, Situation, compiled
from assess.core.facts import FactTable
from assess.core.model import STAGE, Question, Rules
from assess.core.scores import SectionTable
from assess.core.states import LATER, RULED_OUT, UNANSWERED, Codes

AGENDAS = 2048
"""How many profiles are kept ready for each rulebook."""


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
        self.ask_if: dict[Part, list[int]] = {}
        for place, question in enumerate(self.questions):
            if question.ask_if is not None:
                self.ask_if.setdefault(compiled(question.ask_if), []).append(place)
        stages = self.facts.stages
        self.from_stage = tuple(stages.index(q.from_stage) if q.from_stage else 0 for q in self.questions)
        self.notices = tuple((notice.id, compiled(notice.when)) for notice in rules.notices)
        places = {band.id: place for place, band in enumerate(rules.bands)}
        self.caps = {blocker.id: places[blocker.caps_at] for blocker in rules.blockers}
        self.kept = lru_cache(AGENDAS)(lambda profile: Agenda(self, dict(profile)))

    def codes(self, answers: Answers) -> list[int]:
        """Give the code of each question's answer, whether it is asked or not."""
        look_up = answers.get
        return [UNANSWERED if (answer := look_up(asker.id)) is None else asker.code(answer) for asker in self.askers]

    def agenda(self, profile: Profile) -> "Agenda":
        """Give what the profile asks."""
        return self.kept(frozenset(profile.items()))

    def ahead(self, profile: Profile) -> "Agenda":
        """Give what the profile would ask if the last stage had come."""
        return self.agenda({**profile, STAGE: self.facts.stages[-1]})


def sections_of(rules: Rules) -> Iterator[SectionTable]:
    """Make the sections ready, each with the position of its first question."""
    start = 0
    for section in rules.sections:
        yield SectionTable(section, start)
        start += len(section.questions)


class Agenda:
    """What a profile asks."""

    def __init__(self, tables: Tables, profile: Profile) -> None:
        self.tables = tables
        self.facts = tables.facts.of(profile)
        self.stage = str(self.facts.known[STAGE])
        self.not_asked = {**dict(self.later()), **dict(self.ruled_out())}
        """The code of each question that is not asked, by position."""
        self.kept: dict[object, Any] = {}
        """What others have worked out from these facts, by whom."""

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """The ids of the notices that are true."""
        situation = Situation(self.facts.known)
        return tuple(notice for notice, part in self.tables.notices if part.truth(situation) is TRUE)

    def later(self) -> Iterator[tuple[int, int]]:
        """Give each question whose stage has not come."""
        now = self.tables.facts.stages.index(self.stage)
        return ((place, LATER) for place, stage in enumerate(self.tables.from_stage) if stage > now)

    def ruled_out(self) -> Iterator[tuple[int, int]]:
        """Give each question that the profile rules out."""
        situation = Situation(self.facts.known)
        for part, places in self.tables.ask_if.items():
            if part.truth(situation) is FALSE:
                yield from ((place, RULED_OUT) for place in places)

    def asked(self, codes: Sequence[int]) -> list[int]:
        """Give the codes with those of the questions that are not asked in the place of any answer."""
        asked = list(codes)
        for place, code in self.not_asked.items():
            asked[place] = code
        return asked
