"""Reachability of conditions: an exhaustive search over the facts and options that they depend on.

Options that no part of a condition distinguishes count as one, so that few combinations cover all. What a question
depends on (its stage, its `ask_if`, the facts a derived fact is looked up from) is included in the search.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod
from typing import Any, NamedTuple

from assess.core.model.rules import STAGE, UNKNOWN, Question, Rules
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    Part,
    ProfilePart,
    QuestionPart,
    SectionPart,
    Situation,
    compiled,
    leaves,
)
from assess.core.scoring.facts import FactTable
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.reachability_values import groups, option_values, places, tests_behind, values

MOST = 100_000
"""The most combinations tried for one condition."""

Values = Mapping[str, Sequence[Any]]
"""The values to try for each fact or question, by id."""


class Way(NamedTuple):
    """Facts and answers that make a condition true."""

    facts: Mapping[str, str | int]
    options: Mapping[str, str]


class TooMany(NamedTuple):
    """The number of combinations of a condition that has too many to be searched."""

    combinations: int


class Target(NamedTuple):
    """A condition of the rules, and the item it belongs to."""

    kind: str
    id: str
    path: Path
    condition: Any


def targets(rules: Rules) -> Iterator[Target]:
    """Yield all conditions of the rules."""
    for kind in ("notices", "blockers", "warnings", "recommendations"):
        for index, item in enumerate(getattr(rules, kind)):
            yield Target(kind, item.id, (kind, index, "when"), item.when)
    yield from cases("derived", "derived", "unless", rules.derived)
    yield from cases("elsewhere", "recommendations", "elsewhere", rules.recommendations)
    for place, section in enumerate(rules.sections):
        for index, question in enumerate(section.questions):
            if question.ask_if is not None:
                path: Path = ("sections", place, "questions", index, "ask_if")
                yield Target("questions", question.id, path, question.ask_if)


def cases(kind: str, key: str, inner: str, items: Iterable[Any]) -> Iterator[Target]:
    """Yield the conditions of the nested cases of each item in a list."""
    for place, item in enumerate(items):
        for index, case in enumerate(getattr(item, inner)):
            yield Target(kind, item.id, (key, place, inner, index, "when"), case.when)


CONSEQUENCES = {
    "notices": "the notice `{}` would never be shown",
    "blockers": "the blocker `{}` would never stand",
    "warnings": "the warning `{}` would never stand",
    "recommendations": "no answer can reach the recommendation `{}`",
    "derived": "this case of the derived fact `{}` would never be used",
    "elsewhere": "this note of the recommendation `{}` would never be shown",
    "questions": "the question `{}` would never be asked",
}


FACTS = ("profile", "derived")
NEEDED = {"id", "options", "from_stage", "ask_if"}
"""The keys of questions that must be valid, as must all facts, before conditions can be searched."""


def reach_mistakes(rules: Rules, unsound: Iterable[Path] = ()) -> Iterator[Mistake]:
    """Check that every condition can be true and is short enough to search, except those at unsound paths."""
    left_out = tuple(unsound)
    if any(path[0] in FACTS or (path[0] == "sections" and NEEDED.intersection(path)) for path in left_out):
        return
    search = Search(rules)
    for target in targets(rules):
        if any(path[: len(target.path)] == target.path for path in left_out):
            continue
        way = search.way(target.condition)
        consequence = CONSEQUENCES[target.kind].format(target.id)
        if way is None:
            sentence = f"This condition can never be true, so {consequence}."
            yield Mistake(target.path, f"{sentence} Change it, or take it out with what depends on it.")
        elif isinstance(way, TooMany):
            tried = f"{way.combinations:,} combinations would have to be tried, and {MOST:,} is the most"
            yield Mistake(target.path, f"This condition is too long: {tried}. Name fewer, or split it in two.")


class Search:
    """A search for facts and answers that make the conditions of one rulebook true."""

    def __init__(self, rules: Rules) -> None:
        self.table = FactTable(rules)
        self.facts = {fact.id: fact for fact in rules.profile}
        self.place = {fact: place for place, fact in enumerate(self.facts)}
        self.due_in = cache(self.find_due)
        self.values = cache(self.find_values)
        self.sections = {section.id: section.questions for section in rules.sections}
        self.questions = {question.id: question for section in rules.sections for question in section.questions}
        self.choices = {
            each.id: places(choice.id for choice in each.options if choice.id != UNKNOWN) for each in rules.profile
        }
        self.options = {each.id: places(option.id for option in each.options) for each in self.questions.values()}
        self.option_values = cache(self.find_options)
        asked_if = ((each.id, each.ask_if) for each in self.questions.values())
        self.ask_if = {question: compiled(condition) for question, condition in asked_if if condition is not None}
        self.kept: dict[Any, dict[str, Any]] = {}
        self.lookups = {lookup.derived.id: lookup for lookup in self.table.derived}
        self.behind = {each.id: tests_behind(each) for each in rules.derived}

    def way(self, condition: Any) -> Way | TooMany | None:
        """Return facts and answers that make a condition true, or None if there are none."""
        part = compiled(condition)
        named = [self.questions[leaf.question] for leaf in leaves(part) if isinstance(leaf, QuestionPart)]
        scored = {
            each.id: each
            for leaf in leaves(part)
            if isinstance(leaf, SectionPart)
            for each in self.sections[leaf.section]
        }
        facts, derived = self.fact_values(part, (*named, *scored.values()))
        options = {each.id: self.option_values(each.id, groups(each.id, part), each.id in scored) for each in named}
        size = prod(map(len, facts.values())) * prod(map(len, options.values()))
        return TooMany(size) if size > MOST else self.first(part, facts, derived, options)

    def find_values(self, fact: str, tests: tuple[ProfilePart, ...], own: bool) -> list[Any]:
        """Return the values to try for a fact."""
        return values(self.facts[fact], tests, self.choices[fact], own)

    def find_options(self, question: str, named: tuple[frozenset[str], ...], scored: bool) -> list[Any]:
        """Return the options to try for a question."""
        points = {option.id: option.points for option in self.questions[question].options} if scored else None
        return option_values(points, named, self.options[question])

    def first(self, part: Part, facts: Values, derived: Sequence[str], options: Values) -> Way | None:
        """Return the first combination of values that makes the condition true, or None."""
        for profile in combinations(facts):
            given: dict[str, Any] = {fact: value for fact, value in profile.items() if value is not None}
            known = self.known(given, derived)
            asked = {question for question in options if self.asked(self.questions[question], known)}
            if part.truth(Situation(known, dict.fromkeys(asked), self.open_scores(part, known))) is FALSE:
                continue
            for chosen in combinations({question: options[question] for question in options if question in asked}):
                if part.truth(Situation(known, chosen, self.worst_scores(part, known, chosen))) is TRUE:
                    return Way(given, chosen)
        return None

    def known(self, given: Mapping[str, Any], derived: Sequence[str]) -> Mapping[str, Any]:
        """Return the facts of a profile with the named derived facts added; results are cached."""
        key = (tuple(given.items()), tuple(derived))
        if key not in self.kept:
            known = self.kept[key] = {STAGE: self.table.stages[0], **given}
            for name in derived:
                found = self.lookups[name].value(known)
                if found is not None:
                    known[name] = found
        return self.kept[key]

    def asked(self, question: Question, known: Mapping[str, Any]) -> bool:
        """Return whether a question is asked; it is if its `ask_if` is unknown."""
        stages = self.table.stages
        part = self.ask_if.get(question.id)
        due = question.from_stage is None or stages.index(question.from_stage) <= stages.index(known[STAGE])
        return due and (part is None or part.truth(Situation(known)) is not FALSE)

    def due(self, part: Part, known: Mapping[str, Any]) -> dict[str, "Due"]:
        """Return the questions asked in each section whose score the condition depends on."""
        sections = {leaf.section for leaf in leaves(part) if isinstance(leaf, SectionPart)}
        return {section: self.due_in(section, Same(known)) for section in sections}

    def find_due(self, section: str, known: "Same") -> "Due":
        """Return the questions of a section that are asked."""
        asked = [each for each in self.sections[section] if self.asked(each, known.facts)]
        return Due({each.id: each for each in asked}, sum(each.weight for each in asked))

    def open_scores(self, part: Part, known: Mapping[str, Any]) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Return the widest possible score range of each section with questions asked."""
        return {
            section: (Fraction(0), Fraction(100)) for section, due in self.due(part, known).items() if due.questions
        }

    def worst_scores(
        self, part: Part, known: Mapping[str, Any], chosen: Mapping[str, Any]
    ) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Return each section's score if all questions without a chosen option have their worst answer."""
        found = self.due(part, known).items()
        return {section: (worst(due, chosen),) * 2 for section, due in found if due.questions}

    def fact_values(self, part: Part, questions: Iterable[Question]) -> tuple[Values, list[str]]:
        """Return the values to try for every fact that a condition depends on, and the derived facts it uses.

        Values named in the condition itself come first; derived facts are in the order of the file.
        """
        tests = [leaf for leaf in leaves(part) if isinstance(leaf, ProfilePart)]
        own = {test.fact for test in tests}
        tests += self.tests_for_asking(questions)
        looked_at = {test.fact for test in tests}
        derived: list[str] = []
        for name in reversed(self.behind if looked_at.intersection(self.behind) else ()):
            if name in looked_at:
                derived.insert(0, name)
                tests += self.behind[name]
                looked_at.update(test.fact for test in self.behind[name])
        by_fact: dict[str, list[ProfilePart]] = {}
        for test in tests:
            by_fact.setdefault(test.fact, []).append(test)
        given = sorted(by_fact.keys() & self.place.keys(), key=self.place.__getitem__)
        return {fact: self.values(fact, tuple(by_fact[fact]), fact in own) for fact in given}, derived

    def tests_for_asking(self, questions: Iterable[Question]) -> Iterator[ProfilePart]:
        """Yield the tests that decide whether questions are asked."""
        for question in questions:
            if question.from_stage is not None:
                yield ProfilePart(STAGE, frozenset({question.from_stage}), None, None)
            if question.id in self.ask_if:
                yield from (leaf for leaf in leaves(self.ask_if[question.id]) if isinstance(leaf, ProfilePart))


class Same(NamedTuple):
    """A cache key for facts that are looked up repeatedly, compared by identity."""

    facts: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.facts is other.facts

    def __hash__(self) -> int:
        return id(self.facts)


class Due(NamedTuple):
    """The questions of a section that are asked, and their total weight."""

    questions: Mapping[str, Question]
    weight: int


def worst(due: Due, chosen: Mapping[str, Any]) -> Fraction:
    """Return the score of a section if all questions without a chosen option have their worst answer."""
    better = [due.questions[name] for name in chosen if name in due.questions]
    return sum((each.weight * share(each, chosen[each.id]) for each in better), Fraction(0)) * 100 / due.weight


def share(question: Question, option: str | None) -> Fraction:
    """Return the share of a question's points that an option gives; None is the worst option."""
    points = next((each.points for each in question.options if each.id == option), 0)
    return Fraction(points, question.highest)


def combinations(choices: Values) -> Iterator[dict[str, Any]]:
    """Yield every combination of one value for each name."""
    return (dict(zip(choices, chosen, strict=True)) for chosen in product(*choices.values()))
