"""What each stage asks over every combination of facts, and the barriers that could be at their worst unnoticed.

Whether a question is asked depends on few facts. Questions that have a fact in common are tried together, all others
apart, so that few combinations cover all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import NamedTuple

from assess.core.model.assessment import Answer, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, Question
from assess.core.scoring.evaluate import evaluate
from assess.core.validation.reachability import MAX_COMBINATIONS, CandidateValues, WitnessSearch, iter_combinations


class DueCounts(NamedTuple):
    """How many questions are due at one stage, over every combination of facts; None if there are too many to try."""

    fewest: int | None
    """With every fact known, as is the next."""
    most: int | None
    most_with_blanks: int | None


class UnnoticedBarrier(NamedTuple):
    """A barrier that is due, has the worst answers and leaves the result in the top band."""

    section: str
    profile: Profile
    """The stage, and the facts that decide what is due; the others are blank."""


class _Combination(NamedTuple):
    """Facts, and the questions of one group that are asked because of them."""

    facts: Mapping[str, str | int]
    asked: frozenset[str]
    is_known: bool
    """Whether no fact is blank."""


class DueQuestions:
    """The questions due at each stage of a rulebook, whatever its facts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook, self.search = rulebook, WitnessSearch(rulebook.rules)
        self.groups = tuple(self._group_by_facts(tuple(rulebook.questions.values())))

    def count(self, stage: str) -> DueCounts:
        """Count the questions due at a stage."""
        if any(_count_combinations(self._list_values(group)) > MAX_COMBINATIONS for group in self.groups):
            return DueCounts(None, None, None)
        fewest = most = most_with_blanks = 0
        for group in self.groups:
            found = [(len(each.asked), each.is_known) for each in self._iter_group(group, stage)]
            known = [count for count, is_known in found if is_known]
            fewest, most = fewest + min(known), most + max(known)
            most_with_blanks += max(count for count, _ in found)
        return DueCounts(fewest, most, most_with_blanks)

    def find_unnoticed(self, stage: str) -> Iterator[UnnoticedBarrier]:
        """Yield each barrier that can be at its worst in the top band, with the fewest facts for which it is."""
        for section in self.rulebook.rules.sections:
            questions = tuple(section.questions)
            found = (each for each in self._iter_due_sets(questions, stage) if self._is_unnoticed(each, stage))
            first = next(found, None)
            if first is not None:
                yield UnnoticedBarrier(section.id, {STAGE: stage, **first.facts})

    def _is_unnoticed(self, combination: _Combination, stage: str) -> bool:
        """Return whether the questions asked can all have their worst answer in the top band, all others the best."""
        places = {question.id: 0 if question.id in combination.asked else -1 for question in self._questions}
        answers = {
            name: Answer(option=self.rulebook.questions[name].options[place].id) for name, place in places.items()
        }
        bands = evaluate(self.rulebook, {STAGE: stage, **combination.facts}, answers).now.bands
        return bands is not None and bands.possible == self.rulebook.rules.bands[-1].id

    @property
    def _questions(self) -> Iterable[Question]:
        """All questions."""
        return self.rulebook.questions.values()

    def _iter_due_sets(self, questions: Sequence[Question], stage: str) -> Iterator[_Combination]:
        """Yield each set of questions that can be due at a stage and of which the stage needs nothing.

        A need is missing at the worst answer of its question, and then the top band cannot be reached.
        """
        found = {frozenset[str](): _Combination({}, frozenset(), is_known=True)}
        for group in self._group_by_facts(questions):
            by_facts = sorted(self._iter_group(group, stage), key=_count_facts, reverse=True)
            alternatives = {each.asked: each for each in by_facts if not self._needs(each, stage)}
            merged = (_merge(first, second) for first in found.values() for second in alternatives.values())
            found = {each.asked: each for each in merged}
        return iter(sorted((each for each in found.values() if each.asked), key=_count_facts))

    def _needs(self, combination: _Combination, stage: str) -> bool:
        """Return whether a stage needs something of the questions asked."""
        stages = list(self.rulebook.stages)
        reached = set(stages[: stages.index(stage) + 1])
        return any(reached & set(self.rulebook.questions[name].needs) for name in combination.asked)

    def _iter_group(self, group: Sequence[Question], stage: str) -> Iterator[_Combination]:
        """Yield the questions of a group that are asked at a stage, for every combination of facts."""
        values = self._list_values(group)
        derived = self.search.list_asking_values(group)[1]
        for profile in iter_combinations(values):
            facts = {fact: value for fact, value in profile.items() if value is not None}
            known = self.search.derive_facts({STAGE: stage, **facts}, derived)
            asked = frozenset(question.id for question in group if self.search.is_asked(question, known))
            yield _Combination(facts, asked, is_known=len(facts) == len(values))

    def _list_values(self, group: Sequence[Question]) -> CandidateValues:
        """Return the values to try for each fact that decides on a group, apart from the stage."""
        values, _ = self.search.list_asking_values(group)
        return {fact: each for fact, each in values.items() if fact != STAGE}

    def _group_by_facts(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """Group questions so that no two groups depend on the same fact."""
        groups: list[tuple[set[str], list[Question]]] = []
        for question in questions:
            facts, members = set(self._list_values((question,))), [question]
            for each in [each for each in groups if each[0] & facts]:
                facts, members = facts | each[0], each[1] + members
                groups.remove(each)
            groups.append((facts, members))
        return [tuple(members) for _, members in groups]


def _merge(first: _Combination, second: _Combination) -> _Combination:
    """Return what is asked because of the facts of both."""
    return _Combination({**first.facts, **second.facts}, first.asked | second.asked, first.is_known and second.is_known)


def _count_facts(combination: _Combination) -> int:
    """Return how many facts are not blank."""
    return len(combination.facts)


def _count_combinations(values: CandidateValues) -> int:
    """Return how many combinations of values there are."""
    return prod(map(len, values.values()))
